use std::io::Write;

use anyhow::Result;
use asl_core::rules::{Default, Group};
use asl_core::{RULES, Rule};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::ListFormat;
use crate::render;

/// Prints all rules.
pub(crate) fn rules(format: ListFormat) -> Result<Outcome> {
    let mut out = anstream::stdout().lock();
    match format {
        ListFormat::Text => text(&mut out)?,
        ListFormat::Json => json(&mut out)?,
    }
    Ok(Outcome::Clean)
}

fn text(out: &mut dyn Write) -> Result<()> {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut group: Option<Group> = None;
    for rule in RULES {
        if group != Some(rule.group) {
            let gap = if group.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{}{}{}", render::BOLD, rule.group.title(), render::BOLD.render_reset())?;
            group = Some(rule.group);
        }
        let style = render::style(rule.severity);
        let off = if rule.default == Default::Off { " (off by default)" } else { "" };
        writeln!(
            out,
            "  {:width$}  {style}{:7}{style:#}  {}{off}",
            rule.name,
            rule.severity.name(),
            rule.summary()
        )?;
    }
    writeln!(out, "\nRun `asl-lint explain RULE` for the documentation of a rule.")?;
    Ok(())
}

fn json(out: &mut dyn Write) -> Result<()> {
    let rules: Vec<_> = RULES.iter().map(|rule| entry(rule)).collect();
    serde_json::to_writer_pretty(&mut *out, &rules)?;
    writeln!(out)?;
    Ok(())
}

/// A rule in the JSON format.
pub(crate) fn entry(rule: &Rule) -> Value {
    json!({
        "name": rule.name,
        "group": rule.group.title(),
        "severity": rule.severity.name(),
        "default": rule.default == Default::On,
        "summary": rule.summary(),
        "aws_code": rule.aws.map(|aws| aws.code),
        "url": rule.url(),
    })
}
