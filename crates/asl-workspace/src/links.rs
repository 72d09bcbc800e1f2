//! Brings templates and the files that they name together: a definition learns what fills its holes and how it runs, a
//! template learns which of its substitutions are used.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use asl_core::config::FILE_NAME;
use asl_core::host::{Host, Target, regions};
use asl_core::text;
use asl_core::{Analysis, Language};

use crate::files;

/// Larger files are not searched for a state machine that names a definition.
const MAX_TEMPLATE: u64 = 4 * 1024 * 1024;

/// So many files of a folder are searched.
const MAX_CANDIDATES: usize = 100;

/// Follows the links of a document: notes what is behind each, and gives for each file that is there what the document
/// says of it. `holes_of` gives the names of the holes of a file that is read in a language, or nothing if it cannot be
/// read.
pub fn follow(
    path: &Path,
    analyses: &mut [Analysis],
    mut holes_of: impl FnMut(&Path, Option<Language>) -> Option<Vec<String>>,
) -> Vec<(PathBuf, Host)> {
    let mut found = Vec::new();
    for analysis in analyses {
        let host = analysis.host_mut();
        let Some(link) = &mut host.link else { continue };
        let Some(file) = resolve(path, &link.path) else { continue };
        link.target = match holes_of(&file, link.language) {
            Some(holes) => Target::Read { holes },
            None => Target::Missing,
        };
        if link.target != Target::Missing {
            found.push((file, for_definition(host, path)));
        }
    }
    found
}

/// Adds to a definition that is a file of its own what templates say of it.
pub fn surround(analyses: &mut [Analysis], hosts: Vec<Host>) {
    let ([analysis], Some(host)) = (analyses, hosts.into_iter().reduce(in_common)) else { return };
    if analysis.host().is_whole_file() {
        analysis.surround(host);
    }
}

/// What of a resource holds for the definition that it names.
fn for_definition(host: &Host, template: &Path) -> Host {
    let path = Some(shown(template).to_string_lossy().into_owned());
    let language = host.link.as_ref().and_then(|link| link.language);
    // The definition is none of the texts of the template.
    Host { path, language, link: None, subs: Vec::new(), pieces: Vec::new(), ..host.clone() }
}

/// A path for people: from the current folder, where the file is below it.
pub fn shown(path: &Path) -> PathBuf {
    let current = std::env::current_dir().ok();
    let below = current.and_then(|current| {
        let real = current.canonicalize().unwrap_or_default();
        path.strip_prefix(current).or_else(|_| path.strip_prefix(real)).ok().map(Path::to_owned)
    });
    below.unwrap_or_else(|| path.to_owned())
}

/// The language in which a definition is read, where a template that names it decides. The first one does.
pub fn language(hosts: &[Host]) -> Option<Language> {
    hosts.iter().find_map(|host| host.language)
}

/// What holds for a definition that two resources use.
fn in_common(a: Host, b: Host) -> Host {
    let substitutions = a.substitutions.zip(b.substitutions).map(|(mut a, b)| {
        a.extend(b);
        a
    });
    let values = a.values.into_iter().filter(|value| b.values.contains(value)).collect();
    Host { substitutions, values, workflow: a.workflow.filter(|&workflow| b.workflow == Some(workflow)), ..a }
}

/// The file that a document names, if it is in the same workspace. It may be missing.
pub fn resolve(from: &Path, link: &str) -> Option<PathBuf> {
    let from = normal(&std::path::absolute(from).ok()?);
    let folder = from.parent()?;
    let root = workspace(folder).canonicalize().ok()?;
    let path = normal(&folder.join(link));
    // What stands behind a symbolic link counts, of as much of the path as there is.
    let (part, real) = path.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)))?;
    let rest = path.strip_prefix(part).ok()?;
    let path = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
    path.starts_with(root).then_some(path)
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
#[derive(Debug, Default)]
pub struct Templates {
    by_folder: HashMap<PathBuf, Vec<Template>>,
}

#[derive(Debug)]
struct Template {
    path: PathBuf,
    text: String,
    /// What it says of its state machines, once somebody has asked.
    hosts: Option<Vec<Host>>,
}

impl Templates {
    /// What the templates that name a definition say of it: those in its folder and in the folders above it. What is
    /// open in an editor counts as it is there; of such files, `open` has what they say of their state machines.
    pub fn that_name(&mut self, definition: &Path, open: &[(&Path, &[Host])]) -> Vec<Host> {
        let Ok(path) = std::path::absolute(definition).map(|path| normal(&path)) else { return Vec::new() };
        let (Some(folder), Some(name), Ok(real)) = (path.parent(), path.file_name(), path.canonicalize())
        else {
            return Vec::new();
        };
        let root = workspace(folder);
        let folders = folder.ancestors().take_while(|folder| folder.starts_with(&root));
        let mut hosts = Vec::new();
        for folder in folders {
            for (path, said) in open.iter().filter(|(path, _)| path.parent() == Some(folder)) {
                hosts.extend(naming(path, said, name, &real));
            }
            let templates = self.by_folder.entry(folder.to_owned()).or_insert_with(|| candidates(folder));
            for Template { path, text, hosts: said } in templates {
                let is_open = open.iter().any(|(open, _)| open == path);
                if is_open || memchr::memmem::find(text.as_bytes(), name.as_encoded_bytes()).is_none() {
                    continue;
                }
                let language = Language::of(&path.to_string_lossy());
                let said = said.get_or_insert_with(|| {
                    regions(text, language).into_iter().map(|region| region.host).collect()
                });
                hosts.extend(naming(path, said, name, &real));
            }
        }
        hosts
    }
}

/// What a template says of the definition with a name and a place.
fn naming(template: &Path, said: &[Host], name: &OsStr, definition: &Path) -> Vec<Host> {
    let names_it = |host: &&Host| {
        let link = host.link.as_ref().filter(|link| Path::new(&link.path).file_name() == Some(name));
        link.and_then(|link| resolve(template, &link.path)).is_some_and(|file| file == definition)
    };
    said.iter().filter(names_it).map(|host| for_definition(host, template)).collect()
}

fn candidates(folder: &Path) -> Vec<Template> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| files::may_be_template(path))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .take(MAX_CANDIDATES)
        .filter(|path| fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() <= MAX_TEMPLATE))
        .filter_map(|path| {
            let bytes = files::read(&path).ok()?;
            let language = Language::of(&path.to_string_lossy());
            let may_name = language != Language::Markdown && files::may_hold_state_machine(&bytes, language);
            may_name.then(|| Template { path, text: text::decode(bytes).0, hosts: None })
        })
        .collect()
}
