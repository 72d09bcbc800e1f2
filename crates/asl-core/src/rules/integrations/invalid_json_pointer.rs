use crate::expr::path::{self, RootKind, StepKind};
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "invalid-json-pointer",
    group: Group::Integrations,
    docs: include_str!("invalid_json_pointer.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

/// The length that a pointer must stay below (§2.7.3).
const LENGTH_LIMIT: usize = 2_000;

pub(super) fn run(cx: &mut Context<'_>) {
    for config in cx.objects_of(ObjectKind::ReaderConfig) {
        let Some(text) = config.get("ItemsPointer").and_then(Node::as_text) else { continue };
        if !text.has_placeholder() && !is_placeholder(text.value) {
            check_pointer(cx, text);
        }
    }
}

fn check_pointer(cx: &mut Context<'_>, text: Text<'_>) {
    let pointer = text.value;
    if !pointer.is_empty() && !pointer.starts_with('/') {
        let fixed = intended_pointer(pointer);
        let edit = fixed.as_ref().map(|fixed| cx.replace_text(text, fixed));
        let diag = cx.report(&RULE, text.span, "a JSON Pointer must begin with `/`");
        diag.note(
            "`ItemsPointer` is neither a path nor an expression; it consists of names, as in `/orders/open`",
        );
        if let (Some(fixed), Some(edit)) = (fixed, edit) {
            diag.help(format!("change it to `{}`", long_excerpt(&fixed)));
            diag.fix(Fix::suggested("Convert to a JSON Pointer", vec![edit]));
        }
    } else if let Some(at) = wrong_escape(pointer) {
        let span = cx.tree().to_file(text, Span::new(at, at + 1));
        cx.report(&RULE, span, "unescaped `~` in a JSON Pointer")
            .note("in a name, `~0` stands for `~` and `~1` for `/`")
            .help("escape it as `~0`");
    } else if pointer.chars().count() >= LENGTH_LIMIT {
        let length = pointer.chars().count();
        let message = format!("`ItemsPointer` is {length} characters long; it must be shorter than 2,000");
        cx.report(&RULE, text.span, message);
    }
}

/// The offset of the first `~` that is not followed by `0` or `1`.
fn wrong_escape(pointer: &str) -> Option<usize> {
    let follows = |at: usize| pointer.as_bytes().get(at + 1).copied();
    pointer.match_indices('~').map(|(at, _)| at).find(|at| !matches!(follows(*at), Some(b'0' | b'1')))
}

/// The pointer that was probably intended by a path of names and indexes, or by a pointer without its first `/`.
fn intended_pointer(text: &str) -> Option<String> {
    let is_bare = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '~');
    let bare = text.strip_prefix("#/").unwrap_or(text);
    if bare.chars().all(is_bare) && wrong_escape(bare).is_none() {
        return Some(format!("/{bare}"));
    }
    let path = path::parse(text);
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
    fn invalid_pointers() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Map", "ItemReader": { "ReaderConfig": { "ItemsPointer": "$.a.b" } } },
//                                                                          ^^^^^^^ a JSON Pointer must begin with `/`
    "B": { "Type": "Map", "QueryLanguage": "JSONata", "ItemReader": { "ReaderConfig": { "ItemsPointer": "{% $p %}" } } },
//                                                                                                      ^^^^^^^^^^ a JSON Pointer must begin with `/`
    "C": { "Type": "Map", "ItemReader": { "ReaderConfig": { "ItemsPointer": "/a~1b/c~d" } } },
//                                                                                  ^ unescaped `~` in a JSON Pointer
    "D": { "Type": "Map", "ItemReader": { "ReaderConfig": { "ItemsPointer": "/a~" } } },
//                                                                             ^ unescaped `~` in a JSON Pointer
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
        assert_eq!(found.message, "`ItemsPointer` is 2000 characters long; it must be shorter than 2,000");
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
