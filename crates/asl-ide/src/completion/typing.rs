//! What to offer while the user types. Editors select the first item of an open list, and Enter accepts it, so a list may
//! only be open if the user has begun to type what is in it, and has not finished.

use super::{Item, ItemKind, items};
use asl_core::semantic::Analysis;

/// Why an editor asks for completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// The user asks, or has typed a part of a word.
    Invoked,
    /// The user has typed this trigger character.
    Character(char),
    /// The user has typed another character while an incomplete list is open.
    Incomplete,
}

/// Returns the items to show in a list at a byte offset of a file; `None` if no definition has a place there.
pub fn suggest(analyses: &[Analysis], offset: u32, trigger: Trigger) -> Option<Vec<Item>> {
    let mut items = items(analyses, offset)?;
    let text = analyses.first()?.tree().text();
    let typed = |item: &Item| text.get(item.replace.start as usize..offset as usize).unwrap_or_default();
    items.retain(|item| trigger.is_begun(typed(item)) && !is_closed(typed(item)));
    if items.iter().any(|item| is_whole(item, typed(item))) {
        items.clear();
    }
    // Outside of quotes, the next character may complete an item.
    for item in &mut items {
        item.is_for_typed |= !is_quoted(typed(item));
    }
    Some(items)
}

impl Trigger {
    /// Whether the user has begun an item by typing a text.
    fn is_begun(self, typed: &str) -> bool {
        match self {
            Trigger::Invoked => true,
            // At the closing quote of an empty string, nothing begins.
            Trigger::Character('"') => matches!(typed, "\"" | "\\\""),
            Trigger::Character(_) | Trigger::Incomplete => !typed.is_empty(),
        }
    }
}

fn is_quoted(typed: &str) -> bool {
    typed.starts_with(['"', '\'', '\\'])
}

/// Whether a text is a string with its closing quote.
fn is_closed(typed: &str) -> bool {
    let quotes = ["\\\"", "\"", "'"];
    quotes.iter().any(|quote| typed.strip_prefix(quote).is_some_and(|rest| rest.ends_with(quote)))
}

/// Whether nothing is left to type of an item. In quotes, other items may be meant: there is no Enter before the closing
/// quote.
fn is_whole(item: &Item, typed: &str) -> bool {
    let is_call = item.kind == ItemKind::Resource && item.label == typed;
    is_call || !is_quoted(typed) && item.text.plain().trim_end_matches(',') == typed
}
