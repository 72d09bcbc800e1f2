//! What a document depends on besides its text: the templates that name it, the files that it names, the configuration.
//! A document that is open counts as it is in the editor, any other as it is on the disk.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_core::config::Config;
use asl_core::host::{Host, holes, regions};
use asl_core::syntax::Tree;
use asl_core::{Analysis, Language};
use asl_workspace::files::may_be_template;
use asl_workspace::{follow, language, resolve, surround};
use tower_lsp::ls_types::Uri;

use crate::documents::Document;
use crate::workspace::State;

/// What other documents may depend on.
#[derive(Debug, Default)]
pub(crate) struct Interface {
    pub hosts: Vec<Host>,
    /// The names of the holes.
    pub holes: Vec<String>,
}

impl Interface {
    pub(crate) fn read(text: &str, language: Language) -> Interface {
        Interface::new(regions(text, language).iter().map(|region| (&region.tree, &region.host)))
    }

    pub(crate) fn of(analyses: &[Analysis]) -> Interface {
        Interface::new(analyses.iter().map(|analysis| (analysis.tree(), analysis.host())))
    }

    fn new<'p>(parts: impl Iterator<Item = (&'p Tree, &'p Host)>) -> Interface {
        let mut interface = Interface::default();
        for (tree, host) in parts {
            interface.hosts.push(host.clone());
            interface.holes.extend(holes(tree).into_iter().map(|hole| hole.name));
        }
        interface.holes.sort();
        interface.holes.dedup();
        interface
    }
}

/// What the analyses of a document depend on besides its text.
#[derive(Debug, Hash)]
pub(crate) struct Dependencies {
    pub config: Arc<Config>,
    /// The language that a template reads the document in.
    pub language: Option<Language>,
    /// What templates say of a definition that is a file of its own.
    templates: Vec<Host>,
    /// The files that the document names, with the holes of those that can be read.
    files: Vec<(PathBuf, Option<Vec<String>>)>,
}

impl Dependencies {
    /// A number that differs when they do.
    pub(crate) fn number(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    /// Adds to the analyses of a document what other files say of it.
    pub(crate) fn apply(self, document: &Document, analyses: &mut [Analysis]) {
        let Some(path) = &document.path else { return };
        follow(path, analyses, |file, _| {
            self.files.iter().find(|(known, _)| known == file).and_then(|(_, holes)| holes.clone())
        });
        surround(analyses, self.templates);
    }
}

impl State {
    pub(crate) fn dependencies(&self, document: &Document) -> Dependencies {
        let config = self.config(document).unwrap_or_default();
        let mut dependencies =
            Dependencies { config, language: None, templates: Vec::new(), files: Vec::new() };
        let Some(path) = &document.path else { return dependencies };
        let hosts = &document.interface().hosts;
        if matches!(hosts.as_slice(), [one] if one.is_whole_file()) {
            // Edits that only move what a template says leave the definition as it is.
            dependencies.templates = self.hosts_of(path).into_iter().map(Host::without_places).collect();
            dependencies.language = language(&dependencies.templates);
        }
        let links = hosts.iter().filter_map(|host| {
            let link = host.link.as_ref()?;
            Some((resolve(path, &link.path)?, link.language))
        });
        dependencies.files =
            links.map(|(file, language)| (file.clone(), self.holes(&file, language))).collect();
        dependencies
    }

    /// What templates say of a definition.
    pub(crate) fn hosts_of(&self, definition: &Path) -> Vec<Host> {
        let open = self.documents.all();
        let templates = open.iter().filter_map(|document| {
            let path = document.path.as_deref().filter(|path| may_be_template(path))?;
            let is_near = definition.starts_with(path.parent()?) && path != definition;
            is_near.then(|| (path, document.interface().hosts.as_slice()))
        });
        let mut templates: Vec<(&Path, &[Host])> = templates.collect();
        templates.sort_by_key(|(path, _)| *path);
        self.disk().hosts_of(definition, &templates)
    }

    /// The names of the holes of a file, which may be read in another language than that of its name.
    fn holes(&self, path: &Path, language: Option<Language>) -> Option<Vec<String>> {
        match self.documents.get(&Uri::from_file_path(path)?) {
            Some(document) => match language.filter(|&language| language != document.language) {
                Some(language) => Some(Interface::read(document.text(), language).holes),
                None => Some(document.interface().holes.clone()),
            },
            None => self.disk().holes(path, language),
        }
    }
}
