//! Code completion in YAML.

use super::*;

fn labels(text: &str) -> Vec<String> {
    items("a.asl.yaml", text).1.into_iter().map(|item| item.label).collect()
}

#[track_caller]
fn check_first(text: &str, first: &[&str]) {
    let found = labels(text);
    assert_eq!(found.iter().take(first.len()).collect::<Vec<_>>(), first, "of {found:?}");
}

#[track_caller]
fn check_taken(text: &str, label: &str, after: &str) {
    assert_eq!(taken("a.asl.yaml", text, label), after);
}

const MACHINE: &str =
    "StartAt: A\nStates:\n  A:\n    Type: Task\n    <|>\n  B:\n    Type: Fail\n    Error: Own\n";

#[test]
fn keys_by_indentation() {
    check_first(MACHINE, &["Resource", "End", "Next"]);
    for word in ["Res", "R", "Resource"] {
        let text = MACHINE.replace("<|>", &format!("{word}<|>"));
        check_taken(&text, "TimeoutSeconds", &MACHINE.replace("<|>", "TimeoutSeconds: 60"));
    }
    check_taken(MACHINE, "Next", &MACHINE.replace("<|>", "Next: "));
    check_first(&MACHINE.replace("    <|>", "  <|>"), &["Task state"]);
    check_first(&format!("{}<|>", MACHINE.replace("    <|>\n", "")), &["QueryLanguage"]);
    assert_eq!(
        labels(&MACHINE.replace("    <|>", "<|>")),
        [] as [&str; 0],
        "the next line stands further right"
    );
    check_first("StartAt: A\nStates:\n  A:\n    <|>\n", &["Task state"]);
    check_first("StartAt: A\nStates:\n  A:\n    Ty<|>\n", &["Task state"]);
    check_taken("StartAt: A\nStates:\n  A:\n    Ty<|>\n", "Type", "StartAt: A\nStates:\n  A:\n    Type: \n");
    check_first("StartAt: A\nStates:\n  <|>\n", &["A", "Task state"]);
    assert_eq!(labels("# a <|>\nStartAt: A\n"), [] as [&str; 0]);
}

#[test]
fn values_behind_keys() {
    let next = |value: &str| MACHINE.replace("<|>", &format!("Next: {value}"));
    for value in ["<|>", "B<|>", "<|>B", "\"<|>\"", "'<|>'", "X<|>"] {
        assert_eq!(labels(&next(value)), ["B"], "{value}");
        check_taken(&next(value), "B", &next("B"));
    }
    check_first(&MACHINE.replace("Task", "<|>"), &["Task", "Wait"]);
    let call = "arn:aws:states:::sqs:sendMessage";
    check_taken(
        &MACHINE.replace("<|>", "Resource: <|>"),
        call,
        &MACHINE.replace(
            "<|>",
            &format!("Resource: {call}\n    Parameters:\n      QueueUrl: https://sqs.region.amazonaws.com/account/queue\n      MessageBody: "),
        ),
    );
}

#[test]
fn items_behind_dashes() {
    let retry = |rest: &str| MACHINE.replace("<|>", &format!("Retry:\n{rest}"));
    let recipe = "ErrorEquals: [States.ALL]\n        IntervalSeconds: 1\n        MaxAttempts: 3\n        BackoffRate: 2";
    check_taken(&retry("      - <|>"), "retry all errors", &retry(&format!("      - {recipe}")));
    check_taken(&retry("      <|>"), "retry all errors", &retry(&format!("      - {recipe}")));
    let one = "      - ErrorEquals: [X]\n";
    check_taken(
        &retry(&format!("{one}      - <|>")),
        "retry all errors",
        &retry(&format!("{one}      - {recipe}")),
    );
    check_first(&retry(&format!("{one}        <|>")), &["BackoffRate"]);
    check_first(&retry("      - Err<|>"), &["ErrorEquals"]);
    check_first(&retry("      - ErrorEquals: [<|>]"), &["Own"]);
    check_first(&retry("      - ErrorEquals:\n        - <|>"), &["Own"]);
    check_first(&retry("      - ErrorEquals:\n          - States.Timeout\n          - <|>"), &["Own"]);
    let text = MACHINE.replace("    <|>", "    Retry:\n    - ErrorEquals: [X]\n    - <|>");
    assert!(labels(&text).contains(&"retry all errors".to_owned()));
    let text = MACHINE.replace("    <|>", "    Retry: <|>");
    let after = taken("a.asl.yaml", &text, "retry all errors");
    assert!(
        after.contains("Retry: \n      - ErrorEquals: [States.ALL]\n        IntervalSeconds: 1\n"),
        "{after}"
    );
}

