//! The files that a tool may use.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use asl_core::brief;
use asl_core::syntax::MAX_BYTES;
use asl_workspace::{Roots, files};

/// The folders of the client, outside of which no tool reads or writes.
pub(super) struct Workspace {
    /// Relative paths are in the first of these real folders that has them.
    folders: Vec<PathBuf>,
    pub roots: Roots,
}

impl Workspace {
    pub(super) fn new(folders: Vec<PathBuf>) -> Workspace {
        let roots = Roots::only(folders.iter().cloned());
        let folders = folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        Workspace { folders, roots }
    }

    /// Returns the real path of a file or folder.
    ///
    /// # Errors
    ///
    /// If it does not exist, is outside of the folders, or is a file that no definition can be in.
    pub(super) fn existing(&self, path: &str) -> Result<PathBuf> {
        let candidates = self.candidates(path)?;
        let Some(real) = candidates.iter().find_map(|path| path.canonicalize().ok()) else {
            bail!("{} does not exist in {}", brief::name(path), self.names());
        };
        // The file may have changed in the meantime.
        self.ensure_admitted(path, &real)?;
        let data = real.metadata()?;
        if !data.is_file() && !data.is_dir() {
            bail!("{} is not a regular file", brief::name(path));
        }
        if data.is_file() && data.len() > MAX_BYTES as u64 {
            bail!("{} is larger than {} MiB", brief::name(path), MAX_BYTES / 1024 / 1024);
        }
        Ok(real)
    }

    /// Returns the real path of a file.
    ///
    /// # Errors
    ///
    /// Those of [`Workspace::existing`], and if it is a folder.
    pub(super) fn file(&self, path: &str) -> Result<PathBuf> {
        let file = self.existing(path)?;
        if file.is_dir() {
            bail!("{} is a folder", brief::name(path));
        }
        Ok(file)
    }

    /// Writes a file that does not exist yet, in a folder that does.
    ///
    /// # Errors
    ///
    /// If it exists, is outside of the folders, or cannot be written.
    pub(super) fn create(&self, path: &str, text: &str) -> Result<PathBuf> {
        let file = self.candidates(path)?.remove(0);
        if file.symlink_metadata().is_ok() {
            bail!("{} already exists", brief::name(path));
        }
        self.write(&file, text)?;
        Ok(file)
    }

    /// Replaces the content of a file atomically.
    ///
    /// # Errors
    ///
    /// If it is outside of the folders, or cannot be written.
    pub(super) fn write(&self, file: &Path, text: &str) -> Result<()> {
        self.ensure_admitted(&file.to_string_lossy(), file)?;
        files::write(file, text)
    }

    /// A path for display: as a tool takes it, and short.
    pub(super) fn shown(&self, path: &Path) -> String {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let below = self.folders.first().and_then(|folder| absolute.strip_prefix(folder).ok());
        below.filter(|path| !path.as_os_str().is_empty()).unwrap_or(&absolute).to_string_lossy().into_owned()
    }

    /// The paths in the folders that a path may mean, at least one.
    fn candidates(&self, path: &str) -> Result<Vec<PathBuf>> {
        if path.trim().is_empty() {
            bail!("the path is empty");
        }
        let all: Vec<PathBuf> = self.folders.iter().map(|folder| folder.join(path)).collect();
        let admitted: Vec<PathBuf> = all.into_iter().filter(|path| self.roots.admit(path)).collect();
        if admitted.is_empty() { Err(self.outside(path)) } else { Ok(admitted) }
    }

    fn ensure_admitted(&self, path: &str, file: &Path) -> Result<()> {
        if self.roots.admit(file) { Ok(()) } else { Err(self.outside(path)) }
    }

    fn outside(&self, path: &str) -> anyhow::Error {
        anyhow::anyhow!("{} is outside of the folders of the client: {}", brief::name(path), self.names())
    }

    fn names(&self) -> String {
        let names: Vec<String> = self.folders.iter().map(|folder| folder.display().to_string()).collect();
        brief::chain(&names.iter().map(String::as_str).collect::<Vec<_>>(), ", ")
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use super::*;

    #[test]
    fn paths_are_relative_to_the_first_folder_that_has_them() {
        let top = env::temp_dir().join(format!("asl-lint-mcp-files-{}", process::id()));
        for folder in ["one/deep", "two"] {
            fs::create_dir_all(top.join(folder)).unwrap();
        }
        fs::write(top.join("two/a.json"), "").unwrap();
        fs::write(top.join("b.json"), "").unwrap();
        let workspace = Workspace::new(vec![top.join("one"), top.join("two"), top.join("none")]);
        let found = workspace.existing("a.json").unwrap();
        assert_eq!(found, top.canonicalize().unwrap().join("two/a.json"));
        assert_eq!(workspace.shown(&found), found.to_string_lossy());
        let why = |path: &str| workspace.file(path).unwrap_err().to_string();
        assert!(why("c.json").starts_with("c.json does not exist in "), "{}", why("c.json"));
        assert!(why("deep").ends_with("is a folder") && why(" ") == "the path is empty");
        for path in ["../b.json", "deep/../../b.json", "../none.json", "/etc/passwd", ".."] {
            assert!(why(path).starts_with(&format!("{path} is outside of the folders")), "{}", why(path));
        }
        let made = workspace.create("deep/c.json", "1").unwrap();
        assert_eq!(workspace.shown(&made), Path::new("deep").join("c.json").to_string_lossy());
        assert!(workspace.create("deep/c.json", "2").unwrap_err().to_string().ends_with("already exists"));
        assert!(workspace.create("../c.json", "2").is_err() && workspace.create("new/c.json", "2").is_err());
        assert_eq!(fs::read_to_string(made).unwrap(), "1");
        let big = fs::File::create(top.join("one/big.json")).unwrap();
        big.set_len(MAX_BYTES as u64).unwrap();
        assert!(workspace.file("big.json").is_ok());
        big.set_len(MAX_BYTES as u64 + 1).unwrap();
        assert_eq!(why("big.json"), "big.json is larger than 16 MiB");
        fs::remove_dir_all(&top).unwrap();
    }
}
