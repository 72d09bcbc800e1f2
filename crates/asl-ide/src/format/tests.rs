use super::*;
use asl_core::{Source, analyze};

/// A document after formatting. Formatting it again must not change it.
#[track_caller]
fn formatted(name: &str, text: &str) -> Option<String> {
    let once = apply(name, text)?;
    assert_eq!(apply(name, &once).as_deref(), Some(once.as_str()), "it changes when done again");
    Some(once)
}

fn apply(name: &str, text: &str) -> Option<String> {
    let analyses = analyze(Source::new(text, name));
    let edits = format(analyses.first()?, Style::default())?;
    Some(edit::apply(text, &edits).0)
}

#[test]
fn json_is_laid_out() {
    let text = "{\"StartAt\":\"A\",\n\"States\":{ \"A\" :{\"Type\":\"Pass\",\"Result\":[1,{}, []],\"End\":true}}\n\n}";
    assert_eq!(
        formatted("a.asl.json", text).unwrap(),
        "{\n  \"StartAt\": \"A\",\n  \"States\": { \"A\": { \"Type\": \"Pass\", \"Result\": [1, {}, []], \"End\": true } }\n}\n"
    );
}

#[test]
fn what_does_not_fit_is_broken() {
    let comment = "x".repeat(60);
    let text =
        format!(r#"{{"StartAt":"A","States":{{"A":{{"Type":"Pass","Comment":"{comment}","End":true}}}}}}"#);
    let after = formatted("a.asl.json", &text).unwrap();
    assert!(after.lines().all(|line| line.chars().count() <= 100), "{after}");
    assert!(after.starts_with("{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {"), "{after}");
}

#[test]
fn comments_stay_where_they_are() {
    let text = "// head\n{ // first\n\"StartAt\": \"A\", // why\n\n\n  /* block */\n\"States\": {\n // none\n}\n}\n// tail";
    assert_eq!(
        formatted("a.asl.jsonc", text).unwrap(),
        "// head\n{ // first\n  \"StartAt\": \"A\", // why\n\n  /* block */\n  \"States\": {\n    // none\n  }\n}\n// tail\n"
    );
}

#[test]
fn yaml_is_indented() {
    let text = "StartAt: A   \nStates:\n    # of A\n    A:\n        Type: Task\n        Comment: |\n            two\n              lines\n        Retry:\n        -   ErrorEquals:\n                - States.ALL\n            MaxAttempts: 2\n        End: true\n\n\n";
    assert_eq!(
        formatted("a.asl.yaml", text).unwrap(),
        "StartAt: A\nStates:\n  # of A\n  A:\n    Type: Task\n    Comment: |\n        two\n          lines\n    Retry:\n    - ErrorEquals:\n        - States.ALL\n      MaxAttempts: 2\n    End: true\n"
    );
}

#[test]
fn yaml_keeps_one_empty_line_between_fields() {
    let text = "\n\n# head\n\n\nStartAt: A\n\n\n\nStates:\n\n  # of A\n\n\n  A:\n\n\n    Type: Pass\n    Result: |\n      one\n\n\n      two\n\n\n    Retry:\n\n      -\n\n        ErrorEquals: [a,\n\n\n          b]\n    Next: B\n\n  B: { Type: Succeed }\n";
    assert_eq!(
        formatted("a.asl.yaml", text).unwrap(),
        "# head\n\nStartAt: A\n\nStates:\n  # of A\n\n  A:\n    Type: Pass\n    Result: |\n      one\n\n\n      two\n\n    Retry:\n      -\n        ErrorEquals: [a,\n\n\n          b]\n    Next: B\n\n  B: { Type: Succeed }\n"
    );
    let kept = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Result: |+\n      one\n\n\n    End: true\n";
    assert_eq!(formatted("a.asl.yaml", kept).unwrap(), kept);
    let windows = "StartAt: A\r\n\r\n\r\nStates:\r\n\r\n  A: { Type: Succeed }\r\n";
    assert_eq!(
        formatted("a.asl.yaml", windows).unwrap(),
        "StartAt: A\r\n\r\nStates:\r\n  A: { Type: Succeed }\r\n"
    );
}

#[test]
fn what_a_template_fills_in_stays() {
    let text = "StartAt: A\nStates:\n    A:\n        Type: Pass\n        Result: ${X}\n        End: true";
    let after = formatted("a.asl.yaml", text).unwrap();
    assert!(after.contains("    Result: ${X}\n    End: true\n"), "{after}");
}

#[test]
fn only_the_range_is_laid_out() {
    let text = "{\n\"StartAt\": \"A\",\n\"States\": {}\n}";
    let analyses = analyze(Source::new(text, "a.json"));
    let edits = format_range(&analyses[0], Span::new(0, 4), Style::default()).unwrap();
    assert_eq!(edit::apply(text, &edits).0, "{\n  \"StartAt\": \"A\",\n\"States\": {}\n}");
}

/// Checks the result of formatting the marked range.
#[track_caller]
fn check_range(name: &str, marked: &str, after: &str) {
    let start = marked.find("<|>").unwrap();
    let end = marked.rfind("<|>").unwrap();
    let range = Span::new(start, if end > start { end - 3 } else { end });
    let text = marked.replace("<|>", "");
    let edits = format_range(&analyze(Source::new(&text, name))[0], range, Style::default()).unwrap();
    assert_eq!(edit::apply(&text, &edits).0, after);
}

#[test]
fn a_range_is_widened_to_what_can_be_laid_out() {
    let text = "StartAt: A   \nStates:\n  A:\n    Type: Pass   \n    Result:\n        a: 1\n        b: 2\n    End: true   \n";
    let pass = text.replace("Pass   ", "Pass");
    check_range("a.asl.yaml", &text.replace("Pass", "Pa<|>ss"), &pass);
    check_range("a.asl.yaml", &text.replace("    Type: Pass   \n", "<|>    Type: Pass   \n<|>"), &pass);
    let result = text.replace("        a: 1\n        b", "      a: 1\n      b");
    check_range("a.asl.yaml", &text.replace("a: 1", "a<|>: 1"), &result);
    check_range("a.asl.yaml", &text.replace("a: 1", "a<|>: <|>1"), &result);
    let json = "{\n\"StartAt\": \"A\",\n\"States\":{}\n}\n";
    let after = "{\n\"StartAt\": \"A\",\n  \"States\": {}\n}\n";
    check_range("a.asl.json", &json.replace("States", "St<|>at<|>es"), after);
    check_range("a.asl.json", &json.replace("States", "States<|>"), after);
}

#[test]
fn tabs_and_line_ends_are_kept() {
    let analyses = analyze(Source::new("{\r\n\"A\":1\r\n}", "a.json"));
    let style = Style { tab_size: 4, insert_spaces: false };
    let edits = format(&analyses[0], style).unwrap();
    assert_eq!(edit::apply("{\r\n\"A\":1\r\n}", &edits).0, "{\r\n\t\"A\": 1\r\n}\r\n");
}

#[test]
fn damaged_and_embedded_definitions_are_left_alone() {
    assert_eq!(formatted("a.json", "{ \"A\": }"), None);
    assert_eq!(formatted("a.json", ""), None);
    let template = r#"{ "Resources": { "M": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "Definition": { "StartAt": "A", "States": {} } } } } }"#;
    assert_eq!(formatted("template.json", template), None);
}

#[test]
fn fixtures_keep_their_values() {
    let mut count = 0;
    for folder in ["../../fixtures", "../../fixtures/broken", "../../fixtures/yaml"] {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let name = path.to_string_lossy();
            if name.ends_with(".md") {
                continue;
            }
            if let Some(after) = formatted(&name, &text) {
                assert_eq!(after.matches("//").count(), text.matches("//").count(), "{name}");
                count += 1;
            } else {
                assert!(
                    analyze(Source::new(&text, &name)).iter().any(|one| !one.tree().errors().is_empty()),
                    "{name}"
                );
            }
        }
    }
    assert!(count > 30, "{count}");
}
