//! The tools that change definitions: fixes, formatting, and the conversion to JSONata.

use std::path::PathBuf;

use anyhow::{Result, bail};
use asl_core::visible::visible;
use asl_core::{Applicability, Source as Text};
use asl_core::{analyze, brief, edit};
use asl_ide::actions;
use asl_workspace::files::{self, Input};
use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;
use serde_json::json;

use super::files::Workspace;
use super::source::{Given, Source};
use super::tool::{Answer, Files, Tool};
use crate::args::FixLevel;
use crate::commands::{formatted, formatted_text};
use crate::fixes;
use crate::render::counted;

/// The maximum size in bytes of the new texts in an answer. A definition has at most 1 MB.
const MAX_ANSWER: usize = 1024 * 1024;

pub(super) static FIX: Tool<Fix> = Tool {
    name: "fix",
    title: "Apply fixes",
    description: "Apply the fixes of findings and return the new text, or write it with `write`. Safe fixes keep the meaning, \
        or restore the one that was evidently intended; review suggested ones. Findings without a fix stay: run `check` \
        afterwards.",
    files: Files::Write,
    run: fix,
};

pub(super) static FORMAT: Tool<Format> = Tool {
    name: "format",
    title: "Format a definition",
    description: "Format a definition in a file of its own (indentation and line breaks; comments stay), or the files that a \
        template refers to. Returns the new text, or writes it with `write`.",
    files: Files::Write,
    run: format,
};

