//! The search for the definitions that a Terraform expression evaluates to.

use std::sync::Arc;

use hcl_edit::expr::{Expression, FuncCall};
use hcl_edit::structure::Body;
use hcl_edit::template::{Element, Template};

use super::Part;
use super::module::{Module, Place};
use super::paths;
use super::rendered::Rendered;
use super::strings::Pieces;
use super::template::Branch;
use super::values::{self, bare, literal};
use crate::{Format, Link, Name};
use asl_syntax::text::Span;
use asl_syntax::{ErrorKind, Node, Notation, SyntaxError, Tree};

/// The maximum number of expressions that are evaluated for a definition.
const MAX_STEPS: usize = 200;

/// A definition, or its location.
pub(super) enum Definition {
    /// A definition in this file.
    Here {
        tree: Tree,
        /// The parts of the file that can be edited. An edit must stay inside one of them. Empty if the definition is
        /// contiguous in the file.
        parts: Vec<Span>,
    },
    /// A definition in another file.
    File {
        link: Link,
        /// The names of the variables of the template, if they are known.
        substitutions: Option<Vec<Name>>,
    },
    /// An expression that only Terraform can evaluate.
    Unknown(Span),
}

/// Returns the definitions that the value of an attribute may be, in source order. `takes_object` is whether the
/// attribute may be an object instead of a string.
pub(super) fn definitions<'p>(
    module: &'p Module,
    (part, block): (&'p Part, &'p Body),
    value: &'p Expression,
    takes_object: bool,
) -> Vec<Definition> {
    let block = Some((part, block));
    let mut search = Search { module, block, takes_object, found: Vec::new(), steps: 0 };
    search.text((part, value), &Way::default());
    search.found
}

/// Returns the definitions in an expression that evaluates to a JSON or YAML string.
pub(super) fn in_text(place: Place<'_>, is_yaml: bool) -> Vec<Definition> {
    let module = Module::default();
    let mut search =
        Search { module: &module, block: None, takes_object: false, found: Vec::new(), steps: 0 };
    search.text(place, &Way { is_yaml, ..Way::default() });
    search.found
}

pub(super) struct Search<'p> {
    pub(super) module: &'p Module,
    /// The block with the attribute.
    pub(super) block: Option<(&'p Part, &'p Body)>,
    takes_object: bool,
    pub(super) found: Vec<Definition>,
    steps: usize,
}

/// What the functions that contain an expression do with its value.
#[derive(Clone, Default)]
pub(super) struct Way {
    /// Whether it is parsed as YAML.
    pub is_yaml: bool,
    /// Whether it is one of several values, so that it may be null or empty.
    pub is_branch: bool,
    /// Whether it is a template that is rendered again.
    pub is_template: bool,
    /// The name of the function that encodes it as a string, if there is one.
    pub encoder: Option<Span>,
    /// The strings that are replaced in it.
    pub replaced: Vec<String>,
    /// The names of the variables of the template, if they are known.
    pub substitutions: Option<Vec<Name>>,
}

impl Way {
    pub(super) fn format(&self) -> Format {
        if self.is_yaml { Format::Yaml } else { Format::Json }
    }

    pub(super) fn branch(&self) -> Way {
        Way { is_branch: true, ..self.clone() }
    }
}

impl<'p> Search<'p> {
    /// Searches for definitions in an expression that evaluates to a string.
    pub(super) fn text(&mut self, (part, expression): Place<'p>, way: &Way) {
        let expression = bare(expression);
        let place = (part, expression);
        if !self.may_go_on() {
            return self.unknown(place);
        }
        match expression {
            Expression::FuncCall(call) if !call.name.is_namespaced() => self.call(place, call, way),
            Expression::Conditional(conditional) => {
                self.text((part, &conditional.true_expr), &way.branch());
                self.text((part, &conditional.false_expr), &way.branch());
            }
            Expression::Traversal(_) => self.reference(place, way, Search::text),
            Expression::String(_) | Expression::StringTemplate(_) | Expression::HeredocTemplate(_) => {
                match only(expression) {
                    Some(inner) => self.text((part, inner), way),
                    None => self.written(place, way),
                }
            }
            Expression::Null(_) if way.is_branch => {}
            Expression::Object(_) | Expression::Array(_) | Expression::Number(_) | Expression::Bool(_) => {
                self.needs_text(place);
                if matches!(expression, Expression::Object(_)) {
                    self.object(place, way);
                }
            }
            _ => self.unknown(place),
        }
    }

