//! Templates around JSON: where a directive or an interpolation stands between members, commas may be missing or too
//! many, and nobody knows all members of the object or array.

use super::{Lexeme, Next, Parser, Splice};
use crate::text::Span;
use crate::{Decoded, NodeData, NodeKind};

/// The splices of a text, and what has been met of them.
pub(super) struct Splices<'t> {
    /// Those that are still to come.
    rest: &'t [Splice],
    /// Where the last token ended.
    end: u32,
    /// Whether the last token was an interpolation without quotes, which may bring commas of its own.
    after_placeholder: bool,
    /// The directive that has begun where a value should stand, and the depth there.
    value: Option<(u32, usize)>,
}

impl<'t> Splices<'t> {
    pub(super) fn new(rest: &'t [Splice]) -> Splices<'t> {
        Splices { rest, end: 0, after_placeholder: false, value: None }
    }

    /// The next splice before a token. What stands inside of tokens is skipped.
    fn before(&mut self, token: u32) -> Option<Splice> {
        while let Some((&first, rest)) = self.rest.split_first().filter(|(first, _)| first.at <= token) {
            self.rest = rest;
            if first.at >= self.end {
                return Some(first);
            }
        }
        None
    }
}

impl Parser<'_> {
    /// Looks at the splices before a token. Whether the token is one itself: an interpolation that stands for members.
    pub(super) fn is_spliced(&mut self, lexeme: &Lexeme, span: Span) -> bool {
        let mut is_loose = self.pass_directives(span.start);
        let is_placeholder = matches!(lexeme, Lexeme::Scalar(NodeKind::Placeholder));
        if let Some(splices) = &mut self.splices {
            splices.end = span.end;
            is_loose |= std::mem::replace(&mut splices.after_placeholder, is_placeholder);
        }
        let Some(&next) = self.next.last() else { return false };
        if is_loose {
            self.loosen(next, lexeme, span);
        }
        is_placeholder && self.is_member(next, span)
    }

    /// Passes the directives before a place. Whether there are any between members.
    fn pass_directives(&mut self, place: u32) -> bool {
        let mut is_loose = false;
        while let Some(splice) = self.splices.as_mut().and_then(|splices| splices.before(place)) {
            let (depth, next) = (self.next.len(), self.next.last().copied());
            let Some(splices) = &mut self.splices else { break };
            if next == Some(Next::Value) {
                splices.value = Some((splice.directive, depth));
            } else if splices.value != Some((splice.directive, depth)) || next != Some(Next::CommaOrEnd) {
                self.tree.set_open();
            }
            is_loose = true;
        }
        is_loose
    }

    /// Changes what is wanted so that a comma, or a value, may be missing or too many before a token.
    fn loosen(&mut self, next: Next, lexeme: &Lexeme, span: Span) {
        let is_comma = matches!(lexeme, Lexeme::Comma);
        let is_end = is_comma || matches!(lexeme, Lexeme::Close { .. });
        let loose = match next {
            Next::FirstOrEnd if is_comma => Next::CommaOrEnd,
            Next::AfterComma(_) if is_end => Next::CommaOrEnd,
            Next::CommaOrEnd if !is_end => Next::AfterComma(span),
            Next::Value if is_end => {
                self.tree.add(NodeData { span: Span::at(span.start), kind: NodeKind::Placeholder });
                Next::CommaOrEnd
            }
            next => next,
        };
        self.wants(loose);
    }

    /// Takes an interpolation where a member should stand: it is a key, or stands for any number of members.
    fn is_member(&mut self, next: Next, span: Span) -> bool {
        let in_object = self.tree.innermost().is_some_and(|(is_object, _)| is_object);
        match next {
            Next::Colon | Next::Value => return false,
            // In an array it is an item.
            Next::FirstOrEnd | Next::AfterComma(_) if !in_object => return false,
            _ => {}
        }
        let is_key = in_object && self.text[span.end as usize..].trim_start().starts_with(':');
        match is_key {
            true => self.key(span, Decoded::Bare),
            false => self.tree.splice(span),
        }
        true
    }
}
