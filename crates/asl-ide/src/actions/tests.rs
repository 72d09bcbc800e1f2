use super::*;
use asl_core::{Source, analyze};

/// The titles of the actions at the marks of a text.
pub(super) fn titles(name: &str, marked: &str) -> Vec<String> {
    offered(name, marked).1.into_iter().map(|action| action.title).collect()
}

fn offered(name: &str, marked: &str) -> (String, Vec<Action>) {
    let start = marked.find("<|>").expect("a mark");
    let end = marked.rfind("<|>").expect("a mark");
    let selection = Span::new(start, if end > start { end - 3 } else { end });
    let text = marked.replace("<|>", "");
    let found = actions(&analyze(Source::new(&text, name)), selection);
    (text, found)
}

/// The text after applying the action with a title.
#[track_caller]
pub(super) fn done(name: &str, marked: &str, title: &str) -> String {
    let (text, found) = offered(name, marked);
    let titles: Vec<&str> = found.iter().map(|action| action.title.as_str()).collect();
    let action = found.iter().find(|action| action.title == title).unwrap_or_else(|| panic!("{titles:?}"));
    let text = asl_core::testing::applied(&text, &action.edits).unwrap();
    let again = analyze(Source::new(&text, name));
    assert!(again.iter().all(|analysis| analysis.tree().errors().is_empty()), "{text}");
    text
}

#[test]
fn a_state_that_is_named_is_created() {
    assert_eq!(
        done(
            "a.json",
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B<|>" }, "C": { "Type": "Succeed" } } }"#,
            "Create state `B`"
        ),
        r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Pass", "Next": "C" }, "C": { "Type": "Succeed" } } }"#
    );
    assert_eq!(
        done(
            "a.json",
            r#"{ "StartAt": "A<|>", "States": { "C": { "Type": "Succeed" } } }"#,
            "Create state `A`"
        ),
        r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "C" }, "C": { "Type": "Succeed" } } }"#
    );
    assert_eq!(
        done(
            "a.yaml",
            "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: <|>B\n  C:\n    Type: Succeed\n",
            "Create state `B`"
        ),
        "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n  B:\n    Type: Pass\n    Next: C\n  C:\n    Type: Succeed\n"
    );
}

