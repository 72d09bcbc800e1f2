use std::collections::BTreeMap;

use super::super::tests::{done, titles};
use super::*;
use asl_core::syntax::Kind;
use asl_core::{Source, analyze};

const IN_PARALLEL: &str = "Move into a Parallel state";
const IN_MAP: &str = "Move into a Map state";

#[track_caller]
fn check_none(name: &str, text: &str) {
    assert!(titles(name, text).iter().all(|title| !title.starts_with("Move")), "{text}");
}

#[track_caller]
fn check_offered(name: &str, text: &str) {
    assert!(titles(name, text).iter().any(|title| title.starts_with("Move")), "{text}");
}

/// A value without formatting.
fn json(node: Node<'_>) -> String {
    let pair =
        |pair: Pair<'_>| format!("{}:{}", quoted(pair.key().value), pair.value().map_or("null".into(), json));
    if node.is_object() {
        return format!("{{{}}}", node.pairs().map(pair).collect::<Vec<_>>().join(","));
    }
    match node.kind() {
        Kind::Array => format!("[{}]", node.items().map(json).collect::<Vec<_>>().join(",")),
        _ => node.display().into_owned(),
    }
}

/// All states of a file by name.
fn states(name: &str, text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for analysis in analyze(Source::new(text, name)) {
        assert_eq!(analysis.tree().errors(), [], "{text}");
        let value = |state: State<'_>| (state.name().value.to_owned(), json(state.pair().value().unwrap()));
        found.extend(analysis.model().states().map(value));
    }
    found
}

