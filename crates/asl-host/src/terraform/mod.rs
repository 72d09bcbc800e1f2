//! Terraform: state machines with a definition in `jsonencode`, in a heredoc, in a string, or in a file that
//! `templatefile` or `file` reads; modules that take a definition; and the files that are rendered. What only Terraform
//! can evaluate is not checked.

mod assembled;
mod blocks;
mod definition;
mod heredocs;
mod json;
mod machine;
mod module;
mod paths;
mod references;
mod rendered;
mod scanner;
mod strings;
mod template;
#[cfg(test)]
mod tests;
mod values;
mod whole;

use std::sync::Arc;

use hcl_edit::structure::Body;

use self::blocks::{Block, Damage, Fault, blocks};
use self::module::Module;
use super::{EmbeddedDefinition, Name, TemplateContext, TemplateKind, Unchecked};
use asl_syntax::text::Span;
use asl_syntax::{ErrorKind, MAX_BYTES, Notation, SyntaxError, Tree};
pub(super) use json::embedded_definitions as embedded_definitions_of_json;
pub(super) use template::has_directives;
pub(super) use whole::{Whole, are_in_interpolations, filled, whole};

/// Returns the definitions in a file.
pub(super) fn embedded_definitions(text: &Arc<str>) -> Vec<EmbeddedDefinition> {
    if text.len() > MAX_BYTES || !may_hold(text) {
        return Vec::new();
    }
    let with_kind = |block: Block| (Kind::of(&text[block.range.clone()]), block);
    let blocks: Vec<(Kind, Block)> = blocks(text).into_iter().map(with_kind).collect();
    let of_kinds = |kinds: &'static [Kind]| blocks.iter().filter(move |(kind, _)| kinds.contains(kind));
    let mut module = Module::default();
    for (_, block) in of_kinds(&[Kind::Value]) {
        // References to invalid blocks are not resolved.
        if let (part, Damage::None) = Part::read(text, block) {
            module.parts.push(part);
        }
    }
    let mut regions = Vec::new();
    for part in &module.parts {
        regions.extend(machine::locals(part, &module));
    }
    let mut damaged = Vec::new();
    // Each block is dropped before the next one is parsed: a parsed block is many times as large as its text.
    for (kind, block) in of_kinds(&[Kind::Machine, Kind::Giver]) {
        let (part, damage) = Part::read(text, block);
        let error = match damage {
            Damage::None => None,
            Damage::Error(fault) => Some(part.error(fault)),
            Damage::Unreadable(why) => {
                if *kind == Kind::Machine {
                    regions.push(part.unreadable(&text[block.range.clone()], why));
                }
                continue;
            }
        };
        let first = regions.len();
        let found = machine::embedded_definitions(&part, &module).into_iter();
        // What an invalid block seems to lack may be in the invalid text.
        regions.extend(found.filter(|region| error.is_none() || !region.host.sources.is_empty()));
        if let Some(error) = error
            && !regions[first..].iter_mut().any(|region| takes(region, &error))
            && *kind == Kind::Machine
        {
            damaged.push(error);
        }
    }
    if !damaged.is_empty() {
        let tree = Tree::damaged(Arc::clone(text), Notation::Hcl, damaged);
        regions.push(EmbeddedDefinition {
            tree,
            host: TemplateContext { kind: TemplateKind::Rest, ..TemplateContext::default() },
        });
    }
    regions
}

/// Returns false if a text certainly contains no definition, without parsing it.
fn may_hold(text: &str) -> bool {
    let has = |word: &str| text.contains(word);
    machine::RESOURCES.iter().any(|resource| has(resource.name))
        || has("StartAt") && has("States")
        || has("definition") && has("file(")
}

/// The kinds of top-level blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A state machine.
    Machine,
    /// A block that may pass a definition to something else.
    Giver,
    /// Values that other blocks refer to.
    Value,
    /// Anything else, which is ignored.
    Other,
}

impl Kind {
    /// Determines the kind from the text of the block, without parsing it.
    fn of(source: &str) -> Kind {
        let head = source.lines().next().unwrap_or_default();
        let is = |ident: &str| head.starts_with(ident);
        let has = |label: &str| head.contains(label);
        if is("resource") && machine::RESOURCES.iter().any(|resource| has(resource.name)) {
            Kind::Machine
        } else if is("locals") || is("variable") || is("data") && has("template_file") || has("local_file") {
            Kind::Value
        } else if source.contains("definition") || source.contains("StartAt") {
            Kind::Giver
        } else {
            Kind::Other
        }
    }
}

/// Adds an error to a definition, if it is inside it. Returns whether it is.
fn takes(region: &mut EmbeddedDefinition, error: &SyntaxError) -> bool {
    let holds = region.tree.notation() == Notation::Hcl
        && region.tree.root().is_some_and(|root| root.span().covers(error.span));
    if holds {
        region.tree.add_error(error.clone());
    }
    holds
}

/// A top-level block or an expression of a file, parsed on its own.
struct Part {
    file: Arc<str>,
    /// Its byte offset in the file.
    base: usize,
    body: Body,
}

impl Part {
    /// Parses a block of a file.
    fn read(file: &Arc<str>, block: &Block) -> (Part, Damage) {
        let (body, damage) = blocks::parse(file, block);
        let body = body.unwrap_or_default();
        (Part { file: Arc::clone(file), base: block.range.start, body }, damage)
    }

    /// Returns the span of a value in the file.
    fn span(&self, value: &impl hcl_edit::Span) -> Option<Span> {
        let range = value.span()?;
        Some(Span::new(self.base + range.start, self.base + range.end))
    }

    fn error(&self, fault: Fault) -> SyntaxError {
        let base = self.base as u32;
        let span = Span { start: base + fault.span.start, end: base + fault.span.end };
        SyntaxError { span, message: fault.message, help: fault.help, kind: ErrorKind::Grammar, repair: None }
    }

    /// Returns an embedded definition for a state machine whose block exceeds a limit of the parser.
    fn unreadable(&self, source: &str, why: &str) -> EmbeddedDefinition {
        let head = source.lines().next().unwrap_or_default();
        let quotes: Vec<usize> = head.match_indices('"').map(|(at, _)| at).collect();
        let label = |start: usize, end: usize| Span::new(self.base + start, self.base + end);
        let name = match quotes.as_slice() {
            [_, _, start, end, ..] => {
                Some(Name { value: head[start + 1..*end].to_owned(), span: label(start + 1, *end) })
            }
            _ => None,
        };
        let span = name.as_ref().map_or(label(0, head.len().min("resource".len())), |name| name.span);
        let unchecked = Some(Unchecked { span, why: why.to_owned() });
        let host =
            TemplateContext { kind: TemplateKind::Terraform, name, unchecked, ..TemplateContext::default() };
        EmbeddedDefinition { tree: Tree::damaged(Arc::clone(&self.file), Notation::Hcl, Vec::new()), host }
    }
}
