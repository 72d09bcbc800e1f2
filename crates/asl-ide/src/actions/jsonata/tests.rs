use crate::actions::tests::{done, titles};

/// The fields of a state `A` after its conversion, if it is offered.
#[track_caller]
pub(super) fn in_jsonata(fields: &str) -> Option<String> {
    let text = format!(r#"{{ "StartAt": "A", "States": {{ "A": {{ {fields}<|> }} }} }}"#);
    let is_offered = titles("a.json", &text).iter().any(|title| title.starts_with("Convert"));
    let after = is_offered.then(|| done("a.json", &text, "Convert `A` to JSONata"))?;
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
            r#""Type": "Fail", "Error": "E", "Cause": "{% $type($states.input.all) = 'array' ? $states.input.all[0] %}""#,
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
        r#""Type": "Task", "Resource": "r", "Parameters": { "a": 1, "a.$": "$.x" }, "End": true"#,
        r#""Type": "Task", "Resource": "r", "Parameters": { "a.$": "$.x[-1]" }, "End": true"#,
        r#""Type": "Task", "Resource": "r", "Parameters": { "${x}": "{% ${y} %}" }, "End": true"#,
        r#""Type": "Task", "Resource": "r", "InputPath": "$.x", "Parameters": { "a": 1 }, "End": true"#,
        r#""Type": "Task", "Resource": "r", "ResultPath": "$.a", "ResultPath": "$.b", "End": true"#,
        r#""Type": "Task", "Resource": "r", "TimeoutSeconds": 1, "TimeoutSecondsPath": "$.x", "End": true"#,
        r#""Type": "Task", "Resource": "r", "Unknown": 1, "End": true"#,
        r#""Type": "Pass", "Output": 1, "End": true"#,
        r#""Type": "Pass", "Result": { "x": 1 }, "Assign": { "v.$": "$.y" }, "End": true"#,
        r#""Type": "Pass", "Result": null, "ResultPath": "$.a", "End": true"#,
        r#""Type": "Pass", "Result": 9007199254740993, "ResultPath": "$.a", "End": true"#,
        r#""Type": "Pass", "Result": [1.0], "ResultPath": "$.a", "End": true"#,
        r#""Type": "Pass", "Result": { "__proto__": 1 }, "ResultPath": "$.a", "End": true"#,
        r#""Type": "Pass", "Parameters": { "a.$.$": "$.x" }, "End": true"#,
        r#""Type": "Map", "ItemsPath": null, "Iterator": {}, "End": true"#,
        r#""Type": "Pass", "Result": { "x": 1, "x": 2 }, "ResultPath": "$.a", "End": true"#,
        r#""Type": "Pass", "Assign": { "count.$": "$.x" }, "End": true"#,
    ] {
        assert_eq!(in_jsonata(fields), None, "{fields}");
    }
}

