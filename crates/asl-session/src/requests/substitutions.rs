//! Substitutions across documents: the template, and the definition that it refers to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_core::Analysis;
use asl_core::edit::Edit;
use asl_ide::{self as ide, Occurrence, RenameError, Substitution};
use ls_types::*;

use super::Request;
use crate::convert::workspace_edit;
use crate::documents::Document;

/// The occurrences of a name.
pub(super) struct Occurrences {
    /// In the document of the request.
    pub own: Vec<Occurrence>,
    elsewhere: Vec<(Arc<Document>, Vec<Occurrence>)>,
}

impl<'a> Request<'a> {
    pub(super) fn substitution(self, at: Position) -> Option<Substitution<'a>> {
        ide::substitution(self.analyses, self.view.offset(at))
    }

    /// The occurrences of a name in the scope of a substitution.
    pub(super) fn occurrences(self, found: &Substitution<'_>, name: &str) -> Occurrences {
        let mut places = Occurrences { own: found.occurrences(name), elsewhere: Vec::new() };
        let Some(definition) = self.definition_of(found) else { return places };
        let own = self.view.document.path.as_deref();
        if own != Some(definition.as_path()) {
            let others = self.analyses.iter().filter(|other| !std::ptr::eq(*other, found.analysis));
            for other in others.filter(|other| self.names(other, &definition)) {
                places.own.extend(ide::entries_named(other.host(), self.view.document.text(), name));
            }
            places.elsewhere.extend(self.snapshot.document(&definition).map(|document| {
                let analyzed = self.snapshot.analyzed(&document);
                let analyses = analyzed.analyses().iter();
                let placeholders =
                    analyses.flat_map(|one| ide::placeholders_named(one, found.host(), name)).collect();
                (document, placeholders)
            }));
        }
        let mut by_template: BTreeMap<PathBuf, Vec<_>> = BTreeMap::new();
        for host in self.snapshot.hosts_of(&definition) {
            let path = host.path.as_ref().and_then(|path| std::path::absolute(path).ok());
            if let Some(path) = path.filter(|path| own != Some(path.as_path())) {
                by_template.entry(path).or_default().push(host);
            }
        }
        for (path, hosts) in by_template {
            let Some(document) = self.snapshot.document(&path) else { continue };
            let entries =
                hosts.iter().flat_map(|host| ide::entries_named(host, document.text(), name)).collect();
            places.elsewhere.push((document, entries));
        }
        places
    }

    /// The file with the definition, if it may differ from the file with the substitution.
    fn definition_of(self, found: &Substitution<'_>) -> Option<PathBuf> {
        let path = self.view.document.path.as_ref().filter(|_| !found.is_local())?;
        match &found.analysis.host().link {
            Some(link) => self.snapshot.disk.roots().resolve(path, link),
            None => Some(path.clone()),
        }
    }

    /// Whether a resource of the document refers to a definition.
    fn names(self, resource: &Analysis, definition: &Path) -> bool {
        let (path, link) = (self.view.document.path.as_ref(), resource.host().link.as_ref());
        path.zip(link).and_then(|(path, link)| self.snapshot.disk.roots().resolve(path, link)).as_deref()
            == Some(definition)
    }

    pub(super) fn locations_of(
        self,
        places: Occurrences,
        is_wanted: impl Fn(&Occurrence) -> bool,
    ) -> Vec<Location> {
        let wanted = |places: Vec<Occurrence>| places.into_iter().filter(&is_wanted).map(|place| place.span);
        let mut found = self.locations(wanted(places.own));
        for (document, places) in places.elsewhere {
            let view = self.snapshot.view(&document);
            found.extend(wanted(places).map(|span| view.location(span)));
        }
        found
    }

    /// The edits that rename a substitution in all documents.
    pub(super) fn rename_substitution(
        self,
        found: &Substitution<'_>,
        new: &str,
    ) -> Result<WorkspaceEdit, RenameError> {
        found.check_name(new)?;
        if new != found.name && !self.occurrences(found, new).is_empty() {
            return Err(RenameError::Taken);
        }
        let places = self.occurrences(found, found.name);
        let may_use = |analysis: &Analysis| ide::may_use_name(analysis, found.host(), found.name);
        let is_used = |document: &Document| self.snapshot.analyzed(document).analyses().iter().any(may_use);
        if may_use(found.analysis) || places.elsewhere.iter().any(|(document, _)| is_used(document)) {
            return Err(RenameError::Hidden);
        }
        let edit = |place: Occurrence| Edit { span: place.span, text: new.to_owned() };
        let edits = |places: Vec<Occurrence>| places.into_iter().map(edit).collect::<Vec<_>>();
        let mut changes = vec![self.view.document_edit(&edits(places.own))];
        for (document, places) in places.elsewhere.into_iter().filter(|(_, places)| !places.is_empty()) {
            changes.push(self.snapshot.view(&document).document_edit(&edits(places)));
        }
        Ok(workspace_edit(changes, self.view.takes_versions))
    }
}

impl Occurrences {
    fn is_empty(&self) -> bool {
        self.own.is_empty() && self.elsewhere.iter().all(|(_, places)| places.is_empty())
    }
}
