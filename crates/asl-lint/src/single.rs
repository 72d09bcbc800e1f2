//! A single definition or template, with the definitions that it refers to.

use std::path::Path;

use anyhow::Result;
use asl_core::semantic::Analysis;
use asl_workspace::Roots;
use asl_workspace::files::{self, Input};

use crate::args::Check;
use crate::documents::Document;
use crate::links::Links;
use crate::paths::STDIN;
use crate::run::Job;
use crate::settings::Settings;

/// What a command is about.
#[derive(Debug, Clone)]
pub(crate) struct Subject<'a> {
    /// The file; `-` is standard input.
    pub file: &'a Path,
    /// The text that takes the place of the file's content.
    pub text: Option<&'a str>,
    /// The bounds of other files.
    pub roots: Roots,
}

impl<'a> Subject<'a> {
    /// A file that the command line names.
    pub(crate) fn named(file: &'a Path) -> Subject<'a> {
        Subject { file, text: None, roots: Roots::current() }
    }

    /// Reads the file, and analyses it together with the definitions that it refers to.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub(crate) fn documents(&self) -> Result<Vec<Document>> {
        let args = Check::of_file(self.file);
        let settings = Settings::within(&args, self.roots.clone())?;
        let paths = vec![self.file.to_owned()];
        let reader = Job { args: &args, settings: &settings, paths, stdin: None }.reader();
        let mut documents = match self.text {
            Some(text) => vec![reader.document(self.file, text.into())],
            None if self.file.as_os_str() == STDIN => {
                vec![reader.document(args.stdin_path(), files::read_stdin()?)]
            }
            None => reader.input(&Input::named(self.file))?.into_iter().collect(),
        };
        let links = Links::new(&mut documents, &reader);
        documents.iter_mut().for_each(|document| links.analyse(document));
        Ok(documents)
    }
}

/// The names of the state machines that have a definition, as the templates give them.
pub(crate) fn names(analysis: &Analysis) -> impl Iterator<Item = &str> {
    let contexts = std::iter::once(analysis.host()).chain(analysis.named_by());
    contexts.filter_map(|context| Some(context.name.as_ref()?.value.as_str()))
}
