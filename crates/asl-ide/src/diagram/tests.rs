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

#[test]
fn many_long_arrows_are_cut() {
    let mut states = String::from(r#""F": { "Type": "Fail" }, "S400": { "Type": "Succeed" }"#);
    for i in 0..400 {
        states += &format!(
            r#", "S{i}": {{ "Type": "Task", "Next": "S{}", "Catch": [{{ "ErrorEquals": ["States.ALL"], "Next": "F" }}] }}"#,
            i + 1
        );
    }
    let svg = drawn(&format!(r#"{{ "StartAt": "S0", "States": {{ {states} }} }}"#), Format::Svg);
    assert!(svg.contains(">→ F<") && svg.len() < 1_000_000, "{}", svg.len());
}
