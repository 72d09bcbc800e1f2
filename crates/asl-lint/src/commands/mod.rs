//! A function for each command.

mod check;
mod config;
mod explain;
mod format;
mod graph;
mod iam;
mod init;
mod rules;

pub(crate) use check::check;
pub(crate) use config::config;
pub(crate) use explain::explain;
pub(crate) use format::format_files;
pub(crate) use graph::graph;
pub(crate) use iam::iam;
pub(crate) use init::init;
pub(crate) use rules::rules;
