//! The processor time and the memory of a single `asl-lint check` of 10,000 files, 24 MB in total. The time is a multiple
//! of the time that it takes to read the same files and to parse them with serde_json.

#![expect(clippy::print_stdout, reason = "it prints figures")]

use std::env;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const FILES: usize = 10_000;
const FILES_IN_FOLDER: usize = 100;

/// The maximum time, as a multiple of reading and parsing.
const TIME: f64 = 5.0;
/// The maximum memory in MiB.
const MEMORY: usize = 120;

fn main() -> ExitCode {
    let folder = env::temp_dir().join(format!("asl-lint-files-{}", std::process::id()));
    let files = write_files(&folder);
    let measured = measure(&folder, &files);
    fs::remove_dir_all(&folder).expect("it can be removed");
    let Some(Figures { read, check, wall, memory }) = measured else {
        println!("skipped: the system does not tell the processor time and the memory of a process in /proc");
        return ExitCode::SUCCESS;
    };
    let ratio = check / read;
    let is_slow = ratio > TIME;
    let verdict = if is_slow { format!("  over the budget of {TIME}") } else { String::new() };
    println!(
        "{FILES} files: {check:.2} s, {ratio:.1} times reading and parsing with serde_json ({read:.2} s){verdict}"
    );
    let is_large = memory > MEMORY;
    let verdict = if is_large { format!("  over the budget of {MEMORY} MiB") } else { String::new() };
    println!("{FILES} files: {memory} MiB{verdict}");
    println!("{FILES} files: {wall:.2} s of wall time, {:.0} files per second", FILES as f64 / wall);
    if is_slow || is_large { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Writes copies of two fixtures. Every tenth file has findings.
fn write_files(folder: &Path) -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let read = |name: &str| fs::read_to_string(fixtures.join(name)).expect("it is a fixture");
    let (good, broken) = (read("saga.asl.json"), read("broken/saga.asl.json"));
    let write = |i: usize| {
        let folder = folder.join(format!("{}", i / FILES_IN_FOLDER));
        fs::create_dir_all(&folder).expect("the folder is writable");
        let file = folder.join(format!("{i}.asl.json"));
        fs::write(&file, if i.is_multiple_of(10) { &broken } else { &good }).expect("the folder is writable");
        file
    };
    let files = (0..FILES).map(write).collect();
    fs::write(folder.join("asl-lint.toml"), "").expect("the folder is writable");
    files
}

/// What is measured: times in seconds.
struct Figures {
    /// The processor time to read and parse the files.
    read: f64,
    /// The processor time to check them.
    check: f64,
    /// The wall time to check them.
    wall: f64,
    /// The memory of the check in MiB.
    memory: usize,
}

/// Measures a check; `None` if the system does not tell.
fn measure(folder: &Path, files: &[PathBuf]) -> Option<Figures> {
    let [before, _] = processor_time()?;
    for file in files {
        let bytes = fs::read(file).expect("it has been written");
        black_box(serde_json::from_slice::<serde_json::Value>(&bytes).expect("it is JSON"));
    }
    let [after, children] = processor_time()?;
    let start = Instant::now();
    let mut check = Command::new(env!("CARGO_BIN_EXE_asl-lint"));
    let mut check = check.arg("check").arg(folder).stdout(Stdio::null()).spawn().expect("it can be started");
    let mut memory = 0;
    while check.try_wait().expect("it can be waited for").is_none() {
        memory = peak_memory(check.id()).unwrap_or(memory);
        thread::sleep(Duration::from_millis(1));
    }
    let wall = start.elapsed().as_secs_f64();
    let [_, all_children] = processor_time()?;
    Some(Figures { read: after - before, check: all_children - children, wall, memory })
}

/// The processor time of this process and of the processes that it has waited for, in seconds.
fn processor_time() -> Option<[f64; 2]> {
    /// The number of ticks in a second, on all Linux systems.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, may contain spaces.
    let fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11).take(4);
    let ticks: Vec<f64> = fields.filter_map(|field| field.parse().ok()).collect();
    let [user, system, children_user, children_system] = ticks.try_into().ok()?;
    Some([(user + system) / TICKS, (children_user + children_system) / TICKS])
}

/// The largest memory that a running process has used, in MiB.
fn peak_memory(process: u32) -> Option<usize> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? / 1024)
}
