#![doc = include_str!("../README.md")]

mod build;
mod decode;
mod embed;
mod error;
mod json;
mod offsets;
pub mod text;
mod tree;
mod yaml;

pub use build::Builder;
pub use decode::quoted;
pub use embed::{Replacement, embedded};
pub use error::{ErrorKind, Repair, SyntaxError};
pub use error::{doubtful_lines, is_doubtful};
pub use json::{Dialect, parse};
pub use offsets::OffsetMap;
pub(crate) use tree::PairData;
pub use tree::*;
pub use yaml::{Resolved, YamlVersion, parse_yaml, parse_yaml_version, resolve, resolve_1_2};
