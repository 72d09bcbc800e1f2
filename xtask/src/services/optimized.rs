use anyhow::{Context, Result};
use aws_services::optimized::INTEGRATIONS;
use aws_services::write::NewService;
use aws_services::{Support, names};
use serde_json::{Map, Value, json};

use super::api::{Api, object, strings};
use super::build::{self, Call};

/// The services of optimized integrations, sorted by name: their own requests and responses, which `optimized.json`
/// describes as differences from the APIs.
pub(super) fn services(apis: &[Api], own: &Value) -> Result<Vec<NewService>> {
    let mut services: Vec<&str> = INTEGRATIONS.iter().map(|integration| integration.service).collect();
    services.sort_unstable();
    services.dedup();
    services.into_iter().map(|service| self::service(service, apis, own)).collect()
}

fn service(name: &str, apis: &[Api], own: &Value) -> Result<NewService> {
    let mut shapes = Map::new();
    for (shape, value) in object(&own["shapes"]) {
        shapes.insert(format!("own {shape}"), qualified("own", value));
    }
    let mut calls = Vec::new();
    let mut service =
        NewService { is_optimized: true, name: name.to_owned(), is_listed: true, ..NewService::default() };
    for integration in INTEGRATIONS.iter().filter(|integration| integration.service == name) {
        let key = format!("{name}:{}", integration.action);
        let row = own["integrations"].get(&key).with_context(|| format!("optimized.json has no {key}"))?;
        let mut parts = row["api"].as_str().unwrap_or_default().splitn(2, ' ');
        let api = parts.next().and_then(|folder| apis.iter().find(|api| api.folder == folder));
        let operation = api.zip(parts.next()).and_then(|(api, operation)| api.operation(operation));
        if let Some(api) = api {
            for (shape, value) in object(&api.model["shapes"]) {
                shapes.insert(format!("{} {shape}", api.folder), qualified(&api.folder, value));
            }
            service.title = api.title();
            service.uid = api.metadata("uid").to_owned();
            service.iam_prefix = api.iam_prefix().to_owned();
            service.aliases.extend(api.aliases());
            service.aliases.push(api.service());
        }
        let of_api = |side: &str| Some(format!("{} {}", api?.folder, operation?[side]["shape"].as_str()?));
        let input = match row["input"].as_str() {
            Some(shape) => format!("own {shape}"),
            None => of_api("input").with_context(|| format!("{key} has no input"))?,
        };
        let input =
            changed(&mut shapes, &input, &format!("{key} input"), row, "any_json", integration.required)?;
        let output = row["result"].as_str().map(str::to_owned).or_else(|| of_api("output"));
        let output = match output {
            Some(output) if output != "own AnyJson" => {
                let result = json!({ "add": if of_api("output").is_some() && row["no_metadata"] != true {
                    json!({ "SdkHttpMetadata": "own HttpMetadata", "SdkResponseMetadata": "own ResponseMetadata" })
                } else {
                    Value::Null
                }, "any_json": row["any_json_result"] });
                Some(changed(&mut shapes, &output, &format!("{key} output"), &result, "any_json", &[])?)
            }
            other => other,
        };
        let job_output = match row["job_result"].as_str() {
            Some(job) if job.starts_with("own ") => Some(job.to_owned()),
            Some(job) => {
                let job = format!("{} {job}", api.context("a job without an API")?.folder);
                let result = json!({ "any_json": row["any_json_job_result"] });
                Some(changed(&mut shapes, &job, &format!("{key} job"), &result, "any_json", &[])?)
            }
            None => None,
        };
        service.error_prefix = row["prefix"].as_str().unwrap_or_default().to_owned();
        calls.push(Call {
            name: integration.action.to_owned(),
            input: Some(input),
            output,
            job_output,
            errors: strings(&row["errors"]).map(str::to_owned).collect(),
            support: Support::Supported,
            is_deprecated: false,
            documentation: operation
                .and_then(|operation| operation["documentation"].as_str())
                .unwrap_or_default(),
        });
    }
    let (model, summaries) =
        build::build(&Value::Object(shapes), calls, |_, member| names::optimized_member(member))?;
    service.model = Some(model);
    service.summaries = summaries;
    Ok(service)
}