    /// Searches for definitions in a call that returns a string.
    fn call(&mut self, place: Place<'p>, call: &'p FuncCall, way: &Way) {
        let part = place.0;
        let arguments: Vec<Place<'p>> = call.args.iter().map(|argument| (part, bare(argument))).collect();
        let Some(&first) = arguments.first() else { return self.unknown(place) };
        let encoder = part.span(&call.name.name);
        match (call.name.name.as_str(), arguments.as_slice()) {
            ("jsonencode", _) => self.object(first, &Way { encoder, ..way.clone() }),
            ("yamlencode", _) => {
                if !way.is_yaml {
                    self.gives_yaml(part, encoder);
                }
                self.object(first, &Way { encoder, ..way.clone() });
            }
            ("jsondecode" | "yamldecode", _) => {
                self.needs_text(place);
                self.object(place, way);
            }
            ("file", _) => self.file(place, first, way),
            ("templatefile", arguments) => {
                let names = arguments.get(1);
                let substitutions = names.and_then(|names| paths::substitutions(self.module, *names));
                self.file(place, first, &Way { is_template: true, substitutions, ..way.clone() });
            }
            ("templatestring", _) => self.text(first, &Way { is_template: true, ..way.clone() }),
            ("replace", [_, search, _]) => match replaced(*search) {
                Some(word) => {
                    let replaced = way.replaced.iter().cloned().chain(word).collect();
                    self.text(first, &Way { replaced, ..way.clone() });
                }
                None => self.unknown(place),
            },
            ("format", _) => self.formatted(place, &arguments, way),
            ("join", [separator, list]) => self.joined(place, *separator, *list, way),
            ("indent", [_, text]) => self.text(*text, way),
            ("try" | "coalesce", _) => {
                arguments.iter().for_each(|argument| self.text(*argument, &way.branch()));
            }
            (name, _) if KEEPS_TEXT.contains(&name) => self.text(first, way),
            _ => self.unknown(place),
        }
    }

    /// Searches for definitions in an expression that evaluates to an object, such as the argument of `jsonencode`.
    fn object(&mut self, (part, expression): Place<'p>, way: &Way) {
        let expression = bare(expression);
        let place = (part, expression);
        if !self.may_go_on() {
            return self.unknown(place);
        }
        match expression {
            Expression::Conditional(conditional) => {
                self.object((part, &conditional.true_expr), &way.branch());
                self.object((part, &conditional.false_expr), &way.branch());
            }
            Expression::Traversal(_) => self.reference(place, way, Search::object),
            Expression::FuncCall(call) if !call.name.is_namespaced() => {
                let arguments = || call.args.iter().map(|argument| (part, bare(argument)));
                match (call.name.name.as_str(), arguments().next()) {
                    ("jsondecode", Some(text)) => {
                        self.text(text, &Way { encoder: None, is_yaml: false, ..way.clone() })
                    }
                    ("yamldecode", Some(text)) => {
                        self.text(text, &Way { encoder: None, is_yaml: true, ..way.clone() })
                    }
                    ("try" | "coalesce", _) => {
                        arguments().for_each(|argument| self.object(argument, &way.branch()));
                    }
                    ("merge" | "concat" | "tomap" | "tolist", _) => self.values(place, way),
                    (name, _) if GIVES_TEXT.contains(&name) => self.encodes_text(place, way),
                    _ => self.unknown(place),
                }
            }
            Expression::String(_) | Expression::StringTemplate(_) | Expression::HeredocTemplate(_) => {
                match only(expression) {
                    Some(inner) => self.object((part, inner), way),
                    None => self.encodes_text(place, way),
                }
            }
            Expression::Null(_) if way.is_branch => {}
            Expression::Object(_) | Expression::Array(_) | Expression::Null(_) => self.values(place, way),
            Expression::Number(_) | Expression::Bool(_) => self.values(place, way),
            _ => self.unknown(place),
        }
    }

    /// Adds a definition that is an object.
    fn values(&mut self, place: Place<'p>, way: &Way) {
        let found = values::tree(self.module, place, &way.replaced);
        let is_blank = |root: Node<'_>| root.is_open() && root.pairs().len() == 0;
        let is_known = |tree: &Tree| tree.root().is_some_and(|root| !root.is_unknown() && !is_blank(root));
        match found.filter(|(tree, _)| is_known(tree)) {
            Some((tree, parts)) => self.found.push(Definition::Here { tree, parts }),
            None => self.unknown(place),
        }
    }

    /// Adds a definition that is a string.
    fn written(&mut self, (part, expression): Place<'p>, way: &Way) {
        let Some(pieces) = Pieces::new(part, expression) else { return self.unknown((part, expression)) };
        let parts = if pieces.has_directive() { pieces.parts() } else { Vec::new() };
        let rendered = |branch| pieces.rendered(&part.file, branch, way.format());
        let otherwise = pieces.has_else().then(|| rendered(Branch::Else));
        self.rendered((part, expression), rendered(Branch::Then), otherwise, parts, way);
    }