#[test]
fn embedded_definitions_are_changed_in_their_quotes() {
    let text = r#"{ "Resources": { "M": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "DefinitionString": "{ \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Pass\", \"Next\": \"B<|>\" } } }" } } } }"#;
    let after = done("template.json", text, "Create state `B`");
    assert!(after.contains(r#"\"B\": { \"Type\": \"Pass\", \"End\": true }"#), "{after}");
}

#[test]
fn a_state_that_nothing_leads_to_is_connected() {
    let after = done(
        "a.json",
        r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true }, "<|>B": { "Type": "Succeed" } } }"#,
        "Add a transition from `A` to `B`",
    );
    assert!(after.contains(r#""A": { "Type": "Pass", "Next": "B" }"#), "{after}");
    let after = done(
        "a.yaml",
        "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n  <|>B:\n    Type: Succeed\n",
        "Add a transition from `A` to `B`",
    );
    assert!(after.contains("    Next: B\n"), "{after}");
}

#[test]
fn fields_that_are_required_are_added() {
    let after = done(
        "a.json",
        r#"{ "StartAt": "A", "States": { "A": { "Type": "Task"<|> } } }"#,
        "Add `Resource`, `End`",
    );
    assert!(after.contains(r#"{ "Type": "Task", "Resource": "", "End": true }"#), "{after}");
    let after =
        done("a.yaml", "StartAt: A\nStates:\n  A:\n    Type: Wait<|>\n    End: true\n", "Add `Seconds`");
    assert!(after.contains("    End: true\n    Seconds: 1\n"), "{after}");
}

#[test]
fn handlers_are_added() {
    let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", <|>"Resource": "x", "End": true }, "F": { "Type": "Fail" } } }"#;
    assert_eq!(
        titles("a.json", text),
        [
            "Add `Retry` with exponential backoff",
            "Add `TimeoutSeconds`",
            "Add `Catch` with a transition to `F`",
            "Add `Catch` with a transition to a new Fail state",
            "Convert `A` to JSONata"
        ]
    );
    let after = done("a.json", text, "Add `Catch` with a transition to a new Fail state");
    assert!(
        after.contains(r#""Next": "A failed" }] }, "A failed": { "Type": "Fail", "Error": "A failed" }"#),
        "{after}"
    );
    let yaml = "StartAt: A\nStates:\n  A:\n    Type: Task<|>\n    Resource: x\n    End: true\n";
    let after = done("a.yaml", yaml, "Add `Catch` with a transition to a new Fail state");
    let expected = "    Catch:\n      - ErrorEquals:\n          - States.ALL\n        Next: A failed\n  A failed:\n    Type: Fail\n    Error: A failed\n";
    assert!(after.ends_with(expected), "{after}");
}

#[test]
fn broken_texts_are_survived() {
    for text in [
        r#"{ "States": { "A": { "Type": "Task", <|>"#,
        "<|>",
        r#"{ "States": { <|>"A": 1 } }"#,
        "States:\n  A:\n    Type: <|>",
    ] {
        titles("a.json", text);
        titles("a.yaml", text);
    }
}

#[test]
fn missing_parameters_of_calls_are_added() {
    let text = |fields: &str| {
        format!(
            r#"{{ "StartAt": "A", "States": {{ "A<|>": {{ "Type": "Task", "Resource": "arn:aws:states:::{fields}, "End": true }} }} }}"#
        )
    };
    let check = |before: &str, title: &str, after: &str| {
        assert_eq!(done("a.json", &text(before), title), text(after).replace("<|>", ""));
    };
    check(
        r#"sns:publish", "Parameters": { "Message.$": "$.m" }"#,
        "Add `TopicArn`",
        r#"sns:publish", "Parameters": { "Message.$": "$.m", "TopicArn": "" }"#,
    );
    check(
        r#"aws-sdk:rds:createDBInstance", "Parameters": {}"#,
        "Add `DbInstanceClass`, `DbInstanceIdentifier`, `Engine`",
        r#"aws-sdk:rds:createDBInstance", "Parameters": { "DbInstanceClass": "", "DbInstanceIdentifier": "", "Engine": "" }"#,
    );
    check(
        r#"aws-sdk:ecs:runTask", "Parameters": { "NetworkConfiguration": { "AwsvpcConfiguration": { "AssignPublicIp": "ENABLED" } }, "TaskDefinition": "t" }"#,
        "Add `Subnets`",
        r#"aws-sdk:ecs:runTask", "Parameters": { "NetworkConfiguration": { "AwsvpcConfiguration": { "AssignPublicIp": "ENABLED", "Subnets": [""] } }, "TaskDefinition": "t" }"#,
    );
    let whole = done("a.json", &text(r#"aws-sdk:s3:listBuckets""#), "Add `Parameters`");
    assert!(whole.contains(r#""End": true, "Parameters": {} }"#), "{whole}");
    let whole = done("a.json", &text(r#"lambda:invoke", "QueryLanguage": "JSONata""#), "Add `Arguments`");
    assert!(whole.contains(r#""Arguments": { "FunctionName": "" } }"#), "{whole}");
    // Nothing is missing, or it is not known what is.
    for none in [
        r#"sns:publish", "Parameters": { "Message": "m", "TopicArn.$": "$.t" }"#,
        r#"aws-sdk:unheard:ofThis""#,
        r#"lambda:invoke", "Parameters": { "FunctionNam": "f" }"#,
        r#"lambda:invoke", "Parameters": { "${Key}": "f" }"#,
        r#"lambda:invoke", "Arguments": {}"#,
        r#"lambda:invoke", "Parameters": "x""#,
    ] {
        let found = titles("a.json", &text(none));
        assert!(
            !found.iter().any(|title| title.starts_with("Add `")
                && !title.contains("Retry")
                && !title.contains("Catch")
                && !title.contains("TimeoutSeconds")),
            "{none}: {found:?}"
        );
    }
    let yaml = "StartAt: A\nStates:\n  A<|>:\n    Type: Task\n    Resource: arn:aws:states:::lambda:invoke\n    Parameters:\n      Payload.$: $\n    End: true\n";
    let after = done("a.yaml", yaml, "Add `FunctionName`");
    assert!(after.contains("      Payload.$: $\n      FunctionName: \"\"\n"), "{after}");
}
