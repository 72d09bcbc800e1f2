//! Completion of whole values: their lines, their transitions, and what else they change.

use super::*;

#[test]
fn templates_take_lines_of_their_own() {
    let machine = |before: &str, after: &str| {
        format!(
            "{before}{{\n  \"Comment\": \"what it does\",\n  \"StartAt\": \"First\",\n  \"States\": {{\n    \"First\": {{\n      \
             \"Type\": \"Pass\",\n      \"End\": true\n    }}\n  }}\n}}{after}"
        )
    };
    let label = "state machine in JSONPath";
    for (text, after) in [
        ("<|>", machine("", "")),
        ("sta<|>", machine("", "")),
        ("sta<|>\n", machine("", "\n")),
        ("\n<|>\n", machine("\n", "\n")),
    ] {
        check_taken(text, label, &after);
    }
    let first = "\"First\": {\n      \"Type\": \"Pass\",\n      \"End\": true\n    }";
    check_taken("{<|>}", "States", &format!("{{\n  \"States\": {{\n    {first}\n  }}\n}}"));
    check_taken("{\"<|>\"}", "States", &format!("{{\n  \"States\": {{\n    {first}\n  }}\n}}"));
    let text = "{\n  \"States\": {\n    \"A\": {<|>}\n  }\n}";
    let wait = "{\n      \"Type\": \"Wait\",\n      \"Seconds\": 60,\n      \"End\": true\n    }";
    check_taken(text, "Wait state", &text.replace("{<|>}", wait));
    let text =
        "{\n  \"States\": {\n    \"A\": {\n      \"Type\": \"Task\",\n      \"Retry\": [<|>]\n    }\n  }\n}";
    let retry = "[\n        {\n          \"ErrorEquals\": [\"States.TaskFailed\"],\n          \"MaxAttempts\": 3\n        }\n      ]";
    check_taken(text, "retry an error", &text.replace("[<|>]", retry));
    check_taken("{<|>}", "StartAt", "{\"StartAt\": \"\"}");
    let text = r#"{ "States": { "A": { "Type": "Task", "Retry": [<|>] } } }"#;
    let spread = "[\n  {\n    \"ErrorEquals\": [\"States.TaskFailed\"],\n    \"MaxAttempts\": 3\n  }\n]";
    check_taken(text, "retry an error", &text.replace("[<|>]", spread));
}

#[test]
fn a_template_offers_the_states_at_its_transitions() {
    let text = r#"{
  "States": {
    "A": { "Type": "Task", "Catch": [<|>] },
    "B, or so": { "Type": "Pass" },
    "C": { "Type": "Pass" }
  }
}"#;
    let snippet = |text: &str, label: &str| {
        let (_, items) = items("a.asl.json", text);
        items.iter().find(|item| item.label == label).unwrap().text.snippet()
    };
    let caught = snippet(text, "catch timeouts");
    assert!(caught.contains(r#""Next": "${1|B\, or so,C|}""#), "{caught}");
    let choice = snippet(&text.replace("[<|>] },", "[] },\n    <|>"), "Choice state");
    assert!(choice.contains(r#""Default": "${5|B\, or so,C,A|}""#), "{choice}");
    let field = snippet(&text.replace("\"Catch\": [<|>]", "<|>"), "Next");
    assert_eq!(field, "\"Next\": \"$1\"", "the list of states opens there");
}

#[test]
fn a_new_state_continues_the_one_before() {
    let text = "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": { \"Type\": \"Pass\", \"End\": true },\n    \"B<|>\"\n  }\n}";
    let after = taken("a.asl.json", text, "B: Wait state");
    assert!(after.contains(r#""A": { "Type": "Pass", "Next": "B" },"#), "{after}");
    let failed = taken("a.asl.json", text, "B: Fail state");
    assert!(failed.contains(r#""End": true },"#), "a Fail state is the target of a catcher: {failed}");
    let caught = text.replace("    \"B<|>", "    \"F\": { \"Type\": \"Fail\" },\n    \"B<|>");
    let after = taken("a.asl.json", &caught, "B: Wait state");
    assert!(after.contains(r#""A": { "Type": "Pass", "Next": "B" },"#), "a Fail state is left out: {after}");
    let led_to = text.replace("\"StartAt\": \"A\"", "\"StartAt\": \"B\"");
    assert!(taken("a.asl.json", &led_to, "B: Succeed state").contains(r#""End": true },"#));
    let yaml = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n  B<|>\n  C:\n    Type: Pass\n    End: true\n";
    let after = taken("a.asl.yaml", yaml, "B: Wait state");
    let new = "    Next: B\n  B:\n    Type: Wait\n    Seconds: 60\n    End: true\n  C:\n";
    assert!(after.contains(&format!("  A:\n    Type: Pass\n{new}")), "{after}");
}

/// The name is a placeholder of the snippet, which no edit elsewhere can follow, so a code action at the name does the rest.
#[test]
fn a_state_from_a_snippet_is_connected_at_its_name() {
    let json = "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": { \"Type\": \"Pass\", \"End\": true },\n    <|>\n  }\n}";
    let yaml = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n  <|>\n";
    let hosts = [
        ("a.asl.json", json, "\"Type\": \"Pass\", \"Next\": \"Hold\" }"),
        ("a.asl.yaml", yaml, "    Type: Pass\n    Next: Hold\n"),
    ];
    for (file, text, expected) in hosts {
        let named = taken(file, text, "Wait state").replacen("Wait", "Hold", 1);
        let at = named.find("Hold").unwrap() as u32 + 4;
        let found = crate::actions::actions(&analyze(Source::new(&named, file)), Span { start: at, end: at });
        let action = found.iter().find(|action| action.title == "Add a transition from `A` to `Hold`");
        let after = asl_core::testing::applied(&named, &action.unwrap().edits).unwrap();
        assert!(after.contains(expected), "{after}");
    }
}

#[test]
fn placeholders_ask_for_the_names_in_an_arn() {
    let task = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "<|>" } } }"#;
    let (_, items) = items("a.asl.json", task);
    let check = |call: &str, expected: &str| {
        let label = format!("arn:aws:states:::{call}");
        let snippet = items.iter().find(|item| item.label == label).unwrap().text.snippet();
        let unnumbered = snippet.replace(|c: char| c.is_ascii_digit(), "");
        assert!(unnumbered.contains(expected), "{snippet}");
    };
    check("sns:publish", r#""TopicArn": "arn:aws:sns:${:region}:${:account}:${:topic}""#);
    let machine = r#""StateMachineArn": "arn:aws:states:${:region}:${:account}:stateMachine:${:machine}""#;
    check("states:startExecution", machine);
    check("sqs:sendMessage", r#""QueueUrl": "https://sqs.${:region}.amazonaws.com/${:account}/${:queue}""#);
    check("sagemaker:createTrainingJob", r#""RoleArn": "arn:aws:iam::${:account}:role/${:role}""#);
}
