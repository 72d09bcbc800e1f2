//! The conversion of a Terraform expression to a tree. Literals become values, everything else becomes placeholders.

use std::collections::HashMap;
use std::sync::Arc;

use hcl_edit::expr::{Array, Expression, FuncCall, Object, ObjectKey, ObjectValue};

use super::Part;
use super::module::{Module, Place, is_call};
use super::strings::Pieces;
use crate::Name;
use asl_syntax::text::Span;
use asl_syntax::{Builder, Decoded, NodeData, NodeKind, Notation, OffsetMap, Tree};

/// The maximum length of a chain of references.
const MAX_FOLLOWED: usize = 8;

/// The maximum number of bytes of all values that references refer to.
const MAX_ELSEWHERE: usize = 1 << 20;

/// Returns the tree of a value, and the parts of the file that can be edited. An edit must stay inside one of them. The
/// list is empty if the value is contiguous in the file. Strings that contain one of the `replaced` strings are
/// placeholders.
pub(super) fn tree(
    module: &Module,
    (part, value): Place<'_>,
    replaced: &[String],
) -> Option<(Tree, Vec<Span>)> {
    let whole = part.span(value)?;
    let builder = Builder::of_part(Arc::clone(&part.file), Notation::Hcl, whole.range().len());
    let mut values = Values { module, replaced, builder, depth: 0, elsewhere: 0, glue: Vec::new() };
    values.value(part, value)?;
    let is_one = values.elsewhere == 0 && values.glue.is_empty();
    let parts = if is_one { Vec::new() } else { without(whole, values.glue) };
    Some((values.builder.finish(), parts))
}

/// Subtracts spans from a span.
fn without(whole: Span, mut others: Vec<Span>) -> Vec<Span> {
    others.retain(|other| whole.covers(*other));
    others.sort_unstable();
    let mut found = Vec::new();
    let mut start = whole.start;
    for other in others {
        if start < other.start {
            found.push(Span { start, end: other.start });
        }
        start = start.max(other.end);
    }
    found.push(Span { start, end: whole.end.max(start) });
    found
}

/// Returns the expression without its parentheses.
pub(super) fn bare(expression: &Expression) -> &Expression {
    let mut inner = expression;
    while let Expression::Parenthesis(parenthesis) = inner {
        inner = parenthesis.inner();
    }
    inner
}

struct Values<'p> {
    module: &'p Module,
    replaced: &'p [String],
    builder: Builder,
    /// The number of references that lead to the current value.
    depth: usize,
    /// The number of bytes of values that references refer to.
    elsewhere: usize,
    /// The spans between the parts of an assembled value.
    glue: Vec<Span>,
}

