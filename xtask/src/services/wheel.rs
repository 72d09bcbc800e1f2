use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use serde_json::Value;
use zip::ZipArchive;

use super::api::Api;
use crate::python::{NEEDS, python};

/// Downloads the wheel of a version of botocore with pip, unless it is there from an earlier run.
pub(super) fn download(version: &str) -> Result<Vec<u8>> {
    let folder = crate::root().join("target/botocore");
    let path = folder.join(format!("botocore-{version}-py3-none-any.whl"));
    if !path.exists() {
        let python = python().with_context(|| format!("the download needs {NEEDS}"))?;
        let mut pip = Command::new(python);
        pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]);
        pip.args(["--only-binary", ":all:", "--dest"]).arg(&folder).arg(format!("botocore=={version}"));
        if !pip.status().context("cannot run python")?.success() {
            bail!("pip could not download botocore {version}");
        }
    }
    Ok(fs::read(path)?)
}

/// Reads the newest model of each service in a wheel.
pub(super) fn apis(wheel: &[u8]) -> Result<Vec<Api>> {
    let mut archive = ZipArchive::new(Cursor::new(wheel))?;
    // Names of folders such as `rds/2014-10-31` sort by date, so that the newest one stays.
    let mut newest: BTreeMap<String, String> = BTreeMap::new();
    for path in archive.file_names() {
        let parts: Vec<&str> = path.split('/').collect();
        if let ["botocore", "data", service, version, "service-2.json.gz"] = parts[..] {
            let known = newest.entry(service.to_owned()).or_default();
            *known = version.max(known).to_owned();
        }
    }
    let mut apis = Vec::new();
    for (service, version) in newest {
        let folder = format!("botocore/data/{service}/{version}");
        let mut text = Vec::new();
        GzDecoder::new(archive.by_name(&format!("{folder}/service-2.json.gz"))?).read_to_end(&mut text)?;
        let mut model: Value = serde_json::from_slice(&text)?;
        if let Ok(mut extras) = archive.by_name(&format!("{folder}/service-2.sdk-extras.json")) {
            let mut text = String::new();
            extras.read_to_string(&mut text)?;
            let extras: Value = serde_json::from_str(&text)?;
            merge(&mut model, &extras["merge"]);
        }
        apis.push(Api { folder: service, model });
    }
    Ok(apis)
}

/// Merges an object into another one, as botocore does with its `sdk-extras`.
fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from.clone(),
    }
}
