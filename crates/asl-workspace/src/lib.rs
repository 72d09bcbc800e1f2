//! The files around a definition: which of them hold state machines, how they are configured, and which name each
//! other. The command line and the language server use it; it reads files, and judges nothing.

mod configs;
pub mod files;
mod links;
mod templates;

pub use configs::{Configs, FaultyConfig};
pub use links::{by_file, follow, may_be_named, named, resolve, shown, unreadable, workspace};
pub use templates::{Open, Templates, hosts_for};
