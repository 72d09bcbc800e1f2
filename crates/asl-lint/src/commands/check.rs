use std::io::{self, BufWriter, Write};

use anyhow::Result;
use asl_core::Severity;

use crate::args::{Check, Threshold};
use crate::{Outcome, print_error, run};

/// Checks definitions and prints the findings.
pub(crate) fn check(args: &Check) -> Result<Outcome> {
    let (report, errors) = run::run(args)?;
    let out: Box<dyn Write> = match args.format.has_colors {
        true => Box::new(anstream::stdout().lock()),
        false => Box::new(io::stdout().lock()),
    };
    let mut out = BufWriter::new(out);
    (args.format.write)(&report, &mut out)?;
    out.flush()?;
    for error in &errors {
        print_error(error);
    }
    let threshold = match args.fail_on {
        Threshold::Error => Severity::Error,
        Threshold::Warning => Severity::Warning,
        Threshold::Info => Severity::Info,
    };
    let fails = report.findings().any(|finding| finding.severity >= threshold);
    Ok(match (errors.is_empty(), fails) {
        (false, _) => Outcome::CouldNotRun,
        (true, true) => Outcome::Findings,
        (true, false) => Outcome::Clean,
    })
}
