//! What can be done with a text alone.

use std::fmt;

use asl_core::config::{Config, ConfigFile, Level};
use asl_core::fix::{Checked, fix_all};
use asl_core::{Analysis, Applicability, Diagnostic, Severity, Source, analyze, lint_analyses};
use asl_findings::Finding;
use asl_ide::diagram::{Format, diagram};
use asl_ide::format::format_text;
use serde::Deserialize;

/// The name of a text for which none is given.
const DEFINITION: &str = "definition.asl.json";

/// How to treat a text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The name to assume, which determines the language.
    pub filename: Option<String>,
    /// Whether to include findings of severity info.
    pub advice: bool,
    /// Whether to also apply fixes that need a review.
    pub suggested: bool,
    /// The text of an `asl-lint.toml`. Its overrides do not apply.
    pub configuration: Option<String>,
    /// The format of a drawing: `svg`, `mermaid` or `dot`.
    pub format: Option<String>,
    /// The resource to draw, if a template has several.
    pub name: Option<String>,
}

/// Why something cannot be done: a message for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// Returns the findings in a text.
///
/// # Errors
///
/// If the options are invalid.
pub fn check(text: &str, options: &Options) -> Result<Vec<Finding>, Error> {
    let (analyses, found) = found(text, options, &options.config()?);
    let name = options.filename();
    Ok(asl_findings::Source::new(text.to_owned()).findings(name, name, found, &analyses))
}

/// Applies the fixes of a text.
///
/// # Errors
///
/// If the options are invalid.
pub fn fix(text: &str, options: &Options) -> Result<String, Error> {
    let config = options.config()?;
    let which = if options.suggested { Applicability::Suggested } else { Applicability::Safe };
    let checked = |text: &str| {
        let (analyses, found) = found(text, options, &config);
        Checked::new(&analyses, found)
    };
    Ok(fix_all(text, which, checked).text)
}

/// Formats a definition.
///
/// # Errors
///
/// If it cannot be formatted.
pub fn format(text: &str, options: &Options) -> Result<String, Error> {
    let formatted = format_text(options.source(text)).map_err(|reason| Error(reason.to_string()))?;
    Ok(formatted.unwrap_or_else(|| text.to_owned()))
}

/// Draws a state machine: the one with the name, or else the first one.
///
/// # Errors
///
/// If there is no such state machine or format.
pub fn graph(text: &str, options: &Options) -> Result<String, Error> {
    let format = options.format.as_deref().unwrap_or("svg");
    let Some(format) = Format::named(format) else { return Err(unknown("format", format)) };
    let analyses = analyze(options.source(text));
    let is_wanted = |analysis: &&Analysis| {
        let name = analysis.host().name.as_ref().map(|name| name.value.as_str());
        options.name.is_none() || name == options.name.as_deref()
    };
    let drawing = analyses.iter().filter(is_wanted).find_map(|analysis| diagram(analysis, format));
    drawing.ok_or_else(|| match &options.name {
        Some(name) => unknown("state machine", name),
        None => Error("the text contains no state machine".to_owned()),
    })
}

fn found(text: &str, options: &Options, config: &Config) -> (Vec<Analysis>, Vec<Diagnostic>) {
    let analyses = analyze(options.source(text));
    let mut found = lint_analyses(&analyses, config);
    let is_wanted = |one: &Diagnostic| config.level(one.rule) == Some(Level::At(Severity::Info));
    found.retain(|one| one.severity > Severity::Info || options.advice || is_wanted(one));
    (analyses, found)
}

fn unknown(what: &str, name: &str) -> Error {
    Error(format!("there is no {what} `{name}`"))
}

impl Options {
    fn filename(&self) -> &str {
        self.filename.as_deref().unwrap_or(DEFINITION)
    }

    fn source<'t>(&self, text: &'t str) -> Source<'t> {
        Source::new(text, self.filename())
    }

    fn config(&self) -> Result<Config, Error> {
        let file =
            ConfigFile::parse(self.configuration.as_deref().unwrap_or_default()).map_err(|errors| {
                let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
                Error(messages.join("\n"))
            })?;
        Ok(file.config(|layer| layer.files.is_none()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MISSPELT: &str =
        r#"{ "StartAt": "Chekc", "States": { "Check": { "Type": "Pass", "End": true } } }"#;

    fn rules(text: &str, options: &Options) -> Vec<String> {
        check(text, options).unwrap().into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn findings_are_those_of_the_configuration() {
        let mut options = Options::default();
        assert_eq!(rules(MISSPELT, &options), ["unknown-state", "unreachable-state"]);
        options.configuration = Some("ignore = [\"unknown-state\"]".to_owned());
        assert_eq!(rules(MISSPELT, &options), ["unreachable-state"]);
        options.configuration = Some("ignroe = []".to_owned());
        assert!(check(MISSPELT, &options).unwrap_err().to_string().contains("ignroe"));
    }

    #[test]
    fn the_name_determines_the_language() {
        let yaml = "StartAt: A\nStates:\n  A: { Type: Pass, End: true }\n";
        let options = Options { filename: Some("a.asl.yaml".to_owned()), ..Options::default() };
        assert_eq!(rules(yaml, &options), [""; 0]);
        assert_eq!(rules(yaml, &Options::default())[0], "invalid-json");
    }

    #[test]
    fn advice_is_given_on_request() {
        let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "End": true,
          "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Pay", "TimeoutSeconds": 9 } } }"#;
        assert_eq!(rules(text, &Options::default()), [""; 0]);
        assert!(!rules(text, &Options { advice: true, ..Options::default() }).is_empty());
    }

    #[test]
    fn fixes_are_applied() {
        let damaged = MISSPELT.replace(", \"End\"", " \"End\"");
        assert_eq!(fix(&damaged, &Options::default()).unwrap(), MISSPELT);
        let all = Options { suggested: true, ..Options::default() };
        assert_eq!(fix(&damaged, &all).unwrap(), MISSPELT.replace("Chekc", "Check"));
    }

    #[test]
    fn definitions_are_formatted() {
        let formatted = format(r#"{"StartAt":"A","States":{}}"#, &Options::default()).unwrap();
        assert_eq!(formatted, "{ \"StartAt\": \"A\", \"States\": {} }\n");
        assert!(format("{", &Options::default()).unwrap_err().to_string().contains("syntax errors"));
    }

    #[test]
    fn state_machines_are_drawn() {
        assert!(graph(MISSPELT, &Options::default()).unwrap().starts_with("<svg"));
        let other = Options { format: Some("mermaid".to_owned()), ..Options::default() };
        assert!(graph(MISSPELT, &other).unwrap().starts_with("flowchart"));
        let named = Options { name: Some("Other".to_owned()), ..Options::default() };
        assert_eq!(graph(MISSPELT, &named).unwrap_err().to_string(), "there is no state machine `Other`");
        assert!(graph("", &Options::default()).is_err());
    }
}
