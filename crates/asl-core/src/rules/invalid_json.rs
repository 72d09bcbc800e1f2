use super::prelude::*;
use crate::edit::Edit;
use crate::syntax::{ErrorKind, Notation, SyntaxError, Tree};

pub(super) static RULE: Rule = Rule {
    name: "invalid-json",
    group: Group::Structure,
    summary: "the text is not JSON",
    docs: include_str!("invalid_json.md"),
    severity: Severity::Error,
    default: Default::On,
    aws: Some(Aws { code: "INVALID_JSON_DESCRIPTION", place: AwsPlace::None }),
    fix: FixKind::Safe,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    let tree = cx.tree();
    if matches!(tree.notation(), Notation::Yaml | Notation::Hcl) {
        return;
    }
    let errors = || tree.errors().iter().filter(|error| error.kind != ErrorKind::Depth);
    let is_comment = |error: &&SyntaxError| tree.text()[error.span.range()].starts_with('/');
    let comments = errors().filter(is_comment).count();
    let mut said_comments = false;
    for error in errors() {
        let first_of_many = is_comment(&error) && comments > 1;
        if first_of_many && std::mem::replace(&mut said_comments, true) {
            continue;
        }
        let diag = cx.report(&RULE, error.span, &error.message);
        if first_of_many {
            diag.note(format!("there are {} more", comments - 1));
        }
        if let Some(help) = &error.help {
            diag.help(help);
        }
        if let Some(fix) = repair(tree, error) {
            diag.fix(fix);
        }
    }
}

/// What mends a place of which it is certain what was meant: a comma too many or too few, a byte order mark.
fn repair(tree: &Tree, error: &SyntaxError) -> Option<Fix> {
    if error.kind != ErrorKind::Form {
        return None;
    }
    let removed = || vec![Edit { span: error.span, text: String::new() }];
    match &tree.text()[error.span.range()] {
        "," => Some(Fix::safe("Remove the comma", removed())),
        "\u{feff}" => Some(Fix::safe("Remove the byte order mark", removed())),
        comment if comment.starts_with('/') => None,
        _ => {
            let before = tree.text()[..error.span.start as usize].trim_end();
            let has_comment = before.ends_with("*/") || before.lines().next_back()?.contains("//");
            let edit = Edit { span: Span::at(before.len() as u32), text: ",".to_owned() };
            (!has_comment).then(|| Fix::safe("Add a comma", vec![edit]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_damaged_place_is_reported_once() {
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
//                 ^^^^^^^ `Succeed` is not JSON
  }
}"#,
        );
    }

    /// A text of JSON after the fixes of what is found in it.
    fn mended(text: &str) -> String {
        let analyses = crate::analyze(crate::Source::new(text, "a.json"));
        let found = super::super::check_rule(&RULE, &analyses[0]);
        let edits: Vec<Edit> =
            found.into_iter().filter_map(|one| one.fix).flat_map(|fix| fix.edits).collect();
        crate::edit::apply(text, &edits).0
    }

    #[test]
    fn what_was_meant_for_certain_is_mended() {
        assert_eq!(mended(r#"{ "StartAt": "A" "States": {} }"#), r#"{ "StartAt": "A", "States": {} }"#);
        assert_eq!(mended("{\n  \"a\": [{} {},],\n}"), "{\n  \"a\": [{}, {}]\n}");
        assert_eq!(mended("\u{feff}{ \"StartAt\": \"A\" }"), r#"{ "StartAt": "A" }"#);
        let commented = "{ \"StartAt\": \"A\" // first\n \"States\": {} }";
        assert_eq!(mended(commented), commented);
    }

    #[test]
    fn comments_are_reported_once() {
        let found = "{ // a\n \"StartAt\": 1 /* b */ }";
        let analyses = crate::analyze(crate::Source::new(found, "a.json"));
        let found = super::super::check_rule(&RULE, &analyses[0]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].notes, ["there are 1 more"]);
    }

    #[test]
    fn a_blank_text_is_not_an_object_rather_than_broken() {
        check(&RULE, "  \n");
    }
}
