//! The meaning of a definition: transitions, variables, types and conditions. Each is computed on first use, once per
//! document: a definition that an edit elsewhere in a template only moves keeps its findings, and needs none of them.

pub mod arguments;
pub mod choice;
pub mod data;
mod graph;
pub(crate) mod polling;
mod types;
mod variables;

use std::sync::OnceLock;

pub use crate::catalog::WorkflowType;
use crate::expr::intrinsic::Intrinsic;
use crate::expr::path::Path;
use crate::expr::{self, Code, Expression, ExpressionRef};
use crate::host::{Content, Language, Link, TemplateContext, TemplateKind, mentions_state_machine};
use crate::model::{Machine, Model, Object};
use crate::syntax::{Dialect, Node, Tree};
use data::DataFlow;
pub(crate) use graph::route;
pub use graph::{Cause, Edge, Graph};
use jsonata_syntax::{Parsed, Types};
pub use variables::{Assignedness, Declaration, Reference, Variable, VariableId, Variables};

/// A document with everything that is known about it. Rules and editor features see nothing else.
#[derive(Debug, Clone)]
pub struct Analysis {
    model: Model,
    graph: OnceLock<Graph>,
    expressions: OnceLock<Expressions>,
    variables: OnceLock<Variables>,
    /// The workflow type of each machine.
    workflows: Vec<WorkflowType>,
    workflow: WorkflowType,
    language: Language,
    host: TemplateContext,
    around: Option<TemplateContext>,
    named_by: Vec<TemplateContext>,
    /// The analysis of the document for the case that the conditions of its template are false.
    otherwise: Option<Box<Analysis>>,
    types: OnceLock<Vec<Option<Types>>>,
    data: OnceLock<DataFlow>,
}

/// The expressions of a document, with their indices by their code, so that a rule about paths does not look at every
/// string. Except for texts, only those that are completely known have one.
#[derive(Debug, Clone, Default)]
struct Expressions {
    all: Vec<Expression>,
    texts: Vec<u32>,
    paths: Vec<u32>,
    intrinsics: Vec<u32>,
    jsonata: Vec<u32>,
    /// All of these but the texts.
    evaluated: Vec<u32>,
}

impl Expressions {
    fn new(model: &Model) -> Expressions {
        let all = expr::expressions(model);
        let mut found = Expressions::default();
        for (number, expression) in (0..).zip(&all) {
            let list = match expression.code {
                Code::Text => {
                    found.texts.push(number);
                    continue;
                }
                _ if !ExpressionRef::new(model, expression).is_known() => continue,
                Code::Path(_) => &mut found.paths,
                Code::Intrinsic(_) => &mut found.intrinsics,
                Code::Jsonata(_) => &mut found.jsonata,
            };
            list.push(number);
            found.evaluated.push(number);
        }
        Expressions { all, ..found }
    }
}

impl Analysis {
    /// Analyses a tree. `workflow` is the type of the outermost machine.
    pub fn new(mut tree: Tree, workflow: WorkflowType) -> Analysis {
        let otherwise = tree.take_otherwise().map(|tree| Box::new(Analysis::new(tree, workflow)));
        let model = Model::new(tree);
        let host = TemplateContext::default();
        let workflows = workflows(&model, workflow);
        Analysis {
            model,
            graph: OnceLock::new(),
            expressions: OnceLock::new(),
            variables: OnceLock::new(),
            workflows,
            workflow,
            language: Language::Json(Dialect::Json),
            host,
            around: None,
            named_by: Vec::new(),
            otherwise,
            types: OnceLock::new(),
            data: OnceLock::new(),
        }
    }

    /// Sets what the document around the definition says about it.
    pub(crate) fn with_host(mut self, host: TemplateContext) -> Analysis {
        self.otherwise = self.otherwise.map(|analysis| Box::new(analysis.with_host(host.clone())));
        self.host = host;
        self
    }

    /// The analysis for the case that the conditions of the template are false, if the document is a different one then.
    /// Only rules use it: everything else is about the document for which the conditions are true.
    pub fn otherwise(&self) -> Option<&Analysis> {
        self.otherwise.as_deref()
    }

