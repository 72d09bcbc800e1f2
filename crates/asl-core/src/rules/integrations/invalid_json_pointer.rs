use crate::expr::path::{self, RootKind, StepKind};
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "invalid-json-pointer",
    group: Group::Integrations,
    docs: include_str!("invalid_json_pointer.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    check: run,
    ..Rule::DEFAULTS
};

/// A pointer is shorter than this (§2.7.3).
const TOO_LONG: usize = 2_000;

fn run(cx: &mut Context<'_>) {
    for config in cx.objects().filter(|object| object.kind() == ObjectKind::ReaderConfig) {
        let Some(text) = config.get("ItemsPointer").and_then(Node::as_text) else { continue };
        if !text.has_placeholder() && !is_placeholder(text.value) {
            judge(cx, text);
        }
    }
}

fn judge(cx: &mut Context<'_>, text: Text<'_>) {
    let pointer = text.value;
    if !pointer.is_empty() && !pointer.starts_with('/') {
        let fixed = meant(pointer);
        let edit = fixed.as_ref().map(|fixed| cx.replace_text(text, fixed));
        let diag = cx.report(&RULE, text.span, "a JSON Pointer begins with `/`");
        diag.note("`ItemsPointer` is neither a path nor an expression: the names stand one after the other, as in `/orders/open`");
        if let (Some(fixed), Some(edit)) = (fixed, edit) {
            diag.help(format!("write `{}`", long_excerpt(&fixed)));
            diag.fix(Fix::suggested("Change it to a pointer", vec![edit]));
        }
    } else if let Some(at) = wrong_escape(pointer) {
        let span = cx.tree().to_file(text, Span::new(at, at + 1));
        cx.report(&RULE, span, "`~` stands alone in a JSON Pointer")
            .note("in a name, `~0` stands for `~` and `~1` for `/`")
            .help("write `~0`");
    } else if pointer.chars().count() >= TOO_LONG {
        cx.report(&RULE, text.span, format!("`ItemsPointer` has {} characters", pointer.chars().count()))
            .note("it has fewer than 2,000");
    }
}

/// The place of a `~` that neither `0` nor `1` follows.
fn wrong_escape(pointer: &str) -> Option<usize> {
    let follows = |at: usize| pointer.as_bytes().get(at + 1).copied();
    pointer.match_indices('~').map(|(at, _)| at).find(|at| !matches!(follows(*at), Some(b'0' | b'1')))
}

/// The pointer that a path of names and indexes, or a pointer that lacks its beginning, was meant as.
fn meant(written: &str) -> Option<String> {
    let is_bare = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '~');
    let bare = written.strip_prefix("#/").unwrap_or(written);
    if bare.chars().all(is_bare) && wrong_escape(bare).is_none() {
        return Some(format!("/{bare}"));
    }
    let path = path::parse(written);
    if !path.errors.is_empty() || path.root.kind != RootKind::Input || path.steps.is_empty() {
        return None;
    }
    let names = path.steps.iter().map(|step| match &step.kind {
        StepKind::Child(name) => Some(name.value.replace('~', "~0").replace('/', "~1")),
        StepKind::Index(index @ 0..) => Some(index.to_string()),
        _ => None,
    });
    names.map(|name| Some(format!("/{}", name?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(pointer: &str) -> String {
        format!(
            r#"{{ "States": {{ "M": {{ "Type": "Map", "ItemReader": {{ "ReaderConfig": {{ "ItemsPointer": "{pointer}" }} }} }} }} }}"#
        )
    }

    #[test]
    fn what_is_no_pointer() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Map", "ItemReader": { "ReaderConfig": { "ItemsPointer": "$.a.b" } } },
//                                                                          ^^^^^^^ a JSON Pointer begins with `/`
    "B": { "Type": "Map", "QueryLanguage": "JSONata", "ItemReader": { "ReaderConfig": { "ItemsPointer": "{% $p %}" } } },
//                                                                                                      ^^^^^^^^^^ a JSON Pointer begins with `/`
    "C": { "Type": "Map", "ItemReader": { "ReaderConfig": { "ItemsPointer": "/a~1b/c~d" } } },
//                                                                                  ^ `~` stands alone in a JSON Pointer
    "D": { "Type": "Map", "ItemReader": { "ReaderConfig": { "ItemsPointer": "/a~" } } },
//                                                                             ^ `~` stands alone in a JSON Pointer
    "E": { "Type": "Map", "ItemReader": { "ReaderConfig": { "ItemsPointer": "/a/0/b c/~0~1.$" } } },
    "F": { "Type": "Map", "ItemReader": { "ReaderConfig": { "ItemsPointer": "${Pointer}" } } },
    "G": { "Type": "Map", "ItemReader": { "ReaderConfig": { "ItemsPointer": "" } } },
    "H": { "Type": "Map", "ItemReader": { "ReaderConfig": { "ItemsPointer": "<pointer>" } } }
  }
}"#,
        );
    }

    #[test]
    fn long_pointers() {
        check(&RULE, &reader(&format!("/{}", "a".repeat(1_998))));
        let found = only_finding(&RULE, &reader(&format!("/{}", "a".repeat(1_999))));
        assert_eq!(found.message, "`ItemsPointer` has 2000 characters");
    }

    #[test]
    fn paths_become_pointers() {
        for (before, after) in [
            ("$.a.b", "/a/b"),
            ("$['a/b'][0].c", "/a~1b/0/c"),
            ("a/b", "/a/b"),
            ("#/a/b", "/a/b"),
            ("orders", "/orders"),
        ] {
            check_fix(&RULE, &reader(before), &reader(after));
        }
        for wrong in ["$", "$.a[*]", "$$.a", "a.b", "{% $p %}"] {
            assert!(only_finding(&RULE, &reader(wrong)).fix.is_none(), "{wrong}");
        }
    }
}
