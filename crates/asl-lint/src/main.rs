//! `asl-lint`: reads files, lets asl-core judge them, prints what it says.

mod args;
mod commands;
mod documents;
mod links;
mod render;
mod run;
mod settings;

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use anstream::ColorChoice;
use args::{Cli, Color, Command};
use asl_core::visible::visible;
use asl_workspace::FaultyConfig;
use clap::Parser;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
    /// Something could not be done; the reason is on standard error.
    CouldNotRun,
}

impl Outcome {
    /// This, unless something could not be done already.
    fn or(self, next: Outcome) -> Outcome {
        if self == Outcome::CouldNotRun { self } else { next }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::CouldNotRun => 2,
        })
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.color {
        Color::Auto => {}
        Color::Always => ColorChoice::AlwaysAnsi.write_global(),
        Color::Never => ColorChoice::Never.write_global(),
    }
    let result = match cli.command {
        Command::Check(check) => commands::check(&check),
        Command::Explain { rule } => commands::explain(&rule),
        Command::Rules { format } => commands::rules(format),
        Command::Format(format) => commands::format_files(&format),
        Command::Graph(graph) => commands::graph(&graph),
    };
    match result {
        Ok(outcome) => outcome.into(),
        // Who reads has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            Outcome::CouldNotRun.into()
        }
    }
}

/// Says on standard error what could not be done.
fn complain(error: &anyhow::Error) {
    let message = format!("{error:#}");
    // The mistakes of a configuration file have a line each.
    let has_lines = error.downcast_ref::<Arc<FaultyConfig>>().is_some();
    let message = if has_lines { message.into() } else { visible(&message) };
    anstream::eprintln!("{}error:{} {message}", render::ERROR, render::ERROR.render_reset());
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
