//! Brings templates and the files that they name together: a definition learns what fills its holes and how it runs, a
//! template learns which of its substitutions are used.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use asl_core::Language;
use asl_core::config::FILE_NAME;
use asl_core::host::{Host, Target, holes};

use crate::files;
use crate::run::{Document, Reader};

/// Larger files are not searched for a state machine that names a definition.
const MAX_TEMPLATE: u64 = 4 * 1024 * 1024;

/// So many files of a folder are searched.
const MAX_CANDIDATES: usize = 100;

/// Connects the documents. Definitions that only a link leads to are read and added.
pub(crate) fn connect(documents: &mut Vec<Document>, reader: &Reader<'_>) {
    let mut around: HashMap<usize, Vec<Host>> = HashMap::new();
    let mut by_path: HashMap<PathBuf, usize> = HashMap::new();
    if documents.iter().any(|document| !links(document).is_empty()) {
        let paths = documents.iter().enumerate();
        by_path = paths.filter_map(|(i, document)| Some((document.path.canonicalize().ok()?, i))).collect();
    }
    for from in 0..documents.len() {
        for (analysis, link) in links(&documents[from]) {
            let Some(path) = resolve(&documents[from].path, &link) else { continue };
            let to = match by_path.get(&path) {
                Some(&to) => Some(to),
                None => reader.linked(&path).map(|document| {
                    documents.push(document);
                    by_path.insert(path, documents.len() - 1);
                    documents.len() - 1
                }),
            };
            let target = match to {
                Some(to) => Target::Read { holes: names_of_holes(&documents[to]) },
                None => Target::Missing,
            };
            let Document { name, analyses, .. } = &mut documents[from];
            let host = analyses[analysis].host_mut();
            if let Some(link) = &mut host.link {
                link.target = target;
            }
            if let Some(to) = to {
                around.entry(to).or_default().push(for_definition(host, name));
            }
        }
    }
    let mut templates = Templates::default();
    for (i, document) in documents.iter_mut().enumerate() {
        let hosts = around.remove(&i).unwrap_or_else(|| templates.that_name(document, reader));
        let mut hosts = hosts.into_iter();
        let (Some(first), [analysis]) = (hosts.next(), document.analyses.as_mut_slice()) else { continue };
        if analysis.host().is_whole_file() {
            analysis.surround(hosts.fold(first, in_common));
        }
    }
}

/// The links of a document that have not been followed: the number of the analysis, and the path as it is written.
fn links(document: &Document) -> Vec<(usize, String)> {
    let link = |host: &Host| host.link.as_ref().map(|link| link.path.clone());
    document.analyses.iter().enumerate().filter_map(|(i, a)| Some((i, link(a.host())?))).collect()
}

/// What of a resource holds for the definition that it names.
fn for_definition(host: &Host, template: &str) -> Host {
    Host {
        kind: host.kind,
        template: Some(template.to_owned()),
        name: host.name.clone(),
        workflow: host.workflow,
        substitutions: host.substitutions.clone(),
        ..Host::default()
    }
}

/// What holds for a definition that two resources use.
fn in_common(a: Host, b: Host) -> Host {
    let substitutions = a.substitutions.zip(b.substitutions).map(|(mut a, b)| {
        a.extend(b);
        a
    });
    Host { substitutions, workflow: a.workflow.filter(|&workflow| b.workflow == Some(workflow)), ..a }
}

fn names_of_holes(document: &Document) -> Vec<String> {
    let analyses = document.analyses.iter();
    analyses.flat_map(|analysis| holes(analysis.tree())).map(|hole| hole.value).collect()
}

/// The file that a document names, if it is in the same workspace. It may be missing.
fn resolve(from: &Path, link: &str) -> Option<PathBuf> {
    let from = std::path::absolute(from).ok()?;
    let folder = from.parent()?;
    let root = workspace(folder);
    let path = normal(&folder.join(link));
    // What stands behind a symbolic link counts, of as much of the path as there is.
    let known = path.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    let (part, real) = known?;
    let path = real.join(path.strip_prefix(part).ok()?);
    path.starts_with(root.canonicalize().ok()?).then_some(path)
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => _ = out.pop(),
            other => out.push(other),
        }
    }
    out
}

/// The folder beyond which nothing is read because a file says so: the repository or the nearest configuration upward,
/// or else the current folder where the file is below it, or else the folder of the file.
fn workspace(folder: &Path) -> PathBuf {
    let is_root = |folder: &&Path| folder.join(".git").exists() || folder.join(FILE_NAME).is_file();
    let current = || std::env::current_dir().ok().filter(|current| folder.starts_with(current));
    match folder.ancestors().find(is_root) {
        Some(root) => root.to_owned(),
        None => current().unwrap_or_else(|| folder.to_owned()),
    }
}

/// The files of folders that may be templates, each read once.
#[derive(Default)]
struct Templates {
    by_folder: HashMap<PathBuf, Vec<(PathBuf, Vec<u8>)>>,
}

impl Templates {
    /// What the templates that name a definition say of it: those in its folder and in the folders above it.
    fn that_name(&mut self, document: &Document, reader: &Reader<'_>) -> Vec<Host> {
        let is_alone = matches!(document.analyses.as_slice(), [one] if one.host().is_whole_file());
        let (true, Ok(path)) = (is_alone, std::path::absolute(&document.path)) else { return Vec::new() };
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Vec::new() };
        let root = workspace(folder);
        let Ok(real) = path.canonicalize() else { return Vec::new() };
        let folders = folder.ancestors().take_while(|folder| folder.starts_with(&root));
        let mut hosts = Vec::new();
        for folder in folders {
            for (template, bytes) in self.of(folder) {
                if memchr::memmem::find(bytes, name.as_encoded_bytes()).is_none() {
                    continue;
                }
                let document = reader.document(template, bytes.clone());
                let names_it = |link: &str| resolve(template, link).as_ref() == Some(&real);
                let that_name_it = links(&document).into_iter().filter(|(_, link)| names_it(link));
                let hosts_there = that_name_it.map(|(analysis, _)| document.analyses[analysis].host());
                hosts.extend(hosts_there.map(|host| for_definition(host, &document.name)));
            }
        }
        hosts
    }

    fn of(&mut self, folder: &Path) -> &[(PathBuf, Vec<u8>)] {
        self.by_folder.entry(folder.to_owned()).or_insert_with(|| candidates(folder))
    }
}

fn candidates(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| files::may_hold_by_name(path) && !files::is_definition_name(path))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .take(MAX_CANDIDATES)
        .filter(|path| fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() <= MAX_TEMPLATE))
        .filter_map(|path| {
            let bytes = files::read(&path).ok()?;
            let language = Language::of(&path.to_string_lossy());
            (language != Language::Markdown && files::may_hold_state_machine(&bytes, language))
                .then_some((path, bytes))
        })
        .collect()
}
