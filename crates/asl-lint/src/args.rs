//! The command line.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use asl_core::{Applicability, WorkflowType};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;

use crate::commands::{Merge, Validate};
use crate::filters::FilterArgs;
use crate::output::OutputArgs;

/// A linter for Amazon States Language, the language of AWS Step Functions.
#[derive(Debug, Parser)]
#[command(name = "asl-lint", version, about, max_term_width = 100, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// When to use colors: auto, always or never
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    #[arg(hide_possible_values = true, hide_short_help = true)]
    pub color: Color,
}

const AFTER_HELP: &str = "\
Exit status: 0 no findings, 1 findings, 2 failure (invalid option, unreadable file, invalid configuration).";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check definitions
    Check(Check),
    /// Merge the results of several runs of `check`
    Merge(Merge),
    /// Validate a definition like `aws stepfunctions validate-state-machine-definition`
    Validate(Validate),
    /// Show the documentation of a rule
    Explain {
        /// The name of the rule, such as `unknown-state`
        rule: String,
    },
    /// List all rules
    Rules {
        /// The output format
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
    },
    /// Format definitions: indentation and line breaks
    Format(Format),
    /// Draw a definition as a graph
    Graph(Graph),
    /// Print the IAM policy that a definition needs
    Iam(Iam),
    /// Write an asl-lint.toml with comments
    Init(Init),
    /// Show what holds for a file, and where it is set
    Config(ShowConfig),
    /// Serve the Model Context Protocol on standard input and output, for agents
    Mcp(Mcp),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the man pages, for packages
    Man {
        /// The folder to write them to
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Format {
    /// Files and folders; `-` formats standard input. Of a template, the definitions are formatted that it refers to
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Only list files that would change, and exit with status 1 if there are any
    #[arg(long)]
    pub check: bool,

    /// Only print what would change as a diff, and exit with status 1 if there is anything
    #[arg(long)]
    pub diff: bool,

    /// The file name to assume for standard input
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Graph {
    /// The file with the definition, or a template that refers to it; `-` reads standard input
    pub file: PathBuf,

    /// The output format
    #[arg(long, value_enum, default_value_t = GraphFormat::Mermaid)]
    pub format: GraphFormat,

    /// The resource to draw, if a template has several
    #[arg(long, value_name = "RESOURCE")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(crate) enum GraphFormat {
    /// A flowchart, rendered by GitHub in Markdown
    Mermaid,
    /// For Graphviz
    Dot,
    /// An image
    Svg,
}

#[derive(Debug, Args)]
#[command(after_help = IAM_AFTER_HELP)]
pub(crate) struct Iam {
    /// The file with the definition, or a template
    ///
    /// Values of substitutions, tracing and logging are taken from the CloudFormation or SAM template that refers to the
    /// definition. If a template contains several state machines, the policy of each is printed with its name. What the
    /// definition does not tell is printed to standard error.
    pub file: PathBuf,

    /// The output format of the policy [default: json]
    #[arg(long, value_enum)]
    pub format: Option<IamFormat>,

    /// Compare the policy with the role in this template instead of printing it
    ///
    /// Prints permissions that are missing and permissions that are not needed, as advice, and exits with status 1 if
    /// there are any. `--format json` prints them as an array for other programs.
    #[arg(long, value_name = "TEMPLATE")]
    pub check: Option<PathBuf>,
}

const IAM_AFTER_HELP: &str = "\
Examples:
  asl-lint iam order.asl.json                           the policy as JSON
  asl-lint iam template.yaml --format sam               for `Policies` of a state machine
  asl-lint iam template.yaml --check template.yaml      what its role lacks and does not need";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(crate) enum IamFormat {
    /// A policy document
    Json,
    /// `Policies` of a state machine in a SAM template
    Sam,
    /// A resource of a CloudFormation template
    Cloudformation,
    /// A data source of Terraform
    Terraform,
}

#[derive(Debug, Args)]
pub(crate) struct Mcp {
    /// The folders whose files tools may read and write, if the client gives no roots [default: the current folder]
    #[arg(value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder, which is searched for definitions
    #[arg(default_value = ".", value_name = "FOLDER")]
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ShowConfig {
    /// The definition or template
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// The configuration file, instead of the nearest asl-lint.toml. Its patterns are relative to the current folder
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_long_help = CHECK_AFTER_HELP)]
pub(crate) struct Check {
    /// Files and folders; `-` reads standard input
    ///
    /// Folders are searched for definitions (*.asl.json, *.asl.jsonc, *.asl.yaml, *.asl) and for every *.json, *.yaml,
    /// *.template, *.tf, *.tofu, *.tpl, *.tftpl, *.tmpl and *.md that contains a state machine, without those in .gitignore.
    /// A definition that a template refers to is checked together with it.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Apply safe fixes; `--fix=suggested` applies all
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "safe", value_name = "WHICH")]
    #[arg(hide_possible_values = true)]
    pub fix: Option<FixLevel>,

    /// Print the fixes as a diff instead of applying them
    #[arg(long)]
    pub diff: bool,

    /// Also show advice (findings of severity info)
    #[arg(long)]
    pub advice: bool,

    /// Run only these rules or groups, or `all`
    ///
    /// Those that are off by default run if they are named.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,

    /// Disable these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// Run again whenever files change
    #[arg(long, conflicts_with_all = ["files_from", "add_suppressions"])]
    pub watch: bool,

    /// Write a suppression for each finding, with this reason
    #[arg(
        long,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        value_name = "REASON",
        conflicts_with_all = ["fix", "diff"],
        hide_short_help = true,
    )]
    pub add_suppressions: Option<String>,

    /// The workflow type if no template sets it: standard (the default) or express
    #[arg(
        long = "type",
        value_enum,
        value_name = "TYPE",
        hide_possible_values = true,
        hide_short_help = true
    )]
    pub workflow: Option<Workflow>,

    /// The configuration file instead of the nearest asl-lint.toml. Its patterns are relative to the current folder
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", hide_short_help = true)]
    pub config: Option<PathBuf>,

    /// Ignore asl-lint.toml
    #[arg(long, hide_short_help = true)]
    pub no_config: bool,

    #[command(flatten)]
    pub output: OutputArgs,

    #[command(flatten)]
    pub filter: FilterArgs,

    #[command(flatten)]
    pub search: SearchArgs,
}

