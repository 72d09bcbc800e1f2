use crate::edit;
use crate::rules::prelude::*;
use crate::syntax::{ErrorKind, Notation, Repair, Tree};

pub(super) static RULE: Rule = Rule {
    name: "invalid-json",
    group: Group::Structure,
    docs: include_str!("invalid_json.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "INVALID_JSON_DESCRIPTION", place: AwsPlace::None }),
    fix: FixKind::Safe,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let tree = cx.tree();
    if matches!(tree.notation(), Notation::Yaml | Notation::Hcl) {
        return;
    }
    let errors = || tree.errors().iter().filter(|error| error.kind != ErrorKind::Depth);
    let comments = errors().filter(|error| error.kind == ErrorKind::Comment).count();
    let mut has_comment = false;
    for error in errors() {
        let first_of_many = error.kind == ErrorKind::Comment && comments > 1;
        if first_of_many && std::mem::replace(&mut has_comment, true) {
            continue;
        }
        let diag = cx.report(&RULE, error.span, &error.message);
        if first_of_many {
            diag.note(match comments {
                2 => "there is 1 more comment in the definition".to_owned(),
                _ => format!("there are {} more comments in the definition", comments - 1),
            });
        }
        if let Some(help) = &error.help {
            diag.help(help.clone());
        }
        if let Some(repair) = &error.repair {
            diag.fix(fix(tree, error.kind, repair));
        }
    }
}

fn fix(tree: &Tree, kind: ErrorKind, repair: &Repair) -> Fix {
    let edits = repair.changes.iter().map(|(part, json)| edit::replace_part(tree, *part, json)).collect();
    let title = title(kind, repair);
    if repair.is_evident { Fix::safe(title, edits) } else { Fix::suggested(title, edits) }
}

fn title(kind: ErrorKind, repair: &Repair) -> String {
    match (kind, repair.changes.as_slice()) {
        (ErrorKind::MissingComma, _) => "Add a comma".to_owned(),
        (ErrorKind::TrailingComma | ErrorKind::ExtraComma, _) => "Remove the comma".to_owned(),
        (ErrorKind::ByteOrderMark, _) => "Remove the byte order mark".to_owned(),
        (ErrorKind::Blank, _) => "Replace with spaces".to_owned(),
        (ErrorKind::Quotes, _) => "Change to double quotes".to_owned(),
        (ErrorKind::UnquotedName, _) => "Put the name in double quotes".to_owned(),
        (ErrorKind::ControlCharacter, [_]) => "Escape the character".to_owned(),
        (ErrorKind::ControlCharacter, _) => "Escape the characters".to_owned(),
        (ErrorKind::Escape, [_]) => "Double the backslash".to_owned(),
        (ErrorKind::Escape, _) => "Double the backslashes".to_owned(),
        (_, changes) => {
            let json: String = changes.iter().map(|(_, json)| json.as_str()).collect();
            format!("Change to `{json}`")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_syntax_error_is_reported_once() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A"
  "States": {
//^^^^^^^^ expected `,` before this
    "A": { "Type": "Pass", "Next": },
//                         ^^^^^^ expected a value after `"Next"`
    "B": { "Type": Succeed }
//                 ^^^^^^^ `Succeed` is not valid JSON
  }
}"#,
        );
    }

    fn findings(text: &str) -> Vec<crate::diagnostic::Diagnostic> {
        crate::rules::check_rule(&RULE, &crate::analyze(crate::Source::new(text, "a.json"))[0])
    }

    /// JSON after its safe fixes, and after all its fixes.
    fn fixed(text: &str) -> (String, String) {
        let found = findings(text);
        let all = found.iter().filter_map(|one| one.fix.as_ref());
        let safe = all.clone().filter(|fix| fix.applicability == crate::Applicability::Safe);
        let edits = |fixes: Vec<&Fix>| -> Vec<edit::Edit> {
            fixes.into_iter().flat_map(|fix| fix.edits.clone()).collect()
        };
        (edit::apply(text, &edits(safe.collect())).0, edit::apply(text, &edits(all.collect())).0)
    }

    #[test]
    fn certain_corrections_are_safe() {
        for (text, after) in [
            (r#"{ "StartAt": "A" "States": {} }"#, r#"{ "StartAt": "A", "States": {} }"#),
            ("{\n  \"a\": [{} {},],\n}", "{\n  \"a\": [{}, {}]\n}"),
            ("\u{feff}{ \"StartAt\": \"A\" }", r#"{ "StartAt": "A" }"#),
            (
                "{ \"StartAt\": \"A\" // first\n \"States\": {} }",
                "{ \"StartAt\": \"A\", // first\n \"States\": {} }",
            ),
            (r#"{, "a": 1,, "b": 2}"#, r#"{ "a": 1, "b": 2}"#),
            (r#"{"a": 'A', 'b': ''}"#, r#"{"a": "A", "b": ""}"#),
            (r#"['say "hi"', 'it\'s \n \"\u00e9\\']"#, r#"["say \"hi\"", "it's \n \"\u00e9\\"]"#),
            ("['a\tb']", r#"["a\tb"]"#),
            ("[\"a\tb\t\u{1}\u{b}c\\t\"]", r#"["a\tb\t\u0001\u000bc\t"]"#),
            ("{a: 1, b-c: {$d: 2}}", r#"{"a": 1, "b-c": {"$d": 2}}"#),
            ("{a: 1 b: 2}", r#"{"a": 1, "b": 2}"#),
            ("[1,\u{a0}\u{3000} 2]", "[1,   2]"),
        ] {
            assert_eq!(fixed(text), (after.to_owned(), after.to_owned()), "{text}");
        }
    }

    #[test]
    fn probable_corrections_are_suggested() {
        for (text, after) in [
            ("{\u{201c}a\u{201d}: \u{2018}b c\u{2019}}", r#"{"a": "b c"}"#),
            (r#"["a\.b\d"]"#, r#"["a\\.b\\d"]"#),
            ("[True, FALSE, None, undefined]", "[true, false, null, null]"),
            ("{\n\"a\": [1 2],\n\"b\": {", "{\n\"a\": [1, 2],\n\"b\": {"),
        ] {
            assert_eq!(fixed(text), (text.to_owned(), after.to_owned()), "{text}");
        }
    }

    #[test]
    fn unknown_conditions_are_not_reported() {
        for text in [
            // A quote is missing, so it is unclear which parts are inside a string.
            r#"{ StartAt": 'A', "b": 1 "c": 2 }"#,
            r#"{ "StartAt": 'it's', "b": [1,] }"#,
            "{ \"a\tb\": \"c\td, \"e\": 1 }",
            r#"["a""b"]"#,
            r#"{ "a": "b" "c" }"#,
            "[${A} ${B}]",
            "[1,,2]",
            r#"{ "a": Succeed, b: 1 }"#,
            r#"["\u12", "\ud800"]"#,
            r#"['\x41']"#,
            "{ \"a\": 'b }",
            "{ \u{201c}a\": 1 }",
            "{ a b: 1 }",
            "{ a }",
            "[01, .5, 1e999]",
            "{ \"a\": /* why */ 1 }",
        ] {
            assert_eq!(fixed(text), (text.to_owned(), text.to_owned()), "{text}");
        }
    }

    #[test]
    fn fixes_in_an_embedded_definition_follow_its_string() {
        let resource = |definition: &str| {
            format!(
                "Resources:\n  X:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: {definition}\n"
            )
        };
        for (before, after) in [
            (r#""{'StartAt': 'A'}""#, r#""{\"StartAt\": \"A\"}""#),
            (r#""{\"StartAt\": \"a\tb\"}""#, r#""{\"StartAt\": \"a\\tb\"}""#),
            ("'{''StartAt'': ''A''}'", "'{\"StartAt\": \"A\"}'"),
            (
                "|\n        {'StartAt': 'A'\n        'States': {},}",
                "|\n        {\"StartAt\": \"A\",\n        \"States\": {}}",
            ),
            (
                "!Join [\"\", [\"{\", \"'a': 1\", \" 'b': \", !Ref C, \"}\"]]",
                "!Join [\"\", [\"{\", \"\\\"a\\\": 1,\", \" \\\"b\\\": \", !Ref C, \"}\"]]",
            ),
            // The tab is in the delimiter, not in one of the strings.
            ("!Join [\"\\t\", [\"{\\\"a\", \"b\\\": 1}\"]]", "!Join [\"\\t\", [\"{\\\"a\", \"b\\\": 1}\"]]"),
        ] {
            let text = resource(before);
            let found = crate::lint_analyses(
                &crate::analyze(crate::Source::new(&text, "t.yaml")),
                &crate::config::Config::only([&RULE]),
            );
            assert!(!found.is_empty(), "{text}");
            let fixes = found.iter().filter_map(|one| one.fix.as_ref());
            let edits: Vec<edit::Edit> = fixes.flat_map(|fix| fix.edits.clone()).collect();
            assert_eq!(edit::apply(&text, &edits).0, resource(after));
        }
    }

    #[test]
    fn comments_are_reported_once() {
        let found = findings("{ // a\n \"StartAt\": 1 /* b */ }");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].notes, ["there is 1 more comment in the definition"]);
    }

    #[test]
    fn blank_text_is_reported_as_a_missing_definition() {
        check(&RULE, "  \n");
    }

    #[test]
    fn a_single_comment_has_no_note_about_others() {
        let config = crate::config::Config::only([&RULE]);
        for (text, count) in [("// a\n{}", 0), ("// a\n{ \"a\": tru }", 0), ("// a\n{} // b", 1)] {
            let found = crate::lint(crate::Source::new(text, "a.json"), &config);
            let notes = found.iter().flat_map(|one| &one.notes).filter(|note| note.contains("more comment"));
            assert_eq!(notes.count(), count, "{text}");
        }
    }
}
