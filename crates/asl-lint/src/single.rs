//! A single file, with the definitions that it refers to.

use std::path::Path;

use anyhow::Result;
use asl_core::semantic::Analysis;
use asl_workspace::files::{self, Input};

use crate::args::Check;
use crate::documents::Document;
use crate::links::Links;
use crate::paths::STDIN;
use crate::run::Job;
use crate::settings::Settings;

/// Reads a file, or standard input for `-`, and analyses it together with the definitions that it refers to.
///
/// # Errors
///
/// If it cannot be read.
pub(crate) fn documents(file: &Path) -> Result<Vec<Document>> {
    let args = Check::of_file(file);
    let settings = Settings::new(&args)?;
    let reader = Job { args: &args, settings: &settings, paths: vec![file.to_owned()], stdin: None }.reader();
    let mut documents = match file.as_os_str() == STDIN {
        true => vec![reader.document(args.stdin_path(), files::read_stdin()?)],
        false => reader.input(&Input::named(file))?.into_iter().collect(),
    };
    let links = Links::new(&mut documents, &reader);
    documents.iter_mut().for_each(|document| links.analyse(document));
    Ok(documents)
}

/// The names of the state machines that have a definition, as the templates give them.
pub(crate) fn names(analysis: &Analysis) -> impl Iterator<Item = &str> {
    let contexts = std::iter::once(analysis.host()).chain(analysis.named_by());
    contexts.filter_map(|context| Some(context.name.as_ref()?.value.as_str()))
}
