//! An expression of Terraform as a tree: what is written out is a value, what has to be worked out is a hole.

use std::sync::Arc;

use hcl_edit::Decorated;
use hcl_edit::expr::{Array, Expression, Object, ObjectKey};

use super::Part;
use super::strings::Pieces;
use crate::syntax::{Builder, Decoded, NodeData, NodeKind, Notation, OffsetMap, Tree};
use crate::text::Span;

/// The tree of an object that is written out.
pub(super) fn tree(part: &Part, object: &Expression) -> Option<Tree> {
    let length = part.span(object)?.range().len();
    let builder = Builder::of_part(Arc::clone(&part.file), Notation::Hcl, length);
    let mut values = Values { part, builder };
    values.value(object)?;
    Some(values.builder.finish())
}

/// The expression inside of parentheses.
pub(super) fn bare(expression: &Expression) -> &Expression {
    let mut inner = expression;
    while let Expression::Parenthesis(parenthesis) = inner {
        inner = parenthesis.inner();
    }
    inner
}

struct Values<'p> {
    part: &'p Part,
    builder: Builder,
}

impl Values<'_> {
    /// Adds a value. Nothing only if the parser has no place for it, which it always has.
    fn value(&mut self, expression: &Expression) -> Option<()> {
        let expression = bare(expression);
        let span = self.part.span(expression)?;
        let kind = match expression {
            Expression::Object(object) => return self.object(object, span),
            Expression::Array(array) => return self.array(array, span),
            Expression::Null(_) => NodeKind::Null,
            Expression::Bool(value) => NodeKind::Bool(*value.value()),
            Expression::Number(_) => NodeKind::Number(self.number(span)),
            _ => match Pieces::new(self.part, expression) {
                Some(pieces) if !is_hole(&pieces, span) => NodeKind::String(self.string(&pieces, span)),
                _ => NodeKind::Hole,
            },
        };
        self.builder.add(NodeData { span, kind });
        Some(())
    }

    fn array(&mut self, array: &Array, span: Span) -> Option<()> {
        self.builder.open(false, span.start);
        let all = array.iter().try_for_each(|item| self.value(item));
        self.builder.close(span.end);
        all
    }

    fn object(&mut self, object: &Object, span: Span) -> Option<()> {
        self.builder.open(true, span.start);
        let all = object.iter().try_for_each(|(key, value)| {
            self.key(key)?;
            self.value(value.expr())
        });
        self.builder.close(span.end);
        all
    }

    fn key(&mut self, key: &ObjectKey) -> Option<()> {
        let span = self.part.span(key)?;
        let decoded = match key {
            ObjectKey::Ident(_) | ObjectKey::Expression(Expression::Number(_) | Expression::Bool(_)) => {
                Decoded::Bare
            }
            ObjectKey::Expression(expression) => match Pieces::new(self.part, expression) {
                Some(pieces) if !pieces.has_directive() => self.string(&pieces, span),
                // A name that Terraform works out, in the form that holes have in texts.
                _ => {
                    let written = &self.part.file[span.range()];
                    let name = written.trim_matches(|c: char| matches!(c, '(' | ')') || c.is_whitespace());
                    self.worked_out(span, &format!("${{{name}}}"))
                }
            },
        };
        self.builder.key(span, decoded);
        Some(())
    }

    fn string(&mut self, pieces: &Pieces, span: Span) -> Decoded {
        let (value, map) = pieces.value(&self.part.file);
        let is_verbatim = pieces.is_quoted()
            && self.part.file[span.range()].get(1..=value.len()) == Some(&*value)
            && value.len() + 2 == span.range().len();
        if is_verbatim { Decoded::Quoted } else { self.builder.decoded(value, Some(map)) }
    }

    /// A number as JSON writes it: without blanks behind its sign.
    fn number(&mut self, span: Span) -> Decoded {
        let written = &self.part.file[span.range()];
        match written.strip_prefix('-') {
            Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => {
                let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
                self.worked_out(span, &format!("-{digits}"))
            }
            _ => Decoded::Bare,
        }
    }

    /// A value that stands in the file in another form.
    fn worked_out(&mut self, span: Span, value: &str) -> Decoded {
        let mut map = OffsetMap::default();
        map.push(value.len(), span);
        self.builder.decoded(value, Some(map))
    }
}

/// Whether nothing of a string is known: it is one interpolation, or has directives.
fn is_hole(pieces: &Pieces, span: Span) -> bool {
    let is_all = |hole: Span| hole.start == span.start + 1 && hole.end + 1 == span.end;
    pieces.has_directive() || pieces.holes().any(is_all)
}

/// The text of a string without interpolations, and its place.
pub(super) fn literal(part: &Part, expression: &Expression) -> Option<(String, Span)> {
    let Expression::String(string) = bare(expression) else { return None };
    Some((Decorated::value(string).clone(), part.span(string)?))
}
