//! The lines that have changed since a git revision, so that only findings there are reported.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use asl_findings::Range;

use crate::report::Report;
use crate::repository::root;

/// The changed lines of the repository that the command runs in.
#[derive(Debug)]
pub(crate) struct Changes {
    /// The files that git knows, by their path in the repository. All lines of other files are new.
    tracked: BTreeSet<String>,
    /// The changed lines of each file, counted from 1.
    lines: HashMap<String, Vec<RangeInclusive<usize>>>,
}

impl Changes {
    /// Returns the lines that differ from a revision. If the revision is on another branch, it is the commit where the
    /// branches part.
    ///
    /// # Errors
    ///
    /// If the current folder is not in a repository, git is not installed, or the revision does not exist.
    pub(crate) fn since(revision: &str) -> Result<Changes> {
        let folder = root();
        if !folder.join(".git").exists() {
            bail!("--diff-base needs a git repository, and the current folder is in none");
        }
        let commit = commit(folder, revision)?;
        let base = git(folder, &["merge-base", &commit, "HEAD"]).unwrap_or(commit);
        let mut diff = vec!["-c", "core.quotePath=false", "diff"];
        diff.extend(["--unified=0", "--no-ext-diff", "--no-textconv", "--no-color", "--no-prefix"]);
        diff.extend(["--no-relative", "--find-renames", base.trim(), "--"]);
        let tracked = git(folder, &["ls-files", "-z", "--full-name"])?;
        Ok(Changes {
            tracked: tracked.split_terminator('\0').map(str::to_owned).collect(),
            lines: changed_lines(&git(folder, &diff)?),
        })
    }

    /// Removes the findings in unchanged lines from a report. Returns their number.
    pub(crate) fn keep(&self, report: &mut Report) -> usize {
        let before = report.findings().count();
        for file in &mut report.files {
            if !self.tracked.contains(&file.repository_path) {
                continue;
            }
            let lines = self.lines.get(&file.repository_path);
            let has_changed = |range: Range| {
                let overlaps = |lines: &RangeInclusive<usize>| {
                    range.start.line <= *lines.end() && *lines.start() <= range.end.line
                };
                lines.is_some_and(|lines| lines.iter().any(overlaps))
            };
            file.findings.retain(|finding| {
                has_changed(finding.range) || finding.related.iter().any(|related| has_changed(related.range))
            });
        }
        report.files.retain(|file| !file.findings.is_empty());
        before - report.findings().count()
    }
}

/// The commit that a revision names.
fn commit(folder: &Path, revision: &str) -> Result<String> {
    // It would be taken for an option.
    let is_revision = !revision.is_empty() && !revision.starts_with('-');
    let name = format!("{revision}^{{commit}}");
    let commit = is_revision.then(|| git(folder, &["rev-parse", "--verify", "--quiet", &name]));
    match commit {
        Some(Ok(commit)) => Ok(commit.trim().to_owned()),
        Some(Err(error)) if error.downcast_ref::<std::io::Error>().is_some() => Err(error),
        _ => bail!("git does not know the revision `{revision}`; a shallow clone has to fetch it first"),
    }
}

/// Runs git, and returns its output.
fn git(folder: &Path, args: &[&str]) -> Result<String> {
    let mut command = Command::new("git");
    // The repository may configure a program to run.
    command.args(["-c", "core.fsmonitor=false"]).args(args).current_dir(folder);
    let output = command.output().context("cannot run git")?;
    if !output.status.success() {
        let words: Vec<&OsStr> = command.get_args().collect();
        let error = String::from_utf8_lossy(&output.stderr);
        bail!("git {} failed: {}", words.join(OsStr::new(" ")).display(), error.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Reads a diff without context and without prefixes of paths.
fn changed_lines(diff: &str) -> HashMap<String, Vec<RangeInclusive<usize>>> {
    let mut changed: HashMap<String, Vec<RangeInclusive<usize>>> = HashMap::new();
    let mut path = String::new();
    let mut lines = diff.split('\n');
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("+++ ") {
            path = unquoted(name.trim_end_matches(['\t', '\r']));
        } else if let Some((removed, added)) = hunk(line) {
            // Where lines were only removed, those around the place have changed.
            let (start, count) = added;
            let range = if count == 0 { start.max(1)..=start + 1 } else { start..=start + count - 1 };
            changed.entry(path.clone()).or_default().push(range);
            // The lines themselves may look like those of a diff.
            for _ in 0..removed.1 + count {
                lines.next();
            }
        }
    }
    changed
}

/// The first line and the number of lines of `@@ -1,2 +3,4 @@`, before and after.
fn hunk(line: &str) -> Option<((usize, usize), (usize, usize))> {
    let mut words = line.strip_prefix("@@ ")?.split(' ');
    let mut range = |sign: char| {
        let range = words.next()?.strip_prefix(sign)?;
        let (start, count) = range.split_once(',').unwrap_or((range, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    Some((range('-')?, range('+')?))
}

/// A path that git quotes like a string in C if it contains special characters.
fn unquoted(path: &str) -> String {
    let Some(quoted) = path.strip_prefix('"').and_then(|path| path.strip_suffix('"')) else {
        return path.to_owned();
    };
    let mut out = Vec::new();
    let mut bytes = quoted.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let escape = bytes.next().unwrap_or(b'\\');
        out.push(match escape {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            b'0'..=b'7' => {
                let mut value = u32::from(escape - b'0');
                for _ in 0..2 {
                    let digit = bytes.next_if(|byte| (b'0'..=b'7').contains(byte));
                    value = digit.map_or(value, |digit| value * 8 + u32::from(digit - b'0'));
                }
                value as u8
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_are_read_as_lines_after_the_change() {
        let diff = "\
diff --git a.json a.json
index 1..2 100644
--- a.json
+++ a.json
@@ -1 +1,2 @@ x
-old
+new
+++ b.json
@@ -10,2 +12,0 @@
-a
--- c.json
@@ -0,0 +1,3 @@
+@@ -1 +1 @@
+b
+c
diff --git \"w\\303\\266 \\\"x\\\".json\" y
--- /dev/null
+++ \"w\\303\\266 \\\"x\\\".json\"
@@ -0,0 +1 @@
+x
\\ No newline at end of file
";
        let changed = changed_lines(diff);
        assert_eq!(changed["a.json"], [1..=2, 12..=13, 1..=3]);
        assert_eq!(changed["wö \"x\".json"], [1..=1]);
        assert_eq!(changed.len(), 2);
    }

    #[test]
    fn removed_first_lines_change_the_new_first_line() {
        assert_eq!(changed_lines("+++ a\n@@ -1,2 +0,0 @@\n-a\n-b\n")["a"], [1..=1]);
    }
}
