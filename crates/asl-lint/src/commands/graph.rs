use std::io::Write;

use anyhow::{Result, anyhow, bail};
use asl_core::{Analysis, Source, analyze, brief, text};
use asl_ide::diagram::{Format, diagram};
use asl_workspace::files;

use crate::Outcome;
use crate::args::{Graph, GraphFormat};

/// Prints a definition as a graph.
pub(crate) fn graph(args: &Graph) -> Result<Outcome> {
    let (text, _) = text::decode(files::read_named(&args.file)?);
    let analyses = analyze(Source::new(&text, &args.file.to_string_lossy()));
    let format = match args.format {
        GraphFormat::Mermaid => Format::Mermaid,
        GraphFormat::Dot => Format::Dot,
        GraphFormat::Svg => Format::Svg,
    };
    let graph = diagram(chosen(&analyses, args)?, format)
        .ok_or_else(|| anyhow!("{} does not contain a state machine", args.file.display()))?;
    anstream::stdout().lock().write_all(graph.as_bytes())?;
    Ok(Outcome::Clean)
}

/// The definition to draw: the one with the given name, or else the only one.
fn chosen<'a>(analyses: &'a [Analysis], args: &Graph) -> Result<&'a Analysis> {
    let drawable: Vec<&Analysis> =
        analyses.iter().filter(|analysis| analysis.model().root().is_some()).collect();
    let name = |analysis: &Analysis| analysis.host().name.as_ref().map(|name| name.value.clone());
    let names: Vec<String> = drawable.iter().filter_map(|analysis| name(analysis)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let file = args.file.display();
    match (&args.name, drawable.as_slice()) {
        (Some(wanted), _) => {
            let found = drawable.iter().find(|analysis| name(analysis).as_ref() == Some(wanted));
            found.copied().ok_or_else(|| {
                anyhow!(
                    "no state machine named {wanted} in {file}; it contains {}",
                    brief::chain(&names, ", ")
                )
            })
        }
        (None, [one]) => Ok(one),
        (None, []) => bail!("{file} does not contain a state machine"),
        (None, _) => {
            bail!(
                "{file} contains several state machines; choose one with --name: {}",
                brief::chain(&names, ", ")
            )
        }
    }
}
