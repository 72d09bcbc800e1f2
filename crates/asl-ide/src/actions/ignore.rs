//! Suppresses an intentional finding: with a comment before it, or in JSON in the `Comment` field of its state.

use super::{Action, ActionKind};
use crate::Cursor;
use asl_core::Diagnostic;
use asl_core::edit::{self, Edit};
use asl_core::semantic::Analysis;
use asl_core::syntax::{Node, Notation, Pair};
use asl_core::text::Span;

/// Returns the action that suppresses a finding, with a reason if it is not empty; `None` if no suppression can.
pub fn ignore(analyses: &[Analysis], finding: &Diagnostic, reason: &str) -> Option<Action> {
    let cursor = Cursor::at(analyses, finding.span.start)?;
    // Syntax errors cannot be suppressed.
    if cursor.analysis.tree().errors().iter().any(|error| error.span == finding.span) {
        return None;
    }
    let mark = format!("asl-lint: ignore[{}] {reason}", finding.rule.name);
    let mark = mark.trim_end();
    let edit = match cursor.analysis.tree().notation() {
        Notation::Yaml | Notation::Hcl => comment_before(cursor, mark)?,
        _ => comment_field(cursor, mark)?,
    };
    let title = format!("Ignore `{}` here", finding.rule.name);
    Some(Action { title, kind: ActionKind::Suppress(finding.rule.name), edits: vec![edit] })
}

/// A comment on its own line before the field.
fn comment_before(cursor: Cursor<'_>, mark: &str) -> Option<Edit> {
    let text = cursor.analysis.tree().text();
    let at = cursor.pair?.key().span.start as usize;
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = &text[start..];
    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    Some(Edit { span: Span::at(start as u32), text: format!("{indent}# {mark}\n") })
}

/// The `Comment` field of the state, or of the machine if the finding is outside of all states.
fn comment_field(cursor: Cursor<'_>, mark: &str) -> Option<Edit> {
    let tree = cursor.analysis.tree();
    let state = cursor.state().and_then(|state| state.object());
    let object = state.or_else(|| Some(cursor.analysis.model().root()?.object()))?;
    match object.get("Comment") {
        Some(comment) => {
            let old = comment.as_text()?;
            Some(edit::replace_text(tree, old, format!("{} {mark}", old.value).trim_start()))
        }
        None => {
            let after: Option<Pair<'_>> = object.field("Type").map(|field| field.pair());
            let node: Node<'_> = object.node();
            Some(edit::insert_pair(tree, node, after, "Comment", &edit::quoted(mark)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_core::config::Config;
    use asl_core::{Source, analyze, lint_analyses};

    /// The text after suppressing the first finding of a rule, in which the rule has no findings left.
    fn ignored(text: &str, name: &str, rule: &str) -> String {
        let analyses = analyze(Source::new(text, name));
        let findings = lint_analyses(&analyses, &Config::all());
        let finding = findings.iter().find(|finding| finding.rule.name == rule).unwrap();
        let action = ignore(&analyses, finding, "").unwrap();
        let (after, _) = edit::apply(text, &action.edits);
        let left = lint_analyses(&analyze(Source::new(&after, name)), &Config::all());
        assert!(left.iter().all(|finding| finding.rule.name != rule), "{after}");
        after
    }

    #[test]
    fn json_gets_a_field() {
        let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" } } }"#;
        let after = ignored(text, "a.json", "unknown-state");
        assert!(
            after.contains(r#""Type": "Pass", "Comment": "asl-lint: ignore[unknown-state]", "Next""#),
            "{after}"
        );
        let text = r#"{ "Comment": "Say", "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;
        let after = ignored(text, "a.json", "unknown-state");
        assert!(after.contains(r#""Comment": "Say asl-lint: ignore[unknown-state]""#), "{after}");
    }

    #[test]
    fn yaml_and_terraform_get_a_comment() {
        let yaml = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n";
        let after = ignored(yaml, "a.yaml", "unknown-state");
        assert!(after.contains("    # asl-lint: ignore[unknown-state]\n    Next: B"), "{after}");
        let hcl = "resource \"aws_sfn_state_machine\" \"x\" {\n  definition = jsonencode({\n    StartAt = \"B\"\n    States = { A = { Type = \"Succeed\" } }\n  })\n}\n";
        let after = ignored(hcl, "a.tf", "unknown-state");
        assert!(after.contains("    # asl-lint: ignore[unknown-state]\n    StartAt"), "{after}");
    }
}
