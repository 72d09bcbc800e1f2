//! One function for each command.

mod check;
mod explain;
mod graph;
mod rules;

pub(crate) use check::check;
pub(crate) use explain::explain;
pub(crate) use graph::graph;
pub(crate) use rules::rules;
