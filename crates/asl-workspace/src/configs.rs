//! Configuration files: the nearest one upward counts, unless one is chosen for all.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_core::config::{Config, ConfigError, FILE_NAME};
use asl_core::text::{LineIndex, Span};
use asl_core::visible::visible;

use crate::files;
use crate::roots::ancestors;

/// Finds and reads configuration files, each once.
#[derive(Debug, Default)]
pub struct Configs {
    chosen: Option<PathBuf>,
    /// The file that counts for a folder.
    by_folder: HashMap<PathBuf, Option<PathBuf>>,
    read: HashMap<PathBuf, Found>,
}

type Found = Result<Arc<Config>, Arc<FaultyConfig>>;

/// A configuration file with mistakes, or one that cannot be read.
#[derive(Debug)]
pub struct FaultyConfig {
    pub path: PathBuf,
    /// What is in it, as far as it can be read.
    pub text: String,
    /// At least one.
    pub errors: Vec<ConfigError>,
}

impl Configs {
    /// The one file counts for all folders.
    pub fn chosen(path: PathBuf) -> Configs {
        Configs { chosen: Some(path), ..Configs::default() }
    }

    /// The configuration for the files of a folder.
    ///
    /// # Errors
    ///
    /// If the file that counts cannot be used.
    pub fn of_folder(&mut self, folder: &Path) -> Found {
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

fn read(path: &Path) -> Found {
    let faulty = |text, errors| Arc::new(FaultyConfig { path: path.to_owned(), text, errors });
    let unreadable =
        |why: String| faulty(String::new(), vec![ConfigError { span: Span::at(0), message: why }]);
    let bytes =
        files::read(path).map_err(|error| unreadable(format!("cannot be read: {}", error.root_cause())))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("the file is not UTF-8".to_owned()))?;
    Config::parse(&text).map(Arc::new).map_err(|errors| faulty(text, errors))
}

/// So many mistakes are shown together.
const MAX_SHOWN: usize = 20;

/// A line for each mistake, in which everything can be seen.
impl fmt::Display for FaultyConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = LineIndex::new(&self.text);
        for (count, error) in self.errors.iter().enumerate().take(MAX_SHOWN) {
            // The first line stands behind `error: `.
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
    fn a_folder_may_be_as_deep_as_it_likes() {
        let deep = PathBuf::from("/a".repeat(100_000));
        assert!(Configs::default().of_folder(&deep).is_ok());
        let mut chosen = Configs::chosen("/nowhere/asl-lint.toml".into());
        assert!(chosen.of_folder(&deep).is_err());
    }

    #[test]
    fn many_mistakes_are_counted() {
        let error = |message: &str| ConfigError { span: Span::at(0), message: message.to_owned() };
        let faulty =
            FaultyConfig { path: "a.toml".into(), text: String::new(), errors: vec![error("no"); 50] };
        let shown = faulty.to_string();
        assert_eq!(shown.matches("a.toml:1:1: no").count(), MAX_SHOWN);
        assert!(shown.ends_with("and 30 more"), "{shown}");
    }
}
