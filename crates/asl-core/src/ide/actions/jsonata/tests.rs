use crate::ide::actions::tests::{done, titles};

/// The fields of a state `A` after it is written in JSONata, if that is offered.
#[track_caller]
pub(super) fn in_jsonata(fields: &str) -> Option<String> {
    let text = format!(r#"{{ "StartAt": "A", "States": {{ "A": {{ {fields}<|> }} }} }}"#);
    let is_offered = titles("a.json", &text).iter().any(|title| title.starts_with("Write"));
    let after = is_offered.then(|| done("a.json", &text, "Write `A` in JSONata"))?;
    let start = after.find(r#""A": {"#).unwrap() + 7;
    Some(after[start..after.len() - 5].trim().replacen(r#" "QueryLanguage": "JSONata","#, "", 1))
}

#[test]
fn states_are_written_in_jsonata() {
    for (fields, expected) in [
        (
            r#""Type": "Task", "Resource": "r", "Parameters": { "a.$": "$.x[0]", "b": 1 }, "TimeoutSecondsPath": "$.t", "End": true"#,
            r#""Type": "Task", "Resource": "r", "Arguments": { "a": "{% $states.input.x[0] %}", "b": 1 }, "TimeoutSeconds": "{% $states.input.t %}", "End": true"#,
        ),
        (
            r#""Type": "Task", "Resource": "r", "Credentials": { "RoleArn.$": "$.role" }, "InputPath": "$.x", "End": true"#,
            r#""Type": "Task", "Resource": "r", "Credentials": { "RoleArn": "{% $states.input.x.role %}" }, "Arguments": "{% $states.input.x %}", "End": true"#,
        ),
        (
            r#""Type": "Wait", "SecondsPath": "$.s", "End": true"#,
            r#""Type": "Wait", "Seconds": "{% $states.input.s %}", "End": true"#,
        ),
        (
            r#""Type": "Fail", "Error": "E", "CausePath": "States.ArrayGetItem($.all, 0)""#,
            r#""Type": "Fail", "Error": "E", "Cause": "{% $states.input.all[0] %}""#,
        ),
    ] {
        assert_eq!(in_jsonata(fields).as_deref(), Some(expected), "{fields}");
    }
}

#[test]
fn states_inside_keep_their_language() {
    let inner = r#"{ "StartAt": "B", "States": { "B": { "Type": "Pass", "Parameters": { "x.$": "$.x" }, "End": true } } }"#;
    for (fields, expected) in [
        (
            format!(
                r#""Type": "Map", "ItemsPath": "$.all", "ItemSelector": {{ "i.$": "$$.Map.Item.Value", "k.$": "$.k" }}, "MaxConcurrencyPath": "$.n", "ItemProcessor": {inner}, "End": true"#
            ),
            format!(
                r#""Type": "Map", "Items": "{{% $states.input.all %}}", "ItemSelector": {{ "i": "{{% $states.context.Map.Item.Value %}}", "k": "{{% $states.input.k %}}" }}, "MaxConcurrency": "{{% $states.input.n %}}", "ItemProcessor": {inner}, "End": true"#
            ),
        ),
        (
            format!(
                r#""Type": "Map", "InputPath": "$.all", "Parameters": {{ "k": 1 }}, "Iterator": {inner}, "End": true"#
            ),
            format!(
                r#""Type": "Map", "Items": "{{% $states.input.all %}}", "ItemSelector": {{ "k": 1 }}, "Iterator": {inner}, "End": true"#
            ),
        ),
        (
            format!(
                r#""Type": "Map", "InputPath": "$.p", "ItemReader": {{ "Resource": "r", "ReaderConfig": {{ "MaxItemsPath": "$.max" }}, "Parameters": {{ "Bucket.$": "$.b" }} }}, "ItemProcessor": {inner}, "End": true"#
            ),
            format!(
                r#""Type": "Map", "ItemReader": {{ "Resource": "r", "ReaderConfig": {{ "MaxItems": "{{% $states.input.p.max %}}" }}, "Arguments": {{ "Bucket": "{{% $states.input.p.b %}}" }} }}, "ItemProcessor": {inner}, "End": true"#
            ),
        ),
        (
            format!(
                r#""Type": "Parallel", "Parameters": {{ "k.$": "$.k" }}, "Branches": [{inner}], "End": true"#
            ),
            format!(
                r#""Type": "Parallel", "Arguments": {{ "k": "{{% $states.input.k %}}" }}, "Branches": [{inner}], "End": true"#
            ),
        ),
    ] {
        assert_eq!(in_jsonata(&fields), Some(expected), "{fields}");
    }
}

#[test]
fn variables_are_assigned_what_dollar_stands_for() {
    for (fields, expected) in [
        (r#""Type": "Task", "Resource": "r", "ResultSelector": { "b": 1 }"#, "$states.result.x"),
        (r#""Type": "Wait", "Seconds": 1, "InputPath": "$.i""#, "$states.input.i.x"),
        (r#""Type": "Pass", "InputPath": "$.i""#, "$states.input.i.x"),
    ] {
        let fields = format!(r#"{fields}, "Assign": {{ "v.$": "$.x", "w.$": "$v", "c": 1 }}, "End": true"#);
        let expected = format!(r#""Assign": {{ "v": "{{% {expected} %}}", "w": "{{% $v %}}", "c": 1 }}"#);
        let after = in_jsonata(&fields).unwrap();
        assert!(after.contains(&expected), "{after}");
    }
}

#[test]
fn states_that_are_not_certain_stay_in_jsonpath() {
    for fields in [
        r#""Type": "Task", "Resource": "r", "Parameters": { "a.$": "$..x" }, "End": true"#,
        r#""Type": "Task", "Resource": "r", "Parameters": { "a": "{% 1 %}" }, "End": true"#,
        r#""Type": "Task", "Resource": "r", "TimeoutSeconds": 1, "TimeoutSecondsPath": "$.x", "End": true"#,
        r#""Type": "Task", "Resource": "r", "Unknown": 1, "End": true"#,
        r#""Type": "Pass", "Output": 1, "End": true"#,
        r#""Type": "Pass", "Parameters": { "x.$": "$.y" }, "Assign": { "v.$": "$.x" }, "End": true"#,
        r#""Type": "Pass", "Result": { "x": 1, "x": 2 }, "ResultPath": "$.a", "End": true"#,
        r#""Type": "Pass", "Assign": { "count.$": "$.x" }, "End": true"#,
    ] {
        assert_eq!(in_jsonata(fields), None, "{fields}");
    }
}

#[test]
fn hosts_keep_their_notation() {
    let title = "Write `A` in JSONata";
    let sam = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A:\n            Type: Task<|>\n            Resource: r\n            Parameters:\n              Table: !Ref Table\n              Name.$: States.ArrayGetItem(States.StringSplit($.a, ','), 0)\n            ResultPath: $.r\n            End: true\n";
    let after = done("template.yaml", sam, title);
    assert!(after.contains("Table: !Ref Table\n              Name: \"{% $split($states.input.a, ',')[$ != ''][0] %}\"\n            Output: \"{% $merge([$states.input, {'r': $states.result}]) %}\"\n"), "{after}");
    let text = r#"{ "Resources": { "M": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "DefinitionString": "{ \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Choice\", \"Choices\": [{ \"Variable\": \"$.a<|>\", \"StringMatches\": \"it's \\\"*\", \"Next\": \"A\" }] } } }" } } } }"#;
    let after = done("template.json", text, title);
    assert!(after.contains(r#"$contains($states.input.a, /^it's \\\"/) %}"#), "{after}");
    let terraform = "resource \"aws_sfn_state_machine\" \"m\" {\n  definition = jsonencode({\n    StartAt = \"A\"\n    States = {\n      A = {\n        Type = \"Pass<|>\"\n        Parameters = { \"a.$\" = \"States.Format('{}%', $$.State.Name)\" }\n        End = true\n      }\n    }\n  })\n}\n";
    let after = done("main.tf", terraform, title);
    assert!(after.contains("Output = { \"a\" = \"{% $states.context.State.Name & '%' %}\" }"), "{after}");
}
