use std::io::Write;
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use asl_core::visible::visible;
use asl_core::{Language, Source, analyze, edit};
use asl_ide::format::{Style, format};
use asl_workspace::files::{self, Found};

use crate::args::Format;
use crate::{Outcome, print_error};

/// Formats definitions, or lists those that would change.
pub(crate) fn format_files(args: &Format) -> Result<Outcome> {
    let Found { inputs, errors, .. } = files::find(&args.paths);
    let mut outcome = Outcome::Clean;
    for error in &errors {
        print_error(error);
        outcome = Outcome::CouldNotRun;
    }
    let mut out = anstream::stdout().lock();
    for input in &inputs {
        match formatted(&input.path, input.must_hold_state_machine) {
            Ok(None) => {}
            Ok(Some(text)) => {
                if args.check {
                    writeln!(out, "would reformat {}", visible(&input.path.to_string_lossy()))?;
                    outcome = outcome.or(Outcome::Findings);
                } else {
                    files::write(&input.path, &text)?;
                    writeln!(out, "reformatted {}", visible(&input.path.to_string_lossy()))?;
                }
            }
            Err(error) => {
                print_error(&anyhow!("{}: {error:#}", input.path.display()));
                outcome = Outcome::CouldNotRun;
            }
        }
    }
    Ok(outcome)
}

/// Formats a file. Returns `None` if the text does not change, or if the file was only found and is not a definition.
fn formatted(path: &Path, was_found: bool) -> Result<Option<String>> {
    let bytes = files::read_named(path)?;
    let Ok(text) = String::from_utf8(bytes) else { bail!("it is not UTF-8") };
    let source = Source::new(&text, &path.to_string_lossy());
    let is_template = matches!(source.language, Language::Template { .. });
    let analyses = analyze(source);
    let [analysis] = analyses.as_slice() else { return skip(was_found) };
    if !analysis.host().is_whole_file() || was_found && !analysis.is_definition() {
        return skip(was_found);
    }
    if !analysis.tree().errors().is_empty() {
        bail!("it has syntax errors; `asl-lint check` shows them");
    }
    let Some(edits) = format(analysis, Style::default()) else {
        // A template file is formatted only if it can be treated as the definition itself.
        if is_template {
            return Ok(None);
        }
        bail!("it cannot be formatted without risk of changing its meaning");
    };
    Ok((!edits.is_empty()).then(|| edit::apply(&text, &edits).0))
}

/// Skips a file that is not a definition, which is an error if the file was given.
fn skip(was_found: bool) -> Result<Option<String>> {
    if was_found { Ok(None) } else { bail!("only definitions in files of their own can be formatted") }
}
