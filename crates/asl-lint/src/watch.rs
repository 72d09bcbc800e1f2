//! Runs again whenever files change.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use notify::{Event, RecursiveMode, Watcher};

use crate::args::Check;
use crate::{Outcome, print_error};

/// The time without further changes after which a run starts.
const QUIET: Duration = Duration::from_millis(100);

/// Erases the terminal, and moves the cursor to its start.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// Runs a check, and again whenever a file changes, until the process is interrupted.
///
/// # Errors
///
/// If the files cannot be watched, or standard input would be checked.
pub(crate) fn watch(args: &Check, check: impl Fn() -> Result<Outcome>) -> Result<Outcome> {
    if args.reads_stdin() {
        bail!("standard input cannot be watched");
    }
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(sender).context("cannot watch files")?;
    for path in args.files()? {
        let (folder, mode) = watched(&path);
        watcher.watch(&folder, mode).with_context(|| format!("cannot watch {}", folder.display()))?;
    }
    let is_terminal = io::stdout().is_terminal();
    loop {
        if is_terminal {
            io::stdout().lock().write_all(CLEAR.as_bytes())?;
        }
        if let Err(error) = check() {
            print_error(&error);
        }
        writeln!(anstream::stderr().lock(), "watching for changes; Ctrl-C ends")?;
        if !wait(&changes) {
            return Ok(Outcome::Clean);
        }
    }
}

/// What to watch for a path: a folder with everything in it, or the folder of a file, because editors replace files.
fn watched(path: &Path) -> (PathBuf, RecursiveMode) {
    if path.is_dir() {
        return (path.to_owned(), RecursiveMode::Recursive);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    (folder.unwrap_or(Path::new(".")).to_owned(), RecursiveMode::NonRecursive)
}

/// Waits until files have changed and no more of them do. Returns `false` if nothing will change any more.
fn wait(changes: &Receiver<notify::Result<Event>>) -> bool {
    loop {
        match changes.recv() {
            Err(_) => return false,
            Ok(Ok(event)) if event.kind.is_access() => {}
            Ok(_) => break,
        }
    }
    while changes.recv_timeout(QUIET).is_ok() {}
    true
}
