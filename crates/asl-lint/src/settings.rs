//! The levels of rules for a file: those of the configuration file, changed by the command line.

use std::sync::Arc;

use anyhow::{Result, bail};
use asl_core::config::{Config, Level, unknown_rule};
use asl_core::{Diagnostic, RULES, Rule, Severity, rule};

use crate::args::Check;

/// The options of the command line about rules.
#[derive(Debug)]
pub(crate) struct Selection {
    select: Vec<&'static str>,
    ignore: Vec<&'static str>,
    advice: bool,
}

/// The levels of the rules for the files that one configuration applies to.
#[derive(Debug)]
pub(crate) struct Levels {
    /// The configuration with the options of the command line.
    pub applied: Config,
    config: Arc<Config>,
}

impl Selection {
    pub(crate) fn new(args: &Check) -> Result<Selection> {
        Ok(Selection { select: names(&args.select)?, ignore: names(&args.ignore)?, advice: args.advice })
    }

    /// Returns the configuration with the options applied.
    pub(crate) fn applied_to(&self, config: Arc<Config>) -> Levels {
        let mut applied = Config::clone(&config);
        for rule in RULES {
            let is_selected = self.select.contains(&rule.name);
            if self.ignore.contains(&rule.name) || !(self.select.is_empty() || is_selected) {
                applied.set(rule, Level::Off);
            } else if is_selected && !config.is_on(rule) {
                applied.set(rule, Level::At(rule.severity));
            }
            if !self.shows_advice(rule, &config) && applied.severity(rule) == Severity::Info {
                applied.only_count(rule);
            }
        }
        Levels { applied, config }
    }

    /// Whether a finding is shown. Advice is shown only on request.
    pub(crate) fn shows(&self, diagnostic: &Diagnostic, levels: &Levels) -> bool {
        diagnostic.severity > Severity::Info || self.shows_advice(diagnostic.rule, &levels.config)
    }

    fn shows_advice(&self, rule: &Rule, config: &Config) -> bool {
        self.advice
            || self.select.contains(&rule.name)
            || config.level(rule) == Some(Level::At(Severity::Info))
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
