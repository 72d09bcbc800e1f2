//! Several edits of the same text. Their spans refer to the text before all of them.

use std::collections::BTreeSet;

use super::Edit;
use crate::text::Span;

/// Sorts edits in the order of the text, and joins those that touch: LSP clients differ in the order in which they apply
/// edits at the same position.
pub fn joined(edits: &[Edit]) -> Vec<Edit> {
    let mut joined: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in sorted(edits) {
        match joined.last_mut().filter(|last| last.span.end == edit.span.start) {
            Some(last) => {
                last.span.end = edit.span.end;
                last.text.push_str(&edit.text);
            }
            None => joined.push(edit.clone()),
        }
    }
    joined
}

/// Insertions come before replacements at the same position; edits with equal spans keep their order.
fn sorted(edits: &[Edit]) -> Vec<&Edit> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    sorted
}

pub(super) fn overlap(edits: &[Edit]) -> bool {
    sorted(edits).windows(2).any(|two| matches!(two, [a, b] if b.span.start < a.span.end))
}

/// Returns the items whose edits neither overlap nor touch those of earlier items. An item is kept as a whole or not at all;
/// those without edits are not.
pub fn non_overlapping<T>(items: impl IntoIterator<Item = T>, edits: impl Fn(&T) -> &[Edit]) -> Vec<T> {
    // Sorted by end: of the spans so far, which do not touch each other, only the next to end can touch another one.
    let mut taken: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut kept = Vec::new();
    for item in items {
        let edits = edits(&item);
        let touches = |edit: &Edit| {
            let next = taken.range((edit.span.start, 0)..).next();
            next.is_some_and(|(_, start)| *start <= edit.span.end)
        };
        if !edits.is_empty() && !edits.iter().any(touches) {
            taken.extend(edits.iter().map(|edit| (edit.span.end, edit.span.start)));
            kept.push(item);
        }
    }
    kept
}

/// Applies edits to a text. Of edits that overlap, only the first is applied. Returns the new text and whether all edits
/// were applied.
///
/// # Panics
///
/// If a span is not in the text, or not at character boundaries.
pub fn apply(text: &str, edits: &[Edit]) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut all = true;
    for edit in sorted(edits) {
        let range = edit.span.range();
        if range.start < at {
            all = false;
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(&text[at..]);
    (out, all)
}

/// Returns the edit that turns one text into another, without their common prefix and suffix.
pub fn difference(old: &str, new: &str) -> Edit {
    let same = |(a, b): &(char, char)| a == b;
    let start: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let ends = old[start..].chars().rev().zip(new[start..].chars().rev());
    let end: usize = ends.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let text = new[start..new.len() - end].to_owned();
    Edit { span: Span::new(start, old.len() - end), text }
}

/// Merges deletions that overlap or touch.
pub(super) fn deletions(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| edit.span);
    let mut deleted: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match deleted.last_mut().filter(|last| edit.span.start <= last.span.end) {
            Some(last) => last.span.end = last.span.end.max(edit.span.end),
            None => deleted.push(edit),
        }
    }
    deleted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::applied;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span { start, end }, text: text.into() }
    }

    #[test]
    fn the_difference_is_one_edit() {
        for (old, new) in [("aéb", "aèb"), ("", "x"), ("aa", "a"), ("same", "same"), ("abab", "ab")] {
            assert_eq!(apply(old, &[difference(old, new)]).0, new);
        }
        assert_eq!(difference("{é}", "{é, 1}"), edit(3, 3, ", 1"));
    }

    #[test]
    fn of_overlapping_edits_the_first_is_applied() {
        assert_eq!(apply("abcd", &[edit(2, 3, "X"), edit(0, 1, "Y")]), ("YbXd".into(), true));
        assert_eq!(apply("abcd", &[edit(0, 2, "X"), edit(1, 3, "Y")]), ("Xcd".into(), false));
    }

    #[test]
    fn edits_that_touch_are_joined() {
        for (edits, expected) in [
            (vec![edit(2, 3, ""), edit(2, 2, "X")], vec![edit(2, 3, "X")]),
            (vec![edit(2, 2, "X"), edit(2, 2, "Y"), edit(1, 2, "Z")], vec![edit(1, 2, "ZXY")]),
            (vec![edit(3, 4, "B"), edit(0, 1, "A")], vec![edit(0, 1, "A"), edit(3, 4, "B")]),
        ] {
            let joined = joined(&edits);
            assert_eq!(joined, expected);
            assert_eq!(applied("abcd", &joined), Ok(apply("abcd", &edits).0));
        }
        assert!(applied("abcd", &[edit(2, 3, ""), edit(2, 2, "X")]).is_err());
    }
}
