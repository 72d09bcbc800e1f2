//! Which files to read, and reading them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ignore::WalkBuilder;

/// Larger files are not read; a definition has at most 1 MB.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A file to check.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Input {
    pub path: PathBuf,
    /// Found in a folder by its ending `.json` alone: it counts only if it looks like a definition.
    pub must_look_like_definition: bool,
}

/// The files below the paths, ordered and each once, and what is wrong with the paths.
pub(crate) fn find(paths: &[PathBuf]) -> (Vec<Input>, Vec<anyhow::Error>) {
    let mut inputs = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut inputs, &mut errors);
        } else if let Some(language) = not_read_yet(path) {
            errors.push(anyhow::anyhow!("cannot read {}: {language} files are not read yet", path.display()));
        } else {
            inputs.push(Input { path: plain(path), must_look_like_definition: false });
        }
    }
    inputs.sort();
    // Of a file that is named and found as well, the one that is named counts: it sorts first.
    inputs.dedup_by(|a, b| a.path == b.path);
    (inputs, errors)
}

fn walk(folder: &Path, inputs: &mut Vec<Input>, errors: &mut Vec<anyhow::Error>) {
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                errors.push(error.into());
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        let is_definition = [".asl.json", ".asl.jsonc", ".asl"].iter().any(|ending| name.ends_with(ending));
        if entry.file_type().is_some_and(|kind| kind.is_file()) && (is_definition || name.ends_with(".json"))
        {
            inputs.push(Input { path: plain(entry.path()), must_look_like_definition: !is_definition });
        }
    }
}

/// "./a.json" is "a.json" for everybody who reads the output.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// Files in which state machines live, but which cannot be read.
fn not_read_yet(path: &Path) -> Option<&'static str> {
    match path.extension()?.to_str()? {
        "yaml" | "yml" => Some("YAML"),
        "tf" => Some("Terraform"),
        "md" => Some("Markdown"),
        _ => None,
    }
}

/// The content of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    read_text(file).with_context(|| format!("cannot read {}", path.display()))
}

/// What comes from standard input.
pub(crate) fn read_stdin() -> Result<Vec<u8>> {
    read_text(io::stdin().lock()).context("cannot read standard input")
}

fn read_text(reader: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("it is larger than {} MB", MAX_BYTES / 1024 / 1024);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        bail!("it is UTF-16; save it as UTF-8");
    }
    if bytes.contains(&0) {
        bail!("it is not a text file");
    }
    Ok(bytes)
}

/// Whether a file has the names of the two fields of every definition somewhere: a cheap look before it is parsed.
pub(crate) fn may_be_definition(bytes: &[u8]) -> bool {
    [b"\"StartAt\"".as_slice(), b"\"States\""].iter().all(|key| bytes.windows(key.len()).any(|w| w == *key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_named_and_found_is_read_once_as_named() {
        let named = Input { path: "a.json".into(), must_look_like_definition: false };
        let found = Input { path: "a.json".into(), must_look_like_definition: true };
        assert!(named < found);
    }

    #[test]
    fn what_a_text_file_is() {
        assert!(read_text(&b"{}"[..]).is_ok());
        assert_eq!(read_text(&b"\xff\xfe{\0"[..]).unwrap_err().to_string(), "it is UTF-16; save it as UTF-8");
        assert_eq!(read_text(&b"a\0b"[..]).unwrap_err().to_string(), "it is not a text file");
    }
}
