//! Figures and their budgets.

use std::fmt::Debug;
use std::fs;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Prints figures, and counts those over their budgets.
#[derive(Default)]
pub(crate) struct Figures {
    over: usize,
}

impl Figures {
    /// Prints a figure and returns whether it is within its budget.
    pub(crate) fn add<T: Debug + PartialOrd>(&mut self, name: &str, value: T, budget: Option<T>) {
        let verdict = match budget {
            Some(budget) if value > budget => {
                self.over += 1;
                format!("  over the budget of {budget:.1?}")
            }
            Some(budget) => format!("  (budget {budget:.1?})"),
            None => String::new(),
        };
        println!("  {name:<48} {value:>10.1?}{verdict}");
    }

    /// Prints the median of times. The budget is in milliseconds.
    pub(crate) fn median(&mut self, name: &str, mut times: Vec<Duration>, budget: Option<u64>) -> Duration {
        times.sort();
        let median = times[times.len() / 2];
        self.add(name, median, budget.map(Duration::from_millis));
        median
    }

    /// Prints an amount of memory. Does nothing if the system does not report it.
    pub(crate) fn memory(&mut self, name: &str, mib: Option<usize>, budget: Option<usize>) {
        if let Some(mib) = mib {
            self.add(&format!("{name}, MiB"), mib, budget);
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        if self.over == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// The memory of the process in MiB, if the system reports it.
pub(crate) fn resident() -> Option<usize> {
    status("VmRSS:")
}

/// The largest memory of the process so far in MiB, if the system reports it.
pub(crate) fn peak() -> Option<usize> {
    status("VmHWM:")
}

fn status(field: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? / 1024)
}

/// Measures the processor time of all threads, or the time on the clock if the system does not report the former.
pub(crate) struct ProcessorTime {
    at_start: Option<Duration>,
    clock: Instant,
}

impl ProcessorTime {
    pub(crate) fn start() -> ProcessorTime {
        ProcessorTime { at_start: processor_time(), clock: Instant::now() }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        match (self.at_start, processor_time()) {
            (Some(start), Some(now)) => now - start,
            _ => self.clock.elapsed(),
        }
    }
}

fn processor_time() -> Option<Duration> {
    /// The length of a tick in milliseconds, on all Linux systems.
    const TICK: u64 = 10;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, may contain spaces.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let (user, system) = (fields.next()?.parse::<u64>().ok()?, fields.next()?.parse::<u64>().ok()?);
    Some(Duration::from_millis((user + system) * TICK))
}
