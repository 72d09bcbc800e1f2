//! Inlay hints: retry delays, branch numbers, long durations and the values of substitutions.

use super::placeholders::{filled, host_of};
use asl_core::catalog::StateKind;
use asl_core::host::{Placeholder, placeholders};
use asl_core::model::retry::{Schedule, duration};
use asl_core::model::{Field, State};
use asl_core::semantic::Analysis;
use asl_core::syntax::{Notation, Tree};
use asl_core::text::Span;

/// An inlay hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where the hint is shown, in bytes from the start of the file.
    pub offset: u32,
    /// The text of the hint.
    pub label: String,
    /// An explanation of the hint.
    pub tooltip: Option<String>,
    /// Whether the hint belongs to the text after it rather than before it.
    pub is_before: bool,
}

/// In seconds. Shorter durations are readable as they are.
const LONG: f64 = 120.0;

/// Returns the inlay hints in a span of the file, in document order.
pub fn hints(analysis: &Analysis, within: Span) -> Vec<Hint> {
    let is_asked = |span: Span| span.start <= within.end && within.start <= span.end;
    let mut found = Vec::new();
    for state in analysis.model().states().filter(|state| is_asked(state.pair().span())) {
        found.extend(retries(analysis, state));
        branches(&mut found, state);
    }
    let fields = analysis.model().fields().filter(|field| is_asked(field.pair().span()));
    found.extend(fields.filter_map(seconds));
    values(&mut found, analysis, within);
    found.retain(|hint: &Hint| within.start <= hint.offset && hint.offset <= within.end);
    found.sort_by_key(|hint| hint.offset);
    found
}

/// The total time that a state may wait before its retries.
fn retries(analysis: &Analysis, state: State<'_>) -> Option<Hint> {
    const YEAR: f64 = 31_536_000.0;
    let field = state.object()?.field("Retry").filter(|_| state.has_handlers())?;
    let schedules: Vec<Schedule> = state.objects("Retry").map(Schedule::of).collect::<Option<_>>()?;
    let total: f64 = schedules.iter().map(|schedule| schedule.total()).sum();
    let attempts: f64 = schedules.iter().map(|schedule| schedule.attempts).sum();
    if attempts == 0.0 {
        return None;
    }
    let time = if total > YEAR { "more than a year".to_owned() } else { duration(total as u64) };
    let noun = if attempts == 1.0 { "retry" } else { "retries" };
    Some(Hint {
        offset: end_of_value(analysis.tree(), field)?,
        label: format!("waits up to {time}"),
        tooltip: Some(format!("The total delay before {attempts} {noun}, excluding the time of the calls.")),
        is_before: false,
    })
}

/// Where a hint about the whole value of a field stands: after the value, or at the end of the line of its key if the
/// value is a block of YAML.
fn end_of_value(tree: &Tree, field: Field<'_>) -> Option<u32> {
    let value = field.value()?;
    let is_block = tree.notation() == Notation::Yaml && !value.source().starts_with(['[', '{']);
    let start = field.key().span.end as usize;
    // The value of an alias is elsewhere.
    let between = tree.text().get(start..value.span().start as usize)?;
    match between.find(':').filter(|_| is_block) {
        Some(colon) => Some((start + colon + 1) as u32),
        None => Some(value.span().end),
    }
}

/// The index of each branch in the result of a Parallel state with several branches.
fn branches(found: &mut Vec<Hint>, state: State<'_>) {
    if !state.is(StateKind::Parallel) || state.objects("Branches").count() < 2 {
        return;
    }
    found.extend(state.objects("Branches").enumerate().map(|(i, branch)| Hint {
        offset: branch.node().span().start,
        label: format!("branch {i}"),
        tooltip: Some(format!("The output of this branch is item {i} of the result.")),
        is_before: true,
    }));
}

fn seconds(field: Field<'_>) -> Option<Hint> {
    let value = field.value().filter(|_| field.info().is_some_and(|info| info.name.ends_with("Seconds")))?;
    let number = value.as_f64().filter(|number| *number >= LONG)?;
    Some(Hint { offset: value.span().end, label: duration(number as u64), tooltip: None, is_before: false })
}

/// The literal values of substitutions, after the placeholders.
fn values(found: &mut Vec<Hint>, analysis: &Analysis, within: Span) {
    /// In characters. Longer values are truncated.
    const MOST: usize = 40;
    if host_of(analysis).values.is_empty() {
        return;
    }
    let is_asked = |placeholder: &Placeholder| {
        within.start <= placeholder.span.end && placeholder.span.end <= within.end
    };
    for placeholder in placeholders(analysis.tree()).into_iter().filter(is_asked) {
        let Some(value) = filled(analysis, &placeholder).and_then(|found| found.value) else { continue };
        let mut label: String =
            value.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
        if label.len() < value.len() {
            label.push('…');
        }
        if !label.is_empty() {
            found.push(Hint { offset: placeholder.span.end, label, tooltip: None, is_before: false });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_core::testing::analyses;

    /// The text with the hints inserted.
    fn noted(text: &str, within: Span) -> String {
        let mut out = text.to_owned();
        for hint in analyses(text).iter().flat_map(|analysis| hints(analysis, within)).rev() {
            out.insert_str(hint.offset as usize, &format!("‹{}›", hint.label));
        }
        out
    }

    #[track_caller]
    fn check(noted_text: &str) {
        let mut text = noted_text.to_owned();
        while let (Some(from), Some(to)) = (text.find('‹'), text.find('›')) {
            text.replace_range(from..to + '›'.len_utf8(), "");
        }
        assert_eq!(noted(&text, Span::new(0, text.len())), noted_text);
    }

    #[test]
    fn long_times_are_said_in_words() {
        check(
            r#"{ "TimeoutSeconds": 86400‹1 d›, "States": { "A": { "Type": "Wait", "Seconds": 60 }, "B": { "Type": "Task", "TimeoutSeconds": 5400‹1 h 30 min›, "Parameters": { "Seconds": 5400 } } } }"#,
        );
    }

    #[test]
    fn retries_take_their_time() {
        check(
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E"] }, { "ErrorEquals": ["F"], "IntervalSeconds": 10, "MaxAttempts": 1 }]‹waits up to 17 s› },
              "B": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E"], "MaxAttempts": 0 }] }, "C": { "Type": "Pass", "Retry": [{ "ErrorEquals": ["E"] }] } } }"#,
        );
    }

    #[test]
    fn branches_have_numbers_where_there_are_several() {
        check(
            r#"{ "States": { "A": { "Type": "Parallel", "Branches": [‹branch 0›{ "StartAt": "B" }, ‹branch 1›{}] }, "C": { "Type": "Parallel", "Branches": [{}] } } }"#,
        );
    }

    #[test]
    fn notes_in_yaml_and_in_a_template() {
        check(
            "TimeoutSeconds: 300‹5 min›\nStates:\n  A:\n    Type: Parallel\n    Branches:\n      - ‹branch 0›StartAt: B\n      - ‹branch 1›{}\n    Retry:‹waits up to 7 s›\n      - ErrorEquals: [E]\n",
        );
        check(
            "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionSubstitutions: { Limit: 90, Table: !Ref T }\n      Definition: { StartAt: A, States: { A: { Type: Pass, Comment: '${Limit}‹90› ${Table}' } } }\n",
        );
    }

    #[test]
    fn only_what_is_asked_for_is_said() {
        let text = r#"{ "TimeoutSeconds": 86400, "States": { "A": { "Type": "Wait", "Seconds": 86400 } } }"#;
        assert_eq!(noted(text, Span::new(0, 30)).matches('‹').count(), 1);
    }
}
