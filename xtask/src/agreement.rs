//! Agreement with AWS about definitions, with serde_json about JSON, with PyYAML about YAML, and with the reference parser
//! about JSONata. Checks without their corpora are skipped.

pub(crate) mod aws;
mod json;
mod jsonata;
mod yaml;

use std::path::Path;

use anyhow::Result;

use crate::summary::Summary;
use crate::{CORPORA, corpora, reference};

pub(crate) fn run(expressions: usize, summary: &mut Summary) -> Result<()> {
    match corpora() {
        Some(corpora) => with_corpora(&corpora, summary)?,
        None => summary.skip("agreement with AWS, serde_json, PyYAML and JSONata on public files", CORPORA),
    }
    let name = "agreement with the JSONata reference parser";
    match reference::is_there() {
        true => summary.run(name, || jsonata::generated(expressions)),
        false => summary.skip_installable(name, reference::NEEDS),
    }
}

fn with_corpora(corpora: &Path, summary: &mut Summary) -> Result<()> {
    summary.run("agreement with serde_json", || json::run(corpora))?;
    let name = "agreement with PyYAML";
    match yaml::has_pyyaml() {
        true => summary.run(name, || yaml::run(corpora))?,
        false => summary.skip_installable(name, "python3 with PyYAML")?,
    }
    summary.run("agreement with AWS", || aws::run(&corpora.join("aws-verdicts")))?;
    summary.run("agreement with JSONata", || jsonata::corpus(&corpora.join("jsonata/expressions.json")))
}
