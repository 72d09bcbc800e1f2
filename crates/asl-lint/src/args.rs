//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::render;

/// Finds faults in Amazon States Language, the language of AWS Step Functions.
#[derive(Debug, Parser)]
#[command(name = "asl-lint", version, about, max_term_width = 100, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

const AFTER_HELP: &str = "\
Exit status: 0 nothing found, 1 findings, 2 could not run (bad option, unreadable file, broken configuration).";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check definitions
    Check(Check),
    /// Show the page of a rule
    Explain {
        /// The name of the rule, as `unknown-state`
        rule: String,
    },
    /// List all rules
    Rules {
        /// How to print the list
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
    },
    /// Lay out definitions: indentation and line breaks
    Format(Format),
    /// Draw a definition
    Graph(Graph),
}

#[derive(Debug, Args)]
pub(crate) struct Format {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Change nothing; the exit status is 1 if something would change
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Graph {
    /// The file with the definition
    pub file: PathBuf,

    /// How to write the picture
    #[arg(long, value_enum, default_value_t = GraphFormat::Mermaid)]
    pub format: GraphFormat,

    /// The resource to draw, in a template that has several
    #[arg(long, value_name = "RESOURCE")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// A flowchart, as Markdown on GitHub shows it
    Mermaid,
    /// For Graphviz
    Dot,
    /// A picture as it is
    Svg,
}

#[derive(Debug, Args)]
#[command(after_help = CHECK_AFTER_HELP)]
pub(crate) struct Check {
    /// Files and folders; `-` reads standard input
    ///
    /// In folders, definitions (*.asl.json, *.asl.jsonc, *.asl.yaml, *.asl) are read, and every *.json, *.yaml,
    /// *.template, *.tf, *.tofu, *.tpl, *.tftpl, *.tmpl and *.md that holds a state machine. What .gitignore names is
    /// left out. A definition that a template names is checked with it. Only regular files are read, and beside them
    /// /dev/stdin and what the shell opens for <(command).
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The type of workflow that the definitions are for
    #[arg(long = "type", value_enum, default_value_t = Workflow::Standard, value_name = "TYPE")]
    pub workflow: Workflow,

    /// How to print findings
    #[arg(long, value_parser = render::formats(), default_value = "text")]
    pub format: &'static render::Format,

    /// The lowest severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = Threshold::Warning, value_name = "SEVERITY")]
    pub fail_on: Threshold,

    /// Show advice (findings of severity info) too
    #[arg(long)]
    pub advice: bool,

    /// Run only these rules, also those that are off by default
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,

    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// Do not fail when none of the paths holds a state machine
    #[arg(long)]
    pub no_errors_on_unmatched: bool,

    /// Read no asl-lint.toml
    #[arg(long)]
    pub no_config: bool,

    /// The name of what comes from standard input, for messages and to tell the language
    #[arg(long, value_name = "NAME", default_value = "stdin.asl.json")]
    pub stdin_filename: String,
}

const CHECK_AFTER_HELP: &str = "\
Examples:
  asl-lint check                          every definition below this folder
  asl-lint check order.asl.json --advice  one file, with advice
  asl-lint check --format json src | jq   findings for another program
  cat order.asl.json | asl-lint check -   standard input";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Workflow {
    Standard,
    Express,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Threshold {
    Error,
    Warning,
    Info,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// In a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}
