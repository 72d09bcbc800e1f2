//! The summary of a run: which checks passed, failed or were skipped, and why.

use std::env;
use std::fmt;
use std::time::Instant;

use anyhow::{Result, bail};

/// The checks of a run, in order.
#[derive(Default)]
pub(crate) struct Summary {
    checks: Vec<(String, Outcome)>,
    /// Whether checks whose requirements can be installed must not be skipped.
    is_strict: bool,
}

enum Outcome {
    /// The time in seconds.
    Passed(u64),
    Failed,
    /// The requirement that is missing.
    Skipped(String),
}

impl Summary {
    /// Creates an empty summary. If `CI` is set, only checks whose requirements cannot be installed may be skipped.
    pub(crate) fn new() -> Summary {
        Summary { is_strict: env::var_os("CI").is_some(), ..Summary::default() }
    }

    /// Runs a check and records its outcome.
    pub(crate) fn run(&mut self, name: &str, check: impl FnOnce() -> Result<()>) -> Result<()> {
        let start = Instant::now();
        let result = check();
        let outcome = match result {
            Ok(()) => Outcome::Passed(start.elapsed().as_secs()),
            Err(_) => Outcome::Failed,
        };
        self.checks.push((name.to_owned(), outcome));
        result
    }

    /// Skips a check whose requirement cannot be installed everywhere.
    pub(crate) fn skip(&mut self, name: &str, needs: &str) {
        println!("skipped: {name} needs {needs}");
        self.checks.push((name.to_owned(), Outcome::Skipped(needs.to_owned())));
    }

    /// Skips a check whose requirement can be installed.
    ///
    /// # Errors
    ///
    /// If `CI` is set.
    pub(crate) fn skip_installable(&mut self, name: &str, needs: &str) -> Result<()> {
        if self.is_strict {
            self.checks.push((name.to_owned(), Outcome::Failed));
            bail!("{name} needs {needs}, which must be installed in CI");
        }
        self.skip(name, needs);
        Ok(())
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nsummary")?;
        for (name, outcome) in &self.checks {
            match outcome {
                Outcome::Passed(seconds) => writeln!(f, "  passed    {name} ({seconds} s)")?,
                Outcome::Failed => writeln!(f, "  FAILED    {name}")?,
                Outcome::Skipped(needs) => writeln!(f, "  skipped   {name}: needs {needs}")?,
            }
        }
        let count = |is: fn(&Outcome) -> bool| self.checks.iter().filter(|(_, outcome)| is(outcome)).count();
        let passed = count(|outcome| matches!(outcome, Outcome::Passed(_)));
        let failed = count(|outcome| matches!(outcome, Outcome::Failed));
        let skipped = count(|outcome| matches!(outcome, Outcome::Skipped(_)));
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")?;
        if failed > 0 { write!(f, "; the checks after the failure did not run") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_lists_all_outcomes() {
        let mut summary = Summary::default();
        summary.run("format", || Ok(())).unwrap();
        summary.skip("tests/neovim", "nvim");
        summary.skip_installable("JSONata", "Node.js").unwrap();
        summary.run("tests", || bail!("one failed")).unwrap_err();
        assert_eq!(
            summary.to_string(),
            "\nsummary\n  passed    format (0 s)\n  skipped   tests/neovim: needs nvim\n  skipped   JSONata: needs \
             Node.js\n  FAILED    tests\n1 passed, 1 failed, 2 skipped; the checks after the failure did not run"
        );
    }

    #[test]
    fn installable_requirements_must_be_installed_in_ci() {
        let mut summary = Summary { is_strict: true, ..Summary::default() };
        summary.skip("tests/neovim", "nvim");
        summary.skip_installable("JSONata", "Node.js").unwrap_err();
        assert!(summary.to_string().contains("FAILED    JSONata"));
    }
}
