mod hosts;
mod services;
mod templates;
mod yaml;

use super::*;
use asl_core::edit::apply;
use asl_core::testing::marked_place;
use asl_core::{Source, analyze};

fn items(name: &str, text: &str) -> (String, Vec<Item>) {
    let (text, offset) = marked_place(text);
    let mut items = complete(&analyze(Source::new(&text, name)), offset);
    items.sort_by(|a, b| a.sort.cmp(&b.sort));
    for item in &items {
        let typed = &text[item.replace.start as usize..offset.max(item.replace.start) as usize];
        assert!(item.replace.start <= offset && offset <= item.replace.end, "{item:?}");
        assert!(typed.len() <= text.len(), "{typed}");
    }
    (text, items)
}

fn labels(text: &str) -> Vec<String> {
    items("a.asl.json", text).1.into_iter().map(|item| item.label).collect()
}

#[track_caller]
fn check_first(text: &str, first: &[&str]) {
    let found = labels(text);
    assert_eq!(found.iter().take(first.len()).collect::<Vec<_>>(), first, "of {found:?}");
}

/// The text after accepting an item.
#[track_caller]
fn taken(name: &str, text: &str, label: &str) -> String {
    let (text, items) = items(name, text);
    let item = items.iter().find(|item| item.label == label);
    let item = item.unwrap_or_else(|| {
        panic!("no {label} among {:?}", items.iter().map(|item| &item.label).collect::<Vec<_>>())
    });
    let mut edits = item.edits.clone();
    edits.push(Edit { span: item.replace, text: item.text.plain() });
    let (new, all) = apply(&text, &edits);
    assert!(all);
    new
}

#[track_caller]
fn check_taken(text: &str, label: &str, after: &str) {
    assert_eq!(taken("a.asl.json", text, label), after);
}

/// The rules with findings in a text.
fn findings(name: &str, text: &str) -> Vec<&'static str> {
    let analyses = analyze(Source::new(text, name));
    let found = analyses.iter().flat_map(|analysis| {
        asl_core::lint_analyses(std::slice::from_ref(analysis), &asl_core::config::Config::all())
    });
    found.map(|finding| finding.rule.name).collect()
}

