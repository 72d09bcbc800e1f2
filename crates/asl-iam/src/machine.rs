//! State machines with the policies that they need.

use asl_core::Analysis;
use asl_core::host::{TemplateContext, TemplateKind};

use crate::requirements::{Requirements, requirements};
use crate::template::Template;

/// A state machine, and what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// The name of its resource in the template, or else of its file.
    pub name: String,
    /// What the template says about it.
    pub template: Template,
    /// What it needs.
    pub needed: Requirements,
}

impl Machine {
    /// Returns what the state machine of a definition needs.
    ///
    /// `context` is what the document or a template says about the definition, and `text` is the text of that template.
    /// `file` is the name of the file with the definition.
    pub fn new(analysis: &Analysis, context: &TemplateContext, text: &str, file: &str) -> Machine {
        let stem = || file.split('.').next().unwrap_or_default().to_owned();
        let name = context.name.as_ref().map_or_else(stem, |name| name.value.clone());
        let template = match context.kind {
            TemplateKind::CloudFormation | TemplateKind::Sam => Template::read(text, &name),
            _ => Template::default(),
        };
        let needed = requirements(analysis, &template);
        Machine { name, template, needed }
    }

    /// Adds the state machine to others of the same document. Conditions of a template may give a state machine one of
    /// several definitions; its role allows what all of them need.
    pub fn add_to(self, machines: &mut Vec<Machine>, analysis: &Analysis) {
        let is_same = |other: &&mut Machine| other.name == self.name && analysis.host().is_one_of_several;
        match machines.iter_mut().find(is_same) {
            Some(other) => other.needed.add(&self.needed),
            None => machines.push(self),
        }
    }
}