/// What a call or a reference evaluates to.
enum Meant<'p> {
    /// The argument of the call.
    Same(Place<'p>),
    /// A value elsewhere in the file.
    Elsewhere(Place<'p>),
    /// An object with the members of all arguments, or an array with their items.
    Together { is_object: bool, call: &'p FuncCall },
}

impl<'p> Values<'p> {
    /// Adds a value. Returns `None` if the parser provides no span for it, which does not happen.
    fn value(&mut self, part: &'p Part, expression: &'p Expression) -> Option<()> {
        let expression = bare(expression);
        let span = part.span(expression)?;
        let kind = match expression {
            Expression::Object(object) => return self.object(part, object, span),
            Expression::Array(array) => return self.array(part, array, span),
            Expression::Null(_) => NodeKind::Null,
            Expression::Bool(value) => NodeKind::Bool(*value.value()),
            Expression::Number(_) => NodeKind::Number(self.number(part, span)),
            Expression::FuncCall(_) | Expression::Traversal(_) => match self.meant(part, expression) {
                Some(Meant::Same(place)) => return self.value(place.0, place.1),
                Some(Meant::Elsewhere(place)) => return self.elsewhere(place, span),
                Some(Meant::Together { is_object, call }) => {
                    return self.together(part, is_object, call, span);
                }
                None => NodeKind::Placeholder,
            },
            _ => match Pieces::new(part, expression) {
                Some(pieces) if !self.is_placeholder(part, &pieces, span) => {
                    NodeKind::String(self.string(part, &pieces, span))
                }
                _ => NodeKind::Placeholder,
            },
        };
        self.builder.add(NodeData { span, kind });
        Some(())
    }

    fn meant(&self, part: &'p Part, expression: &'p Expression) -> Option<Meant<'p>> {
        match expression {
            Expression::Traversal(traversal) => {
                let found = self.module.locals(traversal);
                let &[place] = found.as_slice() else { return None };
                let length = place.0.span(place.1)?.range().len();
                let may_follow = self.depth < MAX_FOLLOWED && self.elsewhere + length <= MAX_ELSEWHERE;
                (may_follow && is_written_out(place.1)).then_some(Meant::Elsewhere(place))
            }
            Expression::FuncCall(call) if is_call(call, &["tomap", "tolist"]) => {
                Some(Meant::Same((part, call.args.iter().next()?)))
            }
            Expression::FuncCall(call)
                if is_call(call, &["merge", "concat"]) && !call.args.expand_final() =>
            {
                Some(Meant::Together { is_object: is_call(call, &["merge"]), call })
            }
            _ => None,
        }
    }

    /// Adds the value that a reference refers to.
    fn elsewhere(&mut self, (part, value): Place<'p>, reference: Span) -> Option<()> {
        self.builder.set_reference(reference);
        self.depth += 1;
        self.elsewhere += part.span(value)?.range().len();
        let done = self.value(part, value);
        self.depth -= 1;
        done
    }

    fn array(&mut self, part: &'p Part, array: &'p Array, span: Span) -> Option<()> {
        self.builder.open(false, span.start);
        let all = array.iter().try_for_each(|item| self.value(part, item));
        self.builder.close(span.end);
        all
    }

    fn object(&mut self, part: &'p Part, object: &'p Object, span: Span) -> Option<()> {
        self.builder.open(true, span.start);
        let all = object.iter().try_for_each(|(key, value)| {
            self.key(part, key)?;
            self.value(part, value.expr())
        });
        self.builder.close(span.end);
        all
    }

    /// Adds the members of all arguments of a call as those of a single value. Of duplicate keys, the last one is used.
    fn together(&mut self, part: &'p Part, is_object: bool, call: &'p FuncCall, span: Span) -> Option<()> {
        self.builder.open(is_object, span.start);
        let mut members = Members { is_object, is_open: false, found: Vec::new(), literals: Vec::new() };
        for argument in call.args.iter() {
            self.gather((part, argument), &mut members, 0);
        }
        if members.is_open {
            self.builder.set_open();
        }
        self.glue.extend(without(span, std::mem::take(&mut members.literals)));
        let is_last = members.are_last();
        let all =
            members.found.iter().zip(is_last).filter(|(_, is_last)| *is_last).try_for_each(|(member, _)| {
                if let Some(key) = member.key {
                    self.key(member.part, key)?;
                }
                self.value(member.part, member.value)
            });
        self.builder.close(span.end);
        all
    }

    /// Collects the members of an argument.
    fn gather(&mut self, (part, argument): Place<'p>, members: &mut Members<'p>, depth: usize) {
        let argument = bare(argument);
        match argument {
            Expression::Null(_) if members.is_object => {}
            Expression::Object(object) if members.is_object => {
                members.literals.extend(part.span(argument));
                let of = members.literals.len();
                let member = |(key, value): (&'p ObjectKey, &'p ObjectValue)| Member {
                    part,
                    key: Some(key),
                    value: value.expr(),
                    of,
                };
                members.found.extend(object.iter().map(member));
            }
            Expression::Array(array) if !members.is_object => {
                members.literals.extend(part.span(argument));
                members.found.extend(array.iter().map(|value| Member { part, key: None, value, of: 0 }));
            }
            _ if depth == MAX_FOLLOWED => members.is_open = true,
            _ => match self.meant(part, argument) {
                Some(Meant::Same(place)) => self.gather(place, members, depth + 1),
                Some(Meant::Elsewhere(place)) => {
                    self.elsewhere += place.0.span(place.1).map_or(0, |span| span.range().len());
                    self.builder.set_shared();
                    self.gather(place, members, depth + 1);
                }
                Some(Meant::Together { is_object, call }) if is_object == members.is_object => {
                    call.args.iter().for_each(|argument| self.gather((part, argument), members, depth + 1));
                }
                _ => members.is_open = true,
            },
        }
    }

    fn key(&mut self, part: &'p Part, key: &'p ObjectKey) -> Option<()> {
        let span = part.span(key)?;
        let decoded = match key {
            ObjectKey::Ident(_) | ObjectKey::Expression(Expression::Number(_) | Expression::Bool(_)) => {
                Decoded::Bare
            }
            ObjectKey::Expression(expression) => match Pieces::new(part, expression) {
                Some(pieces) if !pieces.has_directive() => self.string(part, &pieces, span),
                // A key that only Terraform can evaluate becomes a placeholder in a string.
                _ => {
                    let source = &part.file[span.range()];
                    let name = source.trim_matches(|c: char| matches!(c, '(' | ')') || c.is_whitespace());
                    self.converted(span, &format!("${{{name}}}"))
                }
            },
        };
        self.builder.key(span, decoded);
        Some(())
    }

    fn string(&mut self, part: &Part, pieces: &Pieces, span: Span) -> Decoded {
        let (value, map) = pieces.value(&part.file);
        let is_verbatim = pieces.is_quoted()
            && part.file[span.range()].get(1..=value.len()) == Some(&*value)
            && value.len() + 2 == span.range().len();
        if is_verbatim { Decoded::Quoted } else { self.builder.decoded(value, Some(map)) }
    }

    /// Adds a number in JSON's notation: without whitespace after its sign.
    fn number(&mut self, part: &Part, span: Span) -> Decoded {
        let source = &part.file[span.range()];
        match source.strip_prefix('-') {
            Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => {
                let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
                self.converted(span, &format!("-{digits}"))
            }
            _ => Decoded::Bare,
        }
    }

    /// Stores a value that is not verbatim in the file.
    fn converted(&mut self, span: Span, value: &str) -> Decoded {
        let mut map = OffsetMap::default();
        map.push(value.len(), span);
        self.builder.decoded(value, Some(map))
    }

    /// Returns whether nothing about a string is known: it is a single interpolation, has directives, or is replaced.
    fn is_placeholder(&self, part: &Part, pieces: &Pieces, span: Span) -> bool {
        let is_all =
            |placeholder: Span| placeholder.start == span.start + 1 && placeholder.end + 1 == span.end;
        let is_replaced = || {
            let value = pieces.value(&part.file).0;
            self.replaced.iter().any(|word| value.contains(word.trim_matches('"')))
        };
        pieces.has_directive()
            || pieces.placeholders().any(is_all)
            || !self.replaced.is_empty() && is_replaced()
    }
}

/// The members that a call assembles.
struct Members<'p> {
    is_object: bool,
    /// Whether there are other members that only Terraform knows.
    is_open: bool,
    found: Vec<Member<'p>>,
    /// The spans of the objects or arrays that contain them.
    literals: Vec<Span>,
}

