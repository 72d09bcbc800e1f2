//! The latency, the processor time and the memory of the server, over an in-memory pipe. Findings are pulled where the
//! pause before publishing must not count.
//!
//! Each scenario runs in a process of its own, so that it starts with fresh memory. `cargo bench -p asl-lsp -- NAME` runs
//! only the scenario `NAME`.

#![expect(clippy::print_stdout, reason = "it prints figures")]

#[path = "../../tests/common/mod.rs"]
mod common;
mod figures;
mod many;
mod one;
mod texts;
mod workspace;

use std::env;
use std::process::{Command, ExitCode};

use figures::Figures;

const SCENARIOS: [&str; 10] = [
    "json",
    "yaml",
    "json-5000",
    "yaml-5000",
    "sam",
    "typing",
    "documents",
    "closing",
    "beside",
    "workspace",
];

fn main() -> ExitCode {
    match env::args().skip(1).find(|arg| !arg.starts_with('-')) {
        Some(scenario) => asl_lsp::runtime().expect("threads can be started").block_on(run(&scenario)),
        None => all(),
    }
}

async fn run(scenario: &str) -> ExitCode {
    let mut figures = Figures::default();
    match scenario {
        "json" => one::answers(&texts::json(1_000), "asl.json", 10, &mut figures).await,
        "yaml" => one::answers(&texts::yaml(1_000), "asl.yaml", 10, &mut figures).await,
        "json-5000" => one::answers(&texts::json(5_000), "asl.json", 60, &mut figures).await,
        "yaml-5000" => one::answers(&texts::yaml(5_000), "asl.yaml", 60, &mut figures).await,
        "sam" => one::edits(&texts::sam(), "template.yaml", 50, &mut figures).await,
        "typing" => one::typing(&texts::json(1_000), &mut figures).await,
        "documents" => many::documents(&mut figures).await,
        "closing" => many::closing(&mut figures).await,
        "beside" => many::beside_a_large_one(&mut figures).await,
        "workspace" => workspace::scan(&mut figures).await,
        other => {
            println!("no scenario is called {other}");
            return ExitCode::FAILURE;
        }
    }
    figures.exit_code()
}

/// Runs each scenario.
fn all() -> ExitCode {
    let this = env::current_exe().expect("it exists");
    let mut failed = 0;
    for scenario in SCENARIOS {
        println!("{scenario}");
        let status = Command::new(&this).arg(scenario).status().expect("it can be started");
        failed += usize::from(!status.success());
    }
    println!("{failed} scenarios over budget");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
