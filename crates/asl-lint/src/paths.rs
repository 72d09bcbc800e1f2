//! The files and folders that the command line names, directly or in a list.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::args::Check;

/// The path that stands for standard input.
pub(crate) const STDIN: &str = "-";

impl Check {
    /// The files and folders to check, without standard input. The default is the current folder.
    ///
    /// # Errors
    ///
    /// If the list of files cannot be read.
    pub(crate) fn files(&self) -> Result<Vec<PathBuf>> {
        let mut files: Vec<PathBuf> =
            self.paths.iter().filter(|path| path.as_os_str() != STDIN).cloned().collect();
        match &self.search.files_from {
            Some(list) if list.as_os_str() == STDIN && self.reads_stdin() => {
                bail!("standard input cannot be both the list of files and a definition");
            }
            Some(list) => files.extend(listed(list)?),
            None if files.is_empty() && !self.reads_stdin() => files.push(PathBuf::from(".")),
            None => {}
        }
        Ok(files)
    }

    /// Whether standard input is checked. A name for it is enough if no path is given.
    pub(crate) fn reads_stdin(&self) -> bool {
        let is_named =
            self.search.stdin_filename.is_some() && self.paths.is_empty() && self.search.files_from.is_none();
        is_named || self.paths.iter().any(|path| path.as_os_str() == STDIN)
    }

    /// The path to assume for standard input.
    pub(crate) fn stdin_path(&self) -> &Path {
        self.search.stdin_filename.as_deref().unwrap_or(Path::new("stdin.asl.json"))
    }
}

/// Reads a list of files.
fn listed(list: &Path) -> Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    let read = match list.as_os_str() == STDIN {
        true => io::stdin().lock().read_to_end(&mut bytes),
        false => File::open(list).and_then(|mut file| file.read_to_end(&mut bytes)),
    };
    read.with_context(|| format!("cannot read the list of files {}", list.display()))?;
    Ok(split(&bytes).filter(|path| !path.is_empty()).map(path).collect())
}

/// The entries of a list, which NUL characters separate, or else line ends.
fn split(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    let separator = if list.contains(&0) { 0 } else { b'\n' };
    let entries = list.split(move |byte| *byte == separator);
    entries.map(move |entry| if separator == 0 { entry } else { entry.strip_suffix(b"\r").unwrap_or(entry) })
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    let path: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(bytes);
    path.into()
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_lines_or_nul_characters() {
        let entries = |list: &[u8]| -> Vec<String> {
            split(list).map(|entry| String::from_utf8(entry.to_vec()).expect("it is UTF-8")).collect()
        };
        assert_eq!(entries(b"a b.json\r\nc.json\n"), ["a b.json", "c.json", ""]);
        assert_eq!(entries(b"a\nb.json\0c.json\0"), ["a\nb.json", "c.json", ""]);
        assert_eq!(entries(b""), [""]);
    }
}
