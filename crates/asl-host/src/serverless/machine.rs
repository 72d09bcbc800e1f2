//! A state machine of a service: its definition, or the link to it, and its other properties.

use super::variable::Variable;
use super::{
    Content, EmbeddedDefinition, Link, LinkedPart, Name, Refusal, Service, TemplateContext, TemplateKind,
    Unchecked,
};
use crate::WorkflowType;
use crate::cloudformation::{Function, has_macro};
use crate::yaml_as;
use asl_syntax::text::Span;
use asl_syntax::{Node, Replacement, Text, YamlVersion};

/// The extensions of programs, which the framework runs.
const PROGRAMS: [&str; 6] = [".js", ".cjs", ".mjs", ".ts", ".cts", ".mts"];

impl<'t> Service<'t> {
    /// Returns the definition of a state machine, in the service or in a file of its own.
    pub(super) fn machine(&self, name: Name, value: Node<'t>) -> EmbeddedDefinition {
        let host = TemplateContext {
            kind: TemplateKind::Serverless,
            name: Some(name),
            ..TemplateContext::default()
        };
        if value.is_unknown() || has_macro(value) && value.pair("definition").is_none() {
            return self.computed(value, host);
        }
        let Some(definition) = value.pair("definition") else {
            if self.tree.is_damaged(value.span()) {
                return self.elsewhere(TemplateContext { name: None, ..host });
            }
            return self.elsewhere(TemplateContext { refusals: misplaced(value), ..host });
        };
        let host = TemplateContext {
            sources: vec![super::name(definition)],
            workflow: workflow(value),
            is_traced: is_traced(value),
            is_logged: is_logged(value),
            ..host
        };
        match definition.value() {
            Some(inside) => self.definition(inside, host, 0),
            None => self.elsewhere(host),
        }
    }

    /// Returns the definition that the value of `definition` provides.
    pub(super) fn definition(
        &self,
        value: Node<'t>,
        host: TemplateContext,
        depth: usize,
    ) -> EmbeddedDefinition {
        if value.is_object() {
            let tree = self.tree.subtree(value, &replacement);
            return match tree.root() {
                Some(root) if root.is_unknown() => self.computed(value, host),
                _ => EmbeddedDefinition { tree, host },
            };
        }
        let variable = value.as_text().and_then(|text| Some((text, Variable::of(text.value)?)));
        match variable {
            Some((text, variable)) => match self.resolve(&variable, depth) {
                Some(node) => self.definition(node, host, depth + 1),
                None => self.linked(text, &variable, Content::Definition, host),
            },
            None if value.is_unknown() => self.computed(value, host),
            None => {
                let message = format!("`definition` takes an object, not {}", value.kind());
                let help = match value.as_text() {
                    Some(_) => "write an object, or refer to a file: `${file(flow.json)}`",
                    None => "write an object with `StartAt` and `States`",
                };
                let refusal = Refusal { span: reported(value, &host), message, help: Some(help.to_owned()) };
                self.elsewhere(TemplateContext { refusals: vec![refusal], ..host })
            }
        }
    }

    /// Returns an embedded definition for a variable that refers to another file, or that only the framework can
    /// evaluate.
    pub(super) fn linked(
        &self,
        text: Text<'t>,
        variable: &Variable<'t>,
        content: Content,
        host: TemplateContext,
    ) -> EmbeddedDefinition {
        let Variable::File { path, keys } = variable else {
            return self.unchecked(
                text.span,
                "only the Serverless Framework can evaluate it".to_owned(),
                host,
            );
        };
        let name = path.to_ascii_lowercase();
        if PROGRAMS.iter().any(|ending| name.ends_with(ending)) {
            return self.unchecked(text.span, format!("it is the result of the program `{path}`"), host);
        }
        if !self.knows_paths {
            let why = "its path is relative to the service, whose location is not known".to_owned();
            return self.unchecked(text.span, why, host);
        }
        let is_parsed = [".json", ".yml", ".yaml", ".tfstate"].iter().any(|ending| name.ends_with(ending));
        if !is_parsed {
            let message = format!("`{path}` is read as a string");
            let help = Some("rename the file to `.json` or `.yml`".to_owned());
            return self.elsewhere(TemplateContext {
                refusals: vec![Refusal { span: text.span, message, help }],
                ..host
            });
        }
        let keys = keys.iter().map(|&key| key.to_owned()).collect();
        let link = Link {
            base: self.base.clone(),
            language: yaml_as(path, YamlVersion::V1_2),
            part: LinkedPart { keys, content, ..LinkedPart::default() },
            ..Link::new(path, text.span)
        };
        self.elsewhere(TemplateContext { link: Some(link), ..host })
    }

    pub(super) fn computed(&self, value: Node<'t>, host: TemplateContext) -> EmbeddedDefinition {
        let why = "only the Serverless Framework can evaluate it".to_owned();
        self.unchecked(value.span(), why, host)
    }

    fn unchecked(&self, span: Span, why: String, host: TemplateContext) -> EmbeddedDefinition {
        self.elsewhere(TemplateContext { unchecked: Some(Unchecked { span, why }), ..host })
    }
}

/// Returns the span to report for a value: that of its key if nothing follows the key.
fn reported(value: Node<'_>, host: &TemplateContext) -> Span {
    match host.sources.first() {
        Some(key) if value.span().is_empty() => key.span,
        _ => value.span(),
    }
}

/// Reports fields of a definition outside `definition`, or a state machine that is not an object.
fn misplaced(machine: Node<'_>) -> Vec<Refusal> {
    let help = Some("put `StartAt` and `States` under `definition`".to_owned());
    if let Some(pair) = machine.pair("StartAt").or_else(|| machine.pair("States")) {
        let message = format!("`{}` is one level too high", pair.key().value);
        return vec![Refusal { span: pair.key().span, message, help }];
    }
    if machine.is_object() || machine.span().is_empty() {
        return Vec::new();
    }
    let message = format!("state machine is {}, not an object", machine.kind());
    vec![Refusal { span: machine.span(), message, help }]
}

fn replacement<'t>(node: Node<'t>) -> Option<Replacement<'t>> {
    if let Some(function) = Function::of(node) {
        let text = function.sub().map(|(text, _)| Replacement::Value(text));
        return Some(text.unwrap_or(Replacement::Placeholder));
    }
    let is_variable = node.as_text().is_some_and(|text| Variable::of(text.value).is_some());
    (is_variable || has_macro(node)).then_some(Replacement::Placeholder)
}

fn workflow(machine: Node<'_>) -> Option<WorkflowType> {
    match machine.get("type").map(Node::as_str) {
        None | Some(Some("STANDARD")) => Some(WorkflowType::Standard),
        Some(Some("EXPRESS")) => Some(WorkflowType::Express),
        Some(_) => None,
    }
}

fn is_traced(machine: Node<'_>) -> Option<bool> {
    let Some(tracing) = machine.get("tracingConfig") else { return Some(false) };
    match tracing.is_object().then(|| tracing.get("enabled"))? {
        None => Some(false),
        Some(value) => value.as_bool(),
    }
}

fn is_logged(machine: Node<'_>) -> Option<bool> {
    let Some(logging) = machine.get("loggingConfig") else { return Some(false) };
    match logging.is_object().then(|| logging.get("level"))? {
        None => Some(false),
        Some(level) => match level.as_str()? {
            "OFF" => Some(false),
            "ALL" | "ERROR" | "FATAL" => Some(true),
            _ => None,
        },
    }
}
