//! Where the findings go: standard output and files, in one or several formats.

use std::env;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use asl_core::Severity;
use asl_workspace::files;
use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, ValueEnum};

use crate::Outcome;
use crate::print_error;
use crate::render::{self, Display, FORMATS, Format, Kind, statistics};
use crate::report::Report;

/// The options of commands that print findings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// The format: text, compact, json, sarif, github, gitlab or junit
    ///
    /// Several can be written at once: `--format text --format sarif=out.sarif`.
    #[arg(long = "format", value_parser = OutputParser, value_name = "FORMAT[=FILE]", hide_possible_values = true)]
    pub formats: Vec<Output>,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub output_file: Option<PathBuf>,

    /// The lowest severity that fails: error, warning or info
    #[arg(long, value_enum, default_value_t = Threshold::Warning, value_name = "SEVERITY", hide_possible_values = true)]
    pub fail_on: Threshold,

    /// Exit with status 0 even if there are findings
    #[arg(long, hide_short_help = true)]
    pub exit_zero: bool,

    /// Print the number of findings of each rule instead of the findings
    #[arg(long, hide_short_help = true)]
    pub statistics: bool,

    /// Print findings and errors, but nothing else
    #[arg(long, short)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Threshold {
    Error,
    Warning,
    /// Also shows advice
    Info,
}

/// A format and where it goes.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    format: &'static Format,
    /// `None` for standard output.
    file: Option<PathBuf>,
}

/// What to write, according to the options.
pub(crate) struct Outputs<'a> {
    args: &'a OutputArgs,
    outputs: Vec<Output>,
    /// Whether standard output is used otherwise, so that standard error takes its place.
    is_on_stderr: bool,
}

impl<'a> Outputs<'a> {
    /// Returns the outputs. `default` is the format if none is given.
    ///
    /// # Errors
    ///
    /// If two outputs would get into each other's way.
    pub(crate) fn new(args: &'a OutputArgs, default: &str) -> Result<Outputs<'a>> {
        let stdout =
            |name: &str| Output { format: render::format(name).expect("it is a format"), file: None };
        let mut outputs = args.formats.clone();
        if outputs.is_empty() {
            outputs.push(stdout(default));
        }
        if let Some(file) = &args.output_file {
            let mut without = outputs.iter_mut().filter(|output| output.file.is_none());
            match (without.next(), without.next()) {
                (Some(output), None) => output.file = Some(file.clone()),
                (None, _) => bail!("--output-file needs a format without a file"),
                (Some(_), Some(_)) => bail!(
                    "--output-file takes one format; name a file for each, such as `--format sarif=out.sarif`"
                ),
            }
        }
        let is_text = default == "text" && args.formats.is_empty() && !args.statistics;
        if is_text && is_on_github() {
            outputs.push(stdout("github"));
        }
        check(&outputs)?;
        if args.statistics
            && outputs.iter().any(|output| output.file.is_none() && output.format.kind != Kind::People)
        {
            bail!(
                "--statistics prints text; write the other formats to files, such as `--format json=out.json`"
            );
        }
        Ok(Outputs { args, outputs, is_on_stderr: false })
    }

    /// Prints to standard error what would go to standard output.
    pub(crate) fn on_stderr(self) -> Outputs<'a> {
        Outputs { is_on_stderr: true, ..self }
    }

    /// Writes a report, and prints what could not be read to standard error.
    pub(crate) fn write(&self, report: &Report) -> Result<Outcome> {
        let most = report.findings().map(|finding| finding.severity).max();
        let failures: Vec<&str> = report.failures.iter().map(|failure| failure.message.as_str()).collect();
        self.write_with(most, &failures, |format, display, out| match self.args.statistics {
            true if format.kind == Kind::People => statistics(report, display, out),
            _ => (format.write)(report, display, out),
        })
    }

