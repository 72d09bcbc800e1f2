//! Strings that Terraform functions assemble.

use hcl_edit::expr::Expression;

use super::definition::{Search, Way};
use super::module::Place;
use super::rendered::{Filler, Rendered};
use super::strings::Pieces;
use super::template::Branch;
use super::values::{bare, literal};
use asl_syntax::text::Span;

impl<'p> Search<'p> {
    /// Adds the definitions in the result of `format`.
    pub(super) fn formatted(&mut self, place: Place<'p>, arguments: &[Place<'p>], way: &Way) {
        let Some((&(part, pattern), arguments)) = arguments.split_first() else { return self.unknown(place) };
        let Some(pieces) = Pieces::new(part, pattern).filter(|pieces| !pieces.has_directive()) else {
            return self.unknown(place);
        };
        let pattern = pieces.rendered(&part.file, Branch::Then, way.format());
        let verbs = verbs(&pattern);
        match (verbs.as_slice(), arguments) {
            ([(verb, Filler::Placeholder)], [only]) if pattern.text.trim() == &pattern.text[verb.range()] => {
                self.text(*only, way);
            }
            // The result cannot be edited, because `format` would interpret the `%` of an edit.
            _ => self.rendered(place, pattern.rewritten(&verbs), None, vec![Span::at(0)], way),
        }
    }

    /// Adds the definitions in the result of `join`.
    pub(super) fn joined(&mut self, place: Place<'p>, separator: Place<'p>, list: Place<'p>, way: &Way) {
        let (part, list) = list;
        let (Expression::Array(items), Some((separator, _))) = (list, literal(separator.0, separator.1))
        else {
            return self.unknown(place);
        };
        let mut text = Rendered::default();
        let mut parts = Vec::new();
        let mut end = None;
        for item in items.iter().map(bare) {
            let Some(span) = part.span(item) else { return self.unknown(place) };
            if let Some(end) = end {
                text.push(&separator, Span::at(end));
            }
            end = Some(span.end);
            match Pieces::new(part, item).filter(|pieces| !pieces.has_directive()) {
                Some(pieces) => {
                    text.is_quoted |= pieces.is_quoted();
                    parts.extend(pieces.parts());
                    text.append(pieces.rendered(&part.file, Branch::Then, way.format()));
                }
                None => text.push_placeholder("${value}", span),
            }
        }
        self.rendered(place, text, None, parts, way);
    }
}

/// Returns the verbs of `format` in a string, and what replaces them.
fn verbs(pattern: &Rendered) -> Vec<(Span, Filler<'static>)> {
    let text = &pattern.text;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('%').map(|i| at + i) {
        let is_flag = |c: char| matches!(c, '0'..='9' | '+' | '-' | '#' | ' ' | '.' | '[' | ']' | '*');
        let flags = text[start + 1..].find(|c| !is_flag(c)).unwrap_or_default();
        let end = start + 1 + flags;
        let in_placeholder =
            pattern.placeholders.iter().any(|placeholder| placeholder.range().contains(&start));
        at = start + 1;
        match text[end..].chars().next() {
            Some('%') if flags == 0 && !in_placeholder => {
                found.push((Span::new(start, end + 1), Filler::Text("%")))
            }
            Some(verb) if verb.is_ascii_alphabetic() && !in_placeholder => {
                found.push((Span::new(start, end + 1), Filler::Placeholder));
            }
            _ => continue,
        }
        at = end + 1;
    }
    found
}
