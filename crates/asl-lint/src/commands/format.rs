use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use asl_core::visible::visible;
use asl_core::{Language, Source, analyze, edit};
use asl_ide::format::{Style, format};
use asl_workspace::files;

use crate::args::Format;
use crate::{Outcome, complain};

/// Lays out definitions, or says which of them would change.
pub(crate) fn format_files(args: &Format) -> Result<Outcome> {
    let (inputs, errors) = files::find(&args.paths);
    let mut outcome = Outcome::Clean;
    for error in &errors {
        complain(error);
        outcome = Outcome::CouldNotRun;
    }
    let mut out = anstream::stdout().lock();
    for input in &inputs {
        match formatted(&input.path, input.must_hold_state_machine) {
            Ok(None) => {}
            Ok(Some(text)) => {
                if args.check {
                    writeln!(out, "would change {}", visible(&input.path.to_string_lossy()))?;
                    outcome = outcome.or(Outcome::Findings);
                } else {
                    write(&input.path, &text)?;
                    writeln!(out, "changed {}", visible(&input.path.to_string_lossy()))?;
                }
            }
            Err(error) => {
                complain(&anyhow!("{}: {error:#}", input.path.display()));
                outcome = Outcome::CouldNotRun;
            }
        }
    }
    Ok(outcome)
}

/// The text of a file after its layout; nothing where it stays as it is, or need not be a definition.
fn formatted(path: &Path, need_not_be_one: bool) -> Result<Option<String>> {
    let bytes = files::read_named(path)?;
    let Ok(text) = String::from_utf8(bytes) else { bail!("it is not UTF-8") };
    let source = Source::new(&text, &path.to_string_lossy());
    let is_template = matches!(source.language, Language::Template { .. });
    let analyses = analyze(source);
    let [analysis] = analyses.as_slice() else { return not_alone(need_not_be_one) };
    if !analysis.host().is_whole_file() || need_not_be_one && !analysis.is_definition() {
        return not_alone(need_not_be_one);
    }
    if !analysis.tree().errors().is_empty() {
        bail!("it is damaged: see `asl-lint check`");
    }
    let Some(edits) = format(analysis, Style::default()) else {
        // What a tool fills in is laid out only where it is as good as the definition itself.
        if is_template {
            return Ok(None);
        }
        bail!("it is left alone, since it might not stay the same");
    };
    Ok((!edits.is_empty()).then(|| edit::apply(&text, &edits).0))
}

fn not_alone(is_fine: bool) -> Result<Option<String>> {
    if is_fine { Ok(None) } else { bail!("only definitions that are files of their own are laid out") }
}

/// Replaces a file as a whole, so that nobody ever sees a part of it.
fn write(path: &Path, text: &str) -> Result<()> {
    let path = path.canonicalize().with_context(|| format!("cannot write {}", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::write(&beside, text)
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // What could not take the place of the file is of no use.
        let _ = fs::remove_file(&beside);
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}
