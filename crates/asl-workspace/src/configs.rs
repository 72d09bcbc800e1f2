//! Configuration files: the nearest one upward counts, unless one is chosen for all.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_core::config::{Config, ConfigError, FILE_NAME};
use asl_core::text::{LineIndex, Span};
use asl_core::visible::visible;

use crate::files;

/// Finds and reads configuration files, each once.
#[derive(Debug, Default)]
pub struct Configs {
    chosen: Option<PathBuf>,
    by_folder: HashMap<PathBuf, Result<Arc<Config>, Arc<FaultyConfig>>>,
}

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
        Configs { chosen: Some(path), by_folder: HashMap::new() }
    }

    /// The configuration for the files of a folder.
    ///
    /// # Errors
    ///
    /// If the file that counts cannot be used.
    pub fn of_folder(&mut self, folder: &Path) -> Result<Arc<Config>, Arc<FaultyConfig>> {
        if let Some(config) = self.by_folder.get(folder) {
            return config.clone();
        }
        let path = self.chosen.clone().unwrap_or_else(|| folder.join(FILE_NAME));
        let config = if self.chosen.is_some() || path.is_file() {
            read(path).map(Arc::new).map_err(Arc::new)
        } else {
            match folder.parent() {
                Some(parent) => self.of_folder(parent),
                None => Ok(Arc::default()),
            }
        };
        self.by_folder.insert(folder.to_owned(), config.clone());
        config
    }
}

fn read(path: PathBuf) -> Result<Config, FaultyConfig> {
    let unreadable = |why: String| FaultyConfig {
        path: path.clone(),
        text: String::new(),
        errors: vec![ConfigError { span: Span::at(0), message: why }],
    };
    let bytes =
        files::read(&path).map_err(|error| unreadable(format!("cannot be read: {}", error.root_cause())))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("the file is not UTF-8".to_owned()))?;
    Config::parse(&text).map_err(|errors| FaultyConfig { path, text, errors })
}

/// A line for each mistake, in which everything can be seen.
impl fmt::Display for FaultyConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = LineIndex::new(&self.text);
        for (count, error) in self.errors.iter().enumerate() {
            // The first line stands behind `error: `.
            let indent = if count == 0 { "" } else { "\n       " };
            let at = index.position(&self.text, error.span.start);
            let path = self.path.to_string_lossy();
            let (path, message) = (visible(&path), visible(&error.message));
            write!(f, "{indent}{path}:{}:{}: {message}", at.line, at.column)?;
        }
        Ok(())
    }
}

impl std::error::Error for FaultyConfig {}
