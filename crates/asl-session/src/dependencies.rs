//! The dependencies of a document besides its text: the templates that refer to it, the files it refers to, and the
//! configuration. Open documents count as they are in the editor, other files as they are on disk.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

use asl_core::config::Config;
use asl_core::host::{Link, LinkedPart, Target, TemplateContext, embedded_definitions, target};
use asl_core::syntax::Tree;
use asl_core::{Analysis, Language};
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
    /// A hash of what the document says about other files, wherever in its text.
    links: u64,
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
        let hosts: Vec<TemplateContext> = parts.map(|(_, host)| host.clone()).collect();
        let mut links = DefaultHasher::new();
        for host in &hosts {
            let link = host.link.as_ref().map(|link| (&link.path, &link.base, link.is_from_above));
            let said = host.for_link(String::new(), "").map(TemplateContext::without_places);
            (link, said).hash(&mut links);
        }
        Interface { hosts, target, links: links.finish() }
    }

    /// Whether the document includes parts of others.
    fn includes_files(&self) -> bool {
        let includes = |link: &Link| !link.part.is_whole_definition();
        self.hosts.iter().any(|host| host.link.as_ref().is_some_and(includes))
    }
}

/// What the analyses of a document depend on besides its text.
#[derive(Debug, Hash)]
pub(crate) struct Dependencies {
    pub config: Arc<Config>,
    /// Whether the configuration excludes the document.
    pub is_excluded: bool,
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
#[derive(Debug)]
pub(crate) struct Targets {
    resolved: Vec<(Linked, Target)>,
    pub seen: Seen,
}

/// The files that a document refers to, with the version in the editor if they are open.
#[derive(Debug, Default)]
pub(crate) struct Seen(Vec<(Uri, Option<Weak<Document>>)>);

impl Targets {
    /// Adds the targets to the analyses of the document.
    pub(crate) fn apply(&self, roots: &Roots, document: &Document, analyses: &mut [Analysis]) {
        let Some(path) = &document.path else { return };
        resolve_links(roots, path, analyses, |file, link| {
            let linked = Linked::new(file, link);
            let known = self.resolved.iter().find(|(known, _)| *known == linked);
            known.map_or(Target::Unread, |(_, target)| target.clone())
        });
    }
}

/// A hash of the dependencies and targets.
pub(crate) fn number(dependencies: &Dependencies, targets: &Targets) -> u64 {
    let mut hasher = DefaultHasher::new();
    dependencies.hash(&mut hasher);
    targets.resolved.hash(&mut hasher);
    hasher.finish()
}

impl Snapshot {
    pub(crate) fn dependencies(&self, document: &Document) -> Dependencies {
        let config = self.config(document).unwrap_or_default();
        let hosts = document.path.as_ref().filter(|_| document.may_be_named());
        let hosts_of = |path: &PathBuf| self.hosts_by(path, |document| document.interface_for_others().0);
        let hosts = hosts.map_or_else(Vec::new, hosts_of);
        // Without spans, edits that only move text in a template do not affect the definition.
        let hosts = hosts.into_iter().map(TemplateContext::without_places).collect();
        Dependencies { config, is_excluded: self.excludes(document), hosts }
    }

    /// A hash of what the open documents and the files say about other documents. The analyses of a document depend on
    /// nothing else besides its text and the files that it refers to, so that an edit which leaves this hash alone costs
    /// nothing for the other documents.
    pub(crate) fn context(&self) -> u64 {
        if let Some(known) = self.context.get() {
            return *known;
        }
        let templates = || self.documents.values().filter(|document| document.may_be_template);
        let includes_files = self.disk.includes_files()
            || templates().any(|document| document.interface_for_others().0.includes_files());
        let mut is_final = true;
        let mut all = 0_u64;
        for document in templates() {
            let (interface, is_own) = document.interface_for_others();
            is_final &= is_own;
            let mut hasher = DefaultHasher::new();
            // What an included file says may depend on any part of its text.
            let text = includes_files.then(|| document.text());
            (&document.uri, interface.links, text).hash(&mut hasher);
            all = all.wrapping_add(hasher.finish());
        }
        let mut hasher = DefaultHasher::new();
        (self.disk.revision, includes_files, all).hash(&mut hasher);
        match is_final {
            true => *self.context.get_or_init(|| hasher.finish()),
            false => hasher.finish(),
        }
    }

    /// Whether the files that a document refers to are the same as before.
    pub(crate) fn are_current(&self, seen: &Seen) -> bool {
        let is_current = |(uri, known): &(Uri, Option<Weak<Document>>)| match (self.documents.get(uri), known)
        {
            (Some(open), Some(known)) => std::ptr::eq(Arc::as_ptr(open), known.as_ptr()),
            (open, known) => open.is_none() && known.is_none(),
        };
        seen.0.iter().all(is_current)
    }

    /// Resolves the links of a document.
    pub(crate) fn targets<'l>(
        &self,
        document: &'l Document,
        links: impl Iterator<Item = &'l Link>,
    ) -> Targets {
        // Links that may not lead to a definition now may do so later.
        let doubtful = document.interface().hosts.iter().filter(|host| host.is_doubtful);
        let links = links.chain(doubtful.filter_map(|host| host.link.as_ref()));
        let mut targets = Targets { resolved: Vec::new(), seen: Seen::default() };
        for link in links {
            let path = document.path.as_ref();
            let Some(file) = path.and_then(|path| self.disk.roots().resolve(path, link)) else { continue };
            let (target, seen) = self.target(&file, link);
            targets.resolved.push((Linked::new(&file, link), target));
            targets.seen.0.extend(Uri::from_file_path(&file).map(|uri| (uri, seen)));
        }
        targets
    }

    /// What templates say about a definition.
    pub(crate) fn hosts_of(&self, definition: &Path) -> Vec<TemplateContext> {
        self.hosts_by(definition, |document| document.interface())
    }

    fn hosts_by(
        &self,
        definition: &Path,
        interface: fn(&Document) -> &Arc<Interface>,
    ) -> Vec<TemplateContext> {
        let open = self.documents.values().filter_map(|document| {
            let path = document.path.as_deref().filter(|_| document.may_be_template)?;
            let hosts = interface(document).hosts.as_slice();
            Some(Open { path, text: document.text(), language: document.language, hosts })
        });
        let mut open: Vec<Open<'_>> = open.collect();
        open.sort_by_key(|open| open.path);
        self.disk.hosts_of(definition, &open)
    }

    /// The target of a link, and the document if it is open.
    fn target(&self, file: &Path, link: &Link) -> (Target, Option<Weak<Document>>) {
        let open = Uri::from_file_path(file).and_then(|uri| self.documents.get(&uri));
        let Some(document) = open else { return (self.disk.target(file, link), None) };
        let seen = Some(Arc::downgrade(document));
        if is_unfit(file, document.text().as_bytes(), &link.part) {
            return (Target::Unfit, seen);
        }
        let is_read_so = link.language.is_none_or(|language| language == document.language);
        if !is_read_so || !link.part.is_plain_file() {
            return (target(document.text(), document.language, link), seen);
        }
        let (interface, is_own) = document.interface_for_others();
        // The interface of an earlier version is looked at again.
        (interface.target.clone(), if is_own { seen } else { Some(Weak::new()) })
    }
}
