//! A function for each command.

mod check;
mod completions;
mod config;
mod explain;
mod format;
mod graph;
mod iam;
mod init;
mod mcp;
mod merge;
mod rules;
mod validate;

pub(crate) use check::check;
pub(crate) use completions::{completions, man};
pub(crate) use config::config;
pub(crate) use explain::{explain, page};
pub(crate) use format::{format_files, formatted, formatted_text};
pub(crate) use graph::{drawn, graph};
pub(crate) use iam::iam;
pub(crate) use init::init;
pub(crate) use mcp::mcp;
pub(crate) use merge::{Merge, merge};
pub(crate) use rules::{entry as rule_entry, rules};
pub(crate) use validate::{Validate, validate};