#[test]
fn states_of_the_machine_the_nearest_first_and_itself_last() {
    let text = r#"{ "StartAt": "A", "States": {
      "A": { "Type": "Pass", "Next": "<|>" },
      "B": { "Type": "Parallel", "Branches": [{ "StartAt": "X", "States": { "X": { "Type": "Pass", "End": true } } }], "End": true },
      "C": { "Type": "Succeed", "Comment": "all done" } } }"#;
    assert_eq!(labels(text), ["B", "C"], "a state that leads to itself never ends");
    let caught = r#""Type": "Task", "Catch": [{ "Next": "<|>" }]"#;
    assert_eq!(labels(&text.replace(r#""Type": "Pass", "Next": "<|>""#, caught)), ["B", "C", "A"]);
    assert_eq!(items("a.asl.json", text).1[1].detail, "Succeed: all done");
    assert_eq!(labels(&text.replace("<|>", "").replace(r#""StartAt": "X""#, r#""StartAt": "<|>""#)), ["X"]);
}

#[test]
fn a_half_typed_target_is_replaced() {
    let rest = r#""States": { "A": { "Type": "Succeed" } } }"#;
    for start in ["<|>", "\"<|>", "\"<|>\"", "\"X<|>\"", "\"A<|>A\"", "A<|>"] {
        let text = format!("{{ \"StartAt\": {start},\n{rest}");
        check_taken(&text, "A", &format!("{{ \"StartAt\": \"A\",\n{rest}"));
        let text = format!("{{ \"StartAt\": {start}\n{rest}");
        check_taken(&text, "A", &format!("{{ \"StartAt\": \"A\",\n{rest}"));
    }
}

#[test]
fn fields_that_are_missing_come_first_and_none_twice() {
    let state = |fields: &str| format!(r#"{{ "States": {{ "A": {{ {fields} }} }} }}"#);
    check_first(&state(r#""Type": "Task", <|>"#), &["Resource", "End", "Next"]);
    check_first(&state(r#""Type": "Wait", "Next": "B", <|>"#), &["Seconds", "SecondsPath", "Timestamp"]);
    let found = labels(&state(r#""Type": "Wait", "Next": "B", "Seconds": 1, <|>"#));
    for name in ["Type", "Next", "End", "Seconds", "Timestamp"] {
        assert!(!found.contains(&name.to_owned()), "{name}");
    }
    assert_eq!(labels(r#"{ "States": {}, "<|>" }"#)[0], "StartAt");
}

#[test]
fn a_key_comes_with_its_value_and_its_commas() {
    let text = "{\n  \"StartAt\": \"A\"\n  <|>\n}";
    check_taken(text, "TimeoutSeconds", "{\n  \"StartAt\": \"A\",\n  \"TimeoutSeconds\": 1\n}");
    let text = "{\n  \"Sta<|>\"\n  \"States\": {}\n}";
    check_taken(text, "StartAt", "{\n  \"StartAt\": \"\",\n  \"States\": {}\n}");
    let text = "{\n  Sta<|>\n  \"States\": {}\n}";
    check_taken(text, "StartAt", "{\n  \"StartAt\": \"\",\n  \"States\": {}\n}");
    let text = "{\n  \"Sta<|>\": \"A\",\n  \"States\": {}\n}";
    check_taken(text, "StartAt", "{\n  \"StartAt\": \"A\",\n  \"States\": {}\n}");
    check_taken("{\"StartAt\": \"A\", \"<|>}", "Version", "{\"StartAt\": \"A\", \"Version\": \"1.0\"}");
}

#[test]
fn words_that_a_field_can_have() {
    let state = |fields: &str| format!(r#"{{ "States": {{ "A": {{ {fields} }} }} }}"#);
    assert_eq!(labels(&state(r#""Type": "<|>""#)).len(), 8);
    assert_eq!(labels(&state(r#""QueryLanguage": <|>"#)), ["JSONPath", "JSONata"]);
    check_first(&state(r#""Type": "Pass", "End": <|>"#), &["true", "false"]);
    assert!(labels(&state(r#""Type": "Pass", "ResultPath": <|>"#)).contains(&"null".to_owned()));
}

const MACHINE: &str = r#"{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "<|>"
    },
    "B": { "Type": "Fail", "Error": "Own" }
  }
}"#;

#[test]
fn a_resource_brings_its_parameters() {
    let call = "arn:aws:states:::sqs:sendMessage";
    let after = MACHINE.replace(
        "\"<|>\"",
        &format!("\"{call}\",\n      \"Parameters\": {{\n        \"QueueUrl\": \"https://sqs.region.amazonaws.com/account/queue\",\n        \"MessageBody\": \"\"\n      }}"),
    );
    check_taken(MACHINE, call, &after);
    let mut found = findings("a.asl.json", &after);
    found.retain(|rule| rule.starts_with("missing-p") || rule.starts_with("invalid"));
    assert_eq!(found, [] as [&str; 0]);
    let filled = MACHINE.replace("\"<|>\"", "\"<|>\",\n \"Parameters\": {}");
    check_taken(&filled, call, &filled.replace("<|>", call));
}

#[test]
fn express_workflows_do_not_wait_for_jobs() {
    let (text, offset) = marked_place(MACHINE);
    let source = Source { workflow: asl_core::WorkflowType::Express, ..Source::new(&text, "a.asl.json") };
    let items = complete(&analyze(source), offset);
    assert!(items.iter().all(|item| !item.label.contains(".sync") && !item.label.contains(".waitFor")));
    assert!(items.iter().any(|item| item.label == "arn:aws:states:::sqs:sendMessage"));
}

#[test]
fn errors_that_the_call_can_raise() {
    let names =
        |resource: &str, names: &str| {
            labels(&MACHINE.replace(
                "\"<|>\"",
                &format!("\"{resource}\", \"Retry\": [{{ \"ErrorEquals\": [{names}] }}]"),
            ))
        };
    let found = names("arn:aws:states:::sqs:sendMessage", "<|>");
    assert_eq!(found[0], "Own");
    assert!(found.contains(&"States.ALL".to_owned()) && found.contains(&"SQS.Exception".to_owned()));
    assert!(!found.iter().any(|name| name.starts_with("Lambda.") || name == "States.BranchFailed"));
    let found = names("arn:aws:states:::lambda:invoke", "\"States.Timeout\", \"<|>\"");
    assert!(found.contains(&"Lambda.ServiceException".to_owned()));
    assert!(!found.contains(&"States.Timeout".to_owned()) && !found.contains(&"States.ALL".to_owned()));
    let conflict = "States.ReferencePathConflict".to_owned();
    assert!(!found.contains(&conflict));
    let machine =
        MACHINE.replace("\"<|>\"", r#""x", "ResultPath": "$.a", "Retry": [{ "ErrorEquals": ["<|>"] }]"#);
    assert!(labels(&machine).contains(&conflict));
}

#[test]
fn recipes_for_handlers_in_and_without_an_array() {
    let retry = |value: &str| MACHINE.replace("\"<|>\"", &format!("\"x\",\n      \"Retry\": {value}"));
    let after = taken("a.asl.json", &retry("<|>"), "retry all errors");
    assert!(
        after.contains("\"Retry\": [\n        {\n          \"ErrorEquals\": [\"States.ALL\"],\n"),
        "{after}"
    );
    let one = "{ \"ErrorEquals\": [\"X\"] }";
    let after =
        taken("a.asl.json", &retry(&format!("[\n        {one}\n        <|>\n      ]")), "retry all errors");
    assert!(
        after.contains(&format!("{one},\n        {{\n          \"ErrorEquals\": [\"States.ALL\"],\n")),
        "{after}"
    );
    let catch = retry("[]").replace("\"Retry\": []", "\"Catch\": [<|>]");
    assert!(labels(&catch).contains(&"catch all errors".to_owned()));
}

#[test]
fn whole_states() {
    let text = "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": { \"Type\": \"Pass\", \"Next\": \"Gone\" },\n    <|>\n  }\n}";
    let after = taken("a.asl.json", text, "Gone");
    assert_eq!(
        after,
        text.replace("<|>", "\"Gone\": {\n      \"Type\": \"Pass\",\n      \"End\": true\n    }")
    );
    assert_eq!(findings("a.asl.json", &after).iter().filter(|rule| **rule == "unknown-state").count(), 0);
    for kind in ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"] {
        let after = taken("a.asl.json", text, &format!("{kind} state"));
        assert!(after.contains(&format!("\"{kind}\": {{\n      \"Type\": \"{kind}\"")), "{after}");
        let tree = asl_core::syntax::parse(&after, asl_core::Dialect::Json);
        assert_eq!(tree.errors(), []);
        let empty = text.replace("<|>", "\"B\": {\n      <|>\n    }");
        let after = taken("a.asl.json", &empty, &format!("{kind} state"));
        assert!(after.contains(&format!("\"B\": {{\n      \"Type\": \"{kind}\"")), "{after}");
    }
}

#[test]
fn a_whole_machine_has_no_findings() {
    for text in ["<|>", "sta<|>", "\n<|>\n"] {
        for item in items("a.asl.json", text).1 {
            let after = taken("a.asl.json", text, &item.label);
            let analyses = analyze(Source::new(&after, "a.asl.json"));
            let found = analyses.iter().flat_map(|analysis| {
                asl_core::lint_analyses(std::slice::from_ref(analysis), &asl_core::config::Config::all())
            });
            let errors = found.filter(|finding| finding.severity == asl_core::Severity::Error);
            assert_eq!(errors.map(|error| error.message).collect::<Vec<_>>(), [] as [String; 0], "{after}");
        }
    }
}

#[test]
fn taking_a_field_ends_its_finding() {
    let text = "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {\n      \"Type\": \"Pass\"\n      <|>\n    }\n  }\n}";
    assert!(findings("a.asl.json", &text.replace("<|>", "")).contains(&"missing-next-or-end"));
    let after = taken("a.asl.json", text, "End");
    assert_eq!(findings("a.asl.json", &after), [] as [&str; 0], "{after}");
}

#[test]
fn paths_functions_and_context() {
    let state = |fields: &str| {
        format!(
            r#"{{ "StartAt": "Z", "States": {{ "Z": {{ "Type": "Pass", "Result": {{ "order": {{ "id": 1 }} }}, "ResultPath": "$.z", "Assign": {{ "limit": 1 }}, "Next": "A" }}, "A": {{ {fields} }} }} }}"#
        )
    };
    check_first(&state(r#""Type": "Pass", "InputPath": "$.<|>""#), &["$.z"]);
    check_first(&state(r#""Type": "Pass", "InputPath": "$.z.<|>""#), &["$.z.order"]);
    check_first(&state(r#""Type": "Pass", "InputPath": "$.z.order.<|>""#), &["$.z.order.id"]);
    check_first(
        &state(r#""Type": "Pass", "InputPath": "$$.<|>""#),
        &["$$.Execution", "$$.State", "$$.StateMachine"],
    );
    check_first(&state(r#""Type": "Pass", "InputPath": "$$.State.<|>""#), &["$$.State.EnteredTime"]);
    assert!(labels(&state(r#""Type": "Map", "MaxConcurrencyPath": "$$.<|>""#)).is_empty());
    assert!(labels(&state(r#""Type": "Pass", "InputPath": "$<|>""#)).contains(&"$limit".to_owned()));
    let functions = labels(&state(r#""Type": "Pass", "Parameters": { "x.$": "States.<|>" }"#));
    assert!(functions.contains(&"States.Format".to_owned()), "{functions:?}");
    assert!(labels(&state(r#""Type": "Pass", "Parameters": { "x": "States.<|>" }"#)).is_empty());
    let text = state(r#""Type": "Pass", "Parameters": { "x.$": "States.Fo<|>" }"#);
    let items = items("a.asl.json", &text).1;
    let item = items.iter().find(|item| item.label == "States.Format").unwrap();
    assert!(item.detail.starts_with("States.Format(template: "), "{}", item.detail);
    assert!(item.text.snippet().starts_with("States.Format(${1:template}"), "{}", item.text.snippet());
}

#[test]
fn jsonata() {
    let state = |fields: &str| {
        format!(
            r#"{{ "QueryLanguage": "JSONata", "StartAt": "Z", "States": {{ "Z": {{ "Type": "Pass", "Assign": {{ "limit": 1 }}, "Output": "{{% $states.input.name %}}", "Next": "A" }}, "A": {{ {fields} }} }} }}"#
        )
    };
    check_first(&state(r#""Type": "Task", "Output": "{% $<|> %}""#), &["$states", "$limit"]);
    let members = labels(&state(r#""Type": "Task", "Output": "{% $states.<|> %}""#));
    assert_eq!(members, ["input", "result", "context"]);
    let members = labels(&state(r#""Type": "Task", "Arguments": { "x": "{% $states.<|> %}" }"#));
    assert_eq!(members, ["input", "context"]);
    let members = labels(&state(r#""Type": "Task", "Catch": [{ "Output": "{% $states.<|> %}" }]"#));
    assert_eq!(members, ["input", "errorOutput", "context"]);
    check_first(&state(r#""Type": "Task", "Output": "{% $states.input.<|> %}""#), &["name"]);
    check_first(&state(r#""Type": "Task", "Output": "{% $states.context.<|> %}""#), &["Execution"]);
    check_first(&state(r#""Type": "Task", "Output": "{% $states.context.Execution.I<|> %}""#), &["Id"]);
    assert!(labels(&state(r#""Type": "Task", "Output": "{% 'in $<|> %}""#)).is_empty());
    check_first(&state(r#""Type": "Task", "Output": "<|>""#), &["{%  %}"]);
    let text = state(r#""Type": "Task", "Output": "{% $uppercase($states.in<|>) %}""#);
    check_taken(&text, "input", &text.replace("in<|>", "input"));
}

#[test]
fn fields_of_results() {
    let task = |fields: &str| {
        format!(
            r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", {fields} }} }} }}"#
        )
    };
    let selector = task(r#""ResultSelector": { "x.$": "$.<|>" }, "End": true"#);
    check_first(&selector, &["$.ConsumedCapacity", "$.Item", "$.SdkHttpMetadata"]);
    check_taken(&selector, "$.Item", &selector.replace("$.<|>", "$.Item"));
    let nested = task(r#""ResultSelector": { "x.$": "$.ConsumedCapacity.Ta<|>" }, "End": true"#);
    assert!(labels(&nested).contains(&"$.ConsumedCapacity.TableName".to_owned()));
    let after = task(
        r#""ResultSelector": { "order.$": "$.Item.o" }, "ResultPath": "$.found", "Next": "B" }, "B": { "Type": "Pass", "InputPath": "$.found.<|>", "End": true"#,
    );
    assert_eq!(labels(&after), ["$.found.order"]);
    let jsonata = task(r#""QueryLanguage": "JSONata", "Output": "{% $states.result.<|> %}", "End": true"#);
    check_first(&jsonata, &["ConsumedCapacity", "Item"]);
    check_taken(&jsonata, "Item", &jsonata.replace("<|>", "Item"));
}

#[test]
fn nothing_panics_at_any_place_of_a_broken_text() {
    let text = MACHINE.replace("<|>", "arn:aws:states:::ä");
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        for broken in [&text[..end], &text[end..]] {
            for offset in (0..=broken.len()).step_by(3) {
                let analyses = analyze(Source::new(broken, "a.asl.json"));
                complete(&analyses, offset as u32);
            }
        }
    }
}

/// A definition with all kinds of positions.
const MUCH: &str = r#"{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "f", "Payload.$": "$.a", "x": [1, "y"] },
      "Retry": [{ "ErrorEquals": ["States.Timeout"], "MaxAttempts": 2 }],
      "Catch": [
        { "ErrorEquals": ["States.ALL"], "Next": "B" }
      ],
      "Next": "B"
    },
    "B": { "Type": "Choice", "Choices": [{ "Not": { "Variable": "$.a", "IsNull": true }, "Next": "C" }] },
    "C": {}
  }
}"#;

/// Accepts each item at each offset, and checks that the text does not get more syntax errors.
#[track_caller]
fn check_all_taken(name: &str, text: &str) {
    let errors = |text: &str| -> usize {
        analyze(Source::new(text, name)).iter().map(|analysis| analysis.tree().errors().len()).sum()
    };
    let before = errors(text);
    let analyses = analyze(Source::new(text, name));
    for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
        let mut tried: Vec<ItemKind> = Vec::new();
        for item in complete(&analyses, offset as u32) {
            // A few of each kind are enough.
            tried.push(item.kind);
            if tried.iter().filter(|kind| **kind == item.kind).count() > 3 {
                continue;
            }
            let mut edits = item.edits.clone();
            edits.push(Edit { span: item.replace, text: item.text.plain() });
            let (after, all) = apply(text, &edits);
            assert!(all && errors(&after) <= before, "{} at {offset} gives\n{after}", item.label);
        }
    }
}

#[test]
fn no_item_breaks_a_definition_at_any_place() {
    check_all_taken("a.asl.json", MUCH);
    check_all_taken("a.asl.json", &MUCH.replace("JSONPath", "JSONata"));
    let short: String = MUCH.split_whitespace().collect::<Vec<_>>().join(" ");
    check_all_taken("a.asl.json", &short);
    check_all_taken("a.asl.json", &MUCH.replace(": \"B\"", ":").replace("\"Next\":,", "\"Next\":"));
}

#[test]
fn equal_names_of_a_snippet_are_one_place_to_fill_in() {
    let (_, items) = items("a.asl.json", "{\n  \"States\": {\n    <|>\n  }\n}");
    let snippet = |label: &str| items.iter().find(|item| item.label == label).unwrap().text.snippet();
    assert_eq!(snippet("Pass state").matches("${2:name}").count(), 2);
    assert!(snippet("Wait state").contains("${2:60}"), "{}", snippet("Wait state"));
    assert!(snippet("Pass state").contains("\"\\$.${2:name}\""), "{}", snippet("Pass state"));
}

#[test]
fn a_typed_name_becomes_a_state() {
    let text = "{\n  \"States\": {\n    \"Tidy up<|>\"\n  }\n}";
    let after = taken("a.asl.json", text, "Tidy up: Succeed state");
    assert_eq!(after, text.replace("\"Tidy up<|>\"", "\"Tidy up\": {\n      \"Type\": \"Succeed\"\n    }"));
    assert!(items("a.asl.json", text).1.iter().all(|item| item.is_for_typed));
}

#[test]
fn what_other_tasks_call_and_variables_to_assign_again() {
    let text = r#"{ "States": { "A": { "Type": "Task", "Resource": "${F}", "Assign": { "n": 1 }, "Next": "B" }, "B": { "Type": "Task", "Resource": <|> } } }"#;
    check_first(text, &["${F}", "arn:aws:states:::lambda:invoke"]);
    check_first(&text.replace("\"Resource\": <|>", "\"Assign\": { <|> }"), &["n.$", "name.$"]);
}

/// Accepts items in a text with a piece cut out, and checks that the number of syntax errors does not grow.
#[track_caller]
fn check_damaged(name: &str, text: &str, len: usize) {
    let errors = |text: &str| -> usize {
        analyze(Source::new(text, name)).iter().map(|analysis| analysis.tree().errors().len()).sum()
    };
    for cut in (0..text.len() - len).step_by(3) {
        let mut broken = text.to_owned();
        broken.replace_range(cut..cut + len, "");
        let before = errors(&broken);
        for item in complete(&analyze(Source::new(&broken, name)), cut as u32).into_iter().take(2) {
            let mut edits = item.edits.clone();
            edits.push(Edit { span: item.replace, text: item.text.plain() });
            let (after, all) = apply(&broken, &edits);
            assert!(all && errors(&after) <= before, "{} at {cut} makes of\n{broken}\n{after}", item.label);
        }
    }
}

#[test]
fn no_item_makes_damage_worse() {
    check_damaged("a.asl.json", MUCH, 1);
    check_damaged("a.asl.json", MUCH, 4);
}

#[test]
fn nothing_is_due_in_a_comment() {
    for gap in ["// a <|>", "/* <|> */", "\n// <|>\n"] {
        let text = format!("{{ \"StartAt\": \"A\", {gap}\n \"States\": {{}} }}");
        assert_eq!(items("a.asl.jsonc", &text).1, []);
        let text = format!("{{ \"StartAt\": \"http://x\", <|>\n {} }}", gap.replace("<|>", ""));
        assert!(!items("a.asl.jsonc", &text).1.is_empty());
    }
}

#[test]
fn a_comment_stays_whole() {
    let between = r#"{ "StartAt": "A", /<|>/ the first
        "States": {} }"#;
    assert_eq!(items("a.asl.jsonc", between).1, []);
    let (_, found) = items("a.asl.jsonc", "{ <|>/* what follows */ \"States\": {} }");
    let next = found.iter().find(|item| item.label == "StartAt").unwrap();
    assert!(next.text.plain().ends_with(','), "{:?}", next.text);
}

#[test]
fn nothing_is_due_before_a_value_that_is_there() {
    assert_eq!(
        labels(r#"{ "States": { "A": { "Type": "Pass", "ResultPath":<|> null, "End": true } } }"#),
        [] as [&str; 0]
    );
}

#[test]
fn rules_are_named_in_suppressions() {
    check_taken(
        r#"{ "Comment": "asl-lint: ignore[lost-input,mis<|>-x]" }"#,
        "missing-retry",
        r#"{ "Comment": "asl-lint: ignore[lost-input,missing-retry]" }"#,
    );
    let summary = |name, text| {
        let (_, items) = items(name, text);
        items.into_iter().find(|item| item.label == "lost-input").map(|item| item.detail)
    };
    let said = asl_core::rule("lost-input").map(|rule| rule.summary().to_owned());
    assert_eq!(summary("a.asl.yaml", "StartAt: A # asl-lint: ignore[<|>"), said);
    assert_eq!(summary("a.asl.jsonc", "{\n  // asl-lint: ignore[<|>\n  \"StartAt\": \"A\"\n}"), said);
    let template = "Resources: # asl-lint: ignore[l<|>]\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    \
        Properties: { DefinitionUri: a.json }\n";
    assert_eq!(summary("template.yaml", template), said);
    assert_eq!(summary("a.asl.json", r#"{ "StartAt": "asl-lint: ignore[<|>]" }"#), None);
    assert_eq!(summary("a.asl.json", r#"{ "Comment": "asl-lint: ignore[a] <|>" }"#), None);
}