pub(super) static CONVERT_TO_JSONATA: Tool<Convert> = Tool {
    name: "convert_to_jsonata",
    title: "Convert states to JSONata",
    description: "Convert JSONPath states to JSONata where the result does exactly the same, and return the new text, or \
        write it with `write`. The answer names the states that need to be converted by hand.",
    files: Files::Write,
    run: convert,
};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Fix {
    #[serde(flatten)]
    source: Source,
    /// Which fixes to apply: `safe`, the default, or `suggested`, which also includes those that need a review
    level: Option<FixLevel>,
    /// Whether to write the files instead of returning their new texts. Only for `path`
    #[serde(default)]
    write: bool,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Format {
    #[serde(flatten)]
    source: Source,
    /// Whether to write the files instead of returning their new texts. Only for `path`
    #[serde(default)]
    write: bool,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Convert {
    #[serde(flatten)]
    source: Source,
    /// The names of the states to convert. The default is all
    states: Option<Vec<String>>,
    /// Whether to write the file instead of returning its new text. Only for `path`
    #[serde(default)]
    write: bool,
}

/// A file that changes.
struct Change {
    path: String,
    /// `None` if it has been written.
    text: Option<String>,
    /// What was done, such as "2 fixes".
    what: String,
}

fn fix(workspace: &Workspace, arguments: Fix) -> Result<Answer> {
    let level: Applicability = arguments.level.unwrap_or(FixLevel::Safe).into();
    let given = arguments.source.given(workspace)?;
    ensure_file(&given, arguments.write)?;
    let mut run = given.run(workspace, |_| ())?;
    let what = |count: usize| if count == 1 { "1 fix".to_owned() } else { format!("{count} fixes") };
    let changes = if arguments.write {
        let fixed = fixes::apply(&run.job(), level)?;
        let change = |(path, count): (PathBuf, usize)| Change {
            path: workspace.shown(&path),
            text: None,
            what: what(count),
        };
        fixed.into_iter().map(change).collect()
    } else {
        let fixed = fixes::find(&run.job(), level)?;
        let change = |file: fixes::FixedFile| Change {
            path: workspace.shown(&file.path),
            text: Some(file.after),
            what: what(file.count),
        };
        fixed.into_iter().map(change).collect()
    };
    let nothing = match level {
        Applicability::Safe => "no safe fixes to apply; those of `level` `suggested` need a review",
        Applicability::Suggested => "no fixes to apply",
    };
    answer(changes, nothing)
}

fn format(workspace: &Workspace, arguments: Format) -> Result<Answer> {
    let given = arguments.source.one(workspace)?;
    ensure_file(&given, arguments.write)?;
    let formatted: Vec<(PathBuf, String)> = match given {
        Given::Text { name, text } => {
            formatted_text(&text, &name)?.map(|after| (name, after)).into_iter().collect()
        }
        Given::Path(path) => {
            let files = formatted(&Input::named(&path), &workspace.roots)?;
            files.into_iter().map(|file| (file.path, file.after)).collect()
        }
    };
    let mut changes = Vec::new();
    for (path, after) in formatted {
        changes.push(changed(workspace, path, after, "formatted", arguments.write)?);
    }
    answer(changes, "already formatted")
}

fn convert(workspace: &Workspace, arguments: Convert) -> Result<Answer> {
    let given = arguments.source.one(workspace)?;
    ensure_file(&given, arguments.write)?;
    let (path, before) = match given {
        Given::Text { name, text } => (name, text),
        Given::Path(path) => {
            let Ok(text) = String::from_utf8(files::read(&path)?) else { bail!("the file is not UTF-8") };
            (path, text)
        }
    };
    let analyses = analyze(Text::new(&before, &path.to_string_lossy()));
    if !analyses.iter().any(|analysis| analysis.is_definition()) {
        bail!("{} contains no state machine", workspace.shown(&path));
    }
    let is_wanted =
        |name: &str| arguments.states.as_ref().is_none_or(|wanted| wanted.iter().any(|one| one == name));
    let found = actions::to_jsonata(&analyses, is_wanted);
    let (after, _) = edit::apply(&before, &found.edits);
    let changes = match found.converted.len() {
        0 => Vec::new(),
        count => {
            let what = format!("converted {}", counted(count, "state"));
            vec![changed(workspace, path, after, &what, arguments.write)?]
        }
    };
    let mut answer = answer(changes, "no state is converted")?;
    if !found.left.is_empty() {
        let names = brief::chain(&found.left.iter().map(String::as_str).collect::<Vec<_>>(), "`, `");
        answer.text.push_str(&format!("\nconvert these states by hand: `{}`", visible(&names)));
    }
    answer.structured["converted"] = json!(found.converted);
    answer.structured["left"] = json!(found.left);
    Ok(answer)
}

/// Ensures that only files are written.
fn ensure_file(given: &Given, write: bool) -> Result<()> {
    match given {
        Given::Text { .. } if write => bail!("`write` needs a `path`"),
        _ => Ok(()),
    }
}

/// A file with a new text, which is written if that is wanted.
fn changed(workspace: &Workspace, path: PathBuf, after: String, what: &str, write: bool) -> Result<Change> {
    if write {
        workspace.write(&path, &after)?;
    }
    let text = (!write).then_some(after);
    Ok(Change { path: workspace.shown(&path), text, what: what.to_owned() })
}

/// The answer with what has changed, or would.
fn answer(changes: Vec<Change>, nothing: &str) -> Result<Answer> {
    let size: usize = changes.iter().filter_map(|change| change.text.as_ref()).map(String::len).sum();
    if size > MAX_ANSWER {
        bail!("the new texts have {} KiB, which is too much for an answer: use `write`", size / 1024);
    }
    let mut text = if changes.is_empty() { nothing.to_owned() } else { String::new() };
    for Change { path, text: after, what } in &changes {
        let path = visible(path);
        match after {
            Some(after) => text.push_str(&format!("{path}, {what}, not written:\n{after}\n")),
            None => text.push_str(&format!("wrote {path}, {what}\n")),
        }
    }
    let files = changes.iter().map(|change| {
        let is_written = change.text.is_none();
        json!({ "path": change.path, "what": change.what, "written": is_written, "text": change.text })
    });
    Ok(Answer::new(text, json!({ "files": files.collect::<Vec<_>>() })))
}