/// Returns a shape whose references to other shapes start with the name of their API.
fn qualified(api: &str, shape: &Value) -> Value {
    let mut shape = shape.clone();
    let qualify = |reference: &mut Value| {
        if let Some(name) = reference["shape"].as_str() {
            reference["shape"] = json!(format!("{api} {name}"));
        }
    };
    for side in ["member", "key", "value"] {
        if let Some(reference) = shape.get_mut(side) {
            qualify(reference);
        }
    }
    if let Some(members) = shape.get_mut("members").and_then(Value::as_object_mut) {
        members.values_mut().for_each(qualify);
    }
    shape
}

/// Adds a copy of a structure with the differences of a row of `optimized.json`, and returns its name.
fn changed(
    shapes: &mut Map<String, Value>,
    shape: &str,
    name: &str,
    row: &Value,
    any_json: &str,
    required: &[&str],
) -> Result<String> {
    let mut copy = shapes.get(shape).with_context(|| format!("no shape {shape}"))?.clone();
    if !required.is_empty() {
        let required: Vec<String> = required.iter().map(|name| api_member(&copy, name)).collect();
        copy["required"] = json!(required);
    }
    for (member, target) in object(&row["add"]) {
        let target = target.as_str().context("a shape to add")?;
        let target = match target.contains(' ') {
            true => target.to_owned(),
            false => format!("{} {target}", shape.split(' ').next().unwrap_or_default()),
        };
        copy["members"][member] = json!({ "shape": target });
    }
    for path in strings(&row["remove"]) {
        match path.split_once('.') {
            None => {
                copy["members"].as_object_mut().context("members")?.remove(path);
            }
            Some((member, rest)) => nested(shapes, &mut copy, name, member, &|inner| {
                inner["members"].as_object_mut().and_then(|members| members.remove(rest));
            })?,
        }
    }
    for path in strings(&row[any_json]) {
        let any = json!({ "shape": "own AnyJson" });
        let (member, rest) = path.split_once("[].").unwrap_or((path, ""));
        let member = api_member(&copy, member);
        match rest {
            "" => copy["members"][member] = any,
            rest => nested(shapes, &mut copy, name, &member, &|list| list["members"][rest] = any.clone())?,
        }
    }
    shapes.insert(name.to_owned(), copy);
    Ok(name.to_owned())
}

/// The name in the API of a member of a structure.
fn api_member(structure: &Value, name: &str) -> String {
    let members = object(&structure["members"]);
    members
        .keys()
        .find(|member| names::optimized_member(member) == name)
        .map_or(name, String::as_str)
        .to_owned()
}

/// Replaces the structure of a member, or of the elements of a member, by a changed copy.
fn nested(
    shapes: &mut Map<String, Value>,
    structure: &mut Value,
    name: &str,
    member: &str,
    change: &dyn Fn(&mut Value),
) -> Result<()> {
    let target = structure["members"][member]["shape"].as_str().context("a member")?.to_owned();
    let mut copy = shapes.get(&target).with_context(|| format!("no shape {target}"))?.clone();
    if copy["type"] == "list" {
        let element = copy["member"]["shape"].as_str().context("an element")?.to_owned();
        let mut inner = shapes.get(&element).with_context(|| format!("no shape {element}"))?.clone();
        change(&mut inner);
        let inner_name = format!("{name} {member} element");
        shapes.insert(inner_name.clone(), inner);
        copy["member"]["shape"] = json!(inner_name);
    } else {
        change(&mut copy);
    }
    let copy_name = format!("{name} {member}");
    shapes.insert(copy_name.clone(), copy);
    structure["members"][member]["shape"] = json!(copy_name);
    Ok(())
}
