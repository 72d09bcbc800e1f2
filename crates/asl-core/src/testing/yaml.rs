//! Conversion of definitions from JSON to YAML in random styles.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use crate::Dialect;
use crate::syntax::{Kind, Node, Resolved, parse, quoted, resolve, resolve_1_2};

use super::Random;

/// Writes a definition as YAML, in styles chosen at random.
pub struct Writer {
    out: String,
    random: Random,
}

impl Writer {
    /// Converts a JSONC text to YAML. The seed, which must not be 0, determines the styles.
    ///
    /// # Panics
    ///
    /// If the text is empty.
    pub fn yaml(text: &str, seed: u64) -> String {
        let tree = parse(text, Dialect::Jsonc);
        let mut writer = Writer { out: String::new(), random: Random(seed) };
        writer.block(tree.root().unwrap(), 0);
        writer.out.push('\n');
        writer.out
    }

    /// Writes a value after its key or the dash of its item.
    fn after(&mut self, node: Node<'_>, indent: usize, in_list: bool) {
        let is_empty = node.pairs().len() + node.items().len() == 0;
        match node.kind() {
            Kind::Object | Kind::Array if is_empty || self.is_small(node) => {
                self.out.push(' ');
                self.flow(node);
            }
            Kind::Object if in_list => {
                self.out.push(' ');
                self.block(node, indent);
            }
            Kind::Object | Kind::Array => {
                // A list may have the same indentation as its key.
                let is_list = node.kind() == Kind::Array;
                let indent =
                    if is_list && !in_list && self.random.below(2) == 0 { indent - 2 } else { indent };
                self.line(indent);
                self.block(node, indent);
            }
            Kind::String => {
                self.out.push(' ');
                self.string(node.as_str().unwrap(), indent);
            }
            _ => {
                self.out.push(' ');
                self.out.push_str(node.source());
            }
        }
    }

    fn is_small(&mut self, node: Node<'_>) -> bool {
        node.source().len() < 60 && self.random.below(4) == 0
    }

    fn line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.push_str(&" ".repeat(indent));
    }

    fn block(&mut self, node: Node<'_>, indent: usize) {
        let mut is_first = true;
        for pair in node.pairs() {
            if !std::mem::replace(&mut is_first, false) {
                self.line(indent);
            }
            self.flow_string(pair.key().value, true);
            self.out.push(':');
            if let Some(value) = pair.value() {
                self.after(value, indent + 2, false);
            }
        }
        for item in node.items() {
            if !std::mem::replace(&mut is_first, false) {
                self.line(indent);
            }
            self.out.push('-');
            self.after(item, indent + 2, true);
        }
        if !node.is_object() && node.kind() != Kind::Array {
            self.flow(node);
        }
    }

    fn flow(&mut self, node: Node<'_>) {
        match node.kind() {
            Kind::Object => {
                self.out.push('{');
                for (i, pair) in node.pairs().enumerate() {
                    self.out.push_str(if i > 0 { ", " } else { " " });
                    self.flow_string(pair.key().value, false);
                    self.out.push_str(": ");
                    if let Some(value) = pair.value() {
                        self.flow(value);
                    }
                }
                self.out.push_str(" }");
            }
            Kind::Array => {
                self.out.push('[');
                for (i, item) in node.items().enumerate() {
                    self.out.push_str(if i > 0 { ", " } else { "" });
                    self.flow(item);
                }
                self.out.push(']');
            }
            Kind::String => self.flow_string(node.as_str().unwrap(), false),
            _ => self.out.push_str(node.source()),
        }
    }

    fn string(&mut self, text: &str, indent: usize) {
        let is_block = !text.is_empty()
            && !text.starts_with([' ', '\n'])
            && !text.ends_with([' ', '\n'])
            && !text.chars().any(|c| c.is_control() && c != '\n');
        match self.random.below(6) {
            0 if is_block => {
                self.out.push_str("|-");
                for line in text.split('\n') {
                    self.line(if line.is_empty() { 0 } else { indent });
                    self.out.push_str(line);
                }
            }
            1 if is_block && !text.contains('\n') => {
                self.out.push_str(">-");
                self.line(indent);
                // A single space can be a line end.
                let at = text.match_indices(' ').map(|(i, _)| i).find(|&i| {
                    let (before, after) = (&text[..i], &text[i + 1..]);
                    !before.ends_with(' ') && !after.starts_with(' ') && !after.is_empty()
                });
                match at {
                    Some(at) => {
                        self.out.push_str(&text[..at]);
                        self.line(indent);
                        self.out.push_str(&text[at + 1..]);
                    }
                    None => self.out.push_str(text),
                }
            }
            _ => self.flow_string(text, true),
        }
    }

    fn flow_string(&mut self, text: &str, in_block: bool) {
        let has_controls = text.chars().any(char::is_control);
        match self.random.below(4) {
            0 | 1 if is_plain(text) && (in_block || !text.contains([',', '[', ']', '{', '}'])) => {
                self.out.push_str(text);
            }
            2 if !has_controls => self.out.push_str(&format!("'{}'", text.replace('\'', "''"))),
            _ => self.out.push_str(&quoted(text)),
        }
    }
}

fn is_plain(text: &str) -> bool {
    let is_indicator = |c: char| ",[]{}#&*!|>'\"%@`-?:<=".contains(c);
    !text.is_empty()
        && !text.starts_with(is_indicator)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && text.trim() == text
        && !text.chars().any(char::is_control)
        && resolve(text) == Resolved::String
        && resolve_1_2(text) == Resolved::String
}
