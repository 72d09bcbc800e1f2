use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use asl_core::brief;
use asl_core::visible::visible;
use asl_iam::{Machine, format};
use serde_json::json;

use crate::args::{Iam, IamFormat};
use crate::policies::{self, Comparison, Policies};
use crate::single::Subject;
use crate::{Outcome, print_error, render};

/// Prints the policies that the state machines of a file need, or compares them with their roles.
pub(crate) fn iam(args: &Iam) -> Result<Outcome> {
    let preferred = args.check.as_deref().unwrap_or(&args.file);
    let Policies { machines, remarks } = Policies::new(&Subject::named(&args.file), preferred)?;
    for remark in &remarks {
        let (path, message) = (visible(&remark.path), visible(&remark.message));
        anstream::eprintln!("{path}:{}:{}: note: {message}", remark.at.line, remark.at.column);
    }
    match &args.check {
        Some(template) => compare(&machines, template, args),
        None => print(&machines, args.format.unwrap_or(IamFormat::Json)),
    }
}

fn print(machines: &[Machine], format: IamFormat) -> Result<Outcome> {
    let mut out = anstream::stdout().lock();
    if format == IamFormat::Json {
        let text = match machines {
            [machine] => serde_json::to_string_pretty(&format::json(&machine.needed.policy))?,
            machines => {
                let policies =
                    machines.iter().map(|machine| (&machine.name, format::json(&machine.needed.policy)));
                serde_json::to_string_pretty(&policies.collect::<BTreeMap<_, _>>())?
            }
        };
        writeln!(out, "{}", render::escaped(&text))?;
        for note in format::notes(&text) {
            anstream::eprintln!("note: {note}");
        }
        return Ok(Outcome::Clean);
    }
    for (i, machine) in machines.iter().enumerate() {
        if machines.len() > 1 {
            let gap = if i == 0 { "" } else { "\n" };
            writeln!(out, "{gap}# {}", visible(&machine.name))?;
        }
        write!(out, "{}", policies::text(machine, format))?;
        let names = policies::undefined_names(machine, format);
        if !names.is_empty() {
            let names = brief::chain(&names, "`, `");
            anstream::eprintln!(
                "note: replace these names, which the template does not define: `{}`",
                visible(&names)
            );
        }
    }
    Ok(Outcome::Clean)
}

/// Compares what the state machines need with what their roles in a template allow.
fn compare(machines: &[Machine], template: &Path, args: &Iam) -> Result<Outcome> {
    let Comparison { differences, notes, errors } = Comparison::new(machines, template)?;
    let path = template.to_string_lossy();
    let path = visible(&path);
    errors.iter().for_each(print_error);
    for note in &notes {
        anstream::eprintln!("{path}: note: {}", visible(note));
    }
    let mut out = anstream::stdout().lock();
    if args.format == Some(IamFormat::Json) {
        let findings = differences.iter().map(|difference| {
            json!({
                "path": path,
                "state_machines": difference.machines,
                "rule": difference.finding.rule,
                "severity": "info",
                "message": difference.finding.message,
                "line": difference.at.line,
                "column": difference.at.column,
            })
        });
        render::write_pretty(&findings.collect::<Vec<_>>(), &mut out)?;
    } else {
        let style = render::style(asl_core::Severity::Info);
        for difference in &differences {
            let (at, rule) = (difference.at, difference.finding.rule);
            let message = visible(&difference.finding.message);
            writeln!(out, "{path}:{}:{}: {style}info{style:#}[{rule}] {message}", at.line, at.column)?;
        }
    }
    let outcome = if errors.is_empty() { Outcome::Clean } else { Outcome::CouldNotRun };
    Ok(outcome.or(if differences.is_empty() { Outcome::Clean } else { Outcome::Findings }))
}
