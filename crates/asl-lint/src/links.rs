//! Files that name each other: a definition is read as the templates that name it say, and templates are told what is
//! behind their links.

use std::collections::HashMap;
use std::mem;
use std::path::{Path, PathBuf};

use asl_core::host::{Link, Target, TemplateContext};
use asl_workspace::{Roots, Templates, by_file, named, read_linked, resolve_links};

use crate::documents::{Document, DocumentReader};

/// Tells documents what others say of them. Definitions that only a template leads to are read and added.
pub(crate) fn link_templates(documents: &mut Vec<Document>, reader: &DocumentReader<'_>) {
    let mut places = places(documents);
    let mut said = said(documents, &places, reader);
    let mut linked: Vec<&PathBuf> = said.keys().filter(|file| !places.contains_key(*file)).collect();
    linked.sort();
    for file in linked {
        let hosts = &said[file];
        let Some(host) = hosts.iter().find(|host| !host.part.is_whole_definition()).or(hosts.first()) else {
            continue;
        };
        if let Some(mut document) = reader.linked(file, &host.part) {
            places.insert(file.clone(), documents.len());
            document.is_certain = hosts.iter().any(|host| host.part.is_whole_definition());
            documents.push(document);
        }
    }
    let mut templates = Templates::new(reader.roots.clone());
    for document in documents.iter_mut() {
        let known = document.path.canonicalize().ok().and_then(|path| said.remove(&path));
        let mut hosts = known.unwrap_or_default();
        if document.may_be_named() && !reader.reads_all_templates_of(&document.path) {
            let others = templates.that_name(&document.path, &[]);
            hosts.extend(others.into_iter().filter(|other| !hosts.contains(other)).collect::<Vec<_>>());
        }
        if !hosts.is_empty() {
            document.read_for(&hosts);
        }
    }
    look_behind_links(&reader.roots, documents, &places);
}

/// Where each file is among the documents.
fn places(documents: &[Document]) -> HashMap<PathBuf, usize> {
    let place = |(i, document): (usize, &Document)| Some((document.path.canonicalize().ok()?, i));
    documents.iter().enumerate().filter_map(place).collect()
}

/// What the documents say of each file that they name.
fn said(
    documents: &[Document],
    places: &HashMap<PathBuf, usize>,
    reader: &DocumentReader<'_>,
) -> HashMap<PathBuf, Vec<TemplateContext>> {
    let with_links = documents.iter().filter(|document| document.has_links());
    let hosts: Vec<(&Path, Vec<TemplateContext>)> =
        with_links.map(|document| (document.path.as_path(), document.hosts())).collect();
    let hosts = hosts.iter().map(|(path, hosts)| (*path, hosts.as_slice()));
    let mut included: HashMap<PathBuf, Option<Document>> = HashMap::new();
    by_file(named(&reader.roots, hosts, |file, host| match places.get(file) {
        Some(&i) => documents[i].hosts_for(host),
        None => {
            let read = || reader.linked(file, &host.part);
            let document = included.entry(file.to_owned()).or_insert_with(read);
            document.as_ref().map_or_else(Vec::new, |document| document.hosts_for(host))
        }
    }))
}

/// Notes what is behind each link.
fn look_behind_links(roots: &Roots, documents: &mut [Document], places: &HashMap<PathBuf, usize>) {
    for from in 0..documents.len() {
        if !documents[from].has_links() {
            continue;
        }
        let path = documents[from].path.clone();
        let mut analyses = mem::take(&mut documents[from].analyses);
        let look = |file: &Path, link: &Link| match places.get(file) {
            Some(&i) => documents[i].target(link),
            None => read_linked(file, &link.part).map_or_else(|target| target, |_| Target::Unread),
        };
        resolve_links(roots, &path, &mut analyses, look);
        documents[from].analyses = analyses;
    }
}
