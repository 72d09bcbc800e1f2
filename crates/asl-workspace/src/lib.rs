//! The files around a definition: which of them hold state machines, how they are configured, and which name each
//! other. The command line and the language server use it; it reads files, and judges nothing.

mod configs;
pub mod files;
mod links;
mod reading;
mod roots;
mod templates;

pub use configs::{Configs, FaultyConfig};
pub use links::{by_file, display_path, is_unfit, may_be_named, named, read_linked, resolve_links, settle};
pub use roots::Roots;
pub use templates::{Open, Templates, hosts_for};
