//! Baselines: the findings that are known, so that only new ones are reported.
//!
//! A baseline lists findings by what their fingerprints are made of, with the number of equal ones, and is read by people
//! and in reviews. It hides the findings of an entry only if there are no more of them than it says: nobody can tell which
//! of several equal findings is the new one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use asl_core::Severity;
use asl_findings::Finding;
use serde::{Deserialize, Serialize};

use crate::render::escaped;
use crate::report::Report;
use crate::repository::{absolute, relative_to};

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Baseline {
    version: u32,
    /// By the path of the file from the folder of the baseline.
    files: BTreeMap<String, Vec<Entry>>,
    /// The folder of the baseline.
    #[serde(skip)]
    folder: PathBuf,
}

/// Equal findings in a file.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    #[serde(with = "asl_findings::severity")]
    severity: Severity,
    #[serde(flatten)]
    key: Key,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Key {
    rule: String,
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    definition: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pointer: String,
}

fn one() -> usize {
    1
}

fn is_one(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is not a baseline of this version.
    pub(crate) fn read(path: &Path) -> Result<Baseline> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let baseline: Baseline = serde_json::from_str(&text).with_context(|| {
            format!("{} is not a baseline; `--write-baseline` writes one", path.display())
        })?;
        if baseline.version != VERSION {
            bail!("{} has version {}, but only {VERSION} is known", path.display(), baseline.version);
        }
        Ok(Baseline { folder: folder(path), ..baseline })
    }

    /// The baseline in a file that hides all findings of a report.
    pub(crate) fn of(path: &Path, report: &Report) -> Baseline {
        let folder = folder(path);
        let mut files: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for file in &report.files {
            let entries = files.entry(relative_to(&folder, Path::new(&file.path))).or_default();
            let mut counts = counts(&file.findings);
            let entry = |finding: &Finding| {
                let (key, count) = counts.remove_entry(&key(finding))?;
                Some(Entry { severity: finding.severity, key, count })
            };
            entries.extend(file.findings.iter().filter_map(entry));
            entries.sort_by(|a, b| a.key.cmp(&b.key));
        }
        Baseline { version: VERSION, files, folder }
    }

    /// The content of the file, sorted, so that it only changes where findings do.
    pub(crate) fn text(&self) -> Result<String> {
        Ok(escaped(&(serde_json::to_string_pretty(self)? + "\n")).into_owned())
    }

    /// The number of findings.
    pub(crate) fn len(&self) -> usize {
        self.files.values().flatten().map(|entry| entry.count).sum()
    }

    /// Removes the known findings from a report. Returns their number.
    pub(crate) fn hide(&self, report: &mut Report) -> usize {
        let before = report.findings().count();
        for file in &mut report.files {
            let path = relative_to(&self.folder, Path::new(&file.path));
            let entries = self.files.get(&path).map_or(&[][..], Vec::as_slice);
            let counts = counts(&file.findings);
            let is_known = |entry: &&Entry| counts.get(&entry.key).is_some_and(|count| *count <= entry.count);
            let known: HashSet<&Key> = entries.iter().filter(is_known).map(|entry| &entry.key).collect();
            file.findings.retain(|finding| !known.contains(&key(finding)));
        }
        report.files.retain(|file| !file.findings.is_empty());
        before - report.findings().count()
    }

    /// Removes what does not occur anymore according to a report with all findings. Returns the number of findings.
    ///
    /// Entries that the run says nothing about are kept: those of files that exist and were not checked, of rules that did
    /// not run, and of advice that was not shown.
    pub(crate) fn prune(&mut self, report: &Report, runs: impl Fn(&str, Severity) -> bool) -> usize {
        let before = self.len();
        let checked: HashMap<String, &str> = report
            .checked_files
            .iter()
            .map(|path| (relative_to(&self.folder, Path::new(path)), path.as_str()))
            .collect();
        let found: HashMap<&str, HashMap<Key, usize>> =
            report.files.iter().map(|file| (file.path.as_str(), counts(&file.findings))).collect();
        let folder = self.folder.clone();
        for (path, entries) in &mut self.files {
            let is_gone = || !folder.join(path).exists();
            let Some(path) = checked.get(path).copied().or_else(|| is_gone().then_some("")) else { continue };
            for entry in entries.iter_mut() {
                let count = found.get(path).and_then(|counts| counts.get(&entry.key)).copied().unwrap_or(0);
                if runs(&entry.key.rule, entry.severity) {
                    entry.count = entry.count.min(count);
                }
            }
            entries.retain(|entry| entry.count > 0);
        }
        self.files.retain(|_, entries| !entries.is_empty());
        before - self.len()
    }
}

/// The folder of a file, absolute.
fn folder(path: &Path) -> PathBuf {
    let path = absolute(path);
    path.parent().unwrap_or(&path).to_owned()
}

fn counts(findings: &[Finding]) -> HashMap<Key, usize> {
    let mut counts = HashMap::new();
    findings.iter().for_each(|finding| *counts.entry(key(finding)).or_default() += 1);
    counts
}

fn key(finding: &Finding) -> Key {
    Key {
        definition: finding.definition.clone(),
        pointer: finding.stable_pointer.clone(),
        rule: finding.rule.clone(),
        message: finding.message.clone(),
    }
}
