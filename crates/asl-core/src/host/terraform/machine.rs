//! What a resource says of its state machine.

use std::sync::Arc;

use hcl_edit::expr::{Expression, FuncCall, Object, ObjectKey, Traversal, TraversalOperator};
use hcl_edit::structure::{Block, Body};
use hcl_edit::template::Element;

use super::Part;
use super::strings::Pieces;
use super::values::{bare, literal, tree};
use crate::catalog::WorkflowType;
use crate::host::{Host, HostKind, Link, Name, Region, Unchecked};
use crate::syntax::{Notation, SyntaxError, Tree, embedded};
use crate::text::Span;

/// Where a definition is; there is none where only Terraform knows.
enum Definition {
    Here(Tree),
    File { link: Link, substitutions: Option<Vec<Name>> },
}

/// The definition of a resource.
pub(super) fn region(part: &Part, block: &Block, locals: &[Part]) -> Option<Region> {
    let attribute = block.body.get_attribute("definition")?;
    let found = definition(part, &attribute.value, locals);
    let mut host = Host {
        kind: HostKind::Terraform,
        name: name(part, block),
        workflow: workflow(&block.body),
        sources: vec![Name { value: "definition".to_owned(), span: part.span(&attribute.key)? }],
        is_traced: is_traced(&block.body),
        is_logged: is_logged(&block.body),
        ..Host::default()
    };
    match found {
        Some(Definition::Here(tree)) => return Some(Region { tree, host }),
        Some(Definition::File { link, substitutions }) => {
            host.link = Some(link);
            host.substitutions = substitutions;
        }
        None => {
            let span = part.span(bare(&attribute.value))?;
            host.unchecked = Some(Unchecked { span, why: "only Terraform knows its value".to_owned() });
        }
    }
    let tree = Tree::damaged(Arc::clone(&part.file), Notation::Hcl, Vec::new());
    Some(Region { tree, host })
}

/// Where the definition is that an expression gives. `locals` are the blocks in which a `local.name` is looked up; inside of one none is, so that nothing goes in circles.
fn definition(part: &Part, expression: &Expression, locals: &[Part]) -> Option<Definition> {
    match bare(expression) {
        Expression::FuncCall(call) => called(part, call, locals),
        Expression::StringTemplate(template) if template.len() == 1 => match template.as_single_element() {
            Some(Element::Interpolation(inner)) => definition(part, &inner.expr, locals),
            _ => None,
        },
        Expression::Traversal(traversal) => {
            let (part, value) = local(traversal, locals)?;
            definition(part, value, &[])
        }
        string => text(part, string).map(Definition::Here),
    }
}

fn called(part: &Part, call: &FuncCall, locals: &[Part]) -> Option<Definition> {
    let mut arguments = call.args.iter();
    let first = bare(arguments.next()?);
    match call.name.name.as_str() {
        _ if call.name.is_namespaced() => None,
        "jsonencode" => {
            let (part, value) = match first {
                Expression::Traversal(traversal) => local(traversal, locals)?,
                value => (part, value),
            };
            let tree = tree(part, value)?;
            let is_known = tree.root().is_some_and(|root| !root.is_unknown());
            is_known.then_some(Definition::Here(tree))
        }
        "file" => Some(Definition::File { link: link(part, first)?, substitutions: None }),
        "templatefile" => {
            let names = arguments.next().and_then(|names| match bare(names) {
                Expression::Object(names) => substitutions(part, names),
                _ => None,
            });
            Some(Definition::File { link: link(part, first)?, substitutions: names })
        }
        _ => None,
    }
}

/// A definition that is written as a text of JSON.
fn text(part: &Part, string: &Expression) -> Option<Tree> {
    let pieces = Pieces::new(part, string).filter(|pieces| !pieces.has_directive())?;
    let (text, map) = pieces.json(&part.file);
    let notation = if pieces.is_quoted() { Notation::EscapedJson } else { Notation::Json };
    let tree = embedded(Arc::clone(&part.file), &text, &map, notation);
    // An interpolation may stand for several fields, or for a part of a value.
    let holes: Vec<Span> = pieces.holes().collect();
    let by_hole = |error: &SyntaxError| holes.iter().any(|hole| touch(&part.file, *hole, error.span));
    let is_known = tree.root().is_none_or(|root| !root.is_unknown()) && !tree.errors().iter().any(by_hole);
    is_known.then_some(tree)
}

/// Whether there is nothing of weight between two places.
fn touch(file: &str, a: Span, b: Span) -> bool {
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    let is_light = |c: char| c.is_whitespace() || matches!(c, ',' | ':');
    first.end >= second.start || file[first.end as usize..second.start as usize].chars().all(is_light)
}

