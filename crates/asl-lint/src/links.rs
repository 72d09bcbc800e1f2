//! Links between files: a definition is analysed as the templates that refer to it determine, and the links of templates
//! get their targets.

use std::collections::HashMap;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, RwLock};

use asl_core::Analysis;
use asl_core::host::{Link, Target, TemplateContext};
use asl_workspace::{Templates, by_file, named, read_linked, resolve_links};
use rayon::prelude::*;

use crate::documents::{Document, DocumentReader};

const NO_PANIC: &str = "no thread panics while it holds the lock";

/// What templates say about the files.
pub(crate) struct Links<'a> {
    reader: &'a DocumentReader<'a>,
    /// What the documents say, by the real path of each file that they refer to.
    hosts_by_file: HashMap<PathBuf, Vec<TemplateContext>>,
    /// The index of each file among the documents.
    indices: HashMap<PathBuf, usize>,
    /// The templates that are not among the documents.
    templates: Mutex<Templates>,
    /// Whether one of them may refer to the files in a folder. The threads look this up for every file.
    has_templates: RwLock<HashMap<PathBuf, bool>>,
}

impl<'a> Links<'a> {
    /// Analyses the documents that refer to others and those that they refer to, and sets the targets of their links.
    /// Definitions that only a template refers to are added. The other documents are not analysed yet.
    pub(crate) fn new(documents: &mut Vec<Document>, reader: &'a DocumentReader<'a>) -> Links<'a> {
        let templates = Mutex::new(Templates::new(reader.settings.roots.clone()));
        let mut links = Links {
            reader,
            hosts_by_file: HashMap::new(),
            indices: HashMap::new(),
            templates,
            has_templates: RwLock::default(),
        };
        in_parallel(documents, Document::may_have_links, |document| document.analyse(&reader.settings.roots));
        if documents.iter().any(Document::has_links) {
            links.indices = indices_of(documents);
            links.hosts_by_file = hosts_by_file(documents, &links.indices, reader);
            links.add_named(documents);
        }
        in_parallel(documents, |document| document.is_analysed, |document| links.apply(document));
        for i in 0..documents.len() {
            let mut analyses = mem::take(&mut documents[i].analyses);
            links.set_targets(&documents[i].path, &mut analyses, documents);
            documents[i].analyses = analyses;
        }
        links
    }

    /// Analyses the documents that others refer to, and adds those that only templates refer to.
    fn add_named(&mut self, documents: &mut Vec<Document>) {
        let indices = &mut self.indices;
        let mut named: Vec<(&PathBuf, &Vec<TemplateContext>)> = self.hosts_by_file.iter().collect();
        named.sort_by_key(|(file, _)| *file);
        for (file, hosts) in named {
            if let Some(&i) = indices.get(file) {
                documents[i].analyse(&self.reader.settings.roots);
                continue;
            }
            let part = hosts.iter().find(|host| !host.part.is_whole_definition()).or(hosts.first());
            if let Some(mut document) = part.and_then(|host| self.reader.linked(file, &host.part)) {
                indices.insert(file.clone(), documents.len());
                document.is_certain = hosts.iter().any(|host| host.part.is_whole_definition());
                documents.push(document);
            }
        }
    }

    /// Analyses a changed version of a document as the other documents determine.
    pub(crate) fn analyse_changed(&self, document: &mut Document, documents: &[Document]) {
        self.analyse(document);
        self.set_targets(&document.path, &mut document.analyses, documents);
    }

    /// Sets the targets of the links of a document.
    fn set_targets(&self, path: &Path, analyses: &mut [Analysis], documents: &[Document]) {
        if !analyses.iter().any(|analysis| analysis.host().link.is_some()) {
            return;
        }
        let look = |file: &Path, link: &Link| match self.indices.get(file) {
            Some(&i) => documents[i].target(link),
            None => read_linked(file, &link.part).map_or_else(|target| target, |_| Target::Unread),
        };
        resolve_links(&self.reader.settings.roots, path, analyses, look);
    }

    /// Analyses a document as the templates that refer to it determine, unless that has been done.
    pub(crate) fn analyse(&self, document: &mut Document) {
        if !document.is_analysed {
            document.analyse(&self.reader.settings.roots);
            self.apply(document);
        }
    }

    /// Analyses a document again for the templates that refer to it.
    fn apply(&self, document: &mut Document) {
        let mut hosts = Vec::new();
        if !self.hosts_by_file.is_empty() {
            let path = document.path.canonicalize().ok();
            hosts = path.and_then(|path| self.hosts_by_file.get(&path)).cloned().unwrap_or_default();
        }
        if document.may_be_named() && self.has_templates_for(document) {
            let others = self.templates().that_name(&document.path, &[]);
            hosts.extend(others.into_iter().filter(|other| !hosts.contains(other)).collect::<Vec<_>>());
        }
        if !hosts.is_empty() {
            document.read_for(&hosts);
        }
    }

    /// Whether templates that are not among the documents may refer to a file.
    fn has_templates_for(&self, document: &Document) -> bool {
        let path = document.path.as_path();
        let folder = path.parent().unwrap_or(path);
        if document.is_link() {
            // A link belongs to the folder of its target too.
            let target = path.canonicalize().ok();
            let folder = target.as_deref().and_then(Path::parent).unwrap_or(folder);
            return !self.reader.reads_all_templates_for(folder);
        }
        let known = self.has_templates.read().expect(NO_PANIC).get(folder).copied();
        known.unwrap_or_else(|| {
            let has_some =
                !self.reader.reads_all_templates_for(folder) && self.templates().may_name_files_beside(path);
            self.has_templates.write().expect(NO_PANIC).insert(folder.to_owned(), has_some);
            has_some
        })
    }

    fn templates(&self) -> MutexGuard<'_, Templates> {
        self.templates.lock().expect(NO_PANIC)
    }
}

/// Changes the documents that fulfil a condition, on all cores if there are several.
fn in_parallel(
    documents: &mut [Document],
    is_changed: impl Fn(&Document) -> bool + Sync,
    change: impl Fn(&mut Document) + Sync,
) {
    match documents {
        [document] if is_changed(document) => change(document),
        [_] => {}
        _ => documents.par_iter_mut().filter(|document| is_changed(document)).for_each(&change),
    }
}

/// The index of each file among the documents.
fn indices_of(documents: &[Document]) -> HashMap<PathBuf, usize> {
    let index = |(i, document): (usize, &Document)| Some((document.path.canonicalize().ok()?, i));
    documents.iter().enumerate().filter_map(index).collect()
}

/// What the documents say about each file that they refer to.
fn hosts_by_file(
    documents: &[Document],
    indices: &HashMap<PathBuf, usize>,
    reader: &DocumentReader<'_>,
) -> HashMap<PathBuf, Vec<TemplateContext>> {
    let with_links = documents.iter().filter(|document| document.has_links());
    let hosts: Vec<(&Path, Vec<TemplateContext>)> =
        with_links.map(|document| (document.path.as_path(), document.hosts())).collect();
    let hosts = hosts.iter().map(|(path, hosts)| (*path, hosts.as_slice()));
    let mut included: HashMap<PathBuf, Option<Document>> = HashMap::new();
    by_file(named(&reader.settings.roots, hosts, |file, host| match indices.get(file) {
        Some(&i) => documents[i].hosts_for(host),
        None => {
            let read = || reader.linked(file, &host.part);
            let document = included.entry(file.to_owned()).or_insert_with(read);
            document.as_ref().map_or_else(Vec::new, |document| document.hosts_for(host))
        }
    }))
}
