//! The comparison of arguments with the signature of a function, as far as their types are known.

use crate::ast::{NodeId, NodeKind, Tree};
use crate::{Function, Type, Types};

/// What is known about an argument of a call.
#[derive(Debug, Clone)]
pub struct Argument {
    /// The type of the argument.
    pub kind: Type,
    /// The types of the items if the argument is an array constructor; otherwise empty.
    pub items: Vec<Type>,
}

impl Argument {
    /// Returns what the types of the tree say about the argument `node`.
    pub fn new(tree: &Tree, types: &Types, node: NodeId) -> Argument {
        let items = match tree.kind(node) {
            NodeKind::Array { items } => items.iter().map(|item| types.get(*item)).collect(),
            _ => Vec::new(),
        };
        Argument { kind: types.get(node), items }
    }
}

/// Returns the index of the first argument that does not match the signature of the function, or the number of
/// arguments if a further one is missing. Returns `None` if the arguments match, or may match because their types are
/// unknown.
pub fn misfit(function: &Function, arguments: &[Argument]) -> Option<usize> {
    let params = params(function.signature);
    // In most calls, each argument is for the parameter at the same position.
    let are_in_order = arguments.len() <= params.len()
        && params.iter().zip(arguments).all(|(param, argument)| param.accepts(argument))
        && params[arguments.len()..].iter().all(|param| param.is_optional);
    if are_in_order {
        return None;
    }
    // The numbers of arguments that the parameters so far may have taken.
    let mut taken = vec![0];
    let mut furthest = 0;
    for param in params {
        let mut next = Vec::new();
        for &from in &taken {
            if param.is_optional {
                next.push(from);
            }
            let matching = arguments[from..].iter().take_while(|argument| param.accepts(argument)).count();
            let most = if param.repeats { matching } else { matching.min(1) };
            next.extend((1..=most).map(|count| from + count));
        }
        next.sort_unstable();
        next.dedup();
        furthest = next.last().map_or(furthest, |last| furthest.max(*last));
        taken = next;
    }
    (!taken.contains(&arguments.len())).then_some(furthest)
}

/// A parameter of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param<'s> {
    /// The letters of the types that it accepts.
    letters: &'s str,
    /// The letter of the type of the items, for an array.
    items: &'s str,
    /// Whether the argument may be omitted, marked with `-` or `?`.
    pub is_optional: bool,
    /// Whether it accepts more than one argument, marked with `+`.
    pub repeats: bool,
}

impl Function {
    /// Returns the parameters of the signature, in order.
    pub fn parameters(&self) -> Vec<Param<'static>> {
        params(self.signature)
    }

    /// Returns the name of the type of the result, such as "string".
    pub fn result(&self) -> String {
        let inner = self.signature.trim_start_matches('<').trim_end_matches('>');
        // The signature of a parameter that is a function may contain a colon, too.
        let result = inner.rsplit_once(':').map_or("x", |(_, result)| result);
        words(&result[..result.len().min(1)])
    }
}

/// Returns the names of the types of a signature, such as "string | number".
fn words(letters: &str) -> String {
    let word = |letter: char| match letter {
        's' => "string",
        'n' => "number",
        'b' => "boolean",
        'l' => "null",
        'a' => "array",
        'o' => "object",
        'f' => "function",
        _ => "any",
    };
    letters.chars().map(word).collect::<Vec<_>>().join(" | ")
}

impl Param<'_> {
    /// Returns the names of the types that the parameter accepts, such as "string | number".
    pub fn types(&self) -> String {
        words(self.letters)
    }

    fn accepts(&self, argument: &Argument) -> bool {
        if argument.kind == Type::Unknown {
            return true;
        }
        let is = |letters: &str, kind: Type| letter(kind).is_none_or(|letter| letters.contains(letter));
        match self.letters {
            "x" => true,
            "j" => argument.kind != Type::Function,
            "a" if self.items.is_empty() => true,
            "a" if argument.kind == Type::Array => argument.items.iter().all(|item| is(self.items, *item)),
            "a" => is(self.items, argument.kind),
            letters => is(letters, argument.kind),
        }
    }
}

fn letter(kind: Type) -> Option<char> {
    Some(match kind {
        Type::Null => 'l',
        Type::Boolean => 'b',
        Type::Number => 'n',
        Type::String => 's',
        Type::Array => 'a',
        Type::Object => 'o',
        Type::Function => 'f',
        Type::Unknown => return None,
    })
}

/// Parses a signature of the table of functions, which is known to be valid.
fn params(signature: &str) -> Vec<Param<'_>> {
    let mut params: Vec<Param<'_>> = Vec::new();
    let mut rest = signature.strip_prefix('<').unwrap_or_default();
    while let Some(c) = rest.chars().next() {
        let mut length = 1;
        match (c, params.last_mut()) {
            (':' | '>', _) => break,
            ('-' | '?', Some(last)) => last.is_optional = true,
            ('+', Some(last)) => last.repeats = true,
            ('<', Some(last)) => {
                length = rest.find('>').map_or(rest.len(), |end| end + 1);
                if last.letters == "a" {
                    last.items = rest[1..length].trim_end_matches('>');
                }
            }
            _ => {
                let mut letters = &rest[..1];
                if c == '(' {
                    length = rest.find(')').map_or(rest.len(), |end| end + 1);
                    letters = rest[1..length].trim_end_matches(')');
                }
                params.push(Param { letters, items: "", is_optional: false, repeats: false });
            }
        }
        rest = &rest[length..];
    }
    params
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NodeKind, parse};

    #[test]
    fn calls_by_their_literals() {
        for (call, expected) in [
            ("$substring('abc', 1)", None),
            ("$substring('abc')", Some(1)),
            ("$substring(1)", None),
            ("$substring($x)", None),
            ("$substring('abc', '1')", Some(1)),
            ("$substring(1, 2, 3)", Some(2)),
            ("$sum([1, 2])", None),
            ("$sum([1, 'a'])", Some(0)),
            ("$sum(1)", None),
            ("$sum('a')", Some(0)),
            ("$sum([$x])", None),
            ("$contains('a', /b/)", None),
            ("$contains('a', 1)", Some(1)),
            ("$map([1], 'a')", Some(1)),
            ("$map('a', $sum)", None),
            ("$zip([1], [2], [3])", None),
            ("$number(null)", Some(0)),
            ("$string(null)", None),
            ("$match('a', /a/, 1)", None),
            ("$merge([{}, {}])", None),
            ("$merge([{}, 1])", Some(0)),
            ("$count(1)", None),
            ("$now()", None),
            ("$reduce([1], $sum, 0)", None),
            ("$join(['a'], 1)", Some(1)),
        ] {
            let parsed = parse(call);
            let types = Types::new(&parsed, crate::function, |_| None);
            let NodeKind::Call { callee, args } = parsed.tree.kind(parsed.root) else { panic!("{call}") };
            let function = types.function(*callee).unwrap_or_else(|| panic!("{call}"));
            let arguments: Vec<Argument> =
                args.iter().map(|arg| Argument::new(&parsed.tree, &types, *arg)).collect();
            assert_eq!(misfit(function, &arguments), expected, "{call}");
        }
    }
}
