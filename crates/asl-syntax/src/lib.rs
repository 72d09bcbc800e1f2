#![doc = include_str!("../README.md")]

mod build;
mod decode;
mod embed;
mod error;
mod json;
mod node;
mod offsets;
mod path;
mod style;
pub mod text;
mod tree;
mod yaml;

pub use build::Builder;
pub use decode::quoted;
pub use embed::{Replacement, embedded};
pub use error::{ErrorKind, Repair, SyntaxError, doubtful_lines, is_doubtful};
pub use json::{Dialect, Splice, parse, parse_rendered};
pub use node::{Node, Pair, Text};
pub use offsets::OffsetMap;
pub use path::{TreeStep, aws_location, pointer};
pub use style::Style;
pub(crate) use tree::PairData;
pub use tree::*;
pub use yaml::{
    Resolved, YamlVersion, is_block_of_yaml, parse_rendered_yaml, parse_yaml, parse_yaml_version, resolve,
    resolve_1_2,
};