    /// Adds the definition in a rendered string.
    pub(super) fn rendered(
        &mut self,
        (part, expression): Place<'p>,
        text: Rendered,
        otherwise: Option<Rendered>,
        parts: Vec<Span>,
        way: &Way,
    ) {
        if way.is_branch && text.text.trim().is_empty() {
            return;
        }
        // A string that is rendered again may have directives.
        let is_clear = !way.is_template || !text.text.contains("%{");
        let Some(whole) = part.span(expression).filter(|_| is_clear) else {
            return self.unknown((part, expression));
        };
        let tree = |text: &Rendered| text.filled(&way.replaced).tree(&part.file, way.format(), whole);
        match tree(&text) {
            Some(found) => {
                let found = found.with_otherwise(otherwise.as_ref().and_then(tree));
                self.found.push(Definition::Here { tree: found, parts });
            }
            None => self.unknown((part, expression)),
        }
    }

    pub(super) fn may_go_on(&mut self) -> bool {
        self.steps += 1;
        self.steps <= MAX_STEPS
    }

    pub(super) fn unknown(&mut self, (part, expression): Place<'p>) {
        self.found.extend(part.span(expression).map(Definition::Unknown));
    }

    /// Reports an object where a string is required.
    fn needs_text(&mut self, (part, expression): Place<'p>) {
        let (found, span) = match expression {
            Expression::Array(_) => ("an array", part.span(expression).map(first_of)),
            Expression::Number(_) => ("a number", part.span(expression)),
            Expression::Bool(_) => ("a boolean", part.span(expression)),
            Expression::FuncCall(call) => ("an object", part.span(&call.name.name)),
            _ => ("an object", part.span(expression).map(first_of)),
        };
        if !self.takes_object {
            let message = format!("definition is {found}, not a JSON string");
            self.wrong(part, Notation::Hcl, span, message, "wrap it in `jsonencode(...)`");
        }
    }

    /// Reports a string where an object is required, and searches for definitions in the string.
    fn encodes_text(&mut self, place: Place<'p>, way: &Way) {
        if let Some(encoder) = way.encoder {
            let name = &place.0.file[encoder.range()];
            let message = format!("`{name}` encodes a value that is already a string");
            self.wrong(place.0, Notation::Json, Some(encoder), message, &format!("remove `{name}`"));
        }
        self.text(place, &Way { encoder: None, ..way.clone() });
    }

    fn gives_yaml(&mut self, part: &Part, encoder: Option<Span>) {
        let message = "`yamlencode` returns YAML, but AWS requires JSON".to_owned();
        self.wrong(part, Notation::Json, encoder, message, "use `jsonencode`");
    }

    fn wrong(&mut self, part: &Part, notation: Notation, span: Option<Span>, message: String, help: &str) {
        let Some(span) = span else { return };
        let help = Some(help.to_owned());
        let error = SyntaxError { span, message, help, kind: ErrorKind::Grammar, repair: None };
        let tree = Tree::damaged(Arc::clone(&part.file), notation, vec![error]);
        self.found.push(Definition::Here { tree, parts: Vec::new() });
    }
}

/// The functions that return their first argument, except for whitespace at its ends.
const KEEPS_TEXT: &[&str] =
    &["trimspace", "chomp", "tostring", "sensitive", "nonsensitive", "trim", "trimprefix", "trimsuffix"];

/// The functions that return a string.
const GIVES_TEXT: &[&str] = &[
    "jsonencode",
    "yamlencode",
    "file",
    "templatefile",
    "templatestring",
    "replace",
    "format",
    "join",
    "indent",
    "trimspace",
    "chomp",
    "tostring",
    "trim",
    "trimprefix",
    "trimsuffix",
];

/// Returns the first character of a span.
fn first_of(span: Span) -> Span {
    Span { start: span.start, end: span.start + 1 }
}

/// Returns the string that `replace` searches for, or `Some(None)` if it only searches for whitespace. Returns `None`
/// if it is not known.
fn replaced((part, search): Place<'_>) -> Option<Option<String>> {
    let (word, _) = literal(part, search)?;
    let pattern = word.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let is_blank =
        |c: char| c.is_whitespace() || matches!(c, '\\' | 's' | 'n' | 'r' | 't' | '+' | '*' | '[' | ']');
    match pattern {
        Some(pattern) => pattern.chars().all(is_blank).then_some(None),
        None => Some(Some(word).filter(|word| !word.trim().is_empty())),
    }
}

/// Returns the expression of a string that is a single interpolation, with only whitespace around it.
fn only(text: &Expression) -> Option<&Expression> {
    let template: &Template = match text {
        Expression::StringTemplate(template) => template,
        Expression::HeredocTemplate(heredoc) => &heredoc.template,
        _ => return None,
    };
    let is_blank =
        |element: &&Element| element.as_literal().is_some_and(|text| text.value().trim().is_empty());
    let mut elements = template.iter().filter(|element| !is_blank(element));
    match (elements.next(), elements.next()) {
        (Some(Element::Interpolation(inner)), None) => Some(&inner.expr),
        _ => None,
    }
}
