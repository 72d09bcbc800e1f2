//! What a run of checks has done, what it has left out, and why.

use std::env;
use std::fmt;
use std::time::Instant;

use anyhow::{Result, bail};

/// The checks of a run, in their order.
#[derive(Default)]
pub(crate) struct Summary {
    checks: Vec<(String, Outcome)>,
    /// Whether what can be installed has to be there.
    is_strict: bool,
}

enum Outcome {
    /// With the seconds that it took.
    Passed(u64),
    Failed,
    /// With what it needs.
    LeftOut(String),
}

impl Summary {
    /// On a server that runs checks for everybody, which sets `CI`, nothing is left out that can be installed.
    pub(crate) fn new() -> Summary {
        Summary { is_strict: env::var_os("CI").is_some(), ..Summary::default() }
    }

    /// Runs a check and notes how it ended.
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

    /// Leaves out a check that needs what not every machine can have.
    pub(crate) fn leave_out(&mut self, name: &str, needs: &str) {
        println!("left out: {name}, which needs {needs}");
        self.checks.push((name.to_owned(), Outcome::LeftOut(needs.to_owned())));
    }

    /// Leaves out a check that needs what any machine can have: not under `CI`.
    pub(crate) fn leave_out_installable(&mut self, name: &str, needs: &str) -> Result<()> {
        if self.is_strict {
            self.checks.push((name.to_owned(), Outcome::Failed));
            bail!("{name} needs {needs}, and nothing that can be installed is left out under CI");
        }
        self.leave_out(name, needs);
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
                Outcome::LeftOut(needs) => writeln!(f, "  left out  {name}: needs {needs}")?,
            }
        }
        let count = |is: fn(&Outcome) -> bool| self.checks.iter().filter(|(_, outcome)| is(outcome)).count();
        let passed = count(|outcome| matches!(outcome, Outcome::Passed(_)));
        let failed = count(|outcome| matches!(outcome, Outcome::Failed));
        let left_out = count(|outcome| matches!(outcome, Outcome::LeftOut(_)));
        write!(f, "{passed} passed, {failed} failed, {left_out} left out")?;
        if failed > 0 { write!(f, "; what comes after a failure did not run") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_ran_and_what_did_not() {
        let mut summary = Summary::default();
        summary.run("format", || Ok(())).unwrap();
        summary.leave_out("tests/neovim", "nvim");
        summary.leave_out_installable("JSONata", "Node.js").unwrap();
        summary.run("tests", || bail!("one failed")).unwrap_err();
        assert_eq!(
            summary.to_string(),
            "\nsummary\n  passed    format (0 s)\n  left out  tests/neovim: needs nvim\n  left out  JSONata: needs \
             Node.js\n  FAILED    tests\n1 passed, 1 failed, 2 left out; what comes after a failure did not run"
        );
    }

    #[test]
    fn what_can_be_installed_is_there_under_ci() {
        let mut summary = Summary { is_strict: true, ..Summary::default() };
        summary.leave_out("tests/neovim", "nvim");
        summary.leave_out_installable("JSONata", "Node.js").unwrap_err();
        assert!(summary.to_string().contains("FAILED    JSONata"));
    }
}