#[derive(Clone, Copy)]
struct Member<'p> {
    part: &'p Part,
    key: Option<&'p ObjectKey>,
    value: &'p Expression,
    /// The number of the object that contains it.
    of: usize,
}

impl Members<'_> {
    /// Returns for each member whether no later object has the same key.
    fn are_last(&self) -> Vec<bool> {
        let name = |member: &Member<'_>| {
            let source = &member.part.file[member.part.span(member.key?)?.range()];
            Some(source.trim_matches('"').to_owned())
        };
        let names: Vec<Option<String>> = self.found.iter().map(name).collect();
        let named =
            names.iter().zip(&self.found).filter_map(|(name, member)| Some((name.as_deref()?, member.of)));
        let last: HashMap<&str, usize> = named.collect();
        let is_last = |(name, member): (&Option<String>, &Member<'_>)| {
            name.as_deref().is_none_or(|name| last[name] == member.of)
        };
        names.iter().zip(&self.found).map(is_last).collect()
    }
}

/// Returns whether a value is an object or an array, which is worth copying to where it is referred to.
fn is_written_out(value: &Expression) -> bool {
    match bare(value) {
        Expression::Object(_) | Expression::Array(_) => true,
        Expression::FuncCall(call) => is_call(call, &["merge", "concat", "tomap", "tolist"]),
        _ => false,
    }
}

/// Returns the value of a string without interpolations, and its span.
pub(super) fn literal(part: &Part, expression: &Expression) -> Option<(String, Span)> {
    let string = bare(expression);
    let pieces = Pieces::new(part, string).filter(|_| matches!(string, Expression::String(_)))?;
    Some((pieces.value(&part.file).0, part.span(string)?))
}

/// Returns the name of a key, if it is literal.
pub(super) fn key_name(part: &Part, key: &ObjectKey) -> Option<Name> {
    let span = part.span(key)?;
    match key {
        ObjectKey::Ident(_) => Some(Name { value: part.file[span.range()].to_owned(), span }),
        ObjectKey::Expression(key) => {
            let (value, span) = literal(part, key)?;
            Some(Name { value, span: Span { start: span.start + 1, end: span.end - 1 } })
        }
    }
}
