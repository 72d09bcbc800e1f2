//! Fixes of files: written, or shown as a diff.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use asl_core::Applicability;
use asl_core::fix::{Checked, fix_all};
use asl_core::visible::visible;
use asl_workspace::files;
use rayon::prelude::*;
use similar::TextDiff;

use crate::documents::Document;
use crate::links::Links;
use crate::run::{Job, changed};
use crate::settings::Settings;

/// The maximum number of times that all files are fixed. A fix in one file may lead to a finding in another.
const ROUNDS: usize = 5;

/// A file before and after its fixes.
#[derive(Debug)]
pub(crate) struct FixedFile {
    pub path: PathBuf,
    pub before: String,
    pub after: String,
    /// The number of fixes.
    pub count: usize,
}

/// Fixes the files of the command line and writes them, until nothing changes. Returns the number of fixes in each file
/// that has changed.
///
/// # Errors
///
/// If an option is invalid, or a file cannot be written.
pub(crate) fn apply(job: &Job<'_>, which: Applicability) -> Result<BTreeMap<PathBuf, usize>> {
    let mut counts = BTreeMap::new();
    for _ in 0..ROUNDS {
        let fixed = find(job, which)?;
        if fixed.is_empty() {
            break;
        }
        for file in fixed {
            files::write(&file.path, &file.after)?;
            *counts.entry(file.path).or_default() += file.count;
        }
    }
    Ok(counts)
}

/// Returns the files that fixes change, in the order of their paths.
pub(crate) fn find(job: &Job<'_>, which: Applicability) -> Result<Vec<FixedFile>> {
    let reader = job.reader();
    let mut documents = job.read(&reader)?.documents;
    let links = Links::new(&mut documents, &reader);
    let fix = |document| fix(document, &documents, &links, job.settings, which);
    let mut fixed: Vec<FixedFile> = documents.par_iter().filter_map(fix).collect();
    fixed.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(fixed)
}

/// Fixes a document; `None` if nothing changes.
fn fix(
    document: &Document,
    documents: &[Document],
    links: &Links<'_>,
    settings: &Settings,
    which: Applicability,
) -> Option<FixedFile> {
    if !document.is_utf8() {
        return None;
    }
    let fixed = fix_all(&document.text, which, |text| {
        let next = changed(document, text.to_owned(), documents, links, settings);
        next.map_or_else(Checked::default, |(next, findings)| Checked::new(&next.analyses, findings))
    });
    (fixed.text != document.text).then(|| FixedFile {
        path: document.path.clone(),
        before: document.text.clone(),
        after: fixed.text,
        count: fixed.count,
    })
}

/// Prints the change of a file as a unified diff. Only terminals get hidden characters escaped, so that other programs can
/// apply the diff.
pub(crate) fn print_diff(path: &Path, before: &str, after: &str, out: &mut dyn Write) -> io::Result<()> {
    let path = visible(&path.to_string_lossy()).into_owned();
    let diff = TextDiff::from_lines(before, after);
    let diff = diff.unified_diff().header(&path, &path).to_string();
    match io::stdout().is_terminal() {
        true => diff.lines().try_for_each(|line| writeln!(out, "{}", visible(line))),
        false => out.write_all(diff.as_bytes()),
    }
}
