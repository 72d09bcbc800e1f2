//! The software bill of materials: every crate that the programs are built from, in the JSON format of CycloneDX 1.5.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::binaries::PROGRAMS;
use super::platform::Platform;
use super::{VERSION, tools};
use crate::root;

/// Writes the bill of a platform.
pub(super) fn write(platform: &Platform, dist: &Path) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version=1", "--locked", "--filter-platform", platform.target]);
    let metadata: Value = serde_json::from_str(&tools::output(cargo.current_dir(root()))?)?;
    let bill = bill(&metadata, &checksums()?).context("cargo metadata has an unknown form")?;
    let name = format!("asl-lint-{VERSION}-{}.cdx.json", platform.target);
    fs::write(dist.join(name), format!("{bill:#}\n"))?;
    Ok(())
}

/// The checksums of crates in the lock file, by name and version.
fn checksums() -> Result<BTreeMap<(String, String), String>> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    let field = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(&format!("{name} = ")));
        line.map(|value| value.trim_matches('"').to_owned())
    };
    let packages = lock.split("[[package]]").skip(1);
    Ok(packages
        .filter_map(|package| {
            Some(((field(package, "name")?, field(package, "version")?), field(package, "checksum")?))
        })
        .collect())
}

fn bill(metadata: &Value, checksums: &BTreeMap<(String, String), String>) -> Option<Value> {
    let packages: BTreeMap<&str, &Value> = metadata["packages"]
        .as_array()?
        .iter()
        .map(|package| Some((package["id"].as_str()?, package)))
        .collect::<Option<_>>()?;
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()?
        .iter()
        .map(|node| Some((node["id"].as_str()?, node)))
        .collect::<Option<_>>()?;
    let is_program = |package: &Value| PROGRAMS.iter().any(|program| package["name"] == *program);
    let mut open: Vec<&str> =
        packages.iter().filter(|(_, package)| is_program(package)).map(|(id, _)| *id).collect();
    let programs = open.clone();
    let mut reached = BTreeSet::new();
    let mut components = Vec::new();
    let mut dependencies = Vec::new();
    while let Some(id) = open.pop() {
        if !reached.insert(id) {
            continue;
        }
        let needed = needed(nodes.get(id)?)?;
        let references = needed.iter().map(|id| reference(packages.get(id)?)).collect::<Option<Vec<_>>>()?;
        components.push(component(packages.get(id)?, checksums)?);
        dependencies.push(json!({ "ref": reference(packages.get(id)?)?, "dependsOn": references }));
        open.extend(needed);
    }
    components.sort_by_key(|component| component["bom-ref"].to_string());
    let root = format!("asl-lint@{VERSION}");
    let programs = programs.iter().map(|id| reference(packages.get(id)?)).collect::<Option<Vec<_>>>()?;
    dependencies.push(json!({ "ref": root, "dependsOn": programs }));
    dependencies.sort_by_key(|dependency| dependency["ref"].to_string());
    Some(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": root,
            "name": "asl-lint",
            "version": VERSION,
            "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        } },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// The packages that a package is linked with, which excludes those that only its tests and its build use.
fn needed(node: &Value) -> Option<Vec<&str>> {
    let is_linked = |dependency: &&Value| {
        dependency["dep_kinds"]
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
    };
    node["deps"].as_array()?.iter().filter(is_linked).map(|dependency| dependency["pkg"].as_str()).collect()
}

fn component(package: &Value, checksums: &BTreeMap<(String, String), String>) -> Option<Value> {
    let (name, version) = (package["name"].as_str()?, package["version"].as_str()?);
    let mut component = json!({
        "type": "library",
        "bom-ref": reference(package)?,
        "name": name,
        "version": version,
        "purl": reference(package)?,
    });
    if let Some(license) = package["license"].as_str() {
        // Some crates still separate licenses with the slash of older versions of Cargo.
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    if let Some(checksum) = checksums.get(&(name.to_owned(), version.to_owned())) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    Some(component)
}

/// The address of a package in the form of package URLs, which also identifies it in the bill.
fn reference(package: &Value) -> Option<String> {
    Some(format!("pkg:cargo/{}@{}", package["name"].as_str()?, package["version"].as_str()?))
}
