//! Links between files: a definition is analysed as the templates that refer to it determine, and the links of templates
//! get their targets.

use std::collections::HashMap;
use std::mem;
use std::path::{Path, PathBuf};

use asl_core::host::{Link, Target, TemplateContext};
use asl_workspace::{Roots, Templates, by_file, named, read_linked, resolve_links};

use crate::documents::{Document, DocumentReader};

/// Analyses documents again for the templates that refer to them, and sets the targets of links. Definitions that only a
/// template refers to are added.
pub(crate) fn link_templates(documents: &mut Vec<Document>, reader: &DocumentReader<'_>) {
    let mut indices = indices(documents);
    let mut hosts_by_file = hosts_by_file(documents, &indices, reader);
    let mut linked: Vec<&PathBuf> =
        hosts_by_file.keys().filter(|file| !indices.contains_key(*file)).collect();
    linked.sort();
    for file in linked {
        let hosts = &hosts_by_file[file];
        let Some(host) = hosts.iter().find(|host| !host.part.is_whole_definition()).or(hosts.first()) else {
            continue;
        };
        if let Some(mut document) = reader.linked(file, &host.part) {
            indices.insert(file.clone(), documents.len());
            document.is_certain = hosts.iter().any(|host| host.part.is_whole_definition());
            documents.push(document);
        }
    }
    let mut templates = Templates::new(reader.roots.clone());
    for document in documents.iter_mut() {
        let known = document.path.canonicalize().ok().and_then(|path| hosts_by_file.remove(&path));
        let mut hosts = known.unwrap_or_default();
        if document.may_be_named() && !reader.reads_all_templates_of(&document.path) {
            let others = templates.that_name(&document.path, &[]);
            hosts.extend(others.into_iter().filter(|other| !hosts.contains(other)).collect::<Vec<_>>());
        }
        if !hosts.is_empty() {
            document.read_for(&hosts);
        }
    }
    set_targets(&reader.roots, documents, &indices);
}

/// The index of each file among the documents.
fn indices(documents: &[Document]) -> HashMap<PathBuf, usize> {
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
    by_file(named(&reader.roots, hosts, |file, host| match indices.get(file) {
        Some(&i) => documents[i].hosts_for(host),
        None => {
            let read = || reader.linked(file, &host.part);
            let document = included.entry(file.to_owned()).or_insert_with(read);
            document.as_ref().map_or_else(Vec::new, |document| document.hosts_for(host))
        }
    }))
}

/// Sets the target of each link.
fn set_targets(roots: &Roots, documents: &mut [Document], indices: &HashMap<PathBuf, usize>) {
    for from in 0..documents.len() {
        if !documents[from].has_links() {
            continue;
        }
        let path = documents[from].path.clone();
        let mut analyses = mem::take(&mut documents[from].analyses);
        let look = |file: &Path, link: &Link| match indices.get(file) {
            Some(&i) => documents[i].target(link),
            None => read_linked(file, &link.part).map_or_else(|target| target, |_| Target::Unread),
        };
        resolve_links(roots, &path, &mut analyses, look);
        documents[from].analyses = analyses;
    }
}
