//! The files around a definition: which of them hold state machines, how they are configured, and which name each
//! other. The command line and the language server use it; it reads files, and judges nothing.

mod configs;
pub mod files;
mod links;

pub use configs::{Configs, FaultyConfig};
pub use links::{Templates, follow, language, resolve, shown, surround};
