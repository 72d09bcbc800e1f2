//! The configuration file, `asl-lint.toml`.

use std::fmt;

use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use super::select::Selector;
use super::settings::{Kind, SETTINGS};
use super::{Config, Level, unknown_rule};
use crate::brief;
use crate::fuzzy::nearest;
use crate::metadata::RuleOption;
use crate::rules::suppressions::missing_reason;
use crate::rules::{self, Rule};
use crate::semantic::WorkflowType;
use crate::text::Span;

/// The key of an override that has the patterns of its files.
pub const FILES: &str = "files";

/// The key of a table of a rule that has its level.
const LEVEL: &str = "level";

/// What a configuration file says.
#[derive(Debug, Clone, Default)]
pub struct ConfigFile {
    /// The files to check when a folder is searched; empty for those with the usual names.
    pub include: Vec<Pattern>,
    /// The files and folders to skip when a folder is searched.
    pub exclude: Vec<Pattern>,
    /// The settings for all files, and then the overrides. Later ones take precedence.
    pub layers: Vec<Layer>,
}

/// A pattern of `.gitignore`, relative to the folder of the configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The pattern.
    pub text: String,
    /// Where it is.
    pub span: Span,
}

/// Settings for all files, or for those that match patterns.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// The patterns of the files of an override; `None` for the settings for all files.
    pub files: Option<Vec<Pattern>>,
    /// Where each setting and each rule is set.
    places: Vec<(&'static str, Span)>,
    pub(super) select: Option<Vec<Selector>>,
    pub(super) ignore: Option<Vec<Selector>>,
    pub(super) requires_reason: Option<bool>,
    pub(super) variables: Vec<String>,
    pub(super) substitutions: Vec<String>,
    workflow: Option<WorkflowType>,
    levels: Vec<(&'static Rule, Level)>,
    options: Vec<(&'static Rule, &'static RuleOption, u64)>,
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

impl ConfigFile {
    /// Parses the text of a configuration file.
    ///
    /// # Errors
    ///
    /// All errors of the file in the order of the text: invalid TOML, or unknown settings, rules and values. Patterns are
    /// not checked.
    pub fn parse(text: &str) -> Result<ConfigFile, Vec<ConfigError>> {
        let table = DeTable::parse(text).map_err(|error| {
            let span = error.span().map_or(Span::at(0), |range| Span::new(range.start, range.end));
            vec![ConfigError { span, message: brief::text(error.message()) }]
        })?;
        let mut reader = Reader { file: ConfigFile::default(), errors: Vec::new() };
        let all = reader.layer(table.get_ref(), None);
        reader.file.layers.insert(0, all);
        reader.errors.sort_by_key(|error| error.span);
        if reader.errors.is_empty() { Ok(reader.file) } else { Err(reader.errors) }
    }

    /// Returns the configuration of the files to which the given layers apply.
    pub fn config(&self, mut applies: impl FnMut(&Layer) -> bool) -> Config {
        let mut config = Config::default();
        self.layers.iter().filter(|layer| applies(layer)).for_each(|layer| layer.apply(&mut config));
        config
    }
}

impl Layer {
    /// Changes a configuration as the settings say. `rules` takes precedence over `ignore`, and `ignore` over `select`.
    pub fn apply(&self, config: &mut Config) {
        if let Some(select) = &self.select {
            config.select(select);
        }
        config.ignore(self.ignore.as_deref().unwrap_or_default());
        if let Some(requires_reason) = self.requires_reason {
            let rule = &missing_reason::RULE;
            config.set(rule, if requires_reason { Level::At(rule.severity) } else { Level::Off });
        }
        for (rule, level) in &self.levels {
            config.set(rule, *level);
        }
        for (rule, option, value) in &self.options {
            config.options.set(rule, option, *value);
        }
        config.workflow = self.workflow.or(config.workflow);
        config.options.variables.extend(self.variables.iter().cloned());
        config.options.substitutions.extend(self.substitutions.iter().cloned());
    }

    /// Where the level or an option of a rule is set; `None` if only `select` may set it.
    pub fn place_of_level(&self, rule: &Rule) -> Option<Span> {
        let is_ignored = || self.ignore.iter().flatten().any(|selector| selector.has(rule));
        let needs_reason = || rule.name == missing_reason::RULE.name && self.requires_reason.is_some();
        let by_reason = || needs_reason().then(|| self.place_of("require-reason")).flatten();
        let by_ignore = || is_ignored().then(|| self.place_of("ignore")).flatten();
        self.place_of(rule.name).or_else(by_reason).or_else(by_ignore)
    }

    /// Where a setting or a rule is set, by its name.
    pub fn place_of(&self, name: &str) -> Option<Span> {
        self.places.iter().find(|(place, _)| *place == name).map(|(_, span)| *span)
    }
}

/// Reads the settings, and collects the errors.
struct Reader {
    file: ConfigFile,
    errors: Vec<ConfigError>,
}

type Key<'t> = Spanned<DeString<'t>>;
type Value<'t> = Spanned<DeValue<'t>>;

fn span<T>(spanned: &Spanned<T>) -> Span {
    Span::new(spanned.span().start, spanned.span().end)
}

impl Reader {
    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.errors.push(ConfigError { span, message: brief::text(message) });
    }

    /// Reads the settings for all files, or those of an override.
    fn layer(&mut self, table: &DeTable<'_>, files: Option<Vec<Pattern>>) -> Layer {
        let is_override = files.is_some();
        let mut layer = Layer { files, ..Layer::default() };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) else {
                if !(is_override && name == FILES) {
                    self.unknown_setting(key);
                }
                continue;
            };
            if is_override && !setting.kind.is_for_overrides() {
                self.error(span(key), format!("`{name}` cannot be set in an override"));
                continue;
            }
            layer.places.push((setting.name, span(key)));
            if self.read(setting.kind, &mut layer, value).is_none() {
                self.error(span(value), format!("`{name}` must be {}", setting.kind.expected()));
            }
        }
        layer
    }

    fn unknown_setting(&mut self, key: &Key<'_>) {
        let name = key.get_ref().as_ref();
        let near = nearest(name, SETTINGS.iter().map(|setting| setting.name));
        let rule = rules::rule(name)
            .map(|rule| format!("; the levels of rules belong below `[rules]`: {}", rule.name));
        let help = near.map(|near| format!("; did you mean `{near}`?")).or(rule).unwrap_or_default();
        self.error(span(key), format!("unknown setting `{name}`{help}"));
    }

    /// Reads the value of a setting; `None` if it has another form.
    fn read(&mut self, kind: Kind, layer: &mut Layer, value: &Value<'_>) -> Option<()> {
        match kind {
            Kind::Patterns(field) => *field(&mut self.file) = patterns(value)?,
            Kind::Names(field) => {
                *field(layer) = strings(value)?.into_iter().map(|(name, _)| name.to_owned()).collect();
            }
            Kind::Selectors(field) => *field(layer) = Some(self.selectors(value)?),
            Kind::Flag(field) => *field(layer) = Some(value.get_ref().as_bool()?),
            Kind::Workflow => {
                layer.workflow = Some(match value.get_ref().as_str()? {
                    "standard" => WorkflowType::Standard,
                    "express" => WorkflowType::Express,
                    _ => return None,
                });
            }
            Kind::Rules => {
                for (key, value) in value.get_ref().as_table()? {
                    self.rule(layer, key, value);
                }
            }
            Kind::Overrides => {
                for one in array(value)?.iter() {
                    self.read_override(one.get_ref().as_table()?, span(one));
                }
            }
        }
        Some(())
    }

    fn selectors(&mut self, value: &Value<'_>) -> Option<Vec<Selector>> {
        let mut found = Vec::new();
        for (name, span) in strings(value)? {
            match Selector::of(name) {
                Ok(selector) => found.push(selector),
                Err(message) => self.error(span, message),
            }
        }
        Some(found)
    }

    fn read_override(&mut self, table: &DeTable<'_>, whole: Span) {
        let files = table.get(FILES);
        match files.and_then(patterns).filter(|files| !files.is_empty()) {
            Some(files) => {
                let layer = self.layer(table, Some(files));
                self.file.layers.push(layer);
            }
            None => {
                let at = files.map_or(whole, span);
                self.error(at, "an override needs `files`, an array of patterns");
            }
        }
    }

    /// Reads the level of a rule, or a table with its level and options.
    fn rule(&mut self, layer: &mut Layer, key: &Key<'_>, value: &Value<'_>) {
        let name = key.get_ref().as_ref();
        let Some(rule) = rules::rule(name) else {
            self.error(span(key), unknown_rule(name));
            return;
        };
        layer.places.push((rule.name, span(key)));
        match value.get_ref() {
            DeValue::Table(table) => {
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        LEVEL => self.level(layer, rule, value),
                        _ => self.option(layer, rule, key, value),
                    }
                }
            }
            _ => self.level(layer, rule, value),
        }
    }

    fn level(&mut self, layer: &mut Layer, rule: &'static Rule, value: &Value<'_>) {
        match value.get_ref().as_str().and_then(Level::of) {
            Some(level) => layer.levels.push((rule, level)),
            None => {
                let levels = Level::NAMES.map(|name| format!("\"{name}\""));
                let (last, others) = levels.split_last().expect("there are levels");
                let others = others.join(", ");
                self.error(span(value), format!("the level of `{}` must be {others} or {last}", rule.name));
            }
        }
    }

    fn option(&mut self, layer: &mut Layer, rule: &'static Rule, key: &Key<'_>, value: &Value<'_>) {
        let name = key.get_ref().as_ref();
        let Some(option) = rule.options.iter().find(|option| option.name == name) else {
            let all: Vec<String> = [LEVEL]
                .into_iter()
                .chain(rule.options.iter().map(|option| option.name))
                .map(|name| format!("`{name}`"))
                .collect();
            let message = format!("`{}` has no option `{name}`; it has {}", rule.name, all.join(", "));
            self.error(span(key), message);
            return;
        };
        match value
            .get_ref()
            .as_integer()
            .and_then(|number| u64::from_str_radix(number.as_str(), number.radix()).ok())
        {
            Some(number) if number <= MAX_OPTION => layer.options.push((rule, option, number)),
            _ => self.error(span(value), format!("`{name}` must be a whole number from 0 to {MAX_OPTION}")),
        }
    }
}

