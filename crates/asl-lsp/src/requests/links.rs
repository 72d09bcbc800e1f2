//! What leads from a document to other files.

use std::path::{Path, PathBuf};

use asl_core::ide::{self, LinkTarget};
use asl_workspace::resolve;
use tower_lsp::ls_types::*;

use super::Request;
use crate::workspace::State;

impl Request<'_> {
    pub(crate) fn links(self) -> Option<Vec<DocumentLink>> {
        let links = self.analyses.iter().flat_map(ide::links);
        let link = |link: ide::DocumentLink| {
            let target = match &link.target {
                LinkTarget::File(path) => Uri::from_file_path(self.existing_file(path)?),
                LinkTarget::Url(url) => url.parse().ok(),
            };
            Some(DocumentLink {
                range: self.view.range(link.span),
                target: Some(target?),
                tooltip: None,
                data: None,
            })
        };
        Some(links.filter_map(link).collect())
    }

    /// The file that a document names, if it is there and in the same workspace.
    fn existing_file(self, link: &str) -> Option<PathBuf> {
        resolve(self.view.document.path.as_deref()?, link).filter(|file| file.is_file())
    }

    /// Where a place of the document leads in other documents or in the template around: the definition that a template
    /// names, and what fills in a `${Name}`.
    pub(crate) fn definition_elsewhere(self, state: &State, at: Position) -> Option<Location> {
        let offset = self.view.offset(at);
        let files = self.analyses.iter().filter_map(ide::file_link);
        let link = files.into_iter().find(|link| link.span.start <= offset && offset <= link.span.end);
        if let Some(ide::DocumentLink { target: LinkTarget::File(path), .. }) = link {
            let uri = Uri::from_file_path(self.existing_file(&path)?)?;
            return Some(Location { uri, range: Range::default() });
        }
        let cursor = self.cursor(at)?;
        let found = ide::substitution(cursor)?;
        match found.file {
            None => Some(self.view.location(found.entry.span)),
            Some(file) => {
                let document = state.document(&std::path::absolute(Path::new(file)).ok()?)?;
                Some(state.view(&document).location(found.entry.span))
            }
        }
    }
}
