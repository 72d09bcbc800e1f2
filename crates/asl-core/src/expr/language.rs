//! The language of a string: how AWS reads the value of a `.$` key, and what a plain value looks like.

use super::path::{Path, RootKind, StepKind};
use super::{intrinsic, path};
use crate::catalog::intrinsics;

/// The language of the value of a key that ends with `.$`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A path into the input, which begins with `$`.
    Input,
    /// A path into the context object, which begins with `$$`.
    Context,
    /// A variable, which begins with `$` and a letter or `_`.
    Variable,
    /// An intrinsic function call: everything else.
    Intrinsic,
}

/// Returns the language that a string is read in. The string may be invalid in it.
pub fn language_of(text: &str) -> Language {
    let Some(rest) = text.strip_prefix('$') else { return Language::Intrinsic };
    match rest.chars().next() {
        Some('$') => Language::Context,
        Some(c) if c.is_alphabetic() || c == '_' => Language::Variable,
        _ => Language::Input,
    }
}

/// Returns whether a plain value was probably meant to be a path. `$`, `$name` and `$5.00` count as plain text.
pub fn looks_like_path(text: &str) -> bool {
    if !(text.starts_with("$.") || text.starts_with("$[") || text.starts_with("$$.")) {
        return false;
    }
    let path = path::parse(text);
    let complete = path.errors.is_empty() && path.span.end as usize == text.len();
    complete && !path.steps.is_empty() && plain(&path)
}

/// Returns whether a path has only the usual parts: no calls, which belong to another language, no punctuation in
/// names, and no digit after the first dot.
fn plain(path: &Path) -> bool {
    let named = path.steps.iter().all(|step| match &step.kind {
        StepKind::Child(name) if !name.quoted => name
            .value
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '@' | '.') || !c.is_ascii()),
        StepKind::Function { .. } | StepKind::Script => false,
        _ => true,
    });
    let begins = match path.steps.first().map(|step| &step.kind) {
        Some(StepKind::Child(name)) if !name.quoted => {
            name.value.starts_with(|c: char| c.is_alphabetic() || c == '_')
        }
        _ => true,
    };
    named && begins && matches!(path.root.kind, RootKind::Input | RootKind::Context)
}

/// Returns whether a plain value was probably meant to be a call of an intrinsic function.
pub fn looks_like_intrinsic(text: &str) -> bool {
    let known = text.starts_with("States.")
        && text.split_once('(').is_some_and(|(name, _)| intrinsics::find(name).is_some());
    known && intrinsic::parse(text).errors.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_characters_determine_the_language() {
        for (text, language) in [
            ("$", Language::Input),
            ("$.a", Language::Input),
            ("$['a']", Language::Input),
            ("$5", Language::Input),
            ("$$", Language::Context),
            ("$$.Task.Token", Language::Context),
            ("$name", Language::Variable),
            ("$größe.a", Language::Variable),
            ("States.UUID()", Language::Intrinsic),
            (" $.a", Language::Intrinsic),
            ("", Language::Intrinsic),
        ] {
            assert_eq!(language_of(text), language, "{text}");
        }
    }

    #[test]
    fn paths_are_distinguished_from_text() {
        for text in [
            "$.x",
            "$$.x",
            "$['x']",
            "$[0]",
            "$[*].a",
            "$..a",
            "$.a-b",
            "$.a[?(@.b == 'c d')]",
            "$.größe",
            "$['a b']",
            "$$.Map.Item.Value",
            "$.a.b[0].c",
            "$.*",
            "$.[0]",
        ] {
            assert!(looks_like_path(text), "{text}");
        }
        for text in [
            "",
            "$",
            "$$",
            "$5.00",
            "$name",
            "$.50",
            "$.",
            "$.a.",
            "$.a b",
            "$.x costs 5",
            "$.x ",
            " $.x",
            "$.ajax()",
            "$.get('/a', f)",
            "US$.x",
            "$[",
            "$[]",
            "$.a,$.b",
            "$.a;",
            "${a}",
            "$.${A}",
            "$$name",
            "$.a/b",
        ] {
            assert!(!looks_like_path(text), "{text}");
        }
    }

    #[test]
    fn calls_are_distinguished_from_text() {
        for text in
            ["States.UUID()", "States.Format('a {}', $.b)", "States.MathAdd($.a, 1)", "States.UUID() "]
        {
            assert!(looks_like_intrinsic(text), "{text}");
        }
        for text in [
            "",
            "States.ALL",
            "States.Timeout",
            "States.Foo()",
            "States.UUID",
            "States.UUID() makes an id",
            "UUID()",
            "Use States.UUID()",
            "States.Format('a",
            "states.uuid()",
        ] {
            assert!(!looks_like_intrinsic(text), "{text}");
        }
    }
}
