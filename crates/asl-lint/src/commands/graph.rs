use std::collections::HashSet;
use std::io::Write;

use anyhow::{Result, anyhow, bail};
use asl_core::{Analysis, brief};
use asl_ide::diagram::{Format, diagram};

use crate::Outcome;
use crate::args::{Graph, GraphFormat};
use crate::documents::Document;
use crate::single::{self, names};

/// Prints a definition as a graph.
pub(crate) fn graph(args: &Graph) -> Result<Outcome> {
    let documents = single::documents(&args.file)?;
    let format = match args.format {
        GraphFormat::Mermaid => Format::Mermaid,
        GraphFormat::Dot => Format::Dot,
        GraphFormat::Svg => Format::Svg,
    };
    let graph = diagram(chosen(&documents, args)?, format)
        .ok_or_else(|| anyhow!("{} does not contain a state machine", args.file.display()))?;
    anstream::stdout().lock().write_all(graph.as_bytes())?;
    Ok(Outcome::Clean)
}

/// The definition to draw: the one with the given name, or else the only one.
fn chosen<'a>(documents: &'a [Document], args: &Graph) -> Result<&'a Analysis> {
    let mut known = HashSet::new();
    let mut drawable: Vec<&Analysis> = Vec::new();
    for document in documents {
        for analysis in &document.analyses {
            // A definition that several state machines have is analysed for each.
            let Some(root) = analysis.tree().root().filter(|_| analysis.model().root().is_some()) else {
                continue;
            };
            if args.name.is_some() || known.insert((&document.path, root.span())) {
                drawable.push(analysis);
            }
        }
    }
    let all: HashSet<&str> = drawable.iter().flat_map(|analysis| names(analysis)).collect();
    let mut all: Vec<&str> = all.into_iter().collect();
    all.sort_unstable();
    let file = args.file.display();
    match (&args.name, drawable.as_slice()) {
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
