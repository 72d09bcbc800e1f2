//! Converts all states of a definition that can be converted.

use asl_core::catalog::QueryLanguage;
use asl_core::edit::{self, Edit};
use asl_core::semantic::Analysis;

use super::conversion;
use crate::actions::is_sound;

/// The maximum number of states that are converted at once. Each conversion is verified by itself, in the time that it
/// takes to parse the file.
const MAX_STATES: usize = 100;

/// The conversion of several states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversion {
    /// The edits in document order. They do not overlap or touch.
    pub edits: Vec<Edit>,
    /// The names of the states that they convert.
    pub converted: Vec<String>,
    /// The names of the other JSONPath states.
    pub left: Vec<String>,
}

/// Converts JSONPath states to JSONata where the result does exactly the same, at most 100 of them.
pub fn to_jsonata(analyses: &[Analysis], is_wanted: impl Fn(&str) -> bool) -> Conversion {
    let mut found: Vec<(String, Vec<Edit>)> = Vec::new();
    let mut left = Vec::new();
    for analysis in analyses.iter().filter(|analysis| analysis.is_definition()) {
        for state in analysis.model().states() {
            let name = &state.name().value;
            if state.language() != QueryLanguage::JsonPath || state.kind().is_none() || !is_wanted(name) {
                continue;
            }
            let edits = if found.len() < MAX_STATES { conversion(analysis, state) } else { None };
            match edits.filter(|edits| is_sound(analysis, edits)) {
                Some(edits) => found.push((name.to_string(), edit::joined(&edits))),
                None => left.push(name.to_string()),
            }
        }
    }
    let all: Vec<String> = found.iter().map(|(name, _)| name.clone()).collect();
    let kept = edit::non_overlapping(found, |(_, edits)| edits);
    let converted: Vec<String> = kept.iter().map(|(name, _)| name.clone()).collect();
    left.extend(all.into_iter().filter(|name| !converted.contains(name)));
    let mut edits: Vec<Edit> = kept.into_iter().flat_map(|(_, edits)| edits).collect();
    edits.sort_by_key(|edit| edit.span.start);
    Conversion { edits: edit::joined(&edits), converted, left }
}

#[cfg(test)]
mod tests {
    use asl_core::config::Config;
    use asl_core::{Severity, Source, analyze, lint};

    use super::*;

    const TEXT: &str = r#"{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Parameters": { "id.$": "$.id" }, "Next": "B" },
    "B": { "Type": "Pass", "InputPath": "$..id", "Next": "C" },
    "C": { "Type": "Pass", "Result": 1, "ResultPath": "$.one", "End": true }
  }
}"#;

    #[test]
    fn all_states_are_converted_that_can_be() {
        let analyses = analyze(Source::new(TEXT, "a.asl.json"));
        let conversion = to_jsonata(&analyses, |_| true);
        assert_eq!(
            (conversion.converted.as_slice(), conversion.left.as_slice()),
            (&names(&["A", "C"])[..], &names(&["B"])[..])
        );
        let (after, _) = edit::apply(TEXT, &conversion.edits);
        assert_eq!(after.matches(r#""QueryLanguage": "JSONata""#).count(), 2, "{after}");
        let again = to_jsonata(&analyze(Source::new(&after, "a.asl.json")), |_| true);
        assert_eq!((again.converted, again.left), (Vec::new(), names(&["B"])));
    }

    #[test]
    fn only_wanted_states_are_converted() {
        let analyses = analyze(Source::new(TEXT, "a.asl.json"));
        let conversion = to_jsonata(&analyses, |name| name == "C");
        assert_eq!((conversion.converted, conversion.left), (names(&["C"]), Vec::new()));
        assert_eq!(to_jsonata(&analyses, |_| false), Conversion::default());
    }

    #[test]
    fn conversions_of_fixtures_add_no_errors() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
        let mut converted = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let name = path.to_str().unwrap();
            let errors = |text: &str| {
                let found = lint(Source::new(text, name), &Config::default());
                found.iter().filter(|one| one.severity == Severity::Error).count()
            };
            let conversion = to_jsonata(&analyze(Source::new(&text, name)), |_| true);
            let (after, is_whole) = edit::apply(&text, &conversion.edits);
            assert!(is_whole && errors(&after) <= errors(&text), "{}:\n{after}", path.display());
            converted += conversion.converted.len();
        }
        assert!(converted > 20, "{converted}");
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }
}