    /// What the document around the definition says about it.
    pub fn host(&self) -> &TemplateContext {
        &self.host
    }

    /// Sets the language in which the whole file has been read.
    pub(crate) fn in_language(mut self, language: Language) -> Analysis {
        self.language = language;
        self
    }

    /// The language in which the whole file that contains the definition has been read.
    pub fn file_language(&self) -> Language {
        self.language
    }

    /// Sets what a template says about a definition in a file of its own. The spans of the context are positions in the
    /// template.
    pub fn set_template_context(&mut self, around: TemplateContext) {
        if let Some(otherwise) = &mut self.otherwise {
            otherwise.set_template_context(around.clone());
        }
        self.workflow = around.workflow.unwrap_or(self.workflow);
        self.workflows = workflows(&self.model, self.workflow);
        self.named_by = vec![around.clone()];
        self.around = Some(around);
    }

    /// Sets the resources of other files that refer to the definition, all of them in the same way.
    pub(crate) fn set_named_by(&mut self, hosts: Vec<TemplateContext>) {
        if let Some(otherwise) = &mut self.otherwise {
            otherwise.set_named_by(hosts.clone());
        }
        self.named_by = hosts;
    }

    /// Sets what all resources of other files that refer to the definition have in common.
    pub(crate) fn set_common_context(&mut self, around: Option<TemplateContext>) {
        if let Some(otherwise) = &mut self.otherwise {
            otherwise.set_common_context(around.clone());
        }
        self.around = around;
    }

    /// The resources of other files that refer to the definition and for which this analysis is valid.
    pub fn named_by(&self) -> &[TemplateContext] {
        &self.named_by
    }

    /// What all resources of other files that refer to the definition have in common; `None` if there are no such
    /// resources.
    pub fn template_context(&self) -> Option<&TemplateContext> {
        self.around.as_ref()
    }

    /// What the document around the definition says about it, to be changed.
    pub fn host_mut(&mut self) -> &mut TemplateContext {
        &mut self.host
    }

    /// Whether the document has both `StartAt` and `States`, and so is meant to be a definition.
    pub fn is_definition(&self) -> bool {
        let root = self.tree().root();
        root.is_some_and(|root| root.pair("StartAt").is_some() && root.pair("States").is_some())
    }

    /// Whether the document belongs to a state machine, or to a file that is known to contain some.
    pub fn is_of_state_machine(&self) -> bool {
        let leads_to_template = |link: &Link| link.part.content == Content::Template;
        match self.host.kind {
            TemplateKind::Asl => self.is_definition(),
            TemplateKind::Rest if self.host.unchecked.is_some() => mentions_state_machine(self.tree().text()),
            _ => self.is_definition() || !self.host.link.as_ref().is_some_and(leads_to_template),
        }
    }

    /// The tree of the document.
    pub fn tree(&self) -> &Tree {
        self.model.tree()
    }

    /// The machines, states, objects and fields of the document.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What is known about the data at each state.
    pub fn data(&self) -> &DataFlow {
        self.data.get_or_init(|| DataFlow::new(&self.model, self.graph()))
    }

    /// The transitions between states.
    pub fn graph(&self) -> &Graph {
        self.graph.get_or_init(|| Graph::new(&self.model))
    }

    fn expressions(&self) -> &Expressions {
        self.expressions.get_or_init(|| Expressions::new(&self.model))
    }

