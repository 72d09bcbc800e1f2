//! A tolerant reader of YAML.

use super::{Builder, Notation, Tree};

/// Reads a text into a tree. Never fails; the tree's errors say what is damaged.
pub fn parse_yaml(text: &str) -> Tree {
    Builder::new(text.into(), Notation::Yaml).finish()
}
