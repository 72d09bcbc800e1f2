//! JSON that a template renders: next to a directive or an interpolation between members, commas may be missing or
//! superfluous, and not all members of the object or array are known.

use super::{Lexeme, Next, Parser, Splice};
use crate::text::Span;
use crate::{Decoded, NodeData, NodeKind};

/// The splices of a text, and the state of reading them.
pub(super) struct Splices<'t> {
    /// The splices that have not been reached.
    rest: &'t [Splice],
    /// The end of the last token.
    end: u32,
    /// Whether the last token was an interpolation without quotes, which may render commas.
    after_placeholder: bool,
    /// The directive that began where a value is expected, and the depth there.
    value: Option<(u32, usize)>,
}

impl<'t> Splices<'t> {
    pub(super) fn new(rest: &'t [Splice]) -> Splices<'t> {
        Splices { rest, end: 0, after_placeholder: false, value: None }
    }

    /// Returns the next splice before a token. Splices inside tokens are skipped.
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
    /// Processes the splices before a token. Returns whether the token itself is an interpolation in place of members.
    pub(super) fn is_spliced(&mut self, lexeme: &Lexeme, span: Span) -> bool {
        let mut is_loose = self.pass_directives(span.start);
        let is_placeholder = matches!(lexeme, Lexeme::Placeholder);
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

    /// Processes the directives before an offset. Returns whether there are any.
    fn pass_directives(&mut self, offset: u32) -> bool {
        let mut is_loose = false;
        while let Some(splice) = self.splices.as_mut().and_then(|splices| splices.before(offset)) {
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

    /// Changes what is expected, so that a comma or a value may be missing or superfluous before a token.
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
        self.expect(loose);
    }

    /// Adds an interpolation where a member is expected: it is a key, or in place of any number of members. Returns
    /// false if it is a value.
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
