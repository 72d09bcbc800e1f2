//! The definitions in a block, and what the block says about them.

use std::sync::Arc;

use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::structure::{Attribute, Block, Body};

use super::Part;
use super::definition::{Definition, definitions};
use super::module::Module;
use super::values::{bare, key_name};
use crate::WorkflowType;
use crate::{EmbeddedDefinition, Name, TemplateContext, TemplateKind, Unchecked};
use asl_syntax::text::Span;
use asl_syntax::{Notation, Tree};

/// A resource that is a state machine.
pub(super) struct Resource {
    pub name: &'static str,
    /// The attribute with the definition.
    pub definition: &'static str,
    /// The attribute with the workflow type.
    pub workflow: &'static str,
    /// The blocks with the settings of X-Ray tracing and of logging.
    settings: Option<[&'static str; 2]>,
}

pub(super) const RESOURCES: &[Resource] = &[
    Resource {
        name: "aws_sfn_state_machine",
        definition: "definition",
        workflow: "type",
        settings: Some(["tracing_configuration", "logging_configuration"]),
    },
    Resource {
        name: "awscc_stepfunctions_state_machine",
        definition: "definition_string",
        workflow: "state_machine_type",
        settings: None,
    },
];

/// The maximum depth of the search for definitions in objects.
const MAX_DEPTH: usize = 16;

/// Returns the definitions in a top-level block.
pub(super) fn embedded_definitions(part: &Part, module: &Module) -> Vec<EmbeddedDefinition> {
    let mut found = Vec::new();
    for block in part.body.blocks() {
        let search = Search { part, module, block };
        let kind = block.labels.first().map(|label| label.as_str()).filter(|_| block.has_ident("resource"));
        match RESOURCES.iter().find(|resource| kind == Some(resource.name)) {
            Some(resource) => search.resource(resource, &mut found),
            None => search.body(&block.body, 0, &mut found),
        }
    }
    found
}

/// Returns the definitions in local values. Those that the file refers to are read where they are used.
pub(super) fn locals(part: &Part, module: &Module) -> Vec<EmbeddedDefinition> {
    let mut found = Vec::new();
    for block in part.body.get_blocks("locals") {
        let search = Search { part, module, block };
        for attribute in block.body.attributes() {
            let name = attribute.key.as_str();
            if !part.file.contains(&format!("local.{name}")) {
                search.attribute(name, part.span(&attribute.key), &attribute.value, &|| None, 0, &mut found);
            }
        }
    }
    found
}

struct Search<'p> {
    part: &'p Part,
    module: &'p Module,
    block: &'p Block,
}

