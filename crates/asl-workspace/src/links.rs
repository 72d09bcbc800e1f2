//! Links: the files that documents refer to, and what the documents say about them.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::io;
use std::mem;
use std::path::{Path, PathBuf};

use asl_core::host::{Link, LinkedPart, Target, TemplateContext, TemplateKind};
use asl_core::{Analysis, Language};

use crate::files;
use crate::roots::Roots;

/// The maximum depth of files that include files.
const MAX_DEPTH: usize = 8;

/// The maximum number of included files to read for a document.
const MAX_INCLUDED: usize = 1000;

/// Sets the target of each link in the analyses of a document. `look` returns the target for the path of a file in the
/// workspace, which may be missing.
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

/// Decides the doubtful links of a document. The analysis of a link that does not lead to a definition is removed; if its
/// resource certainly has a definition, only the link is removed, and the definition counts as unchecked.
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

/// Reads a file that another one refers to. `part` is the part of it that the other file refers to.
///
/// # Errors
///
/// [`Target::Missing`] if there is no such file, [`Target::Unreadable`] if it cannot be read, and [`Target::Unfit`] if it is
/// not a definition. The content of such a file is not shown.
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

/// Whether a file with this content cannot be the definition that `part` refers to.
pub fn is_unfit(path: &Path, content: &[u8], part: &LinkedPart) -> bool {
    part.is_whole_definition() && !files::may_be_definition(path, content)
}

/// Returns the files that documents refer to, directly or through files that they include, and what they say about each.
/// `hosts_of` returns what an included file says about its own resources, given what the including file says about it.
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
            for (file, host) in hosts.iter().filter_map(|host| linked(roots, &path, host)) {
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

/// The file that a resource of a document refers to, and what the resource says about it.
pub(crate) fn linked(
    roots: &Roots,
    path: &Path,
    host: &TemplateContext,
) -> Option<(PathBuf, TemplateContext)> {
    let file = roots.resolve(path, host.link.as_ref()?)?;
    let absolute = std::path::absolute(path).ok()?;
    Some((
        file,
        host.for_link(display_path(path).to_string_lossy().into_owned(), &absolute.to_string_lossy())?,
    ))
}

/// Whether other files may refer to a file or a part of it. `hosts` is what the file says about its own state machines.
pub fn may_be_named(text: &str, language: Language, hosts: &[TemplateContext]) -> bool {
    // A file that a Serverless service includes is not a whole template.
    let is_part = LazyCell::new(|| !text.contains("AWSTemplateFormatVersion") && !text.contains("Transform"));
    let may_be = |host: &TemplateContext| match host.kind {
        TemplateKind::Asl | TemplateKind::Serverless | TemplateKind::Rest => true,
        TemplateKind::CloudFormation => *is_part,
        TemplateKind::Sam | TemplateKind::Terraform | TemplateKind::Markdown | TemplateKind::Description => {
            false
        }
    };
    hosts.iter().all(may_be) && files::may_hold_state_machine(text.as_bytes(), language)
}

/// Groups the result of [`named`] by file, in the order in which it was found.
pub fn by_file(named: Vec<(PathBuf, TemplateContext)>) -> HashMap<PathBuf, Vec<TemplateContext>> {
    let mut found: HashMap<PathBuf, Vec<TemplateContext>> = HashMap::new();
    for (file, host) in named {
        found.entry(file).or_default().push(host);
    }
    found
}

/// A path for display: relative to the current folder if the file is below it.
pub fn display_path(path: &Path) -> PathBuf {
    let current = std::env::current_dir().ok();
    let below = current.and_then(|current| {
        let real = current.canonicalize().unwrap_or_default();
        path.strip_prefix(current).or_else(|_| path.strip_prefix(real)).ok().map(Path::to_owned)
    });
    below.unwrap_or_else(|| path.to_owned())
}
