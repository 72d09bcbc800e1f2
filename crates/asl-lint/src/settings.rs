//! The levels of rules for a file: those of the configuration file, changed by the command line.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Result, anyhow};
use asl_core::config::{Config, Level, Selector};
use asl_core::{Diagnostic, RULES, Rule, Severity, WorkflowType};
use asl_workspace::{Configs, Roots};

use crate::args::{Check, Workflow};
use crate::output::Threshold;

/// What holds for files: the configuration files, and the options of the command line.
pub(crate) struct Settings {
    pub configs: Configs,
    /// The bounds of files that other files may refer to.
    pub roots: Roots,
    select: Vec<Selector>,
    ignore: Vec<Selector>,
    advice: bool,
    workflow: Option<WorkflowType>,
    /// The current folder, if it can be determined.
    current: Option<PathBuf>,
    /// The levels for each configuration. There are few, and a comparison of their addresses is fast.
    levels: RwLock<Vec<Arc<Levels>>>,
}

/// What holds for the files that one configuration applies to.
#[derive(Debug)]
pub(crate) struct Levels {
    /// The configuration with the options of the command line.
    pub applied: Config,
    config: Arc<Config>,
}

impl Settings {
    /// What holds for a command that may read every file.
    pub(crate) fn new(args: &Check) -> Result<Settings> {
        Settings::within(args, Roots::current())
    }

    /// What holds within roots.
    pub(crate) fn within(args: &Check, roots: Roots) -> Result<Settings> {
        Ok(Settings {
            configs: configs(args, &roots)?,
            roots,
            select: selectors(&args.select)?,
            ignore: selectors(&args.ignore)?,
            // What makes the command fail has to be visible.
            advice: args.advice || args.output.fail_on == Threshold::Info,
            workflow: args.workflow.map(Workflow::into),
            current: current_folder().ok(),
            levels: RwLock::default(),
        })
    }

    /// What holds for a file.
    ///
    /// # Errors
    ///
    /// If the configuration file that applies is invalid.
    pub(crate) fn levels(&self, path: &Path) -> Result<Arc<Levels>> {
        let config = self.configs.of_file(&self.absolute(path)?)?;
        let known =
            |levels: &[Arc<Levels>]| levels.iter().find(|known| Arc::ptr_eq(&known.config, &config)).cloned();
        if let Some(known) = known(&self.levels.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(known);
        }
        let mut levels = self.levels.write().unwrap_or_else(PoisonError::into_inner);
        Ok(known(&levels).unwrap_or_else(|| {
            levels.push(Arc::new(self.applied_to(&config)));
            Arc::clone(&levels[levels.len() - 1])
        }))
    }

    /// Whether the configuration excludes a file.
    pub(crate) fn exclude(&self, path: &Path) -> bool {
        self.absolute(path).is_ok_and(|path| self.configs.exclude(&path))
    }

    fn absolute(&self, path: &Path) -> Result<PathBuf> {
        Ok(match &self.current {
            Some(current) => current.join(path),
            None => std::path::absolute(path)?,
        })
    }

    /// What holds for files without a configuration file.
    pub(crate) fn defaults(&self) -> Arc<Levels> {
        Arc::new(self.applied_to(&Arc::default()))
    }

    fn applied_to(&self, config: &Arc<Config>) -> Levels {
        let mut applied = Config::clone(config);
        if !self.select.is_empty() {
            applied.select(&self.select);
        }
        applied.ignore(&self.ignore);
        applied.workflow = self.workflow.or(applied.workflow);
        for rule in RULES {
            if !self.shows_advice(rule, config) && applied.severity(rule) == Severity::Info {
                applied.only_count(rule);
            }
        }
        Levels { applied, config: Arc::clone(config) }
    }

    /// Whether a finding is shown. Advice is shown only on request.
    pub(crate) fn shows(&self, diagnostic: &Diagnostic, levels: &Levels) -> bool {
        diagnostic.severity > Severity::Info || self.shows_advice(diagnostic.rule, &levels.config)
    }

    /// Whether findings of a rule with a severity are shown, as far as the options decide.
    pub(crate) fn has(&self, rule: &str, severity: Severity) -> bool {
        let Some(rule) = asl_core::rule(rule) else { return true };
        let names = |selectors: &[Selector]| selectors.iter().any(|selector| selector.has(rule));
        let runs = (self.select.is_empty() || names(&self.select)) && !names(&self.ignore);
        runs && (severity > Severity::Info || self.advice || names(&self.select))
    }

    fn shows_advice(&self, rule: &Rule, config: &Config) -> bool {
        self.advice
            || self.select.iter().any(|selector| selector.has(rule))
            || config.level(rule) == Some(Level::At(Severity::Info))
    }
}

/// The configuration files that the command line selects.
fn configs(args: &Check, roots: &Roots) -> Result<Configs> {
    match &args.config {
        _ if args.no_config => Ok(Configs::none()),
        Some(path) => Ok(Configs::chosen(std::path::absolute(path)?, current_folder()?)),
        None => Ok(Configs::within(roots.clone())),
    }
}

pub(crate) fn current_folder() -> Result<PathBuf> {
    std::env::current_dir().map_err(|error| anyhow!("the current folder cannot be determined: {error}"))
}

fn selectors(names: &[String]) -> Result<Vec<Selector>> {
    names.iter().map(|name| Selector::of(name.trim()).map_err(|message| anyhow!(message))).collect()
}
