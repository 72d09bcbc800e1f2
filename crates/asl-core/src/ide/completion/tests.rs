use super::*;
use crate::edit::apply;
use crate::rules::{RULES, check};
use crate::{Source, analyze};

/// A text with its cursor, and the offset of that.
fn marked(marked: &str) -> (String, u32) {
    let at = marked.find("<|>").expect("the text has a cursor");
    (marked.replacen("<|>", "", 1), at as u32)
}

fn items(name: &str, text: &str) -> (String, Vec<Item>) {
    let (text, offset) = marked(text);
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

/// The text after an item is taken.
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

/// The names of what is found in a text.
fn findings(name: &str, text: &str) -> Vec<&'static str> {
    let analyses = analyze(Source::new(text, name));
    let found = analyses.iter().flat_map(|analysis| check(analysis, RULES.iter().copied()));
    found.map(|finding| finding.rule.name).collect()
}

#[test]
fn states_of_the_machine_the_nearest_first_and_itself_last() {
    let text = r#"{ "StartAt": "A", "States": {
      "A": { "Type": "Pass", "Next": "<|>" },
      "B": { "Type": "Parallel", "Branches": [{ "StartAt": "X", "States": { "X": { "Type": "Pass", "End": true } } }], "End": true },
      "C": { "Type": "Succeed", "Comment": "all done" } } }"#;
    assert_eq!(labels(text), ["B", "C", "A"]);
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
