//! Searches of folders for files to check.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Error, Result, anyhow};
use asl_core::host::Holds;
use ignore::gitignore::Gitignore;
use ignore::{DirEntry, WalkBuilder};

use crate::configs::{Configs, Loaded};
use crate::files::holds;
use crate::patterns::{Exclusion, compile, excluded_by};
use crate::reading::{read_found, read_named};

/// A file to check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// The path as given, or below a given folder.
    pub path: PathBuf,
    /// Whether the file was found in a folder. Named files sort before found ones.
    pub is_found: bool,
}

impl Input {
    /// A file that the user names.
    pub fn named(path: &Path) -> Input {
        Input { path: plain(path), is_found: false }
    }

    /// Reads the file.
    ///
    /// # Errors
    ///
    /// If it cannot be read, with a [`NotText`](crate::files::NotText) if it cannot contain a definition.
    pub fn read(&self) -> Result<Vec<u8>> {
        if self.is_found { read_found(&self.path) } else { read_named(&self.path) }
    }

    /// Whether the file was found and its name says nothing, so that it is ignored unless it contains a state machine.
    pub fn must_hold_state_machine(&self) -> bool {
        self.is_found && holds(&self.path) != Holds::Definition
    }
}

/// Which files are searched.
#[derive(Debug, Clone)]
pub struct Search {
    /// The configuration files, which include and exclude files.
    pub configs: Configs,
    /// Further patterns of files and folders to skip.
    exclude: Gitignore,
    /// Whether the files are skipped that `.gitignore` and the configuration exclude.
    skips_ignored: bool,
    /// Whether excluded files are skipped even if they are named.
    excludes_named: bool,
}

/// What a search has found.
#[derive(Debug, Default)]
pub struct Found {
    /// The files, sorted and without duplicates.
    pub inputs: Vec<Input>,
    /// An error for each folder that cannot be searched.
    pub errors: Vec<Error>,
    /// The files and folders that patterns exclude.
    pub excluded: Vec<(PathBuf, Exclusion)>,
}

impl Default for Search {
    fn default() -> Search {
        Search::new(Configs::default())
    }
}

impl Search {
    /// Creates a search that skips what `.gitignore` and the configuration exclude.
    pub fn new(configs: Configs) -> Search {
        Search { configs, exclude: Gitignore::empty(), skips_ignored: true, excludes_named: false }
    }

    /// Skips the files and folders that match patterns, which are relative to a folder.
    ///
    /// # Errors
    ///
    /// If a pattern is invalid.
    pub fn exclude(mut self, patterns: &[String], folder: &Path) -> Result<Search> {
        self.exclude = compile(patterns, folder)?;
        Ok(self)
    }

    /// Also searches files that `.gitignore` and the configuration exclude.
    #[must_use]
    pub fn with_ignored(mut self, is_wanted: bool) -> Search {
        self.skips_ignored = !is_wanted;
        self
    }

    /// Also skips excluded files that are named.
    #[must_use]
    pub fn excluding_named(mut self, is_wanted: bool) -> Search {
        self.excludes_named = is_wanted;
        self
    }

    /// Finds files to check: the paths that are files, and the files in the paths that are folders, without those that are
    /// excluded.
    pub fn find(&self, paths: &[PathBuf]) -> Found {
        let mut found = Found::default();
        for path in paths {
            if path.is_dir() {
                self.walk(path, &mut found);
            } else if !(self.excludes_named && self.is_excluded(path)) {
                found.inputs.push(Input::named(path));
            }
        }
        found.inputs.sort();
        // Of a file that is both named and found, the named one stays: it sorts first.
        found.inputs.dedup_by(|a, b| a.path == b.path);
        found
    }

    /// The files and folders that ignore files exclude, which [`Search::find`] does not see.
    pub fn ignored(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let mut ignored = Vec::new();
        for folder in paths.iter().filter(|path| path.is_dir() && blocks_above(path).is_none()) {
            let seen = Arc::new(Mutex::new(HashSet::new()));
            for entry in self.walker(folder, &Arc::default()).build().flatten() {
                lock(&seen).insert(entry.into_path());
            }
            let mut walker = WalkBuilder::new(folder);
            let kept = Arc::clone(&seen);
            walker.standard_filters(false).filter_entry(move |entry| {
                let folder = entry.path().parent();
                entry.depth() == 0 || folder.is_some_and(|folder| lock(&kept).contains(folder))
            });
            let entries = walker.build().flatten().map(DirEntry::into_path);
            let entries = entries.filter(|path| !lock(&seen).contains(path));
            ignored.extend(entries.map(|path| plain(&path)));
        }
        ignored
    }

