use std::io::{self, Write};

use anyhow::{Result, bail};
use asl_core::Applicability;

use crate::args::{Check, FixLevel};
use crate::filters::Filters;
use crate::output::Outputs;
use crate::render::counted;
use crate::report::Report;
use crate::run::Job;
use crate::settings::Settings;
use crate::watch::watch;
use crate::{Outcome, fixes, show_files, suppressions};

/// Checks definitions, fixes them if that is wanted, and prints the findings.
pub(crate) fn check(args: &Check) -> Result<Outcome> {
    match args.watch {
        true => watch(args, || run(args)),
        false => run(args),
    }
}

fn run(args: &Check) -> Result<Outcome> {
    let settings = Settings::new(args)?;
    let outputs = Outputs::new(&args.output, "text")?;
    let filters = Filters::new(&args.filter)?;
    let mut job = Job::new(args, &settings)?;
    if args.search.show_files {
        return show_files::print(&job);
    }
    if let Some(reason) = &args.add_suppressions {
        if job.stdin.is_some() {
            bail!("suppressions cannot be added to standard input");
        }
        let added = suppressions::add(&job, reason)?;
        let suppressed = format!("suppressed {}", counted(added.suppressed, "finding"));
        match added.left {
            0 => writeln!(anstream::stdout().lock(), "{suppressed}")?,
            left => writeln!(anstream::stdout().lock(), "{suppressed}; {left} cannot be suppressed")?,
        }
        return Ok(Outcome::Clean);
    }
    match args.fix.map(FixLevel::into) {
        which if args.diff => diff(&job, which.unwrap_or(Applicability::Safe)),
        Some(which) => fix(&mut job, which, outputs, filters),
        None => report(&job, 0, &outputs, filters),
    }
}

/// Applies fixes, and prints the findings that are left. Standard input is printed with its fixes instead, and the findings
/// go to standard error.
fn fix(
    job: &mut Job<'_>,
    which: Applicability,
    outputs: Outputs<'_>,
    filters: Filters<'_>,
) -> Result<Outcome> {
    let Some(stdin) = &job.stdin else {
        let fixed = fixes::apply(job, which)?.into_values().sum();
        return report(job, fixed, &outputs, filters);
    };
    if !job.paths.is_empty() {
        bail!("standard input can be fixed only by itself, without other paths");
    }
    // A template in standard input may refer to files.
    let fixed = fixes::find(job, which)?.into_iter().find(|file| file.path == job.args.stdin_path());
    let (text, count) =
        fixed.map_or_else(|| (stdin.clone(), 0), |file| (file.after.into_bytes(), file.count));
    io::stdout().lock().write_all(&text)?;
    job.stdin = Some(text);
    report(job, count, &outputs.on_stderr(), filters)
}

/// Checks the files and prints the findings, after a number of fixes.
fn report(job: &Job<'_>, fixed: usize, outputs: &Outputs<'_>, filters: Filters<'_>) -> Result<Outcome> {
    let mut report = Report { fixed, ..job.run()? };
    let runs = |rule: &str, severity| job.settings.has(rule, severity);
    filters.apply(&mut report, job.args.output.quiet, runs)?;
    outputs.write(&report)
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
