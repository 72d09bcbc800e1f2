use std::io::{self, BufWriter, Write};

use anyhow::Result;
use asl_core::{Applicability, Severity};

use crate::args::{Check, FixLevel, Threshold};
use crate::render::counted;
use crate::run::{Job, Report};
use crate::settings::Settings;
use crate::watch::watch;
use crate::{Outcome, fixes, print_error, show_files, suppressions};

/// Checks definitions, fixes them if that is wanted, and prints the findings.
pub(crate) fn check(args: &Check) -> Result<Outcome> {
    match args.watch {
        true => watch(args, || run(args)),
        false => run(args),
    }
}

fn run(args: &Check) -> Result<Outcome> {
    let settings = Settings::new(args)?;
    let mut job = Job::new(args, &settings)?;
    if args.show_files {
        return show_files::print(&job);
    }
    if let Some(reason) = &args.add_suppressions {
        let count = suppressions::add(&job, reason)?;
        writeln!(anstream::stdout().lock(), "suppressed {}", counted(count, "finding"))?;
        return Ok(Outcome::Clean);
    }
    match args.fix.map(FixLevel::into) {
        which if args.diff => diff(&job, which.unwrap_or(Applicability::Safe)),
        Some(which) => fix(&mut job, which),
        None => {
            let report = job.run()?;
            let mut out = stdout(args);
            (args.format.write)(&report, &mut out)?;
            out.flush()?;
            Ok(outcome(args, &report))
        }
    }
}

/// Applies fixes, and prints the findings that are left. Standard input is printed with its fixes instead, and the findings
/// go to standard error.
fn fix(job: &mut Job<'_>, which: Applicability) -> Result<Outcome> {
    let Some(stdin) = &job.stdin else {
        let fixed = fixes::apply(job, which)?;
        let report = Report { fixed, ..job.run()? };
        let mut out = stdout(job.args);
        (job.args.format.write)(&report, &mut out)?;
        out.flush()?;
        return Ok(outcome(job.args, &report));
    };
    let fixed = fixes::find(job, which)?.into_iter().next();
    let (text, count) =
        fixed.map_or_else(|| (stdin.clone(), 0), |file| (file.after.into_bytes(), file.count));
    io::stdout().lock().write_all(&text)?;
    job.stdin = Some(text);
    let report = Report { fixed: count, ..job.run()? };
    (job.args.format.write)(&report, &mut anstream::stderr().lock())?;
    Ok(outcome(job.args, &report))
}

/// Prints the fixes as a diff.
fn diff(job: &Job<'_>, which: Applicability) -> Result<Outcome> {
    let files = fixes::find(job, which)?;
    let mut out = anstream::stdout().lock();
    for file in &files {
        fixes::print_diff(&file.path, &file.before, &file.after, &mut out)?;
    }
    Ok(if files.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

fn stdout(args: &Check) -> BufWriter<Box<dyn Write>> {
    BufWriter::new(match args.format.has_colors {
        true => Box::new(anstream::stdout().lock()),
        false => Box::new(io::stdout().lock()),
    })
}

/// Prints the errors of a report, and determines the exit status.
fn outcome(args: &Check, report: &Report) -> Outcome {
    for error in &report.errors {
        print_error(error);
    }
    let threshold = match args.fail_on {
        Threshold::Error => Severity::Error,
        Threshold::Warning => Severity::Warning,
        Threshold::Info => Severity::Info,
    };
    let fails = report.findings().any(|finding| finding.severity >= threshold);
    match (report.errors.is_empty(), fails) {
        (false, _) => Outcome::CouldNotRun,
        (true, true) => Outcome::Findings,
        (true, false) => Outcome::Clean,
    }
}
