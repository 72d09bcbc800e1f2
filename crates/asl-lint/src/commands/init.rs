use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use anyhow::{Result, bail};
use asl_core::Severity;
use asl_core::config::{FILE_NAME, SCHEMA_URL, SETTINGS};
use asl_workspace::files;

use crate::Outcome;
use crate::args::{Check, Init};
use crate::report::Report;
use crate::run::Job;
use crate::settings::Settings;

/// Writes a configuration file with comments, from what is found in a folder.
pub(crate) fn init(args: &Init) -> Result<Outcome> {
    let path = args.folder.join(FILE_NAME);
    let path = path.strip_prefix(".").unwrap_or(&path);
    if !args.folder.is_dir() {
        bail!("{} is not a folder", args.folder.display());
    }
    if path.exists() {
        bail!("{} already exists", path.display());
    }
    let mut check = Check { advice: true, ..Check::of_file(&args.folder) };
    check.search.no_errors_on_unmatched = true;
    let settings = Settings::new(&check)?;
    let report = Job::new(&check, &settings)?.run()?;
    files::write(path, &text(&report))?;
    let mut out = anstream::stdout().lock();
    writeln!(out, "wrote {}: {} found", path.display(), definitions(&report))?;
    Ok(Outcome::Clean)
}

fn definitions(report: &Report) -> String {
    match report.checked.unwrap_or_default() {
        0 => "no state machine".to_owned(),
        1 => "1 definition".to_owned(),
        count => format!("{count} definitions"),
    }
}

fn text(report: &Report) -> String {
    let mut out = format!(
        "#:schema {SCHEMA_URL}\n# Configuration of asl-lint. Uncomment what you need; `asl-lint config FILE` shows what holds for a \
         file.\n"
    );
    for setting in SETTINGS.iter().filter(|setting| !matches!(setting.name, "rules" | "overrides")) {
        push(&mut out, &format!("\n# {}\n# {} = {}\n", wrapped(setting.help), setting.name, setting.example));
    }
    push(
        &mut out,
        "\n# Settings for some files.\n# [[overrides]]\n# files = [\"sandbox/\"]\n# ignore = [\"security\"]\n\n\
         # The level of a rule: \"error\", \"warning\", \"info\" or \"off\".\n[rules]\n",
    );
    let found = counts(report);
    if found.is_empty() {
        push(&mut out, "# unknown-state = \"warning\"\n");
    } else {
        push(&mut out, &format!("# What asl-lint finds in {}:\n", definitions(report)));
    }
    for ((severity, name), count) in found.iter().rev() {
        let findings = if *count == 1 { "finding" } else { "findings" };
        writeln!(out, "# {name} = \"{}\"  # {count} {findings}", severity.name())
            .expect("writing to a string does not fail");
    }
    out
}

fn push(out: &mut String, text: &str) {
    out.push_str(text);
}

/// A help text in lines of a comment.
fn wrapped(help: &str) -> String {
    let mut lines = vec![String::new()];
    for word in help.split(' ') {
        let line = lines.last_mut().expect("there is a line");
        if line.len() + word.len() > 98 {
            lines.push(word.to_owned());
        } else {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.join("\n# ")
}

/// The numbers of findings of each rule, by severity.
fn counts(report: &Report) -> BTreeMap<(Severity, &'static str), usize> {
    let mut counts = BTreeMap::new();
    let rules = report.findings().filter_map(|finding| asl_core::rule(&finding.rule));
    for rule in rules {
        *counts.entry((rule.severity, rule.name)).or_default() += 1;
    }
    counts
}
