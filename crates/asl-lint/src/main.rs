//! `asl-lint`, the command line: reads files, lints them with asl-core and prints the findings.

mod args;
mod baseline;
mod changes;
mod commands;
mod documents;
mod filters;
mod fixes;
mod links;
mod mcp;
mod output;
mod paths;
mod policies;
mod progress;
mod render;
mod report;
mod repository;
mod run;
mod settings;
mod show_files;
mod single;
mod suppressions;
mod watch;

use std::env;
use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use anstream::ColorChoice;
use args::{Cli, Color, Command};
use asl_core::visible::visible;
use asl_workspace::FaultyConfig;
use mimalloc::MiMalloc;

/// An allocator for several threads: that of glibc makes a run over thousands of files 6 % slower.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The result of a command, which determines the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
    /// The command failed, at least partly. The reason has been printed to standard error.
    CouldNotRun,
}

impl Outcome {
    /// Returns `next`, unless the command has already failed.
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
    let cli = Cli::of_process();
    match cli.color {
        Color::Auto if is_color_forced() => ColorChoice::AlwaysAnsi.write_global(),
        Color::Auto => {}
        Color::Always => ColorChoice::AlwaysAnsi.write_global(),
        Color::Never => ColorChoice::Never.write_global(),
    }
    let result = match cli.command {
        Command::Check(check) => commands::check(&check),
        Command::Merge(merge) => commands::merge(&merge),
        Command::Validate(validate) => commands::validate(&validate),
        Command::Explain { rule } => commands::explain(&rule),
        Command::Rules { format } => commands::rules(format),
        Command::Format(format) => commands::format_files(&format),
        Command::Graph(graph) => commands::graph(&graph),
        Command::Iam(iam) => commands::iam(&iam),
        Command::Init(init) => commands::init(&init),
        Command::Config(config) => commands::config(&config),
        Command::Mcp(mcp) => commands::mcp(&mcp),
        Command::Completions { shell } => commands::completions(shell),
        Command::Man { folder } => commands::man(&folder),
    };
    match result {
        Ok(outcome) => outcome.into(),
        // The reader of the output has exited.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&error);
            Outcome::CouldNotRun.into()
        }
    }
}

/// Whether the environment asks for colors outside of terminals. `anstream` itself honors CLICOLOR_FORCE and NO_COLOR.
fn is_color_forced() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR")
        && is_set("FORCE_COLOR")
        && env::var_os("FORCE_COLOR").is_some_and(|value| value != "0")
}

/// Prints a note to standard error, with hidden characters escaped.
fn print_note(note: &str) {
    anstream::eprintln!("{}note:{} {}", render::INFO, render::INFO.render_reset(), visible(note));
}

/// Prints an error to standard error, with hidden characters escaped.
fn print_error(error: &anyhow::Error) {
    anstream::eprintln!("{}error:{} {}", render::ERROR, render::ERROR.render_reset(), error_text(error));
}

/// The text of an error, with hidden characters escaped.
fn error_text(error: &anyhow::Error) -> String {
    let message = format!("{error:#}");
    // The errors of a configuration file, on a line each, are escaped already.
    let has_lines = error.downcast_ref::<Arc<FaultyConfig>>().is_some();
    if has_lines { message } else { visible(&message).into_owned() }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
