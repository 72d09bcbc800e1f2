//! Shortens messages, however long the names that they quote are.

use std::borrow::Cow;

/// The maximum length in characters of a quoted name. The name of a state has at most 80.
const MAX_QUOTED: usize = 120;
/// The maximum length in characters of a message.
const MAX_TEXT: usize = 1000;
/// The maximum number of names in a list.
const MAX_NAMES: usize = 12;

/// Shortens the parts of a message between backquotes to 120 characters, and the whole message to 1,000.
pub fn text(text: impl Into<String>) -> String {
    let text = text.into();
    let is_short = |(i, part): (usize, &str)| i % 2 == 0 || part.len() <= MAX_QUOTED;
    let mut parts = text.split('`').enumerate();
    if text.len() <= MAX_QUOTED || text.len() <= MAX_TEXT && parts.all(is_short) {
        return text;
    }
    let parts = text.split('`').enumerate();
    let brief = parts.map(|(i, part)| if i % 2 == 0 { part.into() } else { name(part) });
    let brief = brief.collect::<Vec<_>>().join("`");
    shortened(&brief, MAX_TEXT).into_owned()
}

/// Shortens a name to 120 characters.
pub fn name(name: &str) -> Cow<'_, str> {
    shortened(name, MAX_QUOTED)
}

/// Shortens a string to at most `most` characters: the start, an ellipsis and the end.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most || text.chars().count() <= most {
        return text.into();
    }
    let after = most / 3;
    let start = text.char_indices().nth(most - after - 1).map_or(text.len(), |(at, _)| at);
    let end = text.char_indices().rev().nth(after.saturating_sub(1)).map_or(0, |(at, _)| at);
    format!("{}…{}", &text[..start], &text[end.max(start)..]).into()
}

/// Joins names with a separator. Of more than 12 names, only the first and the last are included.
pub fn chain(names: &[&str], separator: &str) -> String {
    let shown = |names: &[&str]| names.iter().map(|one| name(one)).collect::<Vec<_>>().join(separator);
    if names.len() <= MAX_NAMES {
        return shown(names);
    }
    let (first, rest) = names.split_at(MAX_NAMES - 3);
    let (middle, last) = rest.split_at(rest.len() - 2);
    format!("{}{separator}({} more){separator}{}", shown(first), middle.len(), shown(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_strings_are_cut_in_the_middle() {
        assert_eq!(shortened("größer", 6), "größer");
        assert_eq!(shortened("größerer", 6), "grö…er");
        assert_eq!(shortened("abc", 1), "…c");
        assert_eq!(shortened(&"x".repeat(1_000_000), 100).chars().count(), 100);
    }

    #[test]
    fn only_quoted_names_are_shortened() {
        let long = "é".repeat(1000);
        let message = text(format!("no state named `{long}` here, but `A`"));
        assert!(message.starts_with("no state named `éé") && message.ends_with("é` here, but `A`"));
        assert_eq!(message.chars().count(), "no state named `` here, but `A`".chars().count() + MAX_QUOTED);
        assert_eq!(text(long.repeat(9)).chars().count(), MAX_TEXT);
        let ticks = text("`".repeat(100_000));
        assert_eq!(ticks.chars().count(), MAX_TEXT);
    }

    #[test]
    fn of_many_names_the_first_and_the_last_are_listed() {
        let names: Vec<String> = (0..100).map(|i| i.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(chain(&names[..3], " → "), "0 → 1 → 2");
        assert_eq!(chain(&names, " → "), "0 → 1 → 2 → 3 → 4 → 5 → 6 → 7 → 8 → (89 more) → 98 → 99");
        assert_eq!(chain(&names[..12], ",").matches(',').count(), 11);
    }
}
