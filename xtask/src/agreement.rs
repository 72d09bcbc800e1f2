//! How far we agree with others: AWS on definitions, serde_json on JSON, PyYAML on
//! YAML, the reference parser on JSONata. Figures come from corpora beside the project; where those are absent, this
//! says so and goes on.

mod aws;
mod json;
mod jsonata;
mod yaml;

use anyhow::Result;

use crate::corpora;

pub(crate) fn run(expressions: usize) -> Result<()> {
    match corpora() {
        Some(corpora) => {
            json::run(&corpora)?;
            yaml::run(&corpora)?;
            aws::run(&corpora.join("aws-verdicts"))?;
            jsonata::corpus(&corpora.join("jsonata/expressions.json"))?;
        }
        None => println!("agreement: there are no corpora beside the project; skipped"),
    }
    jsonata::generated(expressions)
}