    fn walk(&self, folder: &Path, found: &mut Found) {
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        if let Some(error) = blocks_above(folder) {
            found.errors.push(error);
            return;
        }
        let skipped = Arc::new(Mutex::new(Found::default()));
        // Sorting the names in each folder takes less time than sorting all paths.
        for entry in self.walker(folder, &skipped).sort_by_file_name(Ord::cmp).build() {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    self.add(entry.path(), &below(folder, &absolute, entry.path()), found);
                }
                Ok(_) => {}
                Err(error) => found.errors.push(error.into()),
            }
        }
        let mut skipped = lock(&skipped);
        found.errors.append(&mut skipped.errors);
        found.excluded.append(&mut skipped.excluded);
    }

    /// Adds a file to what has been found. Its absolute path is given, too.
    fn add(&self, path: &Path, absolute: &Path, found: &mut Found) {
        let config = self.config_beside(absolute);
        if let Some(why) = self.excludes(config.as_deref(), absolute, false) {
            found.excluded.push((plain(path), why));
            return;
        }
        let is_wanted = match config.and_then(|config| config.includes(absolute)) {
            Some(is_included) => is_included,
            None => holds(path) != Holds::Other,
        };
        if is_wanted {
            found.inputs.push(Input { path: plain(path), is_found: true });
        }
    }

    /// Walks through a folder. `skipped` receives the folders that are not searched.
    fn walker(&self, folder: &Path, skipped: &Arc<Mutex<Found>>) -> WalkBuilder {
        let (search, skipped) = (self.clone(), Arc::clone(skipped));
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let root = folder.to_owned();
        let mut walker = WalkBuilder::new(folder);
        let skips = self.skips_ignored;
        walker.require_git(false).parents(skips).ignore(skips).git_ignore(skips);
        walker.git_global(skips).git_exclude(skips).filter_entry(move |entry| {
            if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
                return true;
            }
            let path = below(&root, &absolute, entry.path());
            if entry.depth() > 0
                && let Some(why) = search.excludes(search.config_beside(&path).as_deref(), &path, true)
            {
                lock(&skipped).excluded.push((plain(entry.path()), why));
                return false;
            }
            blocks(entry.path()).map(|error| lock(&skipped).errors.push(error)).is_none()
        });
        walker
    }

    /// The configuration file that applies to a file or folder, by its absolute path.
    fn config_beside(&self, path: &Path) -> Option<Arc<Loaded>> {
        self.configs.for_folder(path.parent()?).ok()
    }

    /// The pattern that excludes a file or folder by itself, by its absolute path.
    fn excludes(&self, config: Option<&Loaded>, path: &Path, is_folder: bool) -> Option<Exclusion> {
        let of_command_line = excluded_by(&self.exclude, path, is_folder);
        of_command_line.or_else(|| config.filter(|_| self.skips_ignored)?.excludes(path, is_folder))
    }

    /// Whether a pattern excludes a file or a folder above it.
    fn is_excluded(&self, path: &Path) -> bool {
        let Ok(absolute) = std::path::absolute(path) else { return false };
        let mut above = absolute.ancestors();
        let itself = above.next().is_some_and(|file| excluded_by(&self.exclude, file, false).is_some());
        itself
            || above.any(|folder| excluded_by(&self.exclude, folder, true).is_some())
            || self.skips_ignored && self.configs.exclude(&absolute)
    }
}

/// Walks through a folder, without the files that `.gitignore` and the default patterns exclude; `None` if the folder cannot
/// be walked.
pub(crate) fn walker(folder: &Path) -> Option<WalkBuilder> {
    let search = Search::new(Configs::none());
    blocks_above(folder).is_none().then(|| search.walker(folder, &Arc::default()))
}

/// Returns why a folder cannot be walked: an ignore file in it or in a folder above it is not a regular file.
fn blocks_above(folder: &Path) -> Option<Error> {
    std::path::absolute(folder).ok()?.ancestors().find_map(blocks)
}

/// Returns why a folder cannot be walked: one of its ignore files, which are opened on the way, is not a regular file.
fn blocks(folder: &Path) -> Option<Error> {
    let names = [".ignore", ".gitignore", ".git/info/exclude"].map(|name| folder.join(name));
    let blocks = |file: &PathBuf| file.metadata().is_ok_and(|data| !data.is_file() && !data.is_dir());
    let file = names.into_iter().find(blocks)?;
    Some(anyhow!("cannot read {}: it is not a regular file", file.display()))
}

/// The absolute path of an entry of a folder with an absolute path. The current folder is not looked up for each.
fn below(folder: &Path, absolute: &Path, entry: &Path) -> PathBuf {
    entry.strip_prefix(folder).map_or_else(|_| entry.to_owned(), |rest| absolute.join(rest))
}

/// Removes `./` from the start of a path, as it does not belong in the output.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_files_sort_before_found_ones() {
        let named = Input { path: "a.json".into(), is_found: false };
        let found = Input { path: "a.json".into(), is_found: true };
        assert!(named < found && found.must_hold_state_machine() && !named.must_hold_state_machine());
    }
}
