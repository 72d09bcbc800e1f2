//! Documents for tests: the fixtures, and random texts.

use std::fs;
use std::path::{Path, PathBuf};

use crate::text::Span;
use crate::{Diagnostic, edit};

/// The paths and the texts of all fixtures, including those with syntax errors and the templates.
pub fn fixtures() -> Vec<(String, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    assert!(files.len() > 20, "the fixtures are missing");
    let text = |path: PathBuf| Some((path.display().to_string(), fs::read_to_string(path).ok()?));
    files.into_iter().filter_map(text).collect()
}

/// The fixtures that are definitions in JSON or JSONC.
pub fn definitions() -> Vec<(String, String)> {
    let is_one = |path: &str| path.ends_with(".asl.json") || path.ends_with(".asl.jsonc");
    fixtures().into_iter().filter(|(path, _)| is_one(path)).collect()
}

/// A pseudo-random number generator (xorshift) with a given seed, which must not be 0. The default seed is the same in
/// every run.
pub struct Random(pub u64);

impl Default for Random {
    fn default() -> Random {
        Random(0x2545_F491_4F6C_DD1D)
    }
}

impl Random {
    /// Returns a number below the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    pub(crate) fn one_of<'p>(&mut self, pieces: &[&'p str]) -> &'p str {
        pieces[self.below(pieces.len())]
    }

    /// Returns a concatenation of fewer pieces than the limit.
    pub fn text(&mut self, pieces: &[&str], limit: usize) -> String {
        (0..self.below(limit)).map(|_| self.one_of(pieces)).collect()
    }

    /// Returns the text with a character replaced by a piece or removed, or with a piece inserted.
    pub fn changed(&mut self, text: &str, pieces: &[&str]) -> String {
        let start = text.floor_char_boundary(self.below(text.len()));
        let next = text.ceil_char_boundary(start + 1);
        let (piece, end) = match self.below(3) {
            0 => (self.one_of(pieces), next),
            1 => ("", next),
            _ => (self.one_of(pieces), start),
        };
        format!("{}{piece}{}", &text[..start], &text[end..])
    }
}

/// Returns about `count` prefixes of a text.
pub fn beginnings(text: &str, count: usize) -> impl Iterator<Item = &str> {
    let step = (text.len() / count).max(1);
    (0..text.len()).step_by(step).filter(|&end| text.is_char_boundary(end)).map(|end| &text[..end])
}

/// Asserts that all spans of the findings are in the text and that all fixes can be applied.
pub fn assert_can_be_shown(findings: &[Diagnostic], text: &str) {
    let shows = |span: Span| text.get(span.range()).is_some();
    for finding in findings {
        let rule = finding.rule.name;
        assert!(shows(finding.span), "{rule}: {:?} of {text}", finding.span);
        assert!(finding.related.iter().all(|related| shows(related.span)), "{rule}");
        if let Some(fix) = &finding.fix {
            assert!(fix.edits.iter().all(|edit| shows(edit.span)), "{rule}");
            edit::apply(text, &fix.edits);
        }
    }
}
