//! Code completion in embedded definitions.

use super::*;

#[test]
fn json_in_a_string_of_a_template() {
    let text = r#"{ "Resources": { "M": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
      "RoleArn": "r", "DefinitionString": "{ \"StartAt\": \"<|>\", \"States\": { \"A\": { \"Type\": \"Pass\", \"End\": true } } }" } } } }"#;
    let name = "a.template.json";
    assert_eq!(taken(name, text, "A"), text.replace("<|>", "A"));
    let text = text.replace("<|>", "A");
    let key = text.replace("\\\"End\\\": true", "<|>");
    let after = taken(name, &key, "End");
    assert_eq!(after, text);
    let broken = text.replace(", \\\"End\\\": true", " <|>");
    let after = taken(name, &broken, "End");
    let end = after.find("true").unwrap();
    assert!(after[..end].contains("\\\"Pass\\\", "), "{after}");
    let states = text.replace("} } }\" }", "}, <|> } }\" }");
    let after = taken(name, &states, "Wait state");
    assert!(after.contains(r#"\"Wait\": { \"Type\": \"Wait\", \"Seconds\": 60, \"End\": true }"#), "{after}");
}

#[test]
fn yaml_in_a_template_and_its_substitutions() {
    let text = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A:\n            Type: Task\n            Resource: ${F<|>}\n      DefinitionSubstitutions:\n        Function: x\n        Other: y\n";
    let name = "template.yaml";
    let labels =
        |text: &str| -> Vec<String> { items(name, text).1.into_iter().map(|item| item.label).collect() };
    assert_eq!(labels(text), ["Function", "Other"]);
    assert_eq!(taken(name, text, "Function"), text.replace("F<|>", "Function"));
    let key = text.replace("${F<|>}", "x\n            <|>");
    assert_eq!(labels(&key)[..2], ["End", "Next"]);
    let last = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A:\n            Type: Pass\n            <|>";
    assert_eq!(labels(last)[..2], ["End", "Next"]);
}

#[test]
fn no_item_breaks_a_string_at_any_place() {
    let short: String = MUCH.split_whitespace().collect::<Vec<_>>().join(" ");
    let escaped = asl_core::edit::quoted(&short);
    let template = format!(
        r#"{{ "Resources": {{ "M": {{ "Type": "AWS::StepFunctions::StateMachine", "Properties": {{ "DefinitionString": {escaped} }} }} }} }}"#
    );
    check_all_taken("a.template.json", &template);
    let yaml = format!(
        "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: '{short}'\n"
    );
    check_all_taken("template.yaml", &yaml);
    let block = MUCH.lines().map(|line| format!("        {line}\n")).collect::<String>();
    let yaml = format!(
        "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n{block}"
    );
    check_all_taken("template.yaml", &yaml);
}

#[test]
fn terraform() {
    let hcl = |indent: &str| -> String {
        let mut out = String::new();
        for line in MUCH.lines() {
            // In Terraform, keys are identifiers followed by equals signs, and lines need no commas.
            let (head, rest) = line.split_once("\": ").unwrap_or(("", line));
            let line = match head.split_once('"') {
                Some((blanks, key)) => format!("{blanks}{key} = {rest}"),
                None => line.to_owned(),
            };
            out.push_str(&format!("{indent}{}\n", line.trim_end_matches(',')));
        }
        out.trim().to_owned()
    };
    let text = format!(
        "resource \"aws_sfn_state_machine\" \"m\" {{\n  definition = jsonencode({})\n}}\n",
        hcl("  ")
    );
    assert!(items("a.tf", &text.replace("Type = \"Task\"", "Type = \"<|>\"")).1.len() == 8, "{text}");
    check_all_taken("a.tf", &text);
    let key = text.replace("C = {}", "C = {\n        <|>\n      }");
    let after = taken("a.tf", &key, "Wait state");
    assert!(
        after.contains("C = {\n        Type = \"Wait\",\n        Seconds = 60,\n        End = true\n      }"),
        "{after}"
    );
}
