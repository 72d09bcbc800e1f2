#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod build;
mod decode;
mod embed;
mod error;
mod json;
mod moved;
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
pub use tree::{
    Damage, Decoded, Kind, MAX_BYTES, MAX_DEPTH, MAX_ERRORS, NodeData, NodeId, NodeKind, Notation, PairId,
    Tree,
};
pub use yaml::{
    Resolved, YamlVersion, is_block_of_yaml, parse_rendered_yaml, parse_yaml, parse_yaml_version, resolve,
    resolve_1_2,
};
