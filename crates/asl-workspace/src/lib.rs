#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod configs;
pub mod files;
mod links;
mod patterns;
mod reading;
mod roots;
mod search;
mod templates;

pub use configs::{Configs, FaultyConfig, Loaded};
pub use links::{by_file, display_path, is_unfit, may_be_named, named, read_linked, resolve_links, settle};
pub use patterns::{DEFAULT_EXCLUDES, Exclusion};
pub use roots::{Roots, is_too_wide, normal, resolved};
pub use templates::{Open, Templates, hosts_for};
