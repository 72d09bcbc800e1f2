//! The size of the index, and the time to read its directory and each service. The exit code is 1 if a service takes
//! more than 2 ms or the index is larger than 4 MB.

#![expect(clippy::print_stdout, reason = "it prints figures")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use aws_services::{Service, sdk_services};

/// The longest time for a service.
const SERVICE: Duration = Duration::from_millis(2);

/// The largest index, in bytes.
const BUDGET: usize = 4_000_000;

/// The size of the index, in bytes.
const SIZE: usize =
    include_bytes!("../data/directory.tsv").len() + include_bytes!("../data/models.bin").len();

fn main() -> ExitCode {
    let (directory, services) = time(sdk_services);
    println!("index      {:>9.2} MB  (budget {:.2} MB)", SIZE as f64 / 1e6, BUDGET as f64 / 1e6);
    println!("directory  {directory:>9.1?}     {} services", services.len());
    // The shortest of a few times, which other programs have not disturbed.
    let read = |service: &Service| {
        (0..7).map(|_| time(|| black_box(service.read_model())).0).min().unwrap_or_default()
    };
    let mut times: Vec<(Duration, &str)> =
        services.iter().map(|service| (read(service), service.name())).collect();
    times.sort_unstable();
    let all: Duration = times.iter().map(|(time, _)| *time).sum();
    println!("all        {all:>9.1?}");
    println!("median     {:>9.1?}     {}", times[times.len() / 2].0, times[times.len() / 2].1);
    for (time, name) in times.iter().rev().take(3) {
        println!("slowest    {time:>9.1?}     {name} (budget {SERVICE:?})");
    }
    let is_within = times.last().is_some_and(|(slowest, _)| *slowest <= SERVICE) && SIZE <= BUDGET;
    if is_within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn time<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = run();
    (start.elapsed(), result)
}
