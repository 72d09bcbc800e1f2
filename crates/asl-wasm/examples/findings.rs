//! Prints the findings in each file of a list, as the WebAssembly module gives them, to compare the two: a line of JSON for
//! each file, and then the time of all in milliseconds.

#![expect(clippy::print_stdout, reason = "this is the output of the example")]

use std::error::Error;
use std::time::{Duration, Instant};
use std::{env, fs};

use asl_wasm::texts::{Options, check};

fn main() -> Result<(), Box<dyn Error>> {
    let list = env::args().nth(1).ok_or("usage: findings LIST")?;
    let mut time = Duration::ZERO;
    for name in fs::read_to_string(list)?.lines() {
        let text = String::from_utf8_lossy(&fs::read(name)?).into_owned();
        let options = Options { filename: Some(name.to_owned()), advice: true, ..Options::default() };
        let start = Instant::now();
        let findings = serde_json::to_string(&check(&text, &options)?)?;
        time += start.elapsed();
        println!("{findings}");
    }
    println!("{}", time.as_secs_f64() * 1000.0);
    Ok(())
}
