use std::io::Write;

use anyhow::{Result, bail};
use asl_core::config::unknown_rule;
use asl_core::rules::facts;

use crate::Outcome;

/// Prints the page of a rule.
pub(crate) fn explain(name: &str) -> Result<Outcome> {
    let Some(rule) = asl_core::rule(name) else { bail!(unknown_rule(name)) };
    let (title, body) = rule.docs.split_once("\n\n").unwrap_or((rule.docs, ""));
    let mut out = anstream::stdout().lock();
    write!(out, "{title}\n\n{}\n\n{body}", facts(rule))?;
    Ok(Outcome::Clean)
}