    /// Writes results in each format, and prints what could not be read to standard error. Returns the exit status for the
    /// highest severity of the findings.
    pub(crate) fn write_with(
        &self,
        most: Option<Severity>,
        failures: &[&str],
        write: impl Fn(&Format, &Display, &mut dyn Write) -> io::Result<()>,
    ) -> Result<Outcome> {
        let display = Display { is_quiet: self.args.quiet, ..Display::default() };
        for Output { format, file } in &self.outputs {
            let Some(file) = file else { continue };
            let mut bytes = Vec::new();
            write(format, &display, &mut anstream::StripStream::new(&mut bytes))?;
            write_file(file, &String::from_utf8(bytes)?)?;
        }
        // If the reader of the output exits, the status is nevertheless that of the findings.
        match self.print(write) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            result => result?,
        }
        for failure in failures {
            print_error(&anyhow::anyhow!((*failure).to_owned()));
        }
        let threshold = match self.args.fail_on {
            Threshold::Error => Severity::Error,
            Threshold::Warning => Severity::Warning,
            Threshold::Info => Severity::Info,
        };
        let fails = most.is_some_and(|most| most >= threshold) && !self.args.exit_zero;
        Ok(match (failures.is_empty(), fails) {
            (false, _) => Outcome::CouldNotRun,
            (true, true) => Outcome::Findings,
            (true, false) => Outcome::Clean,
        })
    }

    fn print(&self, write: impl Fn(&Format, &Display, &mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let display = Display::of_stdout(self.args.quiet);
        for Output { format, .. } in self.outputs.iter().filter(|output| output.file.is_none()) {
            let out: Box<dyn Write> = match (format.kind, self.is_on_stderr) {
                (Kind::People, false) => Box::new(anstream::stdout().lock()),
                (Kind::Lines | Kind::Document, false) => Box::new(io::stdout().lock()),
                (_, true) => Box::new(anstream::stderr().lock()),
            };
            let mut out = BufWriter::new(out);
            write(format, &display, &mut out)?;
            out.flush()?;
        }
        Ok(())
    }

    /// The names of the formats.
    pub(crate) fn formats(&self) -> impl Iterator<Item = &'static str> {
        self.outputs.iter().map(|output| output.format.name)
    }
}

/// Whether a workflow of GitHub Actions runs the command.
fn is_on_github() -> bool {
    env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Rejects outputs that would get into each other's way.
fn check(outputs: &[Output]) -> Result<()> {
    for (i, output) in outputs.iter().enumerate() {
        let name = output.format.name;
        for other in outputs[..i].iter().filter(|other| other.file == output.file) {
            let is_document = |output: &Output| output.format.kind == Kind::Document;
            match &output.file {
                Some(file) => bail!("two formats go to {}", file.display()),
                None if other.format.name == name => bail!("`{name}` goes to standard output twice"),
                None if is_document(output) || is_document(other) => bail!(
                    "`{}` and `{name}` both go to standard output; write one to a file, such as `--format {name}=FILE`",
                    other.format.name
                ),
                None => {}
            }
        }
    }
    Ok(())
}

/// Writes a file so that nobody sees a part of it. A pipe or a device is written to directly.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<()> {
    match path.metadata() {
        Ok(metadata) if !metadata.is_file() => {
            fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
        }
        // Programs that watch the folder need not notice.
        _ if fs::read_to_string(path).is_ok_and(|old| old == text) => Ok(()),
        _ => files::write(path, text),
    }
}

/// Parses `FORMAT` and `FORMAT=FILE`.
#[derive(Debug, Clone)]
pub(crate) struct OutputParser;

impl TypedValueParser for OutputParser {
    type Value = Output;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Output, clap::Error> {
        let text = value.to_string_lossy();
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text.as_ref(), None),
        };
        let is_file = file.as_ref().is_none_or(|file| !file.as_os_str().is_empty());
        if let Some(format) = render::format(name).filter(|_| is_file) {
            return Ok(Output { format, file });
        }
        let mut error = clap::Error::new(ErrorKind::InvalidValue).with_cmd(command);
        if let Some(arg) = arg {
            error.insert(ContextKind::InvalidArg, ContextValue::String(arg.to_string()));
        }
        error.insert(ContextKind::InvalidValue, ContextValue::String(text.to_string()));
        let names = FORMATS.iter().map(|format| format.name.to_owned()).collect();
        error.insert(ContextKind::ValidValue, ContextValue::Strings(names));
        Err(error)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.help))))
    }
}
