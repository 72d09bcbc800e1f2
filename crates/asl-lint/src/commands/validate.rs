use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Result, bail};
use asl_core::config::Config;
use asl_core::{Diagnostic, Severity, Source, WorkflowType, lint, text};
use asl_workspace::files;
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::PrettyFormatter;

use crate::Outcome;
use crate::render::escaped;

/// The options of `asl-lint validate`: those of `aws stepfunctions validate-state-machine-definition`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Validate {
    /// The file with the definition, in JSON; `-` reads standard input
    #[arg(value_name = "FILE", required_unless_present = "definition", conflicts_with = "definition")]
    pub file: Option<PathBuf>,

    /// The definition, or `file://` with the path of its file
    #[arg(long, value_name = "TEXT|file://PATH")]
    pub definition: Option<String>,

    /// The workflow type: STANDARD or EXPRESS
    #[arg(long = "type", value_enum, default_value_t = Type::Standard, value_name = "TYPE", hide_possible_values = true)]
    pub workflow: Type,

    /// The lowest severity of diagnostics: ERROR or WARNING
    #[arg(long, value_enum, default_value_t = Level::Error, hide_possible_values = true)]
    pub severity: Level,

    /// The maximum number of diagnostics; 0 is the default
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(0..=100))]
    pub max_results: u16,

    /// Exit with status 1 if the result is FAIL
    #[arg(long)]
    pub exit_code: bool,

    /// Options of the AWS CLI without meaning here, so that scripts need not be changed.
    #[arg(long, hide = true)]
    region: Option<String>,
    #[arg(long, hide = true)]
    profile: Option<String>,
    #[arg(long, hide = true)]
    endpoint_url: Option<String>,
    #[arg(long, hide = true, value_parser = ["json"])]
    output: Option<String>,
    #[arg(long, hide = true)]
    no_cli_pager: bool,
}

const AFTER_HELP: &str = "\
Reports what Step Functions would, without a call to AWS. As with the AWS CLI, the exit status is
also 0 if the result is FAIL, and 2 if there is no result.

Examples:
  asl-lint validate --definition file://order.asl.json --type EXPRESS
  asl-lint validate order.asl.json --severity WARNING --exit-code";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub(crate) enum Type {
    Standard,
    Express,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub(crate) enum Level {
    Error,
    /// Warnings and errors
    Warning,
}

/// What the API returns.
#[derive(Serialize)]
struct Output {
    result: &'static str,
    diagnostics: Vec<Entry>,
    truncated: bool,
}

#[derive(Serialize)]
struct Entry {
    severity: &'static str,
    code: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
}

/// The warnings of AWS, and the rules that report the same.
const WARNINGS: [(&str, &str); 3] = [
    ("path-without-dollar-key", "NO_DOLLAR"),
    ("path-without-path-field", "NO_PATH"),
    ("static-pass-result", "PASS_RESULT_IS_STATIC"),
];

/// Validates a definition, and prints the result in the format of the API.
pub(crate) fn validate(args: &Validate) -> Result<Outcome> {
    let (text, not_utf8) = text::decode(definition(args)?);
    // AWS knows no suppressions. The offsets stay the same.
    let text = text.replace("asl-lint: ignore[", "asl-lint: ignore ");
    let workflow = match args.workflow {
        Type::Standard => WorkflowType::Standard,
        Type::Express => WorkflowType::Express,
    };
    let source = Source { workflow, not_utf8, ..Source::new(&text, "definition.asl.json") };
    let lowest = match args.severity {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
    };
    let mut found = lint(source, &Config::default());
    found.retain(|diagnostic| diagnostic.severity >= lowest);
    let fails = found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    let most = if args.max_results == 0 { 100 } else { usize::from(args.max_results) };
    let output = Output {
        result: if fails { "FAIL" } else { "OK" },
        truncated: found.len() > most,
        diagnostics: found.into_iter().take(most).map(entry).collect(),
    };
    let mut bytes = Vec::new();
    output.serialize(&mut Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(b"    ")))?;
    writeln!(io::stdout().lock(), "{}", escaped(&String::from_utf8(bytes)?))?;
    Ok(if fails && args.exit_code { Outcome::Findings } else { Outcome::Clean })
}

/// The definition, which need not be UTF-8.
fn definition(args: &Validate) -> Result<Vec<u8>> {
    match (&args.file, args.definition.as_deref()) {
        (Some(file), _) if file.as_os_str() == "-" => files::read_stdin(),
        (Some(file), _) => files::read_named(file),
        (None, Some(definition)) => match definition.strip_prefix("file://") {
            Some(path) => files::read_named(path.as_ref()),
            None => Ok(definition.into()),
        },
        (None, None) => bail!("no definition is given"),
    }
}

fn entry(diagnostic: Diagnostic) -> Entry {
    let rule = diagnostic.rule.name;
    let warning = WARNINGS.iter().find(|(name, _)| *name == rule).map(|(_, code)| *code);
    let code = diagnostic.aws_code.or(warning).map(str::to_owned);
    Entry {
        severity: if diagnostic.severity == Severity::Error { "ERROR" } else { "WARNING" },
        // A problem that AWS does not report has the name of the rule.
        code: code.unwrap_or_else(|| rule.replace('-', "_").to_uppercase()),
        message: diagnostic.message,
        location: diagnostic.aws_location,
    }
}
