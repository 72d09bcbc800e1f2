use super::*;
use asl_core::testing::analyses;

fn found(text: &str) -> Vec<(TokenKind, &str)> {
    let whole = Span::new(0, text.len());
    let all = analyses(text).iter().flat_map(|analysis| tokens(analysis, whole)).collect::<Vec<_>>();
    assert!(all.windows(2).all(|two| two[0].span.end <= two[1].span.start), "{all:?}");
    all.into_iter().map(|token| (token.kind, &text[token.span.range()])).collect()
}

/// Checks the tokens inside the values of a payload.
#[track_caller]
fn check(language: &str, payload: &str, expected: &[(TokenKind, &str)]) {
    let field = if language == "JSONata" { "Output" } else { "Parameters" };
    let text = format!(
        r#"{{ "StartAt": "A", "States": {{ "A": {{ "QueryLanguage": "{language}", "{field}": {payload} }} }} }}"#
    );
    let mut inside = found(&text);
    let at = inside.iter().position(|(_, word)| *word == field).unwrap();
    inside.drain(..=at);
    assert_eq!(inside, expected, "{payload}");
}

#[test]
fn states_and_fields_have_their_kinds() {
    use TokenKind::*;
    let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Other": 1, "Retry": [{ "ErrorEquals": ["E"], "JitterStrategy": "FULL" }], "Next": "B" } } }"#;
    assert_eq!(
        found(text),
        [
            (Field, "StartAt"),
            (State, "A"),
            (Field, "States"),
            (State, "A"),
            (Field, "Type"),
            (StateType, "Task"),
            (Field, "Retry"),
            (Field, "ErrorEquals"),
            (Error, "E"),
            (Field, "JitterStrategy"),
            (Keyword, "FULL"),
            (Field, "Next"),
            (State, "B"),
        ]
    );
    let analyses = analyses(text);
    let part = tokens(&analyses[0], Span::new(0, 5));
    assert_eq!(part.iter().map(|token| token.kind).collect::<Vec<_>>(), [Field]);
    assert!(tokens(&analyses[0], Span::new(0, 200)).iter().any(|token| token.is_declaration));
}

#[test]
fn paths_and_functions_have_their_kinds() {
    use TokenKind::*;
    check(
        "JSONPath",
        r#"{ "a.$": "$.a[?(@.b == 'c')][0]", "b.$": "$$.Execution.Input.x", "c.$": "$v.a" }"#,
        &[
            (Root, "$"),
            (Member, "a"),
            (Root, "@"),
            (Member, "b"),
            (Operator, "=="),
            (Text, "'c'"),
            (Number, "[0]"),
            (Context, "$$"),
            (Context, "Execution"),
            (Context, "Input"),
            (Member, "x"),
            (Variable, "$v"),
            (Member, "a"),
        ],
    );
    check(
        "JSONPath",
        r#"{ "a.$": "States.Format('a\\'{}', States.UUID(), 1, true, $.x)", "b": "$.not" }"#,
        &[
            (Function, "States.Format"),
            (Text, "'a\\\\'{}'"),
            (Function, "States.UUID"),
            (Number, "1"),
            (Keyword, "true"),
            (Root, "$"),
            (Member, "x"),
        ],
    );
}

#[test]
fn words_of_yaml_do_not_cross_lines() {
    use TokenKind::*;
    let text = "QueryLanguage: JSONata\nStartAt: a\nStates:\n  a:\n    Output: |\n      {% 'x\n      y' & $z %}\n    End: true\n";
    let inside = &found(text)[7..];
    assert_eq!(inside, [(Text, "'x"), (Text, "y'"), (Operator, "&"), (Variable, "$z"), (Field, "End")]);
}

#[test]
fn words_of_a_definition_in_a_string_have_their_places() {
    use TokenKind::*;
    let text = r#"{ "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
        "DefinitionString": "{ \"StartAt\": \"A\", \"States\": { \"A\": { \"InputPath\": \"$.b\" } } }" } } } }"#;
    assert_eq!(
        found(text),
        [
            (Field, "StartAt"),
            (State, "A"),
            (Field, "States"),
            (State, "A"),
            (Field, "InputPath"),
            (Root, "$"),
            (Member, "b")
        ]
    );
}

#[test]
fn kinds_stand_in_the_order_of_their_numbers() {
    for (i, kind) in TokenKind::ALL.into_iter().enumerate() {
        assert_eq!(kind as usize, i);
    }
}

#[test]
fn jsonata_has_its_kinds_half_typed_too() {
    use TokenKind::*;
    check(
        "JSONata",
        r#"["{% $states.input.a ~> $map(function($x) { $x = \"é\" and true }) %}", "{% $v + 1"]"#,
        &[
            (Context, "$states"),
            (Member, "input"),
            (Member, "a"),
            (Operator, "~>"),
            (Function, "$map"),
            (Keyword, "function"),
            (Variable, "$x"),
            (Variable, "$x"),
            (Operator, "="),
            (Text, "\\\"é\\\""),
            (Keyword, "and"),
            (Keyword, "true"),
            (Variable, "$v"),
            (Operator, "+"),
            (Number, "1"),
        ],
    );
}
