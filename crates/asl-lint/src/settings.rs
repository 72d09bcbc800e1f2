//! Which rules run over a file, and how loud they are: the configuration file, then the command line.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use asl_core::config::{Config, FILE_NAME, Level, unknown_rule};
use asl_core::text::LineIndex;
use asl_core::{Diagnostic, RULES, Rule, Severity, rule};

use crate::args::Check;
use crate::files;

/// What the command line says of rules.
#[derive(Debug)]
pub(crate) struct Selection {
    select: Vec<&'static str>,
    ignore: Vec<&'static str>,
    advice: bool,
}

impl Selection {
    pub(crate) fn new(args: &Check) -> Result<Selection> {
        Ok(Selection { select: names(&args.select)?, ignore: names(&args.ignore)?, advice: args.advice })
    }

    /// The rules to run.
    pub(crate) fn rules(&self, config: &Config) -> impl Iterator<Item = &'static Rule> {
        RULES.iter().copied().filter(|rule| {
            let chosen =
                if self.select.is_empty() { config.is_on(rule) } else { self.select.contains(&rule.name) };
            chosen && !self.ignore.contains(&rule.name)
        })
    }

    /// Whether a finding is shown. Advice is, where somebody has asked for it.
    pub(crate) fn shows(&self, diagnostic: &Diagnostic, config: &Config) -> bool {
        diagnostic.severity > Severity::Info
            || self.advice
            || self.select.contains(&diagnostic.rule.name)
            || config.level(diagnostic.rule) == Some(Level::At(Severity::Info))
    }
}

fn names(given: &[String]) -> Result<Vec<&'static str>> {
    given
        .iter()
        .map(|name| match rule(name.trim()) {
            Some(rule) => Ok(rule.name),
            None => bail!(unknown_rule(name)),
        })
        .collect()
}

/// Finds and reads configuration files, each once.
#[derive(Debug, Default)]
pub(crate) struct Configs {
    by_folder: HashMap<PathBuf, Arc<Config>>,
}

impl Configs {
    /// The configuration for the files of a folder: the nearest file upward.
    pub(crate) fn of_folder(&mut self, folder: &Path) -> Result<Arc<Config>> {
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
