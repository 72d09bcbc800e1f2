//! Prints the findings in a file: `cargo run -p asl-core --example lint -- order.asl.json`.

#![expect(clippy::print_stdout, reason = "it prints findings")]

use std::env;
use std::error::Error;
use std::fs;

use asl_core::config::Config;
use asl_core::text::{LineIndex, decode};
use asl_core::visible::visible;
use asl_core::{Source, lint};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("usage: lint FILE")?;
    let (text, not_utf8) = decode(fs::read(&path)?);
    let source = Source { not_utf8, ..Source::new(&text, &path) };
    let index = LineIndex::new(&text);
    for finding in lint(source, &Config::default()) {
        let at = index.position(&text, finding.span.start);
        let (path, message) = (visible(&path), visible(&finding.message));
        println!("{path}:{}:{}: {}[{}] {message}", at.line, at.column, finding.severity, finding.rule.name);
        if let Some(fix) = finding.fix {
            println!("  fix: {}", visible(&fix.title));
        }
    }
    Ok(())
}
