//! Prints the syntax errors of a JSON or YAML file, and its keys with their line and column.
//!
//! ```console
//! $ cargo run --example outline -- order.asl.yaml
//! 1:1 StartAt
//! 2:1 States
//! 3:3   Ship
//! ```

#![allow(clippy::print_stdout)]

use std::env;
use std::fs;
use std::io;

use asl_syntax::text::{LineIndex, Position};
use asl_syntax::{Dialect, Node, Tree, parse, parse_yaml};

fn main() -> io::Result<()> {
    for path in env::args().skip(1) {
        let text = fs::read_to_string(&path)?;
        let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
        let tree = if is_yaml { parse_yaml(&text) } else { parse(&text, Dialect::Jsonc) };
        print!("{}", outline(&tree));
    }
    Ok(())
}

fn outline(tree: &Tree) -> String {
    let lines = LineIndex::new(tree.text());
    let mut out = String::new();
    for error in tree.errors() {
        let Position { line, column } = lines.position(tree.text(), error.span.start);
        out.push_str(&format!("{line}:{column} error: {error}\n"));
    }
    if let Some(root) = tree.root() {
        add_keys(&mut out, &lines, root, 0);
    }
    out
}

fn add_keys(out: &mut String, lines: &LineIndex, node: Node<'_>, depth: usize) {
    for pair in node.pairs() {
        let key = pair.key();
        let Position { line, column } = lines.position(node.text(), key.span.start);
        out.push_str(&format!("{line}:{column} {}{}\n", "  ".repeat(depth), key.value));
        if let Some(value) = pair.value() {
            add_keys(out, lines, value, depth + 1);
        }
    }
    for item in node.items() {
        add_keys(out, lines, item, depth + 1);
    }
}

#[test]
fn keys_are_printed_with_their_positions() {
    let yaml = parse_yaml("StartAt: Ship\nStates:\n  Ship: {Type: Succeed}\n");
    assert_eq!(outline(&yaml), "1:1 StartAt\n2:1 States\n3:3   Ship\n3:10     Type\n");
    let json = parse("{\"a\": [1 2], \"b\"}", Dialect::Json);
    assert_eq!(
        outline(&json),
        "1:10 error: expected `,` before this\n1:14 error: expected `:` and a value after `\"b\"`\n1:2 a\n1:14 b\n"
    );
}
