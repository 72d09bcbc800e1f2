//! The progress of a run that takes long, in a line on standard error that disappears at the end.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long a run may take without a sign.
const PATIENCE: Duration = Duration::from_secs(1);
/// The time between two updates.
const PERIOD: Duration = Duration::from_millis(100);

/// Counts what is done.
pub(crate) struct Progress {
    done: Arc<AtomicUsize>,
    /// The thread that draws the line, which ends when the sender is dropped; `None` without a terminal.
    drawing: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts a task with a number of steps.
    pub(crate) fn new(total: usize, is_quiet: bool) -> Progress {
        let done = Arc::new(AtomicUsize::new(0));
        let is_terminal = io::stderr().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb");
        let drawing = (is_terminal && !is_quiet && total > 1).then(|| {
            let (sender, receiver) = mpsc::channel::<()>();
            let done = Arc::clone(&done);
            let draw = move || {
                let mut wait = PATIENCE;
                let mut is_drawn = false;
                while let Err(RecvTimeoutError::Timeout) = receiver.recv_timeout(wait) {
                    show(&line(done.load(Ordering::Relaxed), total));
                    (wait, is_drawn) = (PERIOD, true);
                }
                if is_drawn {
                    show("");
                }
            };
            (sender, thread::spawn(draw))
        });
        Progress { done, drawing }
    }

    /// Counts a step.
    pub(crate) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    /// Removes the line.
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.drawing.take() {
            drop(sender);
            // It only fails if the thread panics, which leaves the line behind.
            let _ = thread.join();
        }
    }
}

/// Replaces the line.
fn show(line: &str) {
    // The terminal may be gone.
    let _ = write!(io::stderr(), "\r\u{1b}[2K{line}");
    let _ = io::stderr().flush();
}

fn line(done: usize, total: usize) -> String {
    const WIDTH: usize = 30;
    let filled = (done * WIDTH / total.max(1)).min(WIDTH);
    format!("checking [{}{}] {done}/{total} files", "=".repeat(filled), " ".repeat(WIDTH - filled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_shows_the_part_that_is_done() {
        assert_eq!(line(0, 4), "checking [                              ] 0/4 files");
        assert_eq!(line(2, 4), "checking [===============               ] 2/4 files");
        assert_eq!(line(4, 4), "checking [==============================] 4/4 files");
        assert_eq!(line(0, 0).len(), line(0, 1).len());
    }
}
