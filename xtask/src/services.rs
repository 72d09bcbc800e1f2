//! The index of AWS services, from the models that botocore ships.

mod api;
mod build;
mod changes;
mod observed;
mod optimized;
mod wheel;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use aws_services::write::{NewIndex, NewService, write_index};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::python;
use crate::summary::Summary;
use api::Api;

/// The folder of the index and of what it is generated from.
fn data() -> PathBuf {
    crate::root().join("crates/aws-services/data")
}

/// Generates the index from the botocore of the lock file, or from another version, and prints what changes.
pub(crate) fn run(version: Option<&str>, check: bool) -> Result<()> {
    let locked: Value = read("lock.json")?;
    let version =
        version.or(locked["botocore"].as_str()).context("no version of botocore: pass --botocore")?;
    let wheel = wheel::download(version)?;
    let hash = sha256(&wheel);
    if locked["botocore"] == version && locked["wheel"] != hash.as_str() {
        bail!("the wheel of botocore {version} has the hash {hash}, which is not that of lock.json");
    }
    let apis = wheel::apis(&wheel)?;
    let facts: Value = read("step-functions.json")?;
    let own: Value = read("optimized.json")?;
    let mut services = optimized::services(&apis, &own)?;
    services.extend(sdk_services(&apis, &facts)?);
    let NewIndex { directory, models } = write_index(&format!("botocore {version}"), &services);
    let lock = json!({
        "botocore": version,
        "wheel": hash,
        "index": sha256(&[directory.as_bytes(), &models].concat()),
        "services": services.iter().filter(|service| !service.is_optimized && service.model.is_some()).count(),
        "actions": apis.iter().map(|api| api.operations().count()).sum::<usize>(),
    });
    let files = [("directory.tsv", directory.as_bytes()), ("models.bin", &models)];
    if check {
        let is_written =
            |(name, content): &(&str, &[u8])| fs::read(data().join(name)).is_ok_and(|old| old == *content);
        if lock != locked || !files.iter().all(is_written) {
            bail!("the index is out of date; run `cargo xtask services`");
        }
        changes::compare_with_models(&apis)?;
        return observed::check();
    }
    for (name, content) in files {
        fs::write(data().join(name), content)?;
    }
    fs::write(data().join("lock.json"), format!("{lock:#}\n"))?;
    println!(
        "{} bytes, {} actions of {} services",
        directory.len() + models.len(),
        lock["actions"],
        lock["services"]
    );
    changes::print(&services);
    Ok(())
}

/// Compares the index with the models and with names in public definitions, as one of all checks.
pub(crate) fn check(summary: &mut Summary) -> Result<()> {
    let name = "index of AWS services";
    match python::python() {
        Some(_) => summary.run(name, || run(None, true)),
        None => summary.skip_installable(name, python::NEEDS),
    }
}

fn read(name: &str) -> Result<Value> {
    let path = data().join(name);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The services of AWS SDK integrations, retired ones included, sorted by name.
fn sdk_services(apis: &[Api], facts: &Value) -> Result<Vec<NewService>> {
    let listed = names(&facts["listed"]);
    let retired = facts["retired"].as_object().context("no retired services")?;
    let mut services = Vec::new();
    for api in apis.iter().filter(|api| !retired.contains_key(&api.service())) {
        let unsupported = names(&facts["unsupported"][api.service()]);
        let (model, summaries) = build::model(api, &unsupported)?;
        services.push(NewService {
            is_optimized: false,
            name: api.service(),
            error_prefix: api.error_prefix(),
            title: api.title(),
            is_listed: listed.contains(&api.service().as_str()),
            uid: api.metadata("uid").to_owned(),
            iam_prefix: api.iam_prefix().to_owned(),
            aliases: api.aliases(),
            model: Some(model),
            summaries,
        });
    }
    for (name, prefix) in retired {
        let prefix = prefix.as_str().unwrap_or_default().to_owned();
        services.push(NewService {
            name: name.clone(),
            title: prefix.clone(),
            error_prefix: prefix,
            is_listed: true,
            ..NewService::default()
        });
    }
    services.sort_by(|a, b| a.name.cmp(&b.name));
    let known: Vec<String> = services.iter().map(|service| service.name.clone()).collect();
    for service in &mut services {
        service.aliases.retain(|alias| !known.contains(alias));
    }
    Ok(services)
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}
