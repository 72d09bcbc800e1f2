//! The configuration file, `asl-lint.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use toml::de::{DeTable, DeValue};

use crate::brief;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fuzzy::nearest;
use crate::rules::{self, Default as RuleDefault, RULES, Rule};
use crate::text::Span;

/// The name of the configuration file. The nearest one upward from a definition applies.
pub const FILE_NAME: &str = "asl-lint.toml";

/// The level of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// The rule does not run.
    Off,
    /// The rule runs, and its findings have this severity.
    At(Severity),
}

/// The levels of rules. Rules without a level have their defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Config {
    levels: BTreeMap<&'static str, Level>,
    /// The rules whose findings are only counted.
    counted: BTreeSet<&'static str>,
}

/// An error in the configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The bytes of the configuration file that the error is about.
    pub span: Span,
    /// The message, which quotes the file and so may contain control characters.
    pub message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Parses the text of a configuration file.
    ///
    /// # Errors
    ///
    /// All errors of the file in the order of the text: invalid TOML, or unknown settings, rules and levels.
    pub fn parse(text: &str) -> Result<Config, Vec<ConfigError>> {
        let table = DeTable::parse(text).map_err(|error| {
            let span = error.span().map_or(Span::at(0), |range| Span::new(range.start, range.end));
            vec![ConfigError { span, message: brief::text(error.message()) }]
        })?;
        let mut config = Config::default();
        let mut errors = Vec::new();
        for (key, value) in table.get_ref() {
            let key_span = Span::new(key.span().start, key.span().end);
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("rules", DeValue::Table(rules)) => config.read_rules(rules, &mut errors),
                ("rules", _) => {
                    errors.push(ConfigError {
                        span: key_span,
                        message: "`rules` must be a table: `[rules]`".to_owned(),
                    });
                }
                (other, _) => errors.push(ConfigError {
                    span: key_span,
                    message: brief::text(format!("unknown setting `{other}`; the only setting is `[rules]`")),
                }),
            }
        }
        errors.sort_by_key(|error| error.span);
        if errors.is_empty() { Ok(config) } else { Err(errors) }
    }

    fn read_rules(&mut self, table: &DeTable<'_>, errors: &mut Vec<ConfigError>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(rule) = rules::rule(name) else {
                let span = Span::new(key.span().start, key.span().end);
                errors.push(ConfigError { span, message: unknown_rule(name) });
                continue;
            };
            let level = match value.get_ref().as_str() {
                Some("error") => Level::At(Severity::Error),
                Some("warning") => Level::At(Severity::Warning),
                Some("info") => Level::At(Severity::Info),
                Some("off") => Level::Off,
                _ => {
                    let span = Span::new(value.span().start, value.span().end);
                    let message = format!("`{name}` must be \"error\", \"warning\", \"info\" or \"off\"");
                    errors.push(ConfigError { span, message });
                    continue;
                }
            };
            self.set(rule, level);
        }
    }

    /// Returns a configuration with all rules, including those that are off by default, each with its default severity.
    pub fn all() -> Config {
        Config::only(RULES.iter().copied())
    }

    /// Returns a configuration with only these rules, each with its default severity.
    pub fn only(rules: impl IntoIterator<Item = &'static Rule>) -> Config {
        let mut config = Config {
            levels: RULES.iter().map(|rule| (rule.name, Level::Off)).collect(),
            ..Config::default()
        };
        rules.into_iter().for_each(|rule| config.set(rule, Level::At(rule.severity)));
        config
    }

    /// Sets the level of a rule.
    pub fn set(&mut self, rule: &Rule, level: Level) {
        self.levels.insert(rule.name, level);
    }

    /// Only counts the findings of a rule: no costly fixes are made for them.
    pub fn only_count(&mut self, rule: &Rule) {
        self.counted.insert(rule.name);
    }

    /// Whether fixes are made for the findings of a rule.
    pub(crate) fn makes_fixes(&self, rule: &Rule) -> bool {
        !self.counted.contains(rule.name)
    }

    /// The level of a rule, if it has been set.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        self.levels.get(rule.name).copied()
    }

    /// The severity of the findings of a rule, unless the rule itself lowers it.
    pub fn severity(&self, rule: &Rule) -> Severity {
        match self.level(rule) {
            Some(Level::At(severity)) => severity,
            _ => rule.severity,
        }
    }

    /// Whether a rule runs.
    pub fn is_on(&self, rule: &Rule) -> bool {
        self.level(rule).map_or(rule.default == RuleDefault::On, |level| level != Level::Off)
    }

    /// Sets the severity of a finding to the level of its rule. A finding whose severity differs from that of its rule,
    /// such as advice, is not changed.
    pub fn apply(&self, diagnostic: &mut Diagnostic) {
        if diagnostic.severity == diagnostic.rule.severity {
            diagnostic.severity = self.severity(diagnostic.rule);
        }
    }
}