#[test]
fn values_directly_behind_a_colon_get_a_blank() {
    let kind = |value: &str| MACHINE.replace(": Task\n    <|>", &format!(":{value}"));
    check_taken(&kind("<|>"), "Pass", &kind(" Pass"));
    check_taken(&kind("<|> Task"), "Pass", &kind(" Pass"));
    let field = |field: &str| MACHINE.replace("<|>", field);
    check_taken(&field("Next:<|>"), "B", &field("Next: B"));
    let retry = "Retry:\n      - ErrorEquals: [States.ALL]\n        IntervalSeconds: 1\n        MaxAttempts: 3\n        BackoffRate: 2";
    check_taken(&field("Retry:<|>"), "retry all errors", &field(retry));
    check_taken(&field("Retry: [{ErrorEquals:<|>}]"), "Own", &field("Retry: [{ErrorEquals: [Own]}]"));
    check_taken(&field("Retry: [{MaxDelaySeconds:<|>}]"), "1", &field("Retry: [{MaxDelaySeconds: 1}]"));
    assert_eq!(labels(&field("Result:<|>\n      a: 1")), [] as [&str; 0], "the value is below");
}

#[test]
fn brackets_that_are_not_closed() {
    let field = |field: &str| MACHINE.replace("<|>", field);
    check_first(&field("Retry: [{ ErrorEquals: [<|>"), &["Own"]);
    check_taken(
        &field("Retry: [{ ErrorEquals: [States.Timeout, <|>"),
        "Own",
        &field("Retry: [{ ErrorEquals: [States.Timeout, Own"),
    );
    check_first(&field("Retry: [{ ErrorEquals: [X], <|>"), &["BackoffRate"]);
    check_first(&field("Retry: [{ ErrorEquals: [X], <|> # why"), &["BackoffRate"]);
    check_first(&field("Retry:\n    - {ErrorEquals: [X], Max<|>"), &["BackoffRate"]);
    check_taken(
        &field("Catch: [{ ErrorEquals: [\"X\"], Next: <|>"),
        "B",
        &field("Catch: [{ ErrorEquals: [\"X\"], Next: B"),
    );
    check_first(&field("Catch: [{ ErrorEquals: [\"<|>"), &["Own"]);
    let state =
        |state: &str| MACHINE.replace("  B:", &format!("  C: {state}\n  B:")).replace("    <|>\n", "");
    let state = |text: &str| state(text).replace("@", "<|>");
    check_first(&state("{ @"), &["Task state"]);
    check_taken(&state("{ Type: Pass, @"), "End", &state("{ Type: Pass, End: true"));
    check_first(&state("{ Type: @"), &["Task", "Wait"]);
    let several = "Retry: [\n      { ErrorEquals: [X], <|>\n    ]";
    check_first(&field(several), &["BackoffRate"]);
    let outer =
        "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n";
    let inner: String = state("{ Type: Pass, @").lines().map(|line| format!("        {line}\n")).collect();
    let template = format!("{outer}{inner}      Role: x\n");
    let after = taken("template.yaml", &template, "Next");
    assert!(after.contains("{ Type: Pass, Next: \n"), "{after}");
}

/// Types whole states: at each letter of these words, and after the preceding colon, completion offers the word.
#[track_caller]
fn check_typed(head: &str, state: &str, words: &[&str]) {
    let tail = "\n  C:\n    Type: Fail\n    Error: Own\n";
    let whole = format!("{head}{state}");
    let mut at = head.len();
    for word in words {
        let start = at + whole[at..].find(word).unwrap_or_else(|| panic!("no {word}"));
        let end = start + word.len();
        let first = if whole[..start].ends_with(": ") { start - 1 } else { start };
        for cut in first..end {
            let text = format!("{}{tail}", &whole[..cut]);
            let found = complete(&analyze(Source::new(&text, "a.asl.yaml")), cut as u32);
            let is_next = |item: &Item| {
                let typed = format!("{}{}", &text[..item.replace.start as usize], item.text.plain());
                item.replace.end as usize == cut && typed.starts_with(&whole[..end])
            };
            let labels: Vec<&str> = found.iter().map(|item| item.label.as_str()).collect();
            assert!(found.iter().any(is_next), "{word} is not in {labels:?} behind\n{}|", &text[..cut]);
        }
        at = end;
    }
}

