//! The time of a whole `asl-lint check` of a small file, over the time of a program that does nothing: this one, started
//! with the argument `nothing`. Budget: 2.5 ms. In a repository, templates that refer to the file are searched for, with a
//! budget of 30 µs for each folder: most of it is the time of the system for the files that say what to ignore. Prints the
//! size of the program, too.

#![expect(clippy::print_stdout, reason = "it prints figures")]

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const BUDGET: Duration = Duration::from_micros(2_500);
/// For each folder in which templates are searched for.
const PER_FOLDER: Duration = Duration::from_micros(30);
const ROUNDS: usize = 100;

fn main() -> ExitCode {
    if env::args().nth(1).as_deref() == Some("nothing") {
        return ExitCode::SUCCESS;
    }
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let fixtures = repository.join("fixtures");
    let (good, broken) = (fixtures.join("saga.asl.json"), fixtures.join("broken/saga.asl.json"));
    let alone = env::temp_dir().join(format!("asl-lint-start-{}", std::process::id()));
    fs::create_dir_all(&alone).expect("the folder is writable");
    fs::write(alone.join("asl-lint.toml"), "").expect("the folder is writable");
    let file = alone.join("saga.asl.json");
    fs::copy(&good, &file).expect("the folder is writable");
    let mut is_within = true;
    let searched = folders(&repository);
    println!("this repository has {searched} folders");
    let checks = [
        ("no findings", file.as_path(), 0),
        ("no findings, in this repository", good.as_path(), searched),
        ("findings, in this repository", broken.as_path(), searched),
    ];
    for (name, path, folders) in checks {
        let budget = BUDGET + PER_FOLDER * folders;
        let mut over: Vec<Duration> = (0..ROUNDS).map(|_| time_over_nothing(path)).collect();
        over.sort();
        let median = over[ROUNDS / 2];
        let verdict = if median <= budget { "" } else { "  over budget" };
        println!(
            "{name:<32} {median:>10.1?} over a program that does nothing (budget {budget:.1?}){verdict}"
        );
        is_within &= median <= budget;
    }
    let size = fs::metadata(env!("CARGO_BIN_EXE_asl-lint")).expect("it exists").len();
    println!("{:<32} {:>7.1} MB", "size of the program", size as f64 / 1e6);
    fs::remove_dir_all(&alone).expect("it can be removed");
    if is_within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The number of folders in a folder, itself included, without those that hold what git ignores or stores.
fn folders(folder: &Path) -> u32 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let inner = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let is_searched = |name: &OsStr| name != ".git" && name != "target" && name != "node_modules";
    1 + inner.filter(|one| is_searched(&one.file_name())).map(|one| folders(&one.path())).sum::<u32>()
}

/// How much longer it takes to check a file than to do nothing, measured one after the other.
fn time_over_nothing(path: &Path) -> Duration {
    let this = env::current_exe().expect("it exists");
    let nothing = time(this.as_os_str(), &["nothing".as_ref()]);
    let check = time(env!("CARGO_BIN_EXE_asl-lint").as_ref(), &["check".as_ref(), path.as_os_str()]);
    check.saturating_sub(nothing)
}

fn time(program: &OsStr, args: &[&OsStr]) -> Duration {
    let start = Instant::now();
    let status = Command::new(program).args(args).stdout(Stdio::null()).status();
    status.expect("the program can be started");
    start.elapsed()
}
