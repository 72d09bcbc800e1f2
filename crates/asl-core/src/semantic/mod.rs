//! What a definition means: which state leads where, and what follows from that. Computed once per document.

mod graph;
mod names;
mod types;

use std::sync::OnceLock;

use crate::expr::jsonata::Types;
use crate::expr::{self, Expression, Site};
use crate::model::Model;
use crate::syntax::Tree;
pub use graph::{Cause, Edge, Graph};
pub use names::nearest;

/// Whether executions are long-lived and recorded, or short and many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WorkflowType {
    #[default]
    Standard,
    Express,
}

/// A document, read and understood. Rules and editor features see nothing else.
#[derive(Debug, Clone)]
pub struct Analysis {
    model: Model,
    graph: Graph,
    expressions: Vec<Expression>,
    workflow: WorkflowType,
    types: OnceLock<Vec<Option<Types>>>,
}

impl Analysis {
    pub fn new(tree: Tree, workflow: WorkflowType) -> Analysis {
        let model = Model::new(tree);
        let graph = Graph::new(&model);
        let expressions = expr::expressions(&model);
        Analysis { model, graph, expressions, workflow, types: OnceLock::new() }
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
    pub fn sites(&self) -> impl Iterator<Item = Site<'_>> {
        self.expressions.iter().map(|expression| Site::new(&self.model, expression))
    }

    /// For each of the sites the types of what is inside, where it is JSONata; empty if there is no JSONata at all.
    pub fn types(&self) -> &[Option<Types>] {
        self.types.get_or_init(|| types::of(&self.model, &self.expressions))
    }

    pub fn workflow(&self) -> WorkflowType {
        self.workflow
    }
}
