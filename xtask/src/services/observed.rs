use anyhow::{Result, bail};
use aws_services::{Shape, Structure, sdk_service};
use serde_json::Value;

use super::api::{object, strings};

/// Looks up the names that public definitions use, if the reference with them is there.
pub(super) fn check() -> Result<()> {
    let Some(folder) = crate::corpora().map(|corpora| corpora.join("../reference/aws-services")) else {
        println!("left out: names in public definitions, for lack of {}", crate::CORPORA);
        return Ok(());
    };
    let read = |name: &str| -> Result<Value> {
        Ok(serde_json::from_str(&std::fs::read_to_string(folder.join(name))?)?)
    };
    let observed = read("observed_names.json")?;
    let mut missing = Vec::new();
    let mut paths = 0;
    for (call, parameters) in object(&observed["params"]) {
        let Some(action) = action(call) else {
            missing.push(call.clone());
            continue;
        };
        for path in strings(parameters) {
            paths += 1;
            if !has(action.input(), path) {
                missing.push(format!("{call} {path}"));
            }
        }
    }
    let mut errors = 0;
    for (call, names) in object(&observed["errors"]) {
        let service = call.split(':').next().and_then(sdk_service);
        for name in strings(names) {
            errors += 1;
            let is_known = service.is_some_and(|service| {
                let prefix = service.error_prefix();
                name == format!("{prefix}.{prefix}Exception")
                    || name == format!("{prefix}.SdkClientException")
                    || service.model().actions().any(|action| action.errors().any(|error| error == name))
            });
            if !is_known {
                missing.push(format!("{call} {name}"));
            }
        }
    }
    let prefixes = read("services.json")?;
    for row in prefixes["services"].as_array().into_iter().flatten() {
        let name = row["service"].as_str().unwrap_or_default();
        let prefix = sdk_service(name).map(|service| service.error_prefix());
        if prefix != row["error_prefix"].as_str() {
            missing.push(format!("{name}: error prefix {prefix:?}"));
        }
    }
    println!(
        "{} actions, {paths} parameters and {errors} errors of public definitions; not found: {}",
        object(&observed["params"]).len(),
        if missing.is_empty() { "none".to_owned() } else { missing.join(", ") }
    );
    // Its author forgot the suffix.
    missing.retain(|name| !name.ends_with("DynamoDb.RequestLimitExceeded"));
    if !missing.is_empty() {
        bail!("names of public definitions are missing");
    }
    Ok(())
}

fn action(call: &str) -> Option<aws_services::Action<'static>> {
    let (service, action) = call.split_once(':')?;
    sdk_service(service)?.action(action)
}

/// Whether a structure has the parameter at a path such as `Config.Items[].Name`.
fn has(structure: Structure<'_>, path: &str) -> bool {
    let mut shape = Shape::Structure(structure);
    for step in path.split('.') {
        // `Items[].Tags{}.Key`: an element of an array, a value of a map.
        let name = step.trim_end_matches("{}").trim_end_matches("[]");
        shape = match shape {
            Shape::Structure(structure) => match structure.member(name) {
                Some(member) => member.shape(),
                None => return false,
            },
            Shape::Map(map) => map.element(),
            Shape::Document | Shape::Blob(_) | Shape::String(_) => return true,
            _ => return false,
        };
        for _ in step.matches("[]").chain(step.matches("{}")) {
            let (Shape::List(list) | Shape::Map(list)) = shape else { return false };
            shape = list.element();
        }
    }
    true
}
