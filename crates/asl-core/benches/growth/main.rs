//! Whether the analysis takes linear time, whatever the shape of a definition.
//!
//! Each shape is analysed and linted at the sizes n and 4n. `cost` is the time per byte at 4n as a multiple of that of a
//! plain chain of Tasks (budget: 5), `growth` how the time per byte grows from n to 4n (budget: 1.6; 1 is linear). Small
//! texts that only a hostile author writes have a budget of 0.3 seconds.
//!
//! `cargo bench --bench growth -- NAME` measures only the shapes whose name contains `NAME`.

#![expect(clippy::print_stdout, reason = "it prints figures")]

mod shapes;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use asl_core::config::Config;
use asl_core::{Source, analyze, lint_analyses};

use shapes::{HOSTILE, SHAPES, Shape, chain};

const COST: f64 = 5.0;
const GROWTH: f64 = 1.6;
const HOSTILE_TIME: Duration = Duration::from_millis(300);
/// Below this, the cost of a shape is noise.
const SHORT: Duration = Duration::from_millis(2);

fn main() -> ExitCode {
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).unwrap_or_default();
    let text = chain(3000);
    let unit = time(&text, "asl.json").as_secs_f64() / text.len() as f64;
    println!("{:<28} {:>8} {:>9} {:>6} {:>7}", "shape", "kB", "time", "cost", "growth");
    let mut over = 0;
    for shape in SHAPES.iter().filter(|shape| shape.name.contains(&wanted)) {
        over += usize::from(!is_linear(shape, unit));
    }
    for (name, text) in HOSTILE.iter().filter(|(name, _)| name.contains(&wanted)) {
        let text = text();
        let taken = time(&text, "asl.json");
        let verdict = if taken > HOSTILE_TIME { "  over 0.3 s" } else { "" };
        println!("{name:<28} {:>8.0} {taken:>9.1?}{verdict}", text.len() as f64 / 1000.0);
        over += usize::from(taken > HOSTILE_TIME);
    }
    println!("{over} over budget");
    if over == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Measures a shape, prints its row and returns whether it is within the budgets.
fn is_linear(shape: &Shape, unit: f64) -> bool {
    let (small, large) = ((shape.text)(shape.size), (shape.text)(4 * shape.size));
    let before = time(&small, shape.ending).as_secs_f64() / small.len() as f64;
    let taken = time(&large, shape.ending);
    let after = taken.as_secs_f64() / large.len() as f64;
    let (cost, growth) = (after / unit, after / before);
    let is_over = taken > SHORT && (cost > COST || growth > GROWTH);
    let verdict = if is_over { "  over budget" } else { "" };
    let size = large.len() as f64 / 1000.0;
    println!("{:<28} {size:>8.0} {taken:>9.1?} {cost:>6.1} {growth:>7.1}{verdict}", shape.name);
    !is_over
}

/// The least time that the analysis and all default rules take.
fn time(text: &str, ending: &str) -> Duration {
    let name = format!("a.{ending}");
    let mut least = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        black_box(lint_analyses(&analyze(Source::new(text, &name)), &Config::default()));
        least = least.min(start.elapsed());
    }
    least
}