#[test]
fn states_are_offered_word_by_word_as_they_are_typed() {
    let head = "StartAt: B\nStates:\n";
    let block = "  B:\n    Type: Task\n    Resource: arn:aws:states:::sqs:sendMessage\n    Parameters:\n      QueueUrl: x\n      MessageBody.$: $.x\n    TimeoutSeconds: 60\n    Retry:\n      - ErrorEquals: [States.Timeout, States.TaskFailed]\n        MaxAttempts: 2\n    Catch:\n    - ErrorEquals:\n      - States.ALL\n      Next: C\n    Next: C";
    let words = [
        "B",
        "Type",
        "Task",
        "Resource",
        "arn:aws:states:::sqs:sendMessage",
        "Parameters",
        "QueueUrl",
        "MessageBody.$",
        "TimeoutSeconds",
        "Retry",
        "ErrorEquals",
        "States.Timeout",
        "States.TaskFailed",
        "MaxAttempts",
        "Catch",
        "ErrorEquals",
        "States.ALL",
        "Next",
        "C",
        "Next",
        "C",
    ];
    check_typed(head, block, &words);
    let flow = "  B: { Type: Task, Resource: arn:aws:states:::sqs:sendMessage, Retry: [{ ErrorEquals: [States.Timeout, States.TaskFailed], MaxAttempts: 2 }], Catch: [{ ErrorEquals: [States.ALL], Next: C }], Next: C }";
    let words = [
        "B",
        "Type",
        "Task",
        "Resource",
        "arn:aws:states:::sqs:sendMessage",
        "Retry",
        "ErrorEquals",
        "States.Timeout",
        "States.TaskFailed",
        "MaxAttempts",
        "Catch",
        "ErrorEquals",
        "States.ALL",
        "Next",
        "C",
        "Next",
        "C",
    ];
    check_typed(head, flow, &words);
}

#[test]
fn whole_states_and_machines_can_be_read() {
    let mut texts = vec!["<|>".to_owned(), "sta<|>".to_owned()];
    texts.push(MACHINE.replace("    <|>", "  <|>"));
    texts.push("StartAt: A\nStates:\n    A:\n        <|>\n".to_owned());
    texts.push("StartAt: A\nStates:\n    <|>\n".to_owned());
    for text in texts {
        for item in items("a.asl.yaml", &text).1 {
            let after = taken("a.asl.yaml", &text, &item.label);
            let tree = asl_core::syntax::parse_yaml(&after);
            assert_eq!(tree.errors(), [], "{after}");
        }
    }
}

#[test]
fn expressions() {
    let text =
        "QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Output: <|>\n    End: true\n";
    check_first(text, &["{%  %}"]);
    check_taken(text, "{%  %}", &text.replace("<|>", "\"{%  %}\""));
    check_first(&text.replace("<|>", "\"{% $states.<|> %}\""), &["input", "context"]);
    check_first(&text.replace("<|>", "\"{% $states.in<|>"), &[]);
    let text = text.replace("JSONata", "JSONPath").replace("Output: <|>", "InputPath: $$.<|>");
    check_first(&text, &["$$.Execution"]);
}

#[test]
fn nothing_panics_at_any_place_of_a_broken_text() {
    let text = MACHINE
        .replace("<|>", "Retry:\n      - ErrorEquals: [ä, {a: \"x\"}]\n      -\n    Comment: |\n      a\n");
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        for broken in [&text[..end], &text[end..]] {
            let analyses = analyze(Source::new(broken, "a.asl.yaml"));
            for offset in (0..=broken.len()).step_by(3) {
                complete(&analyses, offset as u32);
            }
        }
    }
}

#[test]
fn no_item_breaks_a_definition_at_any_place() {
    let text = "StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: arn:aws:states:::lambda:invoke\n    Parameters:\n      FunctionName: f\n      Payload.$: \"$.a\"\n      x: [1, y]\n    Retry:\n      - ErrorEquals: [States.Timeout]\n        MaxAttempts: 2\n      -\n    Catch:\n    - ErrorEquals:\n      - States.ALL\n      Next: B\n\n    Next: B\n    \n  B:\n    Type: Choice\n    Choices:\n      - Not: { Variable: $.a, IsNull: true }\n        Next: 'C'\n  C:\n    \n    \n  \n";
    check_all_taken("a.asl.yaml", text);
    check_damaged("a.asl.yaml", text, 1);
    let outer =
        "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n";
    let inner: String = text.lines().map(|line| format!("        {line}\n")).collect();
    check_all_taken("template.yaml", &format!("{outer}{inner}      Role: x\n"));
}

#[test]
fn a_text_of_several_lines_is_replaced_only_from_inside() {
    let text = "States:\n  A:\n    Type: Pass\n    Parameters:\n      a.$: >-\n        States.UUID()\n    End: true\n";
    let at = |before: &str| labels(&text.replacen(before, &format!("{before}<|>"), 1));
    assert_eq!(at("a.$: >"), [] as [&str; 0]);
    assert_eq!(at(">-\n    "), [] as [&str; 0]);
    assert!(at("States.").contains(&"States.UUID".to_owned()));
}

#[test]
fn a_first_key_above_the_others() {
    let template = "Resources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      Definition:\n        <|>\n        States: {}\n";
    let found = items("a.template.yaml", template).1;
    assert!(found.iter().any(|item| item.label == "StartAt"));
    let rule = "States:\n  A:\n    Type: Choice\n    Choices:\n      - <|>\n        StringEquals: x\n        Next: A\n";
    check_taken(rule, "Variable", &rule.replace("<|>", "Variable: $"));
    assert!(labels(&rule.replace("<|>", "V<|>")).contains(&"Variable".to_owned()));
    let empty = rule.replace("        StringEquals: x\n        Next: A\n", "");
    assert!(labels(&empty).len() > 3);
}
