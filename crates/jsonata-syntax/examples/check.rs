//! Reports the syntax errors of a JSONata expression, and the variables that are neither bound in it nor functions.
//!
//! ```console
//! $ cargo run --example check -- '$sum(items.price) + $rate'
//! 20..25: undefined variable `$rate`
//! ```

#![allow(clippy::print_stdout)]

use std::env;
use std::process::ExitCode;

use jsonata_syntax::{Resolution, function, parse, variables};

fn main() -> ExitCode {
    let Some(expression) = env::args().nth(1) else {
        println!("usage: check EXPRESSION");
        return ExitCode::from(2);
    };
    let findings = check(&expression);
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Returns a line for each problem, with the byte offsets where it is.
fn check(expression: &str) -> Vec<String> {
    let parsed = parse(expression);
    let mut findings = Vec::new();
    for error in &parsed.errors {
        let code = error.code.as_str().map(|code| format!("{code}: ")).unwrap_or_default();
        findings.push(format!("{}..{}: {code}{error}", error.span.start, error.span.end));
    }
    for variable in variables(&parsed) {
        if variable.resolution == Resolution::Free && function(variable.name).is_none() {
            let span = variable.span;
            findings.push(format!("{}..{}: undefined variable `${}`", span.start, span.end, variable.name));
        }
    }
    findings
}

#[test]
fn errors_and_undefined_variables_are_reported() {
    assert!(check("($rate := 2; $sum(items.price) * $rate)").is_empty());
    assert_eq!(check("$sum(items.price) + $rate"), ["20..25: undefined variable `$rate`"]);
    assert_eq!(check("$sum(items.price"), ["16..16: S0203: Expected \")\" before end of expression"]);
}
