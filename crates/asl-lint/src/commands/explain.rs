use std::io::Write;

use anyhow::{Result, bail};
use asl_core::config::unknown_rule;
use asl_core::rules::facts;

use crate::Outcome;

/// Prints the page of a rule.
pub(crate) fn explain(name: &str) -> Result<Outcome> {
    anstream::stdout().lock().write_all(page(name)?.as_bytes())?;
    Ok(Outcome::Clean)
}

/// The page of a rule.
///
/// # Errors
///
/// If there is no rule with this name.
pub(crate) fn page(name: &str) -> Result<String> {
    let Some(rule) = asl_core::rule(name) else { bail!(unknown_rule(name)) };
    let (title, body) = rule.docs.split_once("\n\n").unwrap_or((rule.docs, ""));
    Ok(format!("{title}\n\n{}\n\n{body}", facts(rule)))
}