/// Returns the error message for an unknown rule, which suggests a rule with a similar name.
pub fn unknown_rule(name: &str) -> String {
    match nearest(name, RULES.iter().map(|rule| rule.name)) {
        Some(near) => brief::text(format!("unknown rule `{name}`; did you mean `{near}`?")),
        None => brief::text(format!("unknown rule `{name}`; `asl-lint rules` lists all rules")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configured_severity_replaces_that_of_the_rule() {
        let rule = rules::rule("unknown-state").unwrap();
        let mut config = Config::default();
        assert_eq!(config.severity(rule), Severity::Error);
        config.set(rule, Level::At(Severity::Info));
        assert_eq!(config.severity(rule), Severity::Info);
        config.set(rule, Level::Off);
        assert_eq!(config.severity(rule), Severity::Error);
    }

    #[test]
    fn levels_of_rules() {
        let config = Config::parse(
            "[rules]\nunknown-state = \"warning\"\nredundant-default = 'info'\nbusy-loop = 'off'",
        )
        .unwrap();
        let on = |name: &str| config.is_on(rules::rule(name).unwrap());
        assert_eq!(config.level(rules::rule("unknown-state").unwrap()), Some(Level::At(Severity::Warning)));
        assert!(on("redundant-default") && !on("busy-loop") && on("missing-field") && !on("pointless-state"));
    }

    #[test]
    fn a_level_changes_only_findings_with_the_severity_of_their_rule() {
        let text = r#"{ "States": { "A": { "Type": "Parallel", "Branches": [], "Retry": [] } } }"#;
        let severities = |config: &str| {
            let config = Config::parse(config).unwrap();
            let found = crate::lint(crate::Source::new(text, "a.json"), &config);
            let found = found.iter().filter(|finding| finding.rule.name == "empty-collection");
            found.map(|finding| finding.severity).collect::<Vec<_>>()
        };
        assert_eq!(severities(""), [Severity::Error, Severity::Info]);
        for (level, expected) in
            [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)]
        {
            let config = format!("[rules]\nempty-collection = '{level}'");
            assert_eq!(severities(&config), [expected, Severity::Info], "advice stays advice");
        }
        assert_eq!(severities("[rules]\nunknown-state = 'info'"), [Severity::Error, Severity::Info]);
    }

    #[test]
    fn every_error_has_its_span() {
        let text = "rule = 1\n[rules]\nunknwon-state = \"off\"\nbusy-loop = \"loud\"\n";
        let errors = Config::parse(text).unwrap_err();
        let shown: Vec<_> =
            errors.iter().map(|error| (&text[error.span.range()], error.message.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("rule", "unknown setting `rule`; the only setting is `[rules]`"),
                ("unknwon-state", "unknown rule `unknwon-state`; did you mean `unknown-state`?"),
                ("\"loud\"", "`busy-loop` must be \"error\", \"warning\", \"info\" or \"off\""),
            ]
        );
        assert_eq!(Config::parse("[rules").unwrap_err().len(), 1);
        assert_eq!(Config::parse(""), Ok(Config::default()));
    }
}
