//! The command line.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::render;

/// A linter for Amazon States Language, the language of AWS Step Functions.
#[derive(Debug, Parser)]
#[command(name = "asl-lint", version, about, max_term_width = 100, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// When to use colors
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

const AFTER_HELP: &str = "\
Exit status: 0 no findings, 1 findings, 2 failure (invalid option, unreadable file, invalid configuration).";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check definitions
    Check(Check),
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
}

#[derive(Debug, Args)]
pub(crate) struct Format {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Only list files that would change, and exit with status 1 if there are any
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Graph {
    /// The file with the definition
    pub file: PathBuf,

    /// The output format
    #[arg(long, value_enum, default_value_t = GraphFormat::Mermaid)]
    pub format: GraphFormat,

    /// The resource to draw, if a template has several
    #[arg(long, value_name = "RESOURCE")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
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
#[command(after_help = CHECK_AFTER_HELP)]
pub(crate) struct Check {
    /// Files and folders; `-` reads standard input
    ///
    /// Folders are searched for definitions (*.asl.json, *.asl.jsonc, *.asl.yaml, *.asl) and for every *.json, *.yaml,
    /// *.template, *.tf, *.tofu, *.tpl, *.tftpl, *.tmpl and *.md that contains a state machine. Files in .gitignore are
    /// skipped. A definition that a template refers to is checked together with it. Only regular files are read, and
    /// /dev/stdin and the shell's <(command).
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The workflow type of the definitions
    #[arg(long = "type", value_enum, default_value_t = Workflow::Standard, value_name = "TYPE")]
    pub workflow: Workflow,

    /// The output format
    #[arg(long, value_parser = render::formats(), default_value = "text")]
    pub format: &'static render::Format,

    /// The lowest severity that sets the exit status to 1
    #[arg(long, value_enum, default_value_t = Threshold::Warning, value_name = "SEVERITY")]
    pub fail_on: Threshold,

    /// Also show advice (findings of severity info)
    #[arg(long)]
    pub advice: bool,

    /// Run only these rules, including those that are off by default
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,

    /// Disable these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// Do not fail if no path contains a state machine
    #[arg(long)]
    pub no_errors_on_unmatched: bool,

    /// Ignore asl-lint.toml
    #[arg(long)]
    pub no_config: bool,

    /// The file name to assume for standard input, in messages and to detect the language
    #[arg(long, value_name = "NAME", default_value = "stdin.asl.json")]
    pub stdin_filename: String,
}

const CHECK_AFTER_HELP: &str = "\
Examples:
  asl-lint check                          every definition in this folder
  asl-lint check order.asl.json --advice  one file, with advice
  asl-lint check --format json src | jq   findings as JSON
  cat order.asl.json | asl-lint check -   standard input";

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