    /// Every string that may be an expression, plain text included, in the order of the model.
    pub fn sites(&self) -> impl Iterator<Item = ExpressionRef<'_>> {
        self.expressions().all.iter().map(|expression| ExpressionRef::new(&self.model, expression))
    }

    /// Every string that is evaluated, except those with placeholders and those near syntax errors.
    pub fn known_sites(&self) -> impl Iterator<Item = ExpressionRef<'_>> {
        self.sites_at(&self.expressions().evaluated)
    }

    /// Every string of a payload that is not evaluated, including those with placeholders.
    pub(crate) fn texts(&self) -> impl Iterator<Item = ExpressionRef<'_>> {
        self.sites_at(&self.expressions().texts)
    }

    /// The paths among [`Analysis::known_sites`].
    pub(crate) fn paths(&self) -> impl Iterator<Item = (ExpressionRef<'_>, &Path)> {
        self.sites_at(&self.expressions().paths).filter_map(|site| match site.code() {
            Code::Path(path) => Some((site, path)),
            _ => None,
        })
    }

    /// The intrinsic functions among [`Analysis::known_sites`].
    pub(crate) fn intrinsics(&self) -> impl Iterator<Item = (ExpressionRef<'_>, &Intrinsic)> {
        self.sites_at(&self.expressions().intrinsics).filter_map(|site| match site.code() {
            Code::Intrinsic(intrinsic) => Some((site, intrinsic)),
            _ => None,
        })
    }

    /// The JSONata expressions among [`Analysis::known_sites`].
    pub(crate) fn jsonata(&self) -> impl Iterator<Item = (ExpressionRef<'_>, &Parsed)> {
        self.sites_at(&self.expressions().jsonata).filter_map(|site| match site.code() {
            Code::Jsonata(parsed) => Some((site, parsed)),
            _ => None,
        })
    }

    /// The JSONata expressions without errors among [`Analysis::known_sites`], with the types of their parts.
    pub(crate) fn typed(&self) -> impl Iterator<Item = (ExpressionRef<'_>, &Parsed, &Types)> {
        self.expressions().jsonata.iter().filter_map(|&number| {
            let site = self.site(number as usize);
            match site.code() {
                Code::Jsonata(parsed) if parsed.errors.is_empty() => {
                    Some((site, parsed, self.types().get(number as usize)?.as_ref()?))
                }
                _ => None,
            }
        })
    }

    fn sites_at<'a>(&'a self, numbers: &'a [u32]) -> impl Iterator<Item = ExpressionRef<'a>> {
        numbers.iter().map(|&number| self.site(number as usize))
    }

    /// The expression at an index of [`Analysis::sites`].
    pub(crate) fn site(&self, number: usize) -> ExpressionRef<'_> {
        ExpressionRef::new(&self.model, &self.expressions().all[number])
    }

    /// The expression that is the whole value of a field.
    pub(crate) fn value_of<'a>(&'a self, object: Object<'a>, field: &str) -> Option<ExpressionRef<'a>> {
        let (field, value) = (object.field_id(field)?, object.get(field)?);
        let all = &self.expressions().all;
        let number = all.partition_point(|expression| expression.field() < field);
        let site = ExpressionRef::new(&self.model, all.get(number)?);
        (site.node().id() == value.id()).then_some(site)
    }

    /// The workflow variables of the document.
    pub fn variables(&self) -> &Variables {
        self.variables.get_or_init(|| Variables::new(&self.model, self.graph(), &self.expressions().all))
    }

    /// For each of [`Analysis::sites`], the types of its parts if it is JSONata; empty if the document has no JSONata.
    pub(crate) fn types(&self) -> &[Option<Types>] {
        self.types.get_or_init(|| types::of(&self.model, &self.expressions().all))
    }

    /// The type of the whole workflow.
    pub fn workflow(&self) -> WorkflowType {
        self.workflow
    }

    /// The workflow type of a machine: that of the whole workflow, or of the child executions of the Distributed Map
    /// around the machine.
    pub(crate) fn workflow_of(&self, machine: Machine<'_>) -> WorkflowType {
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

/// The type of the child executions, if the machine is the processor of a Distributed Map.
fn child_type(machine: Machine<'_>) -> Option<WorkflowType> {
    let config = machine.object().objects("ProcessorConfig").next()?;
    let text = |name| config.get(name).and_then(Node::as_str);
    match (text("Mode"), text("ExecutionType")) {
        (Some("DISTRIBUTED"), Some("EXPRESS")) => Some(WorkflowType::Express),
        (Some("DISTRIBUTED"), _) => Some(WorkflowType::Standard),
        _ => None,
    }
}
