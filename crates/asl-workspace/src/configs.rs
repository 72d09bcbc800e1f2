//! Configuration files: the nearest one upward applies, unless one has been chosen for all folders.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_core::config::{Config, ConfigError, FILE_NAME};
use asl_core::text::{LineIndex, Span};
use asl_core::visible::visible;

use crate::files;
use crate::roots::ancestors;

/// Finds and caches configuration files.
#[derive(Debug, Default)]
pub struct Configs {
    chosen: Option<PathBuf>,
    /// The file that applies to each folder.
    by_folder: HashMap<PathBuf, Option<PathBuf>>,
    read: HashMap<PathBuf, ConfigResult>,
}

type ConfigResult = Result<Arc<Config>, Arc<FaultyConfig>>;

/// The errors of a configuration file. It displays as a line for each of the first 20, with hidden characters escaped.
#[derive(Debug)]
pub struct FaultyConfig {
    /// The path of the file.
    pub path: PathBuf,
    /// The content of the file; empty if it cannot be read.
    pub text: String,
    /// At least one error.
    pub errors: Vec<ConfigError>,
}

impl Configs {
    /// Uses the same file for all folders.
    pub fn chosen(path: PathBuf) -> Configs {
        Configs { chosen: Some(path), ..Configs::default() }
    }

    /// Returns the configuration for the files in a folder; the default one if no file applies.
    ///
    /// # Errors
    ///
    /// If the file that applies cannot be read or is invalid.
    pub fn of_folder(&mut self, folder: &Path) -> Result<Arc<Config>, Arc<FaultyConfig>> {
        match self.chosen.clone().or_else(|| self.file_for(folder)) {
            Some(file) => self.read.entry(file).or_insert_with_key(|file| read(file)).clone(),
            None => Ok(Arc::default()),
        }
    }

    /// The nearest configuration file upward.
    fn file_for(&mut self, folder: &Path) -> Option<PathBuf> {
        let known_or_here = |around: &Path| {
            let here = || Some(around.join(FILE_NAME)).filter(|file| file.is_file()).map(Some);
            self.by_folder.get(around).cloned().or_else(here)
        };
        let file = ancestors(folder).find_map(known_or_here).flatten();
        self.by_folder.insert(folder.to_owned(), file.clone());
        file
    }
}

fn read(path: &Path) -> ConfigResult {
    let faulty = |text, errors| Arc::new(FaultyConfig { path: path.to_owned(), text, errors });
    let unreadable =
        |why: String| faulty(String::new(), vec![ConfigError { span: Span::at(0), message: why }]);
    let bytes =
        files::read(path).map_err(|error| unreadable(format!("cannot be read: {}", error.root_cause())))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("the file is not UTF-8".to_owned()))?;
    Config::parse(&text).map(Arc::new).map_err(|errors| faulty(text, errors))
}

/// The maximum number of errors to display.
const MAX_SHOWN: usize = 20;

impl fmt::Display for FaultyConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = LineIndex::new(&self.text);
        for (count, error) in self.errors.iter().enumerate().take(MAX_SHOWN) {
            // The first line follows `error: `.
            let indent = if count == 0 { "" } else { "\n       " };
            let at = index.position(&self.text, error.span.start);
            let path = self.path.to_string_lossy();
            let (path, message) = (visible(&path), visible(&error.message));
            write!(f, "{indent}{path}:{}:{}: {message}", at.line, at.column)?;
        }
        match self.errors.len().saturating_sub(MAX_SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n       and {more} more"),
        }
    }
}

impl std::error::Error for FaultyConfig {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_any_depth() {
        let deep = PathBuf::from("/a".repeat(100_000));
        assert!(Configs::default().of_folder(&deep).is_ok());
        let mut chosen = Configs::chosen("/nowhere/asl-lint.toml".into());
        assert!(chosen.of_folder(&deep).is_err());
    }

    #[test]
    fn many_errors_are_counted() {
        let error = |message: &str| ConfigError { span: Span::at(0), message: message.to_owned() };
        let faulty =
            FaultyConfig { path: "a.toml".into(), text: String::new(), errors: vec![error("no"); 50] };
        let shown = faulty.to_string();
        assert_eq!(shown.matches("a.toml:1:1: no").count(), MAX_SHOWN);
        assert!(shown.ends_with("and 30 more"), "{shown}");
    }
}