impl Search<'_> {
    /// Adds the definitions of a resource that is a state machine.
    fn resource(&self, resource: &Resource, found: &mut Vec<EmbeddedDefinition>) {
        let body = &self.block.body;
        let attribute = body.get_attribute(resource.definition);
        let settings = resource.settings;
        let host = TemplateContext {
            workflow: workflow_of(body.get_attribute(resource.workflow).map(|attribute| &attribute.value)),
            is_traced: settings.and_then(|[tracing, _]| is_traced(body, tracing)),
            is_logged: settings.and_then(|[_, logging]| is_logged(body, logging)),
            ..self.host(resource.definition, attribute.and_then(|attribute| self.part.span(&attribute.key)))
        };
        let Some(Attribute { value, .. }) = attribute else {
            // The other provider has other attributes for the definition.
            found.extend(settings.map(|_| self.elsewhere(host)));
            return;
        };
        let definitions = definitions(self.module, (self.part, body), value, false);
        if definitions.is_empty() {
            found.extend(self.part.span(bare(value)).map(|span| self.unchecked(host.clone(), span)));
        }
        found.extend(definitions.into_iter().map(|definition| self.region(definition, host.clone())));
    }

    /// Adds the definitions in the attributes of any other block and of its nested blocks.
    fn body(&self, body: &Body, depth: usize, found: &mut Vec<EmbeddedDefinition>) {
        for attribute in body.attributes() {
            let workflow = || body.get_attribute("type").map(|attribute| &attribute.value);
            let name = attribute.key.as_str();
            self.attribute(name, self.part.span(&attribute.key), &attribute.value, &workflow, depth, found);
        }
        if depth < MAX_DEPTH {
            body.blocks().for_each(|block| self.body(&block.body, depth + 1, found));
        }
    }

    fn object(&self, object: &Object, depth: usize, found: &mut Vec<EmbeddedDefinition>) {
        let name = |key: &ObjectKey| key_name(self.part, key).map(|name| name.value);
        let workflow = || {
            let mut pairs = object.iter();
            pairs.find(|(key, _)| name(key).as_deref() == Some("type")).map(|(_, value)| value.expr())
        };
        for (key, value) in object.iter() {
            let name = name(key).unwrap_or_default();
            self.attribute(&name, self.part.span(key), value.expr(), &workflow, depth, found);
        }
    }

    /// Adds the definitions in an attribute of any name.
    fn attribute<'e>(
        &self,
        name: &str,
        key: Option<Span>,
        value: &Expression,
        workflow: &dyn Fn() -> Option<&'e Expression>,
        depth: usize,
        found: &mut Vec<EmbeddedDefinition>,
    ) {
        let before = found.len();
        let host = TemplateContext {
            workflow: workflow().and_then(|value| workflow_of(Some(value))),
            is_doubtful: true,
            ..self.host(name, key)
        };
        let is_named = name.to_ascii_lowercase().contains("definition");
        let definitions = definitions(self.module, (self.part, &self.block.body), value, true);
        let regions = definitions.into_iter().map(|definition| self.region(definition, host.clone()));
        found
            .extend(regions.filter(|region| is_definition(region) || is_named && region.host.link.is_some()));
        match bare(value) {
            Expression::Object(inner) if found.len() == before && depth < MAX_DEPTH => {
                self.object(inner, depth + 1, found);
            }
            Expression::Array(items) if depth < MAX_DEPTH => {
                for item in items.iter() {
                    if let Expression::Object(inner) = bare(item) {
                        self.object(inner, depth + 1, found);
                    }
                }
            }
            _ => {}
        }
    }

    fn host(&self, attribute: &str, key: Option<Span>) -> TemplateContext {
        let sources = key.map(|span| Name { value: attribute.to_owned(), span });
        TemplateContext {
            kind: TemplateKind::Terraform,
            name: self.name(),
            sources: sources.into_iter().collect(),
            ..TemplateContext::default()
        }
    }

    fn region(&self, definition: Definition, host: TemplateContext) -> EmbeddedDefinition {
        match definition {
            Definition::Here { tree, parts } => EmbeddedDefinition {
                tree,
                host: TemplateContext { pieces: parts, is_doubtful: false, ..host },
            },
            Definition::File { link, substitutions } => {
                let unchecked = (link.is_from_above && !host.is_doubtful).then(|| unknown(link.span));
                let is_doubtful = link.is_from_above || host.is_doubtful;
                self.elsewhere(TemplateContext {
                    link: Some(link),
                    is_doubtful,
                    unchecked,
                    substitutions,
                    ..host
                })
            }
            Definition::Unknown(span) => self.unchecked(host, span),
        }
    }

    fn unchecked(&self, host: TemplateContext, span: Span) -> EmbeddedDefinition {
        self.elsewhere(TemplateContext { unchecked: Some(unknown(span)), ..host })
    }

    fn elsewhere(&self, host: TemplateContext) -> EmbeddedDefinition {
        EmbeddedDefinition {
            tree: Tree::damaged(Arc::clone(&self.part.file), Notation::Hcl, Vec::new()),
            host,
        }
    }

    /// Returns the last label of the block.
    fn name(&self) -> Option<Name> {
        let label = self.block.labels.last()?;
        let span = self.part.span(label)?;
        let span = if label.is_string() { Span { start: span.start + 1, end: span.end - 1 } } else { span };
        Some(Name { value: label.as_str().to_owned(), span })
    }
}

/// Returns whether the value of an attribute is a definition.
pub(super) fn is_definition(region: &EmbeddedDefinition) -> bool {
    let root = region.tree.root();
    root.is_some_and(|root| root.pair("StartAt").is_some() && root.pair("States").is_some())
}

/// Returns the reason why a definition that only Terraform can evaluate is not checked.
pub(super) fn unknown(span: Span) -> Unchecked {
    Unchecked { span, why: "only Terraform can evaluate it".to_owned() }
}

fn workflow_of(value: Option<&Expression>) -> Option<WorkflowType> {
    match value.map(bare) {
        None => Some(WorkflowType::Standard),
        Some(Expression::String(value)) if value.as_str() == "STANDARD" => Some(WorkflowType::Standard),
        Some(Expression::String(value)) if value.as_str() == "EXPRESS" => Some(WorkflowType::Express),
        Some(_) => None,
    }
}

fn is_traced(body: &Body, block: &str) -> Option<bool> {
    match setting(body, block, "enabled") {
        Setting::Absent => Some(false),
        Setting::Value(Expression::Bool(enabled)) => Some(*enabled.value()),
        Setting::Value(_) | Setting::Unknown => None,
    }
}

fn is_logged(body: &Body, block: &str) -> Option<bool> {
    match setting(body, block, "level") {
        Setting::Absent => Some(false),
        Setting::Value(Expression::String(level)) => Some(level.as_str() != "OFF"),
        Setting::Value(_) | Setting::Unknown => None,
    }
}

enum Setting<'e> {
    Absent,
    Value(&'e Expression),
    /// Terraform generates the block.
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