/// The options about which files are checked.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files")]
pub(crate) struct SearchArgs {
    /// Skip files and folders that match a pattern of .gitignore
    #[arg(long, value_name = "PATTERN", hide_short_help = true)]
    pub exclude: Vec<String>,

    /// Skip excluded files even if they are named, as hooks do
    #[arg(long, hide_short_help = true)]
    pub force_exclude: bool,

    /// Search files that .gitignore and the configuration exclude
    #[arg(long, hide_short_help = true)]
    pub no_ignore: bool,

    /// Check the files in a list, separated by line ends or NUL characters; `-` reads it from standard input
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub files_from: Option<PathBuf>,

    /// Read standard input, and assume this file name in messages and to detect the language
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub stdin_filename: Option<PathBuf>,

    /// List the files that would be checked or skipped, with the reasons
    #[arg(long, hide_short_help = true)]
    pub show_files: bool,

    /// Do not fail if no path contains a state machine
    #[arg(long, hide_short_help = true)]
    pub no_errors_on_unmatched: bool,
}

const CHECK_AFTER_HELP: &str = "\
Examples:
  asl-lint check                          every definition in this folder
  asl-lint check order.asl.json --advice  one file, with advice
  asl-lint check --format json src | jq   findings as JSON
  cat order.asl.json | asl-lint check -   standard input";

impl Cli {
    /// Parses the arguments of the process, or exits with a message. `-h` shows the most important options, and `--help` all
    /// options in the same layout, which is shorter than that of `clap`.
    pub(crate) fn of_process() -> Cli {
        let wants_all = |arg: OsString| arg == "--help" || arg == "help";
        let command = match std::env::args_os().any(wants_all) {
            true => with_all_help(Cli::command()),
            false => Cli::command(),
        };
        Cli::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }
}

/// A command whose short help is the long one.
fn with_all_help(command: clap::Command) -> clap::Command {
    let after = command.get_after_long_help().or(command.get_after_help()).cloned();
    let command = command.mut_subcommands(with_all_help).mut_args(|arg| {
        let help = arg.get_long_help().or(arg.get_help()).cloned().unwrap_or_default();
        let help = help.to_string().replace("\n\n", ". ");
        arg.help(help).long_help(None::<&str>).hide_short_help(false)
    });
    command.after_help(after.unwrap_or_default()).after_long_help(None::<&str>)
}

impl Check {
    /// Returns the default options for a file.
    pub(crate) fn of_file(path: &Path) -> Check {
        let args = ["asl-lint", "check", "--no-config", "--"].map(OsStr::new);
        match Cli::parse_from(args.into_iter().chain([path.as_os_str()])).command {
            Command::Check(check) => check,
            _ => unreachable!("the command is `check`"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(crate) enum Workflow {
    Standard,
    Express,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(crate) enum FixLevel {
    /// Fixes that keep the meaning, or restore the one that was evidently intended
    Safe,
    /// Also fixes that need a review
    Suggested,
}

impl From<FixLevel> for Applicability {
    fn from(level: FixLevel) -> Applicability {
        match level {
            FixLevel::Safe => Applicability::Safe,
            FixLevel::Suggested => Applicability::Suggested,
        }
    }
}

impl From<Workflow> for WorkflowType {
    fn from(workflow: Workflow) -> WorkflowType {
        match workflow {
            Workflow::Standard => WorkflowType::Standard,
            Workflow::Express => WorkflowType::Express,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// In a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}