/// The value of a `local.name`, if the file says it once.
fn local<'p>(traversal: &Traversal, locals: &'p [Part]) -> Option<(&'p Part, &'p Expression)> {
    let name = step(traversal, "local")?;
    let values = |part: &'p Part| {
        let blocks = part.body.get_blocks("locals");
        blocks.filter_map(move |block| Some((part, &block.body.get_attribute(name)?.value)))
    };
    let mut found = locals.iter().flat_map(values);
    found.next().filter(|_| found.next().is_none())
}

/// The name in `root.name`.
fn step<'e>(traversal: &'e Traversal, root: &str) -> Option<&'e str> {
    let Expression::Variable(variable) = &traversal.expr else { return None };
    match traversal.operators.as_slice() {
        [only] if variable.value().as_str() == root => match only.value() {
            TraversalOperator::GetAttr(name) => Some(name.value().as_str()),
            _ => None,
        },
        _ => None,
    }
}

/// The file that an expression names. The folder of the module is the folder of the file.
fn link(part: &Part, path: &Expression) -> Option<Link> {
    let path = bare(path);
    if let Some((path, span)) = literal(part, path) {
        return Some(Link::new(&path, span));
    }
    let Expression::StringTemplate(template) = path else { return None };
    let mut elements = template.iter();
    let (Some(Element::Interpolation(folder)), Some(Element::Literal(rest)), None) =
        (elements.next(), elements.next(), elements.next())
    else {
        return None;
    };
    let Expression::Traversal(traversal) = &folder.expr else { return None };
    let rest = rest.value().strip_prefix('/').filter(|rest| !rest.is_empty())?;
    let is_here = step(traversal, "path") == Some("module");
    let span = part.span(template)?;
    is_here.then_some(Link::new(rest, span))
}

/// The names that fill in the holes of a template; nothing if one has to be worked out.
fn substitutions(part: &Part, names: &Object) -> Option<Vec<Name>> {
    let name = |key: &ObjectKey| match key {
        ObjectKey::Ident(name) => {
            Some(Name { value: name.value().as_str().to_owned(), span: part.span(name)? })
        }
        ObjectKey::Expression(key @ Expression::String(_)) => {
            let (value, span) = literal(part, key)?;
            Some(Name { value, span: Span { start: span.start + 1, end: span.end - 1 } })
        }
        ObjectKey::Expression(_) => None,
    };
    names.iter().map(|(key, _)| name(key)).collect()
}

fn name(part: &Part, block: &Block) -> Option<Name> {
    let label = block.labels.get(1)?;
    let span = part.span(label)?;
    let span = if label.is_string() { Span { start: span.start + 1, end: span.end - 1 } } else { span };
    Some(Name { value: label.as_str().to_owned(), span })
}

fn workflow(body: &Body) -> Option<WorkflowType> {
    match body.get_attribute("type").map(|attribute| bare(&attribute.value)) {
        None => Some(WorkflowType::Standard),
        Some(Expression::String(value)) if value.as_str() == "STANDARD" => Some(WorkflowType::Standard),
        Some(Expression::String(value)) if value.as_str() == "EXPRESS" => Some(WorkflowType::Express),
        Some(_) => None,
    }
}

fn is_traced(body: &Body) -> Option<bool> {
    match setting(body, "tracing_configuration", "enabled") {
        Setting::Absent => Some(false),
        Setting::Value(Expression::Bool(enabled)) => Some(*enabled.value()),
        Setting::Value(_) | Setting::Unknown => None,
    }
}

fn is_logged(body: &Body) -> Option<bool> {
    match setting(body, "logging_configuration", "level") {
        Setting::Absent => Some(false),
        Setting::Value(Expression::String(level)) => Some(level.as_str() != "OFF"),
        Setting::Value(_) | Setting::Unknown => None,
    }
}

enum Setting<'e> {
    Absent,
    Value(&'e Expression),
    /// Terraform makes the block.
    Unknown,
}

fn setting<'e>(body: &'e Body, block: &str, name: &str) -> Setting<'e> {
    let is_made = |made: &Block| made.labels.first().is_some_and(|label| label.as_str() == block);
    if body.get_blocks("dynamic").any(is_made) || body.has_attribute(block) {
        return Setting::Unknown;
    }
    let found = body.blocks().find(|found| found.has_ident(block));
    match found.and_then(|found| found.body.get_attribute(name)) {
        Some(attribute) => Setting::Value(bare(&attribute.value)),
        None => Setting::Absent,
    }
}
