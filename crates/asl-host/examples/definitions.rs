//! Prints the definitions in a file: their lines, the name of the state machine and the file that contains them.
//!
//! `cargo run -p asl-host --example definitions -- template.yaml`

#![expect(clippy::print_stdout, reason = "it is a program for the terminal")]

use asl_host::{Language, embedded_definitions};
use asl_syntax::text::LineIndex;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "fixtures/templates/sam.template.yaml".to_owned());
    let text = std::fs::read_to_string(&path)?;
    let lines = LineIndex::new(&text);
    for found in embedded_definitions(&text, Language::of(&path)) {
        let name = found.host.name.map_or_else(|| "(no name)".to_owned(), |name| name.value);
        match (found.tree.root(), found.host.link) {
            (Some(root), _) => println!("{path}:{}: {name}", lines.line(root.span().start) + 1),
            (None, Some(link)) => println!("{path}: {name} in {}", link.path),
            (None, None) => println!("{path}: {name}, which only the tool can evaluate"),
        }
    }
    Ok(())
}
