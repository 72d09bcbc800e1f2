use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use asl_core::visible::visible;
use asl_core::{Analysis, Source, analyze};
use asl_ide::format::{format_analyses, format_text};
use asl_workspace::files::{self, Found, Input, NotText, Search};
use asl_workspace::{Configs, Roots};

use crate::args::Format;
use crate::fixes::print_diff;
use crate::paths::STDIN;
use crate::single::Subject;
use crate::{Outcome, print_error};

/// A file before and after formatting.
pub(crate) struct Formatted {
    pub path: PathBuf,
    before: String,
    pub after: String,
}

/// Formats definitions, or lists those that would change.
pub(crate) fn format_files(args: &Format) -> Result<Outcome> {
    if args.paths.iter().any(|path| path.as_os_str() == STDIN) {
        return format_stdin(args);
    }
    let Found { inputs, errors, .. } = Search::new(Configs::default()).find(&args.paths);
    let mut outcome = Outcome::Clean;
    for error in &errors {
        print_error(error);
        outcome = Outcome::CouldNotRun;
    }
    let mut out = anstream::stdout().lock();
    for input in &inputs {
        match formatted(input, &Roots::current()) {
            Ok(files) => {
                for file in &files {
                    outcome = outcome.or(write(args, file, &mut out)?);
                }
            }
            Err(error) if input.is_found && error.is::<NotText>() => {}
            Err(error) => {
                print_error(&anyhow!("{}: {error:#}", input.path.display()));
                outcome = Outcome::CouldNotRun;
            }
        }
    }
    Ok(outcome)
}

/// Writes a formatted file, or shows that it would change.
fn write(args: &Format, file: &Formatted, out: &mut dyn Write) -> Result<Outcome> {
    let path = file.path.to_string_lossy();
    if args.diff {
        print_diff(&file.path, &file.before, &file.after, out)?;
    } else if args.check {
        writeln!(out, "would reformat {}", visible(&path))?;
    } else {
        files::write(&file.path, &file.after)?;
        writeln!(out, "reformatted {}", visible(&path))?;
        return Ok(Outcome::Clean);
    }
    Ok(Outcome::Findings)
}

/// Prints the formatted text of standard input.
fn format_stdin(args: &Format) -> Result<Outcome> {
    if args.paths.len() > 1 {
        bail!("`-` cannot be combined with other paths");
    }
    let name = args.stdin_filename.as_deref().unwrap_or(Path::new("stdin.asl.json"));
    let Ok(before) = String::from_utf8(files::read_stdin()?) else { bail!("standard input is not UTF-8") };
    let after = formatted_text(&before, name)?;
    let mut out = io::stdout().lock();
    match after {
        Some(after) if args.check || args.diff => {
            write(args, &Formatted { path: name.to_owned(), before, after }, &mut out)
        }
        _ if args.check || args.diff => Ok(Outcome::Clean),
        after => {
            out.write_all(after.unwrap_or(before).as_bytes())?;
            Ok(Outcome::Clean)
        }
    }
}

/// Formats a file, or the definitions that a named template refers to. Returns the files that change.
///
/// # Errors
///
/// If the file cannot be read or formatted.
pub(crate) fn formatted(input: &Input, roots: &Roots) -> Result<Vec<Formatted>> {
    let bytes = input.read()?;
    let is_definition = files::is_definition_name(&input.path);
    if !is_definition && !files::may_be_definition(&input.path, &bytes) {
        return if input.is_found { Ok(Vec::new()) } else { bail!("it contains no state machine") };
    }
    let Ok(before) = String::from_utf8(bytes) else { bail!("it is not UTF-8") };
    let analyses = analyze(Source::new(&before, &input.path.to_string_lossy()));
    if is_of_file(&analyses) && (is_definition || analyses.iter().any(Analysis::is_definition)) {
        let after = format_analyses(&analyses)?;
        let path = input.path.clone();
        return Ok(Vec::from_iter(after.map(|after| Formatted { path, before, after })));
    }
    if input.is_found { Ok(Vec::new()) } else { linked(&input.path, roots) }
}

/// Whether a file is a definition as a whole.
fn is_of_file(analyses: &[Analysis]) -> bool {
    matches!(analyses, [one] if one.host().is_whole_file())
}

/// Formats the definitions that a template refers to.
fn linked(template: &Path, roots: &Roots) -> Result<Vec<Formatted>> {
    let mut found = Vec::new();
    let mut has_files = false;
    let subject = Subject { file: template, text: None, roots: roots.clone() };
    for document in subject.documents()? {
        if document.path != template && document.is_utf8() {
            has_files = true;
            if let Some(after) = formatted_text(&document.text, &document.path)? {
                found.push(Formatted { path: document.path, before: document.text, after });
            }
        }
    }
    if !has_files {
        bail!("only definitions in files of their own can be formatted");
    }
    Ok(found)
}

/// Formats the text of a definition; `None` if it does not change.
///
/// # Errors
///
/// If it has syntax errors, or is not a definition as a whole.
pub(crate) fn formatted_text(text: &str, path: &Path) -> Result<Option<String>> {
    Ok(format_text(Source::new(text, &path.to_string_lossy()))?)
}
