//! An error-tolerant parser of YAML: events from granit-parser, tree and error recovery from here.
//!
//! Plain scalars are resolved as by the tool that reads the document, if it is known. granit-parser stops at the first
//! error: the invalid text is then replaced with as many spaces, and the document is parsed again.

mod damage;
mod incremental;
mod offsets;
mod reader;
mod resolve;
mod scalar;
mod splices;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::{Builder, MAX_BYTES, SyntaxError, Tree};
use damage::Damage;
use reader::{Reader, Stop};
pub use resolve::{Resolved, YamlVersion, resolve, resolve_1_2};
pub use splices::parse_rendered_yaml;

/// The maximum number of errors that are blanked. After that, the rest of the text is lost.
const MAX_REPAIRS: usize = 16;

/// Parses a text into a tree, as AWS's tools do: with YAML 1.1. Parsing never fails; see [`Tree::errors`]. A text
/// longer than [`MAX_BYTES`] has a tree without values.
pub fn parse_yaml(text: &str) -> Tree {
    parse_yaml_version(text, YamlVersion::V1_1)
}

/// Parses a text into a tree like [`parse_yaml`], with a version of YAML.
pub fn parse_yaml_version(text: &str, version: YamlVersion) -> Tree {
    let shared: Arc<str> = text.into();
    if text.len() > MAX_BYTES {
        return Builder::new_yaml(shared, version).finish();
    }
    let mut damages: Vec<Damage> = Vec::new();
    let mut blanked = text.to_owned();
    loop {
        let reader = Reader::new(Arc::clone(&shared), version, &blanked, &damages);
        let read = reader.read();
        let Some(Stop { kind, at, flow }) = read.stop else { return read.tree };
        let mut damage = damage::locate(text, &blanked, &kind, at, flow);
        damage.error = damage.error.filter(|error| !is_reported(text, &damages, error));
        let is_last = damages.len() == MAX_REPAIRS || damage.blank.is_empty();
        for span in &damage.blank {
            let spaces: String = blanked[span.range()].chars().map(blank).collect();
            blanked.replace_range(span.range(), &spaces);
        }
        damages.push(damage);
        if is_last {
            let reader = Reader::new(shared, version, &blanked, &damages);
            return reader.read().tree;
        }
    }
}

/// Returns whether a text that is not JSON looks like a state machine definition in YAML.
pub fn is_block_of_yaml(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        ["StartAt:", "States:"].iter().any(|field| line.starts_with(field))
    })
}

/// Returns whether another error on the same line has been reported, of which this error is a consequence.
fn is_reported(text: &str, damages: &[Damage], error: &SyntaxError) -> bool {
    let line = damage::line_of(text, error.span.start as usize);
    let mut reported = damages.iter().filter_map(|damage| damage.error.as_ref());
    reported.any(|other| line.start <= other.span.start && other.span.start <= line.end)
}

/// Returns as many spaces as a character has bytes, so that offsets stay the same. Line breaks stay, too.
fn blank(c: char) -> &'static str {
    match c {
        '\n' => "\n",
        '\r' => "\r",
        c => &"    "[..c.len_utf8()],
    }
}
