//! Configuration files: the nearest one upward counts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use asl_core::config::{Config, FILE_NAME};
use asl_core::text::LineIndex;

use crate::files;

/// Finds and reads configuration files, each once.
#[derive(Debug, Default)]
pub struct Configs {
    by_folder: HashMap<PathBuf, Arc<Config>>,
}

impl Configs {
    /// The configuration for the files of a folder: the nearest file upward. A mistake in it is an error that names
    /// its place.
    pub fn of_folder(&mut self, folder: &Path) -> Result<Arc<Config>> {
        if let Some(config) = self.by_folder.get(folder) {
            return Ok(Arc::clone(config));
        }
        let path = folder.join(FILE_NAME);
        let config = if path.is_file() {
            Arc::new(read(&path)?)
        } else {
            match folder.parent() {
                Some(parent) => self.of_folder(parent)?,
                None => Arc::default(),
            }
        };
        self.by_folder.insert(folder.to_owned(), Arc::clone(&config));
        Ok(config)
    }
}

fn read(path: &Path) -> Result<Config> {
    let text = match String::from_utf8(files::read(path)?) {
        Ok(text) => text,
        Err(_) => bail!("{}: the file is not UTF-8", path.display()),
    };
    Config::parse(&text).map_err(|errors| {
        let index = LineIndex::new(&text);
        let lines: Vec<String> = errors
            .iter()
            .map(|error| {
                let at = index.position(&text, error.span.start);
                format!("{}:{}:{}: {}", path.display(), at.line, at.column, error.message)
            })
            .collect();
        anyhow::anyhow!(lines.join("\n       "))
    })
}
