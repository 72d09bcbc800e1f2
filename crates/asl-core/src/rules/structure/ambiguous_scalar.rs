use std::collections::HashSet;

use crate::edit;
use crate::rules::prelude::*;
use crate::syntax::{Notation, Resolved, YamlVersion, resolve, resolve_1_2};

pub(super) static RULE: Rule = Rule {
    name: "ambiguous-scalar",
    group: Group::Structure,
    docs: include_str!("ambiguous_scalar.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let tree = cx.tree();
    if tree.notation() != Notation::Yaml || !cx.analysis.is_definition() {
        return;
    }
    // Only the Serverless Framework reads such a file.
    if tree.yaml_version() == YamlVersion::V1_2 {
        return;
    }
    let is_scalar = |node: &Node<'_>| !matches!(node.kind(), Kind::Array | Kind::Object | Kind::Placeholder);
    let values = tree.nodes().filter(|node| is_scalar(node) || node.is_unclear());
    let keys = tree.nodes().flat_map(|node| node.pairs().map(|pair| pair.key().span));
    let is_ambiguous = |span: &Span| meanings(&tree.text()[span.range()]).is_some();
    let mut spans: Vec<Span> = values.map(Node::span).chain(keys).filter(is_ambiguous).collect();
    if spans.is_empty() {
        return;
    }
    spans.sort();
    spans.dedup();
    let texts = cx.fields_where(|info| info.value.is_text()).map(|(.., value)| value.span());
    let texts: HashSet<Span> = texts.collect();
    for span in spans.into_iter().filter(|span| !has_tag(tree.text(), *span)) {
        report(cx, span, texts.contains(&span));
    }
}

/// What a scalar is in YAML 1.1 and in YAML 1.2, unless it is the same value of JSON in both.
fn meanings(written: &str) -> Option<(Resolved, Resolved)> {
    if written.starts_with(['"', '\'', '|', '>', '{', '[', '*', '&', '!']) {
        return None;
    }
    let (here, elsewhere) = (resolve(written), resolve_1_2(written));
    (here != elsewhere || here == Resolved::Other).then_some((here, elsewhere))
}

/// Reports a scalar. With `is_text`, its field accepts only strings.
fn report(cx: &mut Context<'_>, span: Span, is_text: bool) {
    let written = &cx.tree().text()[span.range()];
    let Some((here, elsewhere)) = meanings(written) else { return };
    let (tools, others) = (described(&here, written), described(&elsewhere, written));
    let message = match here == elsewhere {
        true => format!("`{written}` is {tools} in YAML, and cannot be converted to JSON"),
        false => format!("`{written}` is {tools} in YAML 1.1 and {others} in YAML 1.2"),
    };
    let mut fixes = vec![edit::Edit { span, text: edit::quoted(written) }];
    let title = match here {
        _ if is_text => None,
        Resolved::Bool(value) => Some((value.to_string(), format!("Change to `{value}`"))),
        Resolved::Number(number) => Some((number.clone(), format!("Change to `{number}`"))),
        _ => None,
    };
    let diag = cx.report(&RULE, span, message);
    diag.note("the AWS CLI and SAM read YAML 1.1; many other tools read YAML 1.2");
    let title = match title {
        Some((text, title)) => {
            fixes = vec![edit::Edit { span, text }];
            diag.help("put it in quotes if it is meant to be a string");
            title
        }
        None => "Add quotes".to_owned(),
    };
    diag.fix(Fix::suggested(title, fixes));
}

/// Whether a YAML tag sets the type of the value.
fn has_tag(text: &str, span: Span) -> bool {
    let line = &text[..span.start as usize];
    let line = &line[line.rfind('\n').map_or(0, |i| i + 1)..];
    line.trim_end().rsplit([' ', '\t']).next().is_some_and(|word| word.starts_with('!'))
}

fn described(value: &Resolved, written: &str) -> String {
    match value {
        Resolved::Null => "`null`".to_owned(),
        Resolved::Bool(value) => format!("`{value}`"),
        Resolved::Number(number) if number == written => "a number".to_owned(),
        Resolved::Number(number) => format!("the number {number}"),
        Resolved::Other if written.contains(['n', 'N']) => "a number that JSON does not have".to_owned(),
        Resolved::Other => "a date".to_owned(),
        Resolved::String | Resolved::Unclear => "a string".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::testing::{check_yaml, check_yaml_fix};
    use crate::{Severity, Source, analyze, lint_analyses};

    #[test]
    fn values_and_keys() {
        check_yaml(
            &RULE,
            r#"
StartAt: A
States:
  A:
    Type: Pass
    Result:
      a: yes
#        ^^^ `yes` is `true` in YAML 1.1 and a string in YAML 1.2
      b: 0777
#        ^^^^ `0777` is the number 511 in YAML 1.1 and the number 777 in YAML 1.2
      c: 1:30
#        ^^^^ `1:30` is the number 90 in YAML 1.1 and a string in YAML 1.2
      d: 2024-01-01
#        ^^^^^^^^^^ `2024-01-01` is a date in YAML 1.1 and a string in YAML 1.2
      on: 1e3
#     ^^ `on` is `true` in YAML 1.1 and a string in YAML 1.2
#         ^^^ `1e3` is a string in YAML 1.1 and a number in YAML 1.2
      e: ["yes", 'no', true, 12, 1.5, !!str 1:30, text, ~]
    End: true
"#,
        );
    }

    /// The rules that report something in YAML, without advice.
    fn reported(text: &str) -> Vec<&'static str> {
        let found = lint_analyses(&analyze(Source::new(text, "a.yaml")), &Config::all());
        let found = found.into_iter().filter(|finding| finding.severity > Severity::Info);
        found.map(|finding| finding.rule.name).collect()
    }

    const MACHINE: &str = "StartAt: A\nStates:\n  A: { Type: Pass, Next: No }\n  No: { Type: Wait, Seconds: 0o17, Next: B }\n  B: { Type: Choice, Default: E, Choices: [{ Variable: $.x, BooleanEquals: yes, Next: E }] }\n  E: { Type: Succeed }\n";

    fn indented(text: &str, blanks: usize) -> String {
        text.lines().map(|line| format!("{:blanks$}{line}\n", "")).collect()
    }

    #[test]
    fn only_definitions_in_yaml_are_looked_at() {
        crate::testing::check_yaml(&RULE, "a: on\nb: 0o17\n");
        crate::testing::check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Result": [1e3, 1E5, 1e-2], "End": true } } }"#,
        );
    }

    #[test]
    fn without_a_known_parser_no_rule_relies_on_one_interpretation() {
        assert_eq!(reported(MACHINE), ["ambiguous-scalar"; 4]);
    }

    #[test]
    fn the_serverless_framework_reads_yaml_1_2() {
        let text = format!(
            "service: a\nprovider: {{ name: aws }}\nstepFunctions:\n  stateMachines:\n    a:\n      definition:\n{}",
            indented(MACHINE, 8)
        );
        assert_eq!(reported(&text), ["wrong-type"], "`yes` is a text");
    }

    #[test]
    fn cloudformation_reads_yaml_1_1() {
        let text = format!(
            "Resources:\n  A:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      Definition:\n{}",
            indented(MACHINE, 8)
        );
        let found = reported(&text);
        assert_eq!(found.iter().filter(|rule| **rule == "ambiguous-scalar").count(), 4);
        assert_eq!(
            found.iter().filter(|rule| **rule == "wrong-type").count(),
            2,
            "`No` and `0o17`: {found:?}"
        );
    }

    #[test]
    fn the_fix_writes_the_value() {
        let definition = |value: &str| {
            format!("StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n    Result: {value}\n")
        };
        check_yaml_fix(&RULE, &definition("yes"), &definition("true"));
        check_yaml_fix(&RULE, &definition("1_000"), &definition("1000"));
        check_yaml_fix(&RULE, &definition("2024-01-01"), &definition("\"2024-01-01\""));
    }

    #[test]
    fn a_tag_may_begin_a_line() {
        let text = "a:\n!!str yes\nb: yes";
        assert!(has_tag(text, Span::new(9, 12)));
        assert!(!has_tag(text, Span::new(16, 19)));
    }

    #[test]
    fn the_fix_of_a_text_adds_quotes() {
        let text =
            |comment: &str| format!("Comment: {comment}\nStartAt: A\nStates:\n  A: {{ Type: Succeed }}\n");
        check_yaml_fix(&RULE, &text("yes"), &text("\"yes\""));
    }

    #[test]
    fn numbers_that_json_does_not_have() {
        check_yaml(
            &RULE,
            "
StartAt: A
States:
  A: { Type: Pass, Result: .nan, End: true }
#                          ^^^^ `.nan` is a number that JSON does not have in YAML, and cannot be converted to JSON
",
        );
    }
}
