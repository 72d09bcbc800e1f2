//! Helpers for tests.

mod aws;
mod documents;
pub mod pages;
#[cfg(test)]
mod rule;
mod yaml;

use crate::edit::Edit;
use crate::semantic::Analysis;
use crate::{Source, analyze};
pub use aws::{Refusal, refusals};
pub use documents::{Random, assert_can_be_shown, beginnings, definitions, fixtures};
#[cfg(test)]
pub(crate) use rule::{
    check, check_as, check_fix, check_template_help, check_yaml, check_yaml_fix, only_finding, with_output,
};
pub use yaml::Writer;

/// Removes the mark `<|>` from a text. Returns the text and the offset of the mark in bytes.
pub fn marked_place(marked: &str) -> (String, u32) {
    let offset = marked.find("<|>").expect("the text has a mark");
    (marked.replacen("<|>", "", 1), offset as u32)
}

/// Analyses a document: JSONC if it starts with a brace or a comment, otherwise YAML.
pub fn analyses(text: &str) -> Vec<Analysis> {
    let name = if text.trim_start().starts_with(['{', '/']) { "a.jsonc" } else { "a.yaml" };
    analyze(Source::new(text, name))
}

/// Applies edits as editors do.
///
/// # Errors
///
/// If an edit is outside the text, if edits overlap, or if the result depends on the order in which they are applied.
pub fn applied(text: &str, edits: &[Edit]) -> Result<String, String> {
    let is_inside = |edit: &Edit| edit.span.start <= edit.span.end && text.get(edit.span.range()).is_some();
    if !edits.iter().all(is_inside) {
        return Err(format!("an edit is outside the text: {edits:?}"));
    }
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span.start);
    if sorted.windows(2).any(|two| two[1].span.start < two[0].span.end) {
        return Err(format!("edits overlap: {edits:?}"));
    }
    let (mut from_start, mut at) = (String::new(), 0);
    for edit in &sorted {
        from_start.push_str(&text[at..edit.span.range().start]);
        from_start.push_str(&edit.text);
        at = edit.span.range().end;
    }
    from_start.push_str(&text[at..]);
    let mut from_end = text.to_owned();
    for edit in sorted.iter().rev() {
        from_end.replace_range(edit.span.range(), &edit.text);
    }
    match from_start == from_end {
        true => Ok(from_start),
        false => Err(format!("the result depends on the order: {edits:?}\n{from_start}\n{from_end}")),
    }
}
