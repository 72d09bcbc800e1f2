//! One function for each command.

mod check;
mod explain;
mod rules;

pub(crate) use check::check;
pub(crate) use explain::explain;
pub(crate) use rules::rules;
