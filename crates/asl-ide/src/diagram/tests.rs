use super::*;
use asl_core::WorkflowType;
use asl_core::syntax::{Dialect, parse};

fn drawn(text: &str, format: Format) -> String {
    diagram(&Analysis::new(parse(text, Dialect::Json), WorkflowType::Standard), format).unwrap()
}

const CHOICE: &str = r#"{ "StartAt": "A", "States": {
  "A": { "Type": "Choice", "Default": "C", "Choices": [
    { "And": [{ "Variable": "$.a", "NumericLessThanEquals": 2 }, { "Variable": "$.b", "IsPresent": false }], "Next": "B" },
    { "Variable": "$.s", "StringEquals": "x \"y\" <z>", "Next": "Nowhere" }] },
  "B": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:getObject", "Next": "C",
    "Catch": [{ "ErrorEquals": ["S3.NoSuchKey", "States.ALL"], "Next": "C" }] },
  "C": { "Type": "Pass", "End": true } } }"#;

#[test]
fn mermaid_has_states_conditions_and_errors() {
    let text = drawn(CHOICE, Format::Mermaid);
    for line in [
        "flowchart TD",
        r#"  s1{{"A"}}:::choice"#,
        r#"  s1 -->|"$.a #8804; 2 and $.b is not present"| s2"#,
        r#"  s1 -->|"otherwise"| s3"#,
        r#"  s2 -.->|"S3.NoSuchKey, any error"| s3"#,
        r#"  s3 --> s4"#,
    ] {
        let line = line.replace("#8804;", "≤");
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("<z>") && !text.contains("\"y\""), "{text}");
}

#[test]
fn dot_and_svg_escape_what_they_must() {
    assert!(drawn(CHOICE, Format::Dot).contains(r#"$.s = \"x \\\"y\\\" <z>\""#));
    let svg = drawn(CHOICE, Format::Svg);
    assert!(svg.contains("&lt;z&gt;") && !svg.contains("<z>"), "{svg}");
    assert!(svg.contains("no such state"));
}

#[test]
fn names_are_not_read_as_formulas_or_entities() {
    let text = r#"{ "StartAt": "$$x$$ &lt;", "States": { "$$x$$ &lt;": { "Type": "Pass", "End": true } } }"#;
    let mermaid = drawn(text, Format::Mermaid);
    assert!(mermaid.contains("$#36;x$#36; #38;lt#59;"), "{mermaid}");
    let dot = drawn(text, Format::Dot);
    assert!(dot.contains("$$x$$ &amp;lt;"), "{dot}");
}

#[test]
fn nothing_in_a_name_acts() {
    let text = r#"{ "StartAt": "a\n\u001b]0;x", "States": {
        "A\u202e": { "Type": "Task", "Resource": "r\u009b", "Next": "N\n\u2028", "Catch": [{ "ErrorEquals": ["E\u2066\n"], "Next": "N\n\u2028" }] } } }"#;
    for format in [Format::Mermaid, Format::Dot, Format::Svg] {
        let picture = drawn(text, format);
        assert!(!picture.contains(|c| c != '\n' && asl_core::visible::is_hidden(c)), "{picture}");
        assert!(picture.contains("202e") && picture.contains("2066") && picture.contains("9b"), "{picture}");
    }
    assert_eq!(drawn(text, Format::Dot).matches("no such state").count(), 2, "one box for each name");
}

