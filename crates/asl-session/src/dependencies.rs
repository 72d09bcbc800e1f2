//! The dependencies of a document besides its text: the templates that refer to it, the files it refers to, and the
//! configuration. Open documents count as they are in the editor, other files as they are on disk.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_core::config::Config;
use asl_core::host::{Link, LinkedPart, Target, TemplateContext, embedded_definitions, target};
use asl_core::syntax::Tree;
use asl_core::{Analysis, Language};
use asl_workspace::files::may_be_template;
use asl_workspace::{Open, Roots, is_unfit, resolve_links};
use ls_types::Uri;

use crate::documents::Document;
use crate::snapshot::Snapshot;

/// The parts of a document that other documents may depend on.
#[derive(Debug)]
pub(crate) struct Interface {
    pub hosts: Vec<TemplateContext>,
    /// What links to the document resolve to.
    target: Target,
}

impl Interface {
    pub(crate) fn read(text: &str, language: Language) -> Interface {
        Interface::new(embedded_definitions(text, language).iter().map(|region| (&region.tree, &region.host)))
    }

    pub(crate) fn of(analyses: &[Analysis]) -> Interface {
        Interface::new(analyses.iter().map(|analysis| (analysis.tree(), analysis.host())))
    }

    fn new<'p>(parts: impl Iterator<Item = (&'p Tree, &'p TemplateContext)> + Clone) -> Interface {
        let mut target = Target::of(parts.clone());
        if let Target::Read { placeholders } = &mut target {
            placeholders.sort();
            placeholders.dedup();
        }
        Interface { hosts: parts.map(|(_, host)| host.clone()).collect(), target }
    }
}

/// What the analyses of a document depend on besides its text.
#[derive(Debug, Hash)]
pub(crate) struct Dependencies {
    pub config: Arc<Config>,
    /// What templates say about the document.
    pub hosts: Vec<TemplateContext>,
}

/// The target of a link, and how it is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Linked {
    file: PathBuf,
    language: Option<Language>,
    part: LinkedPart,
}

impl Linked {
    pub(crate) fn new(file: &Path, link: &Link) -> Linked {
        Linked { file: file.to_owned(), language: link.language, part: link.part.clone() }
    }
}

/// The resolved links of a document.
#[derive(Debug, Hash)]
pub(crate) struct Targets(Vec<(Linked, Target)>);

impl Targets {
    /// Adds the targets to the analyses of the document.
    pub(crate) fn apply(&self, roots: &Roots, document: &Document, analyses: &mut [Analysis]) {
        let Some(path) = &document.path else { return };
        resolve_links(roots, path, analyses, |file, link| {
            let linked = Linked::new(file, link);
            let known = self.0.iter().find(|(known, _)| *known == linked);
            known.map_or(Target::Unread, |(_, target)| target.clone())
        });
    }
}

/// A hash of the dependencies and targets.
pub(crate) fn number(dependencies: &Dependencies, targets: &Targets) -> u64 {
    let mut hasher = DefaultHasher::new();
    dependencies.hash(&mut hasher);
    targets.hash(&mut hasher);
    hasher.finish()
}

impl Snapshot {
    pub(crate) fn dependencies(&self, document: &Document) -> Dependencies {
        let config = self.config(document).unwrap_or_default();
        let hosts = document.path.as_ref().filter(|_| document.may_be_named());
        let hosts = hosts.map_or_else(Vec::new, |path| self.hosts_of(path));
        // Without spans, edits that only move text in a template do not affect the definition.
        Dependencies { config, hosts: hosts.into_iter().map(TemplateContext::without_places).collect() }
    }

    /// Resolves the links of a document.
    pub(crate) fn targets(&self, document: &Document, analyses: &[Analysis]) -> Targets {
        let links = analyses.iter().filter_map(|analysis| analysis.host().link.as_ref());
        // Links that may not lead to a definition now may do so later.
        let doubtful = document.interface().hosts.iter().filter(|host| host.is_doubtful);
        let links = links.chain(doubtful.filter_map(|host| host.link.as_ref()));
        let target = |link: &Link| {
            let file = self.disk.roots().resolve(document.path.as_ref()?, link)?;
            Some((Linked::new(&file, link), self.target(&file, link)))
        };
        Targets(links.filter_map(target).collect())
    }

    /// What templates say about a definition.
    pub(crate) fn hosts_of(&self, definition: &Path) -> Vec<TemplateContext> {
        let open = self.documents.values().filter_map(|document| {
            let path = document.path.as_deref().filter(|path| may_be_template(path))?;
            let hosts = document.interface().hosts.as_slice();
            Some(Open { path, text: document.text(), language: document.language, hosts })
        });
        let mut open: Vec<Open<'_>> = open.collect();
        open.sort_by_key(|open| open.path);
        self.disk.hosts_of(definition, &open)
    }

    fn target(&self, file: &Path, link: &Link) -> Target {
        let open = Uri::from_file_path(file).and_then(|uri| self.documents.get(&uri));
        let Some(document) = open else { return self.disk.target(file, link) };
        if is_unfit(file, document.text().as_bytes(), &link.part) {
            return Target::Unfit;
        }
        let is_read_so = link.language.is_none_or(|language| language == document.language);
        match is_read_so && link.part.is_plain_file() {
            true => document.interface().target.clone(),
            false => target(document.text(), document.language, link),
        }
    }
}
