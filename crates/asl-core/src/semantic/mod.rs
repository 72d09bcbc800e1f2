//! What a definition means: which state leads where, and what follows from that. Computed once per document.

pub mod choice;
mod graph;
pub mod polling;
mod types;
mod variables;

use std::sync::OnceLock;

pub use crate::catalog::WorkflowType;
use crate::expr::{self, Code, Expression, ExpressionRef};
use crate::host::{Content, Language, Link, TemplateContext, TemplateKind, mentions_state_machine};
use crate::model::{Machine, Model, Object};
use crate::syntax::{Dialect, Node, Tree};
pub use graph::{Cause, Edge, Graph, route};
use jsonata_syntax::Types;
pub use variables::{Assignedness, Assigner, Declaration, Reference, Variable, VariableId, Variables};

/// A document, read and understood. Rules and editor features see nothing else.
#[derive(Debug, Clone)]
pub struct Analysis {
    model: Model,
    graph: Graph,
    expressions: Vec<Expression>,
    /// The numbers of the expressions that are evaluated and wholly known.
    known: Vec<u32>,
    variables: Variables,
    /// What each machine runs as.
    workflows: Vec<WorkflowType>,
    workflow: WorkflowType,
    language: Language,
    host: TemplateContext,
    around: Option<TemplateContext>,
    named_by: Vec<TemplateContext>,
    /// The same document if the conditions of its template do not hold.
    otherwise: Option<Box<Analysis>>,
    types: OnceLock<Vec<Option<Types>>>,
}

impl Analysis {
    pub fn new(mut tree: Tree, workflow: WorkflowType) -> Analysis {
        let otherwise = tree.take_otherwise().map(|tree| Box::new(Analysis::new(tree, workflow)));
        let model = Model::new(tree);
        let graph = Graph::new(&model);
        let expressions = expr::expressions(&model);
        let variables = Variables::new(&model, &graph, &expressions);
        let is_known = |site: &ExpressionRef<'_>| site.is_known() && !matches!(site.code(), Code::Text);
        let sites = expressions.iter().map(|expression| ExpressionRef::new(&model, expression));
        let known = (0..).zip(sites).filter(|(_, site)| is_known(site)).map(|(number, _)| number).collect();
        let host = TemplateContext::default();
        let workflows = workflows(&model, workflow);
        Analysis {
            model,
            graph,
            expressions,
            known,
            variables,
            workflows,
            workflow,
            language: Language::Json(Dialect::Json),
            host,
            around: None,
            named_by: Vec::new(),
            otherwise,
            types: OnceLock::new(),
        }
    }

    /// Adds what the document around the definition says of it.
    pub(crate) fn with_host(mut self, host: TemplateContext) -> Analysis {
        self.otherwise = self.otherwise.map(|analysis| Box::new(analysis.with_host(host.clone())));
        self.host = host;
        self
    }

    /// What is known of the document if the conditions of its template do not hold, where it is another one then. Only
    /// rules look at it: everything else is about what is there if they hold.
    pub fn otherwise(&self) -> Option<&Analysis> {
        self.otherwise.as_deref()
    }

    /// What the document around the definition says of it.
    pub fn host(&self) -> &TemplateContext {
        &self.host
    }

    /// Says in which language the whole file has been read.
    pub(crate) fn in_language(mut self, language: Language) -> Analysis {
        self.language = language;
        self
    }

    /// The language in which the whole file that has the definition has been read.
    pub fn file_language(&self) -> Language {
        self.language
    }

    /// Adds what a template says of a definition that is a file of its own. Its spans are places of the template.
    pub fn set_template_context(&mut self, around: TemplateContext) {
        if let Some(otherwise) = &mut self.otherwise {
            otherwise.set_template_context(around.clone());
        }
        self.workflow = around.workflow.unwrap_or(self.workflow);
        self.workflows = workflows(&self.model, self.workflow);
        self.named_by = vec![around.clone()];
        self.around = Some(around);
    }

    /// Says which resources of other files have the definition, all of them in the same way.
    pub(crate) fn set_named_by(&mut self, hosts: Vec<TemplateContext>) {
        if let Some(otherwise) = &mut self.otherwise {
            otherwise.set_named_by(hosts.clone());
        }
        self.named_by = hosts;
    }

