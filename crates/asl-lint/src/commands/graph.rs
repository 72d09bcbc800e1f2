use std::collections::HashSet;
use std::io::Write;
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use asl_core::{Analysis, brief};
use asl_ide::diagram::{Format, diagram};

use crate::Outcome;
use crate::args::{Graph, GraphFormat};
use crate::documents::Document;
use crate::single::{Subject, names};

/// Prints a definition as a graph.
pub(crate) fn graph(args: &Graph) -> Result<Outcome> {
    let graph = drawn(&Subject::named(&args.file), args.name.as_deref(), args.format)?;
    anstream::stdout().lock().write_all(graph.as_bytes())?;
    Ok(Outcome::Clean)
}

/// Draws the definition with a name, or else the only one.
///
/// # Errors
///
/// If the file cannot be read or has no such definition.
pub(crate) fn drawn(subject: &Subject<'_>, name: Option<&str>, format: GraphFormat) -> Result<String> {
    let documents = subject.documents()?;
    let format = match format {
        GraphFormat::Mermaid => Format::Mermaid,
        GraphFormat::Dot => Format::Dot,
        GraphFormat::Svg => Format::Svg,
    };
    diagram(chosen(&documents, name, subject.file)?, format)
        .ok_or_else(|| anyhow!("{} does not contain a state machine", subject.file.display()))
}

/// The definition with the given name, or else the only one.
fn chosen<'a>(documents: &'a [Document], name: Option<&str>, file: &Path) -> Result<&'a Analysis> {
    let mut known = HashSet::new();
    let mut drawable: Vec<&Analysis> = Vec::new();
    for document in documents {
        for analysis in &document.analyses {
            // A definition that several state machines have is analysed for each.
            let Some(root) = analysis.tree().root().filter(|_| analysis.model().root().is_some()) else {
                continue;
            };
            if name.is_some() || known.insert((&document.path, root.span())) {
                drawable.push(analysis);
            }
        }
    }
    let all: HashSet<&str> = drawable.iter().flat_map(|analysis| names(analysis)).collect();
    let mut all: Vec<&str> = all.into_iter().collect();
    all.sort_unstable();
    let file = file.display();
    match (name, drawable.as_slice()) {
        (Some(wanted), _) => {
            let found = drawable.iter().find(|analysis| names(analysis).any(|name| name == wanted));
            found.copied().ok_or_else(|| {
                let contains = brief::chain(&all, ", ");
                anyhow!("no state machine named {wanted} in {file}; it contains {contains}")
            })
        }
        (None, [one]) => Ok(one),
        (None, []) => bail!("{file} does not contain a state machine"),
        (None, _) => {
            let choice = brief::chain(&all, ", ");
            bail!("{file} contains several state machines; choose one with --name: {choice}")
        }
    }
}
