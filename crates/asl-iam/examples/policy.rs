//! Prints the policy that a definition needs: `cargo run -p asl-iam --example policy -- order.asl.json`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is the output of the example")]

use std::error::Error;
use std::{env, fs};

use asl_core::{Source, analyze};
use asl_iam::{Template, format, requirements};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("usage: policy FILE")?;
    let text = fs::read_to_string(&path)?;
    for analysis in analyze(Source::new(&text, &path)) {
        let needed = requirements(&analysis, &Template::default());
        println!("{}", serde_json::to_string_pretty(&format::json(&needed.policy))?);
        needed.remarks.iter().for_each(|remark| eprintln!("note: {}", remark.message));
    }
    Ok(())
}
