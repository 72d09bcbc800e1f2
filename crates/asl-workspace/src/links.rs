//! The files that documents name: where they are, and what the documents say of them.

use std::collections::{HashMap, HashSet};
use std::io;
use std::mem;
use std::path::{Path, PathBuf};

use asl_core::host::{Link, LinkedPart, Target, TemplateContext, TemplateKind};
use asl_core::{Analysis, Language};

use crate::files;
use crate::roots::Roots;

/// Files that include files are followed so deep.
const MAX_DEPTH: usize = 8;

/// So many files that other files include are read for one document.
const MAX_INCLUDED: usize = 1000;

/// Notes what is behind each link of a document. `look` says it of a file that is in the workspace.
pub fn resolve_links(
    roots: &Roots,
    path: &Path,
    analyses: &mut [Analysis],
    mut look: impl FnMut(&Path, &Link) -> Target,
) {
    for analysis in analyses {
        if let Some(link) = &mut analysis.host_mut().link {
            link.target = roots.resolve(path, link).map_or(Target::Outside, |file| look(&file, link));
        }
    }
}

/// Settles what is doubtful about the links of a document. What leads to no definition is left out, or said to be
/// unchecked if there is a definition all the same.
pub fn settle(roots: &Roots, path: &Path, analyses: &mut Vec<Analysis>) {
    analyses.retain_mut(|analysis| {
        let host = analysis.host_mut();
        if !mem::take(&mut host.is_doubtful) {
            return true;
        }
        let Some(link) = &host.link else { return true };
        let is_certain = host.unchecked.is_some();
        let holds_definition =
            |file: &Path| files::read(file).is_ok_and(|bytes| files::holds_definition(&bytes));
        let file = roots.resolve(path, link).filter(|file| file.is_file());
        if file.is_some_and(|file| is_certain || holds_definition(&file)) {
            host.unchecked = None;
            return true;
        }
        host.link = None;
        is_certain
    });
}

/// The content of a file that another one names.
///
/// # Errors
///
/// What is there instead: no such file, one that cannot be read, or something else than a definition, of which nothing is
/// shown.
pub fn read_linked(path: &Path, part: &LinkedPart) -> Result<Vec<u8>, Target> {
    let is_missing = |error: &anyhow::Error| {
        error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
    };
    let bytes = files::read(path).map_err(|error| match is_missing(&error) {
        true => Target::Missing,
        false => Target::Unreadable { why: error.root_cause().to_string() },
    })?;
    if is_unfit(path, &bytes, part) { Err(Target::Unfit) } else { Ok(bytes) }
}

/// Whether a file with such a content cannot be the definition that is meant.
pub fn is_unfit(path: &Path, content: &[u8], part: &LinkedPart) -> bool {
    part.is_whole_definition() && !files::may_be_definition(path, content)
}

/// What documents say of the files that they name, and of those that these include. `hosts_of` gives what a file says
/// that is included, read as the one that includes it says.
pub fn named<'h>(
    roots: &Roots,
    documents: impl IntoIterator<Item = (&'h Path, &'h [TemplateContext])>,
    mut hosts_of: impl FnMut(&Path, &TemplateContext) -> Vec<TemplateContext>,
) -> Vec<(PathBuf, TemplateContext)> {
    let mut found = Vec::new();
    let mut known = HashSet::new();
    for (path, hosts) in documents {
        let mut included = 0;
        let mut queue: Vec<(PathBuf, Vec<TemplateContext>, usize)> =
            vec![(path.to_owned(), hosts.to_vec(), 0)];
        while let Some((path, hosts, depth)) = queue.pop() {
            for (file, host) in hosts.iter().filter_map(|host| said(roots, &path, host)) {
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
pub(crate) fn said(roots: &Roots, path: &Path, host: &TemplateContext) -> Option<(PathBuf, TemplateContext)> {
    let file = roots.resolve(path, host.link.as_ref()?)?;
    let absolute = std::path::absolute(path).ok()?;
    Some((
        file,
        host.for_link(display_path(path).to_string_lossy().into_owned(), &absolute.to_string_lossy())?,
    ))
}

/// Whether another file may name a file, or a part of it. `hosts` is what it says of its own state machines.
pub fn may_be_named(text: &str, language: Language, hosts: &[TemplateContext]) -> bool {
    // What is included into the template of a service is no whole template.
    let is_part = !text.contains("AWSTemplateFormatVersion") && !text.contains("Transform");
    let may_be = |host: &TemplateContext| match host.kind {
        TemplateKind::Asl | TemplateKind::Serverless | TemplateKind::Rest => true,
        TemplateKind::CloudFormation => is_part,
        TemplateKind::Sam | TemplateKind::Terraform | TemplateKind::Markdown => false,
    };
    files::may_hold_state_machine(text.as_bytes(), language) && hosts.iter().all(may_be)
}

/// What is said of each file, in the order in which it was found.
pub fn by_file(named: Vec<(PathBuf, TemplateContext)>) -> HashMap<PathBuf, Vec<TemplateContext>> {
    let mut found: HashMap<PathBuf, Vec<TemplateContext>> = HashMap::new();
    for (file, host) in named {
        found.entry(file).or_default().push(host);
    }
    found
}

/// A path for people: from the current folder, where the file is below it.
pub fn display_path(path: &Path) -> PathBuf {
    let current = std::env::current_dir().ok();
    let below = current.and_then(|current| {
        let real = current.canonicalize().unwrap_or_default();
        path.strip_prefix(current).or_else(|_| path.strip_prefix(real)).ok().map(Path::to_owned)
    });
    below.unwrap_or_else(|| path.to_owned())
}
