//! What documents say of each other: a template of the definitions that it names, and these of what has to be filled in.
//! A document that is open counts as it is in the editor, any other as it is on the disk.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use asl_core::host::{Host, holes, regions};
use asl_core::syntax::Tree;
use asl_core::{Analysis, Language, text};
use asl_workspace::{Templates, files, follow, may_be_template, resolve, surround};
use tower_lsp::ls_types::Uri;

use crate::documents::{Document, Documents};
use crate::workspace::lock;

/// What other documents may want to know of one.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub hosts: Vec<Host>,
    /// The names of the holes.
    pub holes: Vec<String>,
}

impl Said {
    pub(crate) fn read(text: &str, language: Language) -> Said {
        Said::new(regions(text, language).iter().map(|region| (&region.tree, &region.host)))
    }

    pub(crate) fn new<'p>(parts: impl Iterator<Item = (&'p Tree, &'p Host)>) -> Said {
        let mut said = Said::default();
        for (tree, host) in parts {
            said.hosts.push(host.clone());
            said.holes.extend(holes(tree).into_iter().map(|hole| hole.name));
        }
        said
    }
}

/// What others say of one document.
#[derive(Debug, Hash)]
pub(crate) struct Ties {
    /// What templates say of a definition that is a file of its own.
    around: Vec<Host>,
    /// The holes of the files that the document names, of those that can be read.
    behind: Vec<(PathBuf, Option<Vec<String>>)>,
}

impl Ties {
    /// A number that differs when they do.
    pub(crate) fn number(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    /// Tells the analyses of the document.
    pub(crate) fn tell(self, document: &Document, analyses: &mut [Analysis]) {
        let Some(path) = &document.path else { return };
        follow(path, analyses, |file| {
            self.behind.iter().find(|(known, _)| known == file).and_then(|(_, holes)| holes.clone())
        });
        surround(analyses, self.around);
    }
}

/// What is known of files that are not open.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    templates: Mutex<Templates>,
    holes: Mutex<HashMap<PathBuf, Option<Vec<String>>>>,
}

impl Disk {
    /// Forgets all, because files have changed.
    pub(crate) fn forget(&self) {
        *lock(&self.templates) = Templates::default();
        lock(&self.holes).clear();
    }

    pub(crate) fn ties(&self, documents: &Documents, document: &Document) -> Ties {
        let mut ties = Ties { around: Vec::new(), behind: Vec::new() };
        let Some(path) = &document.path else { return ties };
        let said = document.said();
        if matches!(said.hosts.as_slice(), [one] if one.is_whole_file()) {
            ties.around = self.around(documents, path);
        }
        let links = said.hosts.iter().filter_map(|host| resolve(path, &host.link.as_ref()?.path));
        ties.behind = links.map(|file| (file.clone(), self.holes(documents, &file))).collect();
        ties
    }

    /// What templates say of a definition.
    pub(crate) fn around(&self, documents: &Documents, definition: &Path) -> Vec<Host> {
        let open = documents.all();
        let templates = open.iter().filter_map(|document| {
            let path = document.path.as_deref().filter(|path| may_be_template(path))?;
            let is_near = definition.starts_with(path.parent()?) && path != definition;
            is_near.then(|| (path, document.said().hosts.as_slice()))
        });
        let mut templates: Vec<(&Path, &[Host])> = templates.collect();
        templates.sort_by_key(|(path, _)| *path);
        lock(&self.templates).that_name(definition, &templates)
    }

    /// The names of the holes of a file.
    fn holes(&self, documents: &Documents, path: &Path) -> Option<Vec<String>> {
        let uri = Uri::from_file_path(path)?;
        if let Some(document) = documents.get(&uri) {
            return Some(document.said().holes.clone());
        }
        let read = || {
            let (text, _) = text::decode(files::read(path).ok()?);
            Some(Said::read(&text, Language::of(uri.as_str())).holes)
        };
        lock(&self.holes).entry(path.to_owned()).or_insert_with(read).clone()
    }
}