#[test]
fn machines_stand_inside_their_states() {
    let text = r#"{ "StartAt": "M", "States": { "M": { "Type": "Map", "End": true, "ItemProcessor": {
      "StartAt": "P", "States": { "P": { "Type": "Parallel", "End": true, "Branches": [
        { "StartAt": "X", "States": { "X": { "Type": "Succeed" } } }, { "StartAt": "Y", "States": {} }] } } } } } }"#;
    let mermaid = drawn(text, Format::Mermaid);
    assert_eq!(mermaid.matches("subgraph").count(), 4, "{mermaid}");
    assert!(mermaid.contains(r#"["branch 2"]"#), "{mermaid}");
    assert_eq!(drawn(text, Format::Dot).matches("subgraph").count(), 5);
    assert!(drawn(text, Format::Svg).contains("for each item"));
}

#[test]
fn broken_and_strange_definitions_are_drawn_too() {
    for text in [
        r#"{ "StartAt": "A" }"#,
        r#"{ "States": { "": 7, "A": { "Next": "A" }, "B": { "Type": "Pass", "Next": "A" }, "A": {} } }"#,
        r#"{ "StartAt": 1, "States": { "A": { "Type": "Choice", "Choices": [{ "Next": "B" }, 3], "Default": "A" "#,
    ] {
        for format in [Format::Mermaid, Format::Dot, Format::Svg] {
            drawn(text, format);
        }
    }
}

/// A chain of tasks `S0`, `S1` and so on, each with a catcher that leads to a state.
fn chain(count: usize, target: impl Fn(usize) -> String) -> String {
    let mut states = format!(r#""F": {{ "Type": "Fail" }}, "S{count}": {{ "Type": "Succeed" }}"#);
    for i in 0..count {
        states += &format!(
            r#", "S{i}": {{ "Type": "Task", "Next": "S{}", "Catch": [{{ "ErrorEquals": ["States.ALL"], "Next": "{}" }}] }}"#,
            i + 1,
            target(i)
        );
    }
    format!(r#"{{ "StartAt": "S0", "States": {{ {states} }} }}"#)
}

#[test]
fn many_long_arrows_are_cut() {
    let svg = drawn(&chain(400, |i| format!("S{}", (i + 150).min(400))), Format::Svg);
    assert!(svg.contains(">→ S200<") && svg.len() < 1_000_000, "{}", svg.len());
}

#[test]
fn arrows_to_a_shared_catcher_are_not_cut() {
    let svg = drawn(&chain(400, |_| "F".to_owned()), Format::Svg);
    assert!(!svg.contains(">→ ") && svg.len() < 400_000, "{}", svg.len());
}

#[test]
fn a_view_shows_findings_retries_and_what_is_unreachable() {
    let text = r#"{ "StartAt": "A <1>", "States": {
      "A <1>": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Gone",
        "Retry": [{ "ErrorEquals": ["States.Timeout"], "MaxAttempts": 2 }, { "ErrorEquals": ["States.ALL"] }] },
      "M": { "Type": "Map", "End": true, "ItemProcessor": {
        "StartAt": "I", "States": { "I": { "Type": "Pass", "Next": "Nowhere" } } } } } }"#;
    let analyses = asl_core::testing::analyses(text);
    let findings = asl_core::lint_analyses(&analyses, &asl_core::config::Config::default());
    let view = |collapsed: &[&str]| {
        let collapsed: Vec<String> = collapsed.iter().map(|&id| id.to_owned()).collect();
        view(&analyses[0], &findings, &collapsed).unwrap()
    };
    let open = view(&[]);
    let group = |view: &View, id: &str| {
        let start = view.svg.find(&format!(" data-id=\"{id}\"")).unwrap_or_else(|| panic!("{}", view.svg));
        let start = view.svg[..start].rfind("<g ").unwrap();
        view.svg[start..start + view.svg[start..].find('>').unwrap()].to_owned()
    };
    let task = group(&open, "A &lt;1&gt;");
    assert!(task.contains("class=\"node task error\""), "{task}");
    assert!(task.contains("retried: States.Timeout: 1 s, 2 s, 2 retries, 3 s in all; any error:"), "{task}");
    assert!(open.svg.contains(">2× 3×</text>"), "{}", open.svg);
    assert!(
        group(&open, "M").contains("class=\"node map frame unreachable error\""),
        "{}",
        group(&open, "M")
    );
    assert!(group(&open, "M/0/I").contains("class=\"node pass error\""));
    let closed = view(&["M"]);
    assert!(group(&closed, "M").contains("class=\"node map unreachable error\""));
    assert!(!closed.svg.contains("M/0/I"));
    assert_eq!(open.nodes.len(), closed.nodes.len());
    for forbidden in ["<script", "url(", "href", "@import", " on"] {
        assert!(!open.svg.contains(forbidden), "{forbidden}");
    }
}