#[test]
fn a_pass_assigns_what_it_makes() {
    for (fields, expected) in [
        (
            r#""Result": { "x": { "y": [1, "it's"] } }, "Assign": { "v.$": "$.x", "w.$": "$.x.y[0]", "c": 1 }"#,
            r#""Output": { "x": { "y": [1, "it's"] } }, "Assign": { "v": "{% {'y': [1, \"it's\"]} %}", "w": "{% 1 %}", "c": 1 }"#,
        ),
        (
            r#""Parameters": { "x.$": "$.y", "z": 2 }, "Assign": { "v.$": "$.x.a", "w.$": "$" }"#,
            r#""Output": { "x": "{% $states.input.y %}", "z": 2 }, "Assign": { "v": "{% $states.input.y.a %}", "w": "{% $exists($states.input.y) ? {'x': $states.input.y, 'z': 2} %}" }"#,
        ),
    ] {
        let after = in_jsonata(&format!(r#""Type": "Pass", {fields}, "End": true"#));
        assert_eq!(after, Some(format!(r#""Type": "Pass", {expected}, "End": true"#)), "{fields}");
    }
}

#[test]
fn texts_with_the_marks_of_expressions_stay_texts() {
    for (fields, expected) in [
        (
            r#""Type": "Task", "Resource": "r", "Parameters": { "a": "a {% x", "b": ["%}", "{ %"], "c {%": 1 }, "End": true"#,
            r#""Type": "Task", "Resource": "r", "Arguments": { "a": "{% 'a {% x' %}", "b": ["{% '%}' %}", "{ %"], "c {%": 1 }, "End": true"#,
        ),
        (
            r#""Type": "Pass", "Result": { "a": "{% \"1\" %}" }, "End": true"#,
            r#""Type": "Pass", "Output": { "a": "{% \"{% \\\"1\\\" %}\" %}" }, "End": true"#,
        ),
        (
            r#""Type": "Fail", "Error": "{%", "Cause": "why", "Comment": "{%""#,
            r#""Type": "Fail", "Error": "{% '{%' %}", "Cause": "why", "Comment": "{%""#,
        ),
    ] {
        assert_eq!(in_jsonata(fields).as_deref(), Some(expected), "{fields}");
    }
}

/// A Task with a catcher or retrier for an error, and more fields.
fn handled(field: &str, error: &str, fields: &str) -> Option<String> {
    let next = if field == "Catch" { r#", "Next": "A""# } else { "" };
    let handler = format!(r#""{field}": [{{ "ErrorEquals": ["{error}"]{next} }}]"#);
    in_jsonata(&format!(r#""Type": "Task", "Resource": "r", {handler}, {fields}, "End": true"#))
}

#[test]
fn a_failure_that_a_handler_sees_keeps_its_name() {
    for field in ["Catch", "Retry"] {
        for error in ["States.ALL", "States.TaskFailed", "States.QueryEvaluationError"] {
            assert_eq!(handled(field, error, r#""ResultSelector": { "id.$": "$.id" }"#), None, "{error}");
            assert_eq!(
                handled(field, error, r#""TimeoutSecondsPath": "$$.State.RetryCount""#),
                None,
                "{error}"
            );
            let certain = r#""Parameters": { "id.$": "$$.Execution.Id", "all.$": "$" }, "ResultPath": "$.r""#;
            assert!(handled(field, error, certain).is_some(), "{error}");
        }
        for error in ["States.ParameterPathFailure", "States.ReferencePathConflict", "${Error}"] {
            assert_eq!(handled(field, error, r#""ResultPath": null"#), None, "{error}");
        }
        assert!(handled(field, "Boom", r#""ResultSelector": { "id.$": "$.id" }"#).is_some());
    }
}

#[test]
fn a_failure_inside_of_a_state_with_handlers_keeps_its_name() {
    let text = |mode: &str, catch: &str| {
        format!(
            r#"{{ "StartAt": "M", "States": {{ "M": {{ "Type": "Map", "ItemProcessor": {{ "ProcessorConfig": {{ "Mode": "{mode}", "ExecutionType": "EXPRESS" }}, "StartAt": "A", "States": {{ "A": {{ "Type": "Pass<|>", "OutputPath": "$.x", "End": true }} }} }}, "Catch": [{{ "ErrorEquals": ["{catch}"], "Next": "F" }}], "End": true }}, "F": {{ "Type": "Fail" }} }} }}"#
        )
    };
    let title = "Convert `A` to JSONata".to_owned();
    assert!(!titles("a.json", &text("INLINE", "States.ALL")).contains(&title));
    assert!(titles("a.json", &text("INLINE", "Boom")).contains(&title));
    // The execution of an item fails on its own, whatever its error name.
    assert!(titles("a.json", &text("DISTRIBUTED", "States.ALL")).contains(&title));
}

#[test]
fn what_stands_elsewhere_too_is_not_changed() {
    let title = "Convert `A` to JSONata".to_owned();
    for (text, is_offered) in [
        (
            "A:\n    Type: Pass<|>\n    Parameters: &p\n      a.$: $.a\n    Next: B\n  B:\n    Type: Pass\n    Parameters: *p\n    End: true\n",
            false,
        ),
        (
            "B:\n    Type: Pass\n    Parameters: &p\n      a.$: $.a\n    End: true\n  A:\n    Type: Pass<|>\n    Parameters: *p\n    Next: B\n",
            false,
        ),
        (
            "A: &a\n    Type: Pass<|>\n    OutputPath: $.x\n    Next: B\n  B:\n    <<: *a\n    Type: Succeed\n",
            false,
        ),
        (
            "A:\n    Type: Pass<|>\n    Parameters: &p\n      a.$: $.a\n    Next: B\n  B:\n    Type: Succeed\n",
            true,
        ),
        (
            "A:\n    Type: Pass<|>\n    Parameters:\n      a.$: $.a\n    Next: B\n  B: &b\n    Type: Pass\n    Next: C\n  C: *b\n",
            true,
        ),
    ] {
        let text = format!("StartAt: A\nStates:\n  {text}");
        assert_eq!(titles("a.yaml", &text).contains(&title), is_offered, "{text}");
    }
}

#[test]
fn empty_values_of_yaml_become_expressions() {
    for (field, expected) in [
        ("ResultPath:", "Output: \"{% $states.input %}\""),
        ("ResultPath: # dropped", "Output: \"{% $states.input %}\" # dropped"),
        ("InputPath:", "Arguments: \"{% {} %}\""),
        ("OutputPath:   ", "Output: \"{% {} %}\"   "),
    ] {
        let text = format!(
            "StartAt: A\nStates:\n  A:\n    Type: Task<|>\n    Resource: r\n    {field}\n    End: true\n"
        );
        let after = done("a.yaml", &text, "Convert `A` to JSONata");
        assert!(after.contains(&format!("    {expected}\n    End: true\n")), "{after}");
    }
}

#[test]
fn comments_are_not_lost() {
    let text = |comment: &str| {
        format!(
            "StartAt: A\nStates:\n  A:\n    Type: Choice<|>\n    Choices:\n      - And:\n          - Variable: $.a{comment}\n            IsPresent: true\n        Next: B\n    Default: B\n  B:\n    Type: Succeed\n"
        )
    };
    let title = "Convert `A` to JSONata".to_owned();
    assert!(titles("a.yaml", &text("")).contains(&title));
    assert!(!titles("a.yaml", &text(" # what it is for")).contains(&title));
}

#[test]
fn edits_at_one_place_are_one() {
    let text =
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\n  \"Type\": \"Succeed<|>\",\n  \"OutputPath\": \"$\"\n}}}";
    let after = done("a.json", text, "Convert `A` to JSONata");
    assert!(after.contains("{\n  \"Type\": \"Succeed\",\n  \"QueryLanguage\": \"JSONata\"\n}"), "{after}");
}

#[test]
fn hosts_keep_their_notation() {
    let title = "Convert `A` to JSONata";
    let sam = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A:\n            Type: Task<|>\n            Resource: r\n            Parameters:\n              Table: !Ref Table\n              Name.$: States.ArrayGetItem(States.StringSplit($.a, ','), 0)\n            ResultPath: $.r\n            End: true\n";
    let after = done("template.yaml", sam, title);
    assert!(after.contains("Table: !Ref Table\n              Name: \"{% $type($states.input.a) = 'string' ? $split($states.input.a, ',')[$ != ''][0] %}\"\n            Output: \"{% $merge([$states.input, {'r': $states.result}]) %}\"\n"), "{after}");
    let text = r#"{ "Resources": { "M": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "DefinitionString": "{ \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Choice\", \"Choices\": [{ \"Variable\": \"$.a<|>\", \"StringMatches\": \"it's \\\"*\", \"Next\": \"A\" }] } } }" } } } }"#;
    let after = done("template.json", text, title);
    assert!(after.contains(r#"$contains($states.input.a, /^it's \\\"/) %}"#), "{after}");
    let terraform = "resource \"aws_sfn_state_machine\" \"m\" {\n  definition = jsonencode({\n    StartAt = \"A\"\n    States = {\n      A = {\n        Type = \"Pass<|>\"\n        Parameters = { \"a.$\" = \"States.Format('{}%', $$.State.Name)\" }\n        End = true\n      }\n    }\n  })\n}\n";
    let after = done("main.tf", terraform, title);
    assert!(after.contains("Output = { \"a\" = \"{% $states.context.State.Name & '%' %}\" }"), "{after}");
    let heredoc = "resource \"aws_sfn_state_machine\" \"m\" {\n  definition = <<EOF\n{ \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Choice<|>\", \"Choices\": [{ \"Variable\": \"$.a\", \"StringEquals\": \"$${x\", \"Next\": \"A\" }] } } }\nEOF\n}\n";
    assert!(!titles("main.tf", heredoc).iter().any(|offered| offered == title));
    let after = done("main.tf", &heredoc.replace("$${x", "x"), title);
    assert!(
        after.contains("\"Condition\": \"{% $exists($states.input.a) ? $states.input.a = 'x' %}\""),
        "{after}"
    );
}