/// Moves the marked states `B` and `C` into both kinds of states, and checks that they are unchanged, except for the
/// transition from `C` to `D`.
#[track_caller]
fn check_moved(name: &str, marked: &str) -> String {
    let before = states(name, &marked.replace("<|>", ""));
    for title in [IN_MAP, IN_PARALLEL] {
        let text = done(name, marked, title);
        let mut after = states(name, &text);
        let new = after.keys().find(|name| name.ends_with(" of B")).unwrap().clone();
        let outer = after.remove(&new).unwrap();
        assert!(outer.contains(r#""StartAt":"B""#) && outer.ends_with(r#""Next":"D"}"#), "{outer}");
        assert_eq!(after["A"], before["A"].replace(r#""Next":"B""#, &format!(r#""Next":"{new}""#)), "{text}");
        assert_eq!(after["B"], before["B"], "{text}");
        assert_eq!(after["C"], before["C"].replace(r#""Next":"D""#, r#""End":true"#), "{text}");
        assert_eq!(after["D"], before["D"], "{text}");
        assert_eq!(after.len(), before.len());
    }
    done(name, marked, IN_PARALLEL)
}

#[test]
fn selected_states_move_inside() {
    let text = r#"{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Next": "B" },
    <|>"B": {
      "Type": "Pass",
      "Next": "C"
    },
    "C": { "Type": "Pass", "Next": "D" }<|>,
    "D": { "Type": "Succeed" }
  }
}"#;
    assert_eq!(
        done("a.json", text, IN_MAP),
        r#"{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Next": "Map of B" },
    "Map of B": {
      "Type": "Map",
      "ItemProcessor": {
        "StartAt": "B",
        "States": {
          "B": {
            "Type": "Pass",
            "Next": "C"
          },
          "C": { "Type": "Pass", "End": true }
        }
      },
      "Next": "D"
    },
    "D": { "Type": "Succeed" }
  }
}"#
    );
    assert!(done("a.json", text, IN_PARALLEL).contains(r#""OutputPath": "$[0]","#));
    let jump = text.replace(r#""A": { "Type": "Pass", "Next": "B" }"#, r#""A": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "C" }], "Default": "B" }"#);
    check_none("a.json", &jump);
}

const BLOCK: &str = r#"StartAt: A
States:
  A:
    Type: Pass
    Next: B
  # What B does.
<|>  B: # first
    Type: Pass
    Comment: |
      two

        lines # of text
    Parameters:
      # of x
      x: "folded
        text"
    Next: C
  C:
    Type: Pass
    Result: { a: [1,
      2] }
    Next: D # to the end<|>
    # Still C.
  # Of D.
  D:
    Type: Succeed
"#;

#[test]
fn blocks_move_with_their_comments() {
    assert_eq!(
        check_moved("a.asl.yaml", BLOCK),
        r#"StartAt: A
States:
  A:
    Type: Pass
    Next: Parallel of B
  Parallel of B:
    Type: Parallel
    Branches:
      - StartAt: B
        States:
          # What B does.
          B: # first
            Type: Pass
            Comment: |
              two

                lines # of text
            Parameters:
              # of x
              x: "folded
                text"
            Next: C
          C:
            Type: Pass
            Result: { a: [1,
              2] }
            End: true # to the end
            # Still C.
    OutputPath: $[0]
    Next: D
  # Of D.
  D:
    Type: Succeed
"#
    );
    let wide = BLOCK.replace("\n  ", "\n    ").replace("<|>  ", "<|>    ").replace('\n', "\r\n");
    let after = check_moved("a.asl.yaml", &wide);
    assert!(
        after.contains("\r\n            - StartAt: B\r\n              States:\r\n                  # What"),
        "{after}"
    );
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
}

#[test]
fn texts_keep_their_line_ends() {
    let ends_with = |text: &str| {
        let comment = format!("Next: D\n    Comment: {text}<|>");
        BLOCK.replace("Next: D # to the end<|>\n    # Still C.", &comment)
    };
    for text in ["|+\n      a", "|-\n      a", ">\n      a\n       b", "|1\n      a"] {
        check_moved("a.asl.yaml", &ends_with(text));
    }
    // The empty lines belong to the scalar, and nothing may be inserted between them.
    check_none("a.asl.yaml", &ends_with("|+\n      a\n"));
}

#[test]
fn states_in_brackets_move_in_yaml() {
    let text = "StartAt: A\nStates:\n  A: {Type: Pass, Next: B}\n<|>  B: {Type: Pass, Next: C}\n  C: {Type: Pass, Next: 'D'}<|>\n  D: {Type: Succeed}\n";
    let after = check_moved("a.asl.yaml", text);
    assert!(after.contains("          C: {Type: Pass, End: true}\n    OutputPath"), "{after}");
    let flow = "StartAt: A\nStates: {\n  A: {Type: Pass, Next: B},\n  <|>B: {Type: Pass, Next: C},\n  C: {Type: Pass, Next: D}<|>, # why\n  D: {Type: Succeed} }\n";
    let after = check_moved("a.asl.yaml", flow);
    assert!(after.contains("C: {Type: Pass, End: true} # why\n"), "{after}");
    let line = "StartAt: A\nStates: { A: {Type: Pass, Next: B}, <|>B: {Type: Pass, Next: C}, C: {Type: Pass, Next: D}<|>, D: {Type: Succeed} }\n";
    let after = check_moved("a.asl.yaml", line);
    assert_eq!(after.lines().count(), 2);
}

#[test]
fn aliases_lead_where_they_led() {
    let text = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n<|>  B:\n    Type: Pass\n    Next: C\n  C:\n    Type: Pass\n    Next: &d D<|>\n  D:\n    Type: Pass\n    Comment: *d\n    End: true\n";
    check_none("a.asl.yaml", text);
    check_moved("a.asl.yaml", &text.replace("&d ", "").replace("*d", "d"));
}

const LINES: &str = r#"{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Next": "B" },
<|>    "B": {
      "Type": "Pass",
      "Next": "C"
    },
    "C": { "Type": "Pass", "Next": "D" },<|>
    "D": { "Type": "Succeed" }
  }
}"#;

#[test]
fn comments_of_json_move() {
    let text =
        LINES.replace("<|>    \"B\"", "    /* What\n       B does. */\n    // It passes.\n<|>    \"B\"");
    let text = text.replace("},<|>", "},<|> // on to D\n    // Of D.");
    let after = check_moved("a.asl.jsonc", &text);
    assert!(
        after.contains(
            "            /* What\n               B does. */\n            // It passes.\n            \"B\""
        ),
        "{after}"
    );
    assert!(after.contains("\"End\": true } // on to D\n          }\n        }\n      ],"), "{after}");
    assert!(after.contains("      \"Next\": \"D\"\n    },\n    // Of D.\n"), "{after}");
}

#[test]
fn json_on_one_line_stays_there() {
    let line = LINES.split_whitespace().collect::<Vec<_>>().join(" ");
    let after = check_moved("a.asl.json", &line);
    assert!(!after.contains('\n') && after.contains(r#""States": { "B": {"#), "{after}");
}

/// Indents the lines of a text.
fn indented(text: &str, blanks: usize) -> String {
    text.lines()
        .map(|line| match line.strip_prefix("<|>") {
            Some(line) => format!("<|>{}{line}\n", " ".repeat(blanks)),
            None => format!("{}{line}\n", " ".repeat(blanks)),
        })
        .collect()
}

#[test]
fn states_of_templates_move() {
    let template = |kind: &str, field: &str, definition: &str| {
        format!("Resources:\n  M:\n    Type: {kind}\n    Properties:\n      {field}:{definition}")
    };
    let (sam, cloudformation) = ("AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine");
    let block = BLOCK.replace("Type: Pass\n    Result", "Type: Pass\n    Parameters: !Ref P\n    Result");
    let yaml = template(sam, "Definition", &format!("\n{}", indented(&block, 8)));
    assert!(check_moved("template.yaml", &yaml).contains("\n              - StartAt: B\n"));
    for head in ["|", "!Sub |", ">-"] {
        let text = template(cloudformation, "DefinitionString", &format!(" {head}\n{}", indented(LINES, 8)));
        let after = check_moved("template.yaml", &text);
        assert!(after.contains("\n                    \"B\": {\n"), "{after}");
    }
    let line = LINES.split_whitespace().collect::<Vec<_>>().join(" ").replace("<|> ", "<|>");
    let single = template(cloudformation, "DefinitionString", &format!(" '{line}'\n"));
    check_moved("template.yaml", &single);
    let escaped = quoted(&line);
    check_moved("template.yaml", &template(cloudformation, "DefinitionString", &format!(" {escaped}\n")));
    let json = |field: &str, definition: &str| {
        format!(
            r#"{{ "Resources": {{ "M": {{ "Type": "AWS::StepFunctions::StateMachine", "Properties": {{ "{field}": {definition} }} }} }} }}"#
        )
    };
    check_moved("template.json", &json("DefinitionString", &escaped));
    check_moved("template.json", &json("Definition", LINES));
}

#[test]
fn states_of_terraform_and_markdown_move() {
    let resource = |definition: &str| {
        format!("resource \"aws_sfn_state_machine\" \"m\" {{\n  definition = {definition}}}\n")
    };
    for sign in ["<<EOF", "<<-EOF"] {
        check_moved("a.tf", &resource(&format!("{sign}\n{}EOF\n", indented(LINES, 4))));
    }
    let hcl = LINES.replace("\": ", "\" = ").replace("},\n", "}\n").replace("\"A\" = {", "A = {");
    let hcl = hcl.replace("},<|>", "}<|> # why");
    let after = check_moved("a.tf", &resource(&format!("jsonencode({})\n", hcl)));
    assert!(after.contains("\n      Branches = [\n        {\n          StartAt = \"B\"\n"), "{after}");
    check_moved("README.md", &format!("# A\n\n```json\n{LINES}\n```\n"));
}

#[test]
fn variables_stay_where_they_are_seen() {
    let text = |b: &str, d: &str| {
        LINES
            .replace("\"Next\": \"C\"", &format!("{b} \"Next\": \"C\""))
            .replace("\"Succeed\"", &format!("\"Pass\", {d} \"End\": true"))
    };
    let assign = r#""Assign": { "v.$": "$.x" },"#;
    check_offered("a.json", &text(assign, ""));
    check_offered("a.json", &text(assign, r#""Assign": { "w": 1 },"#));
    check_offered("a.json", &text(r#""Parameters": { "x.$": "$v" },"#, assign));
    check_none("a.json", &text(assign, r#""Parameters": { "x.$": "$v" },"#));
    check_none("a.json", &text(assign, assign));
    check_none("a.json", &text(assign, r#""Assign": "${X}","#));
    let inside = LINES.replace(
        "\"C\": { \"Type\": \"Pass\",",
        "\"C\": { \"Type\": \"Pass\", \"Parameters\": { \"x.$\": \"$v\" },",
    );
    check_offered("a.json", &inside.replace("\"Next\": \"C\"", &format!("{assign} \"Next\": \"C\"")));
}

#[test]
fn states_with_ways_out_that_are_not_known_stay() {
    let with = |fields: &str| {
        let task = format!("\"C\": {{ \"Type\": \"Task\", \"Resource\": \"r\", {fields} \"Next\": \"D\" }}");
        LINES.replace("\"C\": { \"Type\": \"Pass\", \"Next\": \"D\" }", &task)
    };
    check_offered("a.json", &with(r#""Retry": [{}], "Catch": [{ "ErrorEquals": ["E"], "Next": "B" }],"#));
    for fields in [
        r#""Retry": {},"#,
        r#""Retry": [1],"#,
        r#""Catch": {},"#,
        r#""Catch": [1],"#,
        r#""Catch": [{ "ErrorEquals": ["E"] }],"#,
        r#""Catch": [{ "ErrorEquals": ["E"], "Next": "X" }],"#,
        r#""End": true,"#,
    ] {
        check_none("a.json", &with(fields));
    }
    check_none("a.json", &LINES.replace("\"Next\": \"D\"", "\"Next\": \"X\""));
    check_none("a.json", &LINES.replace("\"D\": {", "\"C\": {").replace("\"Next\": \"D\"", "\"End\": true"));
}

#[test]
fn states_that_succeed_can_be_inside_and_states_that_fail_cannot() {
    let end = |kind: &str| {
        LINES.replace(r#"{ "Type": "Pass", "Next": "D" },<|>"#, &format!(r#"{{ "Type": "{kind}" }},<|>"#))
    };
    let after = done("a.json", &end("Succeed"), IN_PARALLEL);
    assert!(after.contains("\"OutputPath\": \"$[0]\",\n      \"End\": true\n"), "{after}");
    check_none("a.json", &end("Fail"));
}
