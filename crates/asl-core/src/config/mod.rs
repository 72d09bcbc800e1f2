//! The configuration: what holds for a file, and the configuration file that says so.

mod file;
mod select;
mod settings;

use crate::brief;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fuzzy::nearest;
use crate::options::Options;
use crate::rules::{self, CHECKS, Default as RuleDefault, EnabledRule, RULES, Rule};
use crate::semantic::WorkflowType;

pub use file::{ConfigError, ConfigFile, FILES, Layer, MAX_OPTION, Pattern};
pub use select::Selector;
pub use settings::{Kind, SETTINGS, Setting};

/// The name of the configuration file. The nearest one upward from a definition applies.
pub const FILE_NAME: &str = "asl-lint.toml";

/// The address of the JSON Schema of the configuration file, as of this version.
pub const SCHEMA_URL: &str = concat!(
    "https://raw.githubusercontent.com/asl-lint/asl-lint/v",
    env!("CARGO_PKG_VERSION"),
    "/docs/asl-lint.schema.json"
);

/// The level of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// The rule does not run.
    Off,
    /// The rule runs, and its findings have this severity.
    At(Severity),
}

impl Level {
    /// The names of the levels, as in the configuration file.
    pub const NAMES: [&'static str; 4] = ["error", "warning", "info", "off"];

    /// The level with a name.
    pub fn of(name: &str) -> Option<Level> {
        match name {
            "error" => Some(Level::At(Severity::Error)),
            "warning" => Some(Level::At(Severity::Warning)),
            "info" => Some(Level::At(Severity::Info)),
            "off" => Some(Level::Off),
            _ => None,
        }
    }

    /// The name, as in the configuration file.
    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::At(severity) => severity.name(),
        }
    }
}

/// What holds for a file. Rules without a level have their defaults.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Config {
    /// What holds for each rule, in the order of [`RULES`].
    rules: Vec<RuleConfig>,
    /// The workflow type of state machines for which no template sets it.
    pub workflow: Option<WorkflowType>,
    /// What the rules are told besides their levels.
    pub options: Options,
}

/// What holds for a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct RuleConfig {
    level: Option<Level>,
    /// Whether its findings are only counted.
    is_counted: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            rules: vec![RuleConfig::default(); RULES.len()],
            workflow: None,
            options: Options::default(),
        }
    }
}

impl Config {
    /// Returns a configuration with all rules, including those that are off by default, each with its default severity.
    pub fn all() -> Config {
        Config::only(RULES.iter().copied())
    }

    /// Returns a configuration with only these rules, each with its default severity.
    pub fn only(rules: impl IntoIterator<Item = &'static Rule>) -> Config {
        let mut config = Config::default();
        config.rules.iter_mut().for_each(|rule| rule.level = Some(Level::Off));
        rules.into_iter().for_each(|rule| config.set(rule, Level::At(rule.severity)));
        config
    }

    /// Disables all rules except the selected ones, and enables those.
    pub fn select(&mut self, selected: &[Selector]) {
        for rule in RULES {
            if !selected.iter().any(|selector| selector.has(rule)) {
                self.set(rule, Level::Off);
            } else if !self.is_on(rule) {
                self.set(rule, Level::At(rule.severity));
            }
        }
    }

    /// Disables rules.
    pub fn ignore(&mut self, ignored: &[Selector]) {
        let is_ignored = |rule: &&&Rule| ignored.iter().any(|selector| selector.has(rule));
        RULES.iter().filter(is_ignored).for_each(|rule| self.set(rule, Level::Off));
    }

    /// Sets the level of a rule.
    pub fn set(&mut self, rule: &Rule, level: Level) {
        self.rules[rules::index(rule)].level = Some(level);
    }

    /// Only counts the findings of a rule: no costly fixes are made for them.
    pub fn only_count(&mut self, rule: &Rule) {
        self.rules[rules::index(rule)].is_counted = true;
    }

    /// The rules that run.
    pub(crate) fn enabled(&self) -> Vec<EnabledRule> {
        let enabled = CHECKS.iter().zip(&self.rules).filter(|((rule, _), config)| config.is_on(rule));
        let mut rules = Vec::with_capacity(CHECKS.len());
        rules.extend(enabled.map(|(&(rule, check), config)| EnabledRule {
            rule,
            check,
            makes_fixes: !config.is_counted,
        }));
        rules
    }

    /// The level of a rule, if it has been set.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        self.rules[rules::index(rule)].level
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
        self.rules[rules::index(rule)].is_on(rule)
    }

    /// Sets the severity of a finding to the level of its rule. A finding whose severity differs from that of its rule,
    /// such as advice, is not changed. Returns false if the rule is off.
    pub(crate) fn apply(&self, diagnostic: &mut Diagnostic) -> bool {
        let level = self.level(diagnostic.rule);
        if let Some(Level::At(severity)) = level
            && diagnostic.severity == diagnostic.rule.severity
        {
            diagnostic.severity = severity;
        }
        level != Some(Level::Off)
    }
}

impl RuleConfig {
    fn is_on(self, rule: &Rule) -> bool {
        self.level.map_or(rule.default == RuleDefault::On, |level| level != Level::Off)
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
    use crate::rules;

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
    fn a_level_changes_only_findings_with_the_severity_of_their_rule() {
        let text = r#"{ "States": { "A": { "Type": "Parallel", "Branches": [], "Retry": [] } } }"#;
        let severities = |config: &str| {
            let config = ConfigFile::parse(config).unwrap().config(|_| true);
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

    fn findings(text: &str, name: &str, config: &str) -> Vec<&'static str> {
        let config = ConfigFile::parse(config).unwrap().config(|_| true);
        crate::lint(crate::Source::new(text, name), &config).into_iter().map(|one| one.rule.name).collect()
    }

    #[test]
    fn names_with_a_meaning_outside_of_the_definition() {
        let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "InputPath": "$tenant.id", "End": true } } }"#;
        assert_eq!(findings(text, "a.asl.json", ""), ["undefined-variable"]);
        assert_eq!(findings(text, "a.asl.json", "variables = ['tenant']"), [""; 0]);
        let template = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionSubstitutions: { X: '1' }\n      Definition: { StartAt: A, States: { A: { Type: Pass, Comment: '${X} ${Stage}', End: true } } }\n";
        assert_eq!(findings(template, "t.yaml", ""), ["unknown-substitution"]);
        assert_eq!(findings(template, "t.yaml", "substitutions = ['Stage']"), [""; 0]);
    }

    #[test]
    fn options_of_rules() {
        let retrier = r#"{ "ErrorEquals": ["DynamoDb.ThrottlingException"], "IntervalSeconds": 20, "MaxAttempts": 2, "BackoffRate": 1 }"#;
        let text = format!(
            r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:listTables", "Parameters": {{}}, "Retry": [{retrier}], "End": true }} }} }}"#
        );
        let count = |config: &str| {
            findings(&text, "a.asl.json", config).into_iter().filter(|rule| *rule == "retry-storm").count()
        };
        assert_eq!(count(""), 0);
        assert_eq!(count("rules.retry-storm = { retries = 2 }"), 1);
        assert_eq!(count("rules.retry-storm = { retries = 2, seconds = 20 }"), 0);
        assert_eq!(count("rules.retry-storm = { retries = 2, level = 'off' }"), 0);
    }
}
