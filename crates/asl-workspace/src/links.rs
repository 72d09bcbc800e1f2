//! The files that documents name: where they are, and what the documents say of them.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use asl_core::config::FILE_NAME;
use asl_core::host::{Host, HostKind, Link, Target};
use asl_core::{Analysis, Language};

use crate::files;

/// Files that include files are followed so deep.
const MAX_DEPTH: usize = 8;

/// So many files that other files include are read for one document.
const MAX_INCLUDED: usize = 1000;

/// Notes what is behind each link of a document. `look` says it of a file that is in the workspace.
pub fn follow(path: &Path, analyses: &mut [Analysis], mut look: impl FnMut(&Path, &Link) -> Target) {
    for analysis in analyses {
        if let Some(link) = &mut analysis.host_mut().link {
            link.target = resolve(path, link).map_or(Target::Outside, |file| look(&file, link));
        }
    }
}

/// What is behind a link to a file that cannot be read.
pub fn unreadable(path: &Path, error: &anyhow::Error) -> Target {
    if !path.exists() {
        return Target::Missing;
    }
    let why = if path.is_dir() { "it is a folder".to_owned() } else { error.root_cause().to_string() };
    Target::Unreadable { why }
}

/// What documents say of the files that they name, and of those that these include. `hosts_of` gives what a file says
/// that is included, read as the one that includes it says.
pub fn named<'h>(
    documents: impl IntoIterator<Item = (&'h Path, &'h [Host])>,
    mut hosts_of: impl FnMut(&Path, &Host) -> Vec<Host>,
) -> Vec<(PathBuf, Host)> {
    let mut found = Vec::new();
    let mut known = HashSet::new();
    for (path, hosts) in documents {
        let mut included = 0;
        let mut queue: Vec<(PathBuf, Vec<Host>, usize)> = vec![(path.to_owned(), hosts.to_vec(), 0)];
        while let Some((path, hosts, depth)) = queue.pop() {
            for (file, host) in hosts.iter().filter_map(|host| said(&path, host)) {
                if !known.insert((file.clone(), host.clone())) {
                    continue;
                }
                if !host.part.is_whole_definition() && depth < MAX_DEPTH && included < MAX_INCLUDED {
                    included += 1;
                    queue.push((file.clone(), hosts_of(&file, &host), depth + 1));
                }
                found.push((file, host));
            }
        }
    }
    found
}

/// The file that a resource of a document names, and what it says of it.
pub(crate) fn said(path: &Path, host: &Host) -> Option<(PathBuf, Host)> {
    let file = resolve(path, host.link.as_ref()?)?;
    let absolute = std::path::absolute(path).ok()?;
    Some((file, host.for_link(shown(path).to_string_lossy().into_owned(), &absolute.to_string_lossy())?))
}

/// Whether another file may name a file, or a part of it. `hosts` is what it says of its own state machines.
pub fn may_be_named(text: &str, language: Language, hosts: &[Host]) -> bool {
    // What is included into the template of a service is no whole template.
    let is_part = !text.contains("AWSTemplateFormatVersion") && !text.contains("Transform");
    let may_be = |host: &Host| match host.kind {
        HostKind::Asl | HostKind::Serverless | HostKind::Rest => true,
        HostKind::CloudFormation => is_part,
        HostKind::Sam | HostKind::Terraform | HostKind::Markdown => false,
    };
    files::may_hold_state_machine(text.as_bytes(), language) && hosts.iter().all(may_be)
}

/// What is said of each file, in the order in which it was found.
pub fn by_file(named: Vec<(PathBuf, Host)>) -> HashMap<PathBuf, Vec<Host>> {
    let mut found: HashMap<PathBuf, Vec<Host>> = HashMap::new();
    for (file, host) in named {
        found.entry(file).or_default().push(host);
    }
    found
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

/// The file that a document names, if it is in the same workspace. It may be missing.
pub fn resolve(from: &Path, link: &Link) -> Option<PathBuf> {
    let base = link.base.as_ref().map(Path::new);
    let from = normal(&std::path::absolute(base.unwrap_or(from)).ok()?);
    let folder = from.parent()?;
    let root = workspace(folder).canonicalize().ok()?;
    let path = normal(&folder.join(&link.path));
    // What stands behind a symbolic link counts, of as much of the path as there is.
    let (part, real) = path.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)))?;
    let rest = path.strip_prefix(part).ok()?;
    let path = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
    path.starts_with(root).then_some(path)
}

/// A path without `.` and `..`.
pub(crate) fn normal(path: &Path) -> PathBuf {
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

/// The folder beyond which nothing is read because a file in a folder says so: the repository or the nearest configuration upward,
/// or else the current folder where the file is below it, or else the folder of the file.
pub fn workspace(folder: &Path) -> PathBuf {
    let is_root = |folder: &&Path| folder.join(".git").exists() || folder.join(FILE_NAME).is_file();
    let current = || std::env::current_dir().ok().filter(|current| folder.starts_with(current));
    match folder.ancestors().find(is_root) {
        Some(root) => root.to_owned(),
        None => current().unwrap_or_else(|| folder.to_owned()),
    }
}
