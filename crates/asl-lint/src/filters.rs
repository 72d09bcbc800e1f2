//! Which findings are reported: all, or only those that are new.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use asl_core::Severity;
use clap::Args;

use crate::baseline::Baseline;
use crate::changes::Changes;
use crate::output::write_file;
use crate::print_note;
use crate::render::counted;
use crate::report::Report;

#[derive(Debug, Args)]
#[command(next_help_heading = "New findings")]
pub(crate) struct FilterArgs {
    /// Hide the findings in this file
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Write all findings to this file, for --baseline
    ///
    /// Together with `--baseline FILE`, findings that no longer occur are removed from the file, and none are added.
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub write_baseline: Option<PathBuf>,

    /// Only show findings in lines that have changed since this git revision
    #[arg(long, value_name = "REV")]
    pub diff_base: Option<String>,
}

/// The filters of a run.
pub(crate) struct Filters<'a> {
    args: &'a FilterArgs,
    baseline: Option<Baseline>,
    changes: Option<Changes>,
}

impl<'a> Filters<'a> {
    /// Reads what the filters depend on.
    pub(crate) fn new(args: &'a FilterArgs) -> Result<Filters<'a>> {
        let FilterArgs { baseline, write_baseline, diff_base } = args;
        if baseline.is_some() && write_baseline.is_some() && baseline != write_baseline {
            bail!("--baseline and --write-baseline together update a baseline, and take the same file");
        }
        Ok(Filters {
            args,
            baseline: baseline.as_deref().map(Baseline::read).transpose()?,
            changes: diff_base.as_deref().map(Changes::since).transpose()?,
        })
    }

    /// Updates the baseline, and removes the findings that are not new. `runs` tells whether a report has the findings of a
    /// rule that have a severity.
    pub(crate) fn apply(
        mut self,
        report: &mut Report,
        is_quiet: bool,
        runs: impl Fn(&str, Severity) -> bool,
    ) -> Result<()> {
        let note = match (&mut self.baseline, &self.args.write_baseline) {
            (Some(baseline), updated) => {
                gone(baseline.prune(report, runs), &self.args.baseline, updated.is_some())
            }
            (none, Some(file)) => {
                if !report.failures.is_empty() {
                    bail!("{} has not been written, as some files could not be read", file.display());
                }
                let baseline = none.insert(Baseline::of(file, report));
                Some(format!("{} written to {}", counted(baseline.len(), "finding"), file.display()))
            }
            (None, None) => None,
        };
        if let (Some(baseline), Some(file)) = (&self.baseline, &self.args.write_baseline) {
            write_file(file, &baseline.text()?)?;
        }
        note.iter().filter(|_| !is_quiet).for_each(|note| print_note(note));
        report.known = self.baseline.map_or(0, |baseline| baseline.hide(report));
        report.unchanged = self.changes.map_or(0, |changes| changes.keep(report));
        Ok(())
    }
}

/// What to say about the findings of a baseline that no longer occur.
fn gone(count: usize, file: &Option<PathBuf>, is_updated: bool) -> Option<String> {
    let file = file.as_deref().unwrap_or(Path::new("")).display();
    let findings = counted(count, "finding");
    match (count, is_updated) {
        (0, _) => None,
        (_, true) => Some(format!("{findings} removed from {file}")),
        (_, false) => Some(format!(
            "{findings} of {file} no longer occur; `--baseline {file} --write-baseline {file}` removes them"
        )),
    }
}