/// The maximum value of an option of a rule.
pub const MAX_OPTION: u64 = 1_000_000_000;

fn array<'v, 't>(value: &'v Value<'t>) -> Option<&'v DeArray<'t>> {
    value.get_ref().as_array()
}

/// The strings of an array, with their spans; `None` if it is something else.
fn strings<'v>(value: &'v Value<'_>) -> Option<Vec<(&'v str, Span)>> {
    array(value)?.iter().map(|item| Some((item.get_ref().as_str()?, span(item)))).collect()
}

fn patterns(value: &Value<'_>) -> Option<Vec<Pattern>> {
    let pattern = |(text, span): (&str, Span)| Pattern { text: text.to_owned(), span };
    Some(strings(value)?.into_iter().map(pattern).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Severity;

    fn base(text: &str) -> Config {
        ConfigFile::parse(text).unwrap().config(|layer| layer.files.is_none())
    }

    fn rule(name: &str) -> &'static Rule {
        rules::rule(name).unwrap()
    }

    #[test]
    fn levels_of_rules() {
        let config =
            base("[rules]\nunknown-state = \"warning\"\nredundant-default = 'info'\nbusy-loop = 'off'");
        let on = |name: &str| config.is_on(rule(name));
        assert_eq!(config.level(rule("unknown-state")), Some(Level::At(Severity::Warning)));
        assert!(on("redundant-default") && !on("busy-loop") && on("missing-field") && !on("pointless-state"));
    }

    #[test]
    fn a_rule_takes_precedence_over_ignore_and_ignore_over_select() {
        let config = base(
            "select = ['graph', 'pointless-state', 'missing-retry']\nignore = ['unknown-state', 'endless-loop']\n\
             [rules]\nendless-loop = 'info'\nbusy-loop = 'error'",
        );
        let on = |name: &str| config.is_on(rule(name));
        assert!(on("pointless-state") && on("missing-retry") && on("endless-loop") && on("busy-loop"));
        assert!(!on("unknown-state") && !on("missing-field"));
        assert_eq!(config.severity(rule("busy-loop")), Severity::Error);
    }

    #[test]
    fn overrides_apply_one_after_the_other() {
        let file = ConfigFile::parse(
            "type = 'standard'\nvariables = ['a']\n\
             [[overrides]]\nfiles = ['x/']\ntype = 'express'\nvariables = ['b']\nrequire-reason = true\n\
             [[overrides]]\nfiles = ['y/']\nrequire-reason = false\nsubstitutions = ['S']\n[overrides.rules]\nretry-storm = { level = 'error', seconds = 1_0 }",
        )
        .unwrap();
        assert_eq!(file.layers.len(), 3);
        assert_eq!(file.layers[1].files.as_ref().unwrap()[0].text, "x/");
        let all = file.config(|_| true);
        assert_eq!(all.workflow, Some(WorkflowType::Express));
        assert!(
            !all.is_on(rule("missing-reason"))
                && all.options.variables.len() == 2
                && all.options.substitutions.contains("S")
        );
        let storm = rule("retry-storm");
        let seconds = storm.options.iter().find(|option| option.name == "seconds").unwrap();
        assert_eq!((all.severity(storm), all.options.get(storm, seconds)), (Severity::Error, 10));
        let only_base = file.config(|layer| layer.files.is_none());
        assert_eq!(only_base.workflow, Some(WorkflowType::Standard));
        assert_eq!(only_base.options.get(storm, seconds), seconds.default);
    }

    #[test]
    fn every_error_has_its_span() {
        for (text, expected) in [
            ("§excludes§ = []", "unknown setting `excludes`; did you mean `exclude`?"),
            (
                "§unknown-state§ = 'off'",
                "unknown setting `unknown-state`; the levels of rules belong below `[rules]`: unknown-state",
            ),
            ("§something§ = 1", "unknown setting `something`"),
            ("exclude = §'a'§", "`exclude` must be an array of patterns"),
            ("exclude = §[1]§", "`exclude` must be an array of patterns"),
            ("select = ['all', §'jsonatas'§]", "unknown rule or group `jsonatas`; did you mean `jsonata`?"),
            ("type = §'EXPRESS'§", "`type` must be \"standard\" or \"express\""),
            ("require-reason = §'yes'§", "`require-reason` must be true or false"),
            ("rules = §1§", "`rules` must be a table: `[rules]`"),
            ("rules.§unknwon-state§ = 'off'", "unknown rule `unknwon-state`; did you mean `unknown-state`?"),
            (
                "rules.busy-loop = §'loud'§",
                "the level of `busy-loop` must be \"error\", \"warning\", \"info\" or \"off\"",
            ),
            ("rules.busy-loop = { §limit§ = 1 }", "`busy-loop` has no option `limit`; it has `level`"),
            (
                "rules.retry-storm = { seconds = §-1§ }",
                "`seconds` must be a whole number from 0 to 1000000000",
            ),
            (
                "rules.retry-storm = { seconds = §1.5§ }",
                "`seconds` must be a whole number from 0 to 1000000000",
            ),
            ("overrides = §1§", "`overrides` must be an array of tables: `[[overrides]]`"),
            ("overrides = [§{ type = 'express' }§]", "an override needs `files`, an array of patterns"),
            ("overrides = [{ files = §[]§ }]", "an override needs `files`, an array of patterns"),
            ("overrides = [{ files = ['a'], §exclude§ = [] }]", "`exclude` cannot be set in an override"),
            ("overrides = [{ files = ['a'], §typ§ = 1 }]", "unknown setting `typ`; did you mean `type`?"),
        ] {
            let plain = text.replace('§', "");
            let errors = ConfigFile::parse(&plain).unwrap_err();
            let marked = text.split('§').nth(1).unwrap();
            let shown: Vec<_> =
                errors.iter().map(|error| (&plain[error.span.range()], error.message.as_str())).collect();
            assert_eq!(shown, [(marked, expected)], "{text}");
        }
        assert_eq!(ConfigFile::parse("[rules").unwrap_err().len(), 1);
        assert_eq!(ConfigFile::parse("a = 1\nb = 2").unwrap_err().len(), 2);
        assert!(ConfigFile::parse("").is_ok());
    }

    #[test]
    fn every_setting_has_a_place() {
        let text = "type = 'express'\n[rules]\nbusy-loop = 'off'\n";
        let file = ConfigFile::parse(text).unwrap();
        let place = |name: &str| file.layers[0].place_of(name).map(|span| &text[span.range()]);
        assert_eq!(
            (place("type"), place("busy-loop"), place("ignore")),
            (Some("type"), Some("busy-loop"), None)
        );
    }
}
