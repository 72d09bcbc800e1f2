//! Links from a document to other files.

use std::path::PathBuf;

use asl_core::host::Link;
use asl_ide::{self as ide, LinkTarget};
use ls_types::*;

use super::Request;

impl Request<'_> {
    pub(crate) fn links(self) -> Option<Vec<DocumentLink>> {
        let links = self.analyses.iter().flat_map(ide::links);
        let link = |link: ide::DocumentLink| {
            let target = match &link.target {
                LinkTarget::File(link) => Uri::from_file_path(self.existing_file(link)?),
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

    /// The target of a link, if it exists in the same workspace.
    pub(super) fn existing_file(self, link: &Link) -> Option<PathBuf> {
        self.snapshot
            .disk
            .roots()
            .resolve(self.view.document.path.as_deref()?, link)
            .filter(|file| file.is_file())
    }

    /// The target of the link at a position.
    pub(crate) fn linked_file(self, at: Position) -> Option<Location> {
        let offset = self.view.offset(at);
        let files = self.analyses.iter().filter_map(ide::file_link);
        let link = files.into_iter().find(|link| link.span.start <= offset && offset <= link.span.end)?;
        let LinkTarget::File(link) = link.target else { return None };
        let uri = Uri::from_file_path(self.existing_file(&link)?)?;
        Some(Location { uri, range: Range::default() })
    }
}
