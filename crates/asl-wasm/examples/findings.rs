//! Prints the findings in each file of a list, as the WebAssembly module gives them, to compare the two: a line of JSON for
//! each file, and then the time of all in milliseconds, which is the shortest of several rounds.

#![expect(clippy::print_stdout, reason = "this is the output of the example")]

use std::error::Error;
use std::time::Instant;
use std::{env, fs};

use asl_wasm::texts::{Options, check};

const ROUNDS: usize = 7;

fn main() -> Result<(), Box<dyn Error>> {
    let list = env::args().nth(1).ok_or("usage: findings LIST")?;
    let mut files = Vec::new();
    for name in fs::read_to_string(list)?.lines() {
        let options = Options { filename: Some(name.to_owned()), advice: true, ..Options::default() };
        files.push((String::from_utf8_lossy(&fs::read(name)?).into_owned(), options));
    }
    let mut findings = Vec::new();
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        findings = Vec::new();
        for (text, options) in &files {
            findings.push(serde_json::to_string(&check(text, options)?)?);
        }
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    findings.iter().for_each(|line| println!("{line}"));
    println!("{}", times.into_iter().fold(f64::INFINITY, f64::min));
    Ok(())
}