    /// Sets what is common to all resources of other files that have the definition.
    pub(crate) fn set_common_context(&mut self, around: Option<TemplateContext>) {
        if let Some(otherwise) = &mut self.otherwise {
            otherwise.set_common_context(around.clone());
        }
        self.around = around;
    }

    /// The resources of other files that have the definition in the way in which it is read here.
    pub fn named_by(&self) -> &[TemplateContext] {
        &self.named_by
    }

    /// What is common to all resources of other files that have the definition, if any does.
    pub fn template_context(&self) -> Option<&TemplateContext> {
        self.around.as_ref()
    }

    pub fn host_mut(&mut self) -> &mut TemplateContext {
        &mut self.host
    }

    /// Whether the document has the two fields of every definition, and so is meant to be one.
    pub fn is_definition(&self) -> bool {
        let root = self.tree().root();
        root.is_some_and(|root| root.pair("StartAt").is_some() && root.pair("States").is_some())
    }

    /// Whether it is of a state machine, or of a file that surely has some.
    pub fn is_of_state_machine(&self) -> bool {
        let leads_to_template = |link: &Link| link.part.content == Content::Template;
        match self.host.kind {
            TemplateKind::Asl => self.is_definition(),
            TemplateKind::Rest if self.host.unchecked.is_some() => mentions_state_machine(self.tree().text()),
            _ => self.is_definition() || !self.host.link.as_ref().is_some_and(leads_to_template),
        }
    }

    pub fn tree(&self) -> &Tree {
        self.model.tree()
    }

    pub fn model(&self) -> &Model {
        &self.model
    }

    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Every string that is evaluated or stands among such strings, in the order of the model.
    pub fn sites(&self) -> impl Iterator<Item = ExpressionRef<'_>> {
        self.expressions.iter().map(|expression| ExpressionRef::new(&self.model, expression))
    }

    /// Every string that is evaluated, without those of which little is certain: what a template fills in, and what
    /// stands in a damaged place.
    pub fn known_sites(&self) -> impl Iterator<Item = ExpressionRef<'_>> {
        self.known.iter().map(|&number| self.site(number as usize))
    }

    /// The expression with a number, counted in the order of [`Analysis::sites`].
    pub fn site(&self, number: usize) -> ExpressionRef<'_> {
        ExpressionRef::new(&self.model, &self.expressions[number])
    }

    /// The expression that is the whole value of a field.
    pub fn value_of<'a>(&'a self, object: Object<'a>, field: &str) -> Option<ExpressionRef<'a>> {
        let (field, value) = (object.field_id(field)?, object.get(field)?);
        let number = self.expressions.partition_point(|expression| expression.field() < field);
        let site = ExpressionRef::new(&self.model, self.expressions.get(number)?);
        (site.node().id() == value.id()).then_some(site)
    }

    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// For each of the sites the types of what is inside, where it is JSONata; empty if there is no JSONata at all.
    pub fn types(&self) -> &[Option<Types>] {
        self.types.get_or_init(|| types::of(&self.model, &self.expressions))
    }

    /// The type of the whole workflow.
    pub fn workflow(&self) -> WorkflowType {
        self.workflow
    }

    /// What a machine runs as: the whole workflow, or the child executions of the distributed Map around it.
    pub fn workflow_of(&self, machine: Machine<'_>) -> WorkflowType {
        self.workflows[machine.id().index()]
    }
}

fn workflows(model: &Model, outermost: WorkflowType) -> Vec<WorkflowType> {
    let mut found: Vec<WorkflowType> = Vec::with_capacity(model.machines().len());
    for machine in model.machines() {
        let around = machine.parent().map(|state| found[state.machine().id().index()]);
        found.push(match (around, child_type(machine)) {
            (Some(_), Some(own)) => own,
            (around, _) => around.unwrap_or(outermost),
        });
    }
    found
}

/// What the child executions of a distributed Map run as, of which the machine is the processor.
fn child_type(machine: Machine<'_>) -> Option<WorkflowType> {
    let config = machine.object().objects("ProcessorConfig").next()?;
    let text = |name| config.get(name).and_then(Node::as_str);
    match (text("Mode"), text("ExecutionType")) {
        (Some("DISTRIBUTED"), Some("EXPRESS")) => Some(WorkflowType::Express),
        (Some("DISTRIBUTED"), _) => Some(WorkflowType::Standard),
        _ => None,
    }
}
