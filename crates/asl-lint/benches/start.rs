//! The time of a whole `asl-lint check` of a small file, process start included. Budget: 5 ms. For comparison, the time
//! that the same binary takes to print its version.

#![expect(clippy::print_stdout, reason = "it prints figures")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let good = fixtures.join("saga.asl.json");
    let broken = fixtures.join("broken/saga.asl.json");
    let start = least(&["--version".as_ref()]);
    println!("{:<24} {start:>10.1?}", "asl-lint --version");
    for (name, path) in [("check, no findings", good), ("check, with findings", broken)] {
        let time = least(&["check".as_ref(), path.as_path()]);
        let ratio = time.as_secs_f64() / start.as_secs_f64();
        let verdict = if time <= Duration::from_millis(5) { "" } else { "  over the budget of 5 ms" };
        println!("{name:<24} {time:>10.1?}  {ratio:>5.2} times the start{verdict}");
    }
}

/// The minimum time of many runs.
fn least(args: &[&Path]) -> Duration {
    let run = || {
        let begin = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_asl-lint")).args(args).stdout(Stdio::null()).status();
        status.expect("the binary can be started");
        begin.elapsed()
    };
    (0..50).map(|_| run()).min().unwrap_or_default()
}
