//! Retriers and catchers: which errors they handle, and when a failed state is retried.

use super::{Object, State};
use crate::catalog::errors::{self, Origin};
use crate::catalog::services::Resource;
use crate::catalog::{QueryLanguage, StateKind};
use crate::syntax::{Kind, Node, Text};

impl<'m> Object<'m> {
    /// The error names of a retrier or catcher.
    pub fn error_names(self) -> impl Iterator<Item = Text<'m>> {
        self.get("ErrorEquals").into_iter().flat_map(Node::items).filter_map(Node::as_text)
    }
}

impl<'m> State<'m> {
    /// Whether a state of this type can have `Retry` and `Catch` (§2.1).
    pub fn has_handlers(self) -> bool {
        matches!(self.kind(), Some(StateKind::Task | StateKind::Parallel | StateKind::Map))
    }

    /// The retriers, then the catchers.
    pub(crate) fn handlers(self) -> impl Iterator<Item = Object<'m>> {
        let lists: &[&str] = if self.has_handlers() { &["Retry", "Catch"] } else { &[] };
        lists.iter().flat_map(move |list| self.objects(list))
    }

    /// Returns why a Task cannot raise an error; `None` if it can, or if that is unknown. A Parallel or Map state gets
    /// the errors of the states inside it, so any error may occur there.
    pub fn obstacle_to(self, error: &str) -> Option<&'static str> {
        if !self.is(StateKind::Task) {
            return None;
        }
        let object = self.object()?;
        match errors::origin(error)? {
            Origin::Choice => Some("only a Choice state raises it"),
            Origin::Parallel => Some("only a Parallel state raises it"),
            Origin::Map => Some("only a Map state raises it"),
            Origin::Language(QueryLanguage::Jsonata) if self.language() == QueryLanguage::JsonPath => {
                Some("only a JSONata state raises it")
            }
            Origin::Language(QueryLanguage::JsonPath) | Origin::ResultPath
                if self.language() == QueryLanguage::Jsonata =>
            {
                Some("a JSONata state raises `States.QueryEvaluationError` instead")
            }
            Origin::ResultPath if !self.writes_into_input() => {
                Some("this Task does not write into its input: no `ResultPath` names a part of it")
            }
            Origin::Heartbeat
                if !object.has_or_misspells("HeartbeatSeconds")
                    && !object.has_or_misspells("HeartbeatSecondsPath") =>
            {
                Some("this Task has no heartbeat")
            }
            Origin::Http => {
                let is_other = match Resource::parse(self.resource()?) {
                    Resource::Optimized { service, .. } => service != "http",
                    Resource::Sdk { .. } | Resource::Activity => true,
                    Resource::Other => false,
                };
                is_other.then_some("only a Task that calls `http:invoke` raises it")
            }
            _ => None,
        }
    }

    /// Whether the result, or a caught error, goes into a part of the input, where it may conflict with another value.
    fn writes_into_input(self) -> bool {
        let catchers = self.objects("Catch");
        let mut paths =
            self.object().into_iter().chain(catchers).filter_map(|o| o.field_or_misspelling("ResultPath"));
        paths.any(|path| {
            path.value().is_none_or(|value| value.kind() != Kind::Null && value.as_str() != Some("$"))
        })
    }
}

/// Whether an error name in `ErrorEquals` handles an error. A few errors that `States.TaskFailed` is documented not to
/// match, or for which this is unknown, count as not handled (§4.4).
pub fn handles(listed: &str, error: &str) -> bool {
    const EXCLUDED: [&str; 5] = [
        "States.ALL",
        "States.DataLimitExceeded",
        "States.HeartbeatTimeout",
        "States.Runtime",
        "States.Timeout",
    ];
    listed == error || listed == "States.TaskFailed" && !EXCLUDED.contains(&error)
}

/// The delays of a retrier whose numbers are all known. Absent fields have the defaults of Step Functions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schedule {
    /// The seconds before the first retry: `IntervalSeconds`.
    pub(crate) interval: f64,
    /// The factor by which the delay grows: `BackoffRate`.
    pub(crate) rate: f64,
    /// The number of retries: `MaxAttempts`.
    pub attempts: f64,
    /// The longest delay in seconds, if any: `MaxDelaySeconds`.
    pub(crate) cap: Option<f64>,
    /// Whether each delay is a random part of the computed one: `JitterStrategy`.
    pub has_jitter: bool,
}

impl Schedule {
    /// Reads the schedule of a retrier; `None` if a number is unknown or out of range.
    pub fn of(retrier: Object<'_>) -> Option<Schedule> {
        let number = |field: &str, default: f64, min: f64| match retrier.field_or_misspelling(field) {
            Some(field) => field.value()?.as_f64().filter(|number| *number >= min),
            None => Some(default),
        };
        let cap = number("MaxDelaySeconds", f64::INFINITY, 1.0)?;
        Some(Schedule {
            interval: number("IntervalSeconds", 1.0, 1.0)?,
            rate: number("BackoffRate", 2.0, 1.0)?,
            attempts: number("MaxAttempts", 3.0, 0.0)?,
            cap: Some(cap).filter(|cap| cap.is_finite()),
            has_jitter: retrier.get("JitterStrategy").is_some_and(|value| value.as_str() != Some("NONE")),
        })
    }

    /// The delay in seconds before a retry, counted from 0.
    pub(crate) fn delay(self, number: u32) -> f64 {
        let delay = self.interval * self.rate.powf(f64::from(number));
        self.cap.map_or(delay, |cap| delay.min(cap))
    }

    /// The sum of all delays in seconds.
    pub fn total(self) -> f64 {
        if self.rate == 1.0 {
            return self.delay(0) * self.attempts;
        }
        // The number of retries until the delays reach the cap.
        let growing = self.cap.map_or(self.attempts, |cap| {
            ((cap / self.interval).ln() / self.rate.ln()).ceil().clamp(0.0, self.attempts)
        });
        let capped = self.cap.map_or(0.0, |cap| (self.attempts - growing) * cap);
        self.interval * (self.rate.powf(growing) - 1.0) / (self.rate - 1.0) + capped
    }

    /// Describes the schedule: "2 s, 4 s, 8 s ... 6 retries, 2 min 6 s in all".
    pub fn words(self) -> String {
        let shown = self.attempts.min(3.0) as u32;
        let delays: Vec<String> = (0..shown).map(|i| duration(self.delay(i) as u64)).collect();
        let more = if self.attempts > 3.0 { " ..." } else { "," };
        let noun = if self.attempts == 1.0 { "retry" } else { "retries" };
        const CENTURY: f64 = 3_153_600_000.0;
        let total = match self.total() {
            total if total > CENTURY => "more than 100 years".to_owned(),
            total => duration(total as u64),
        };
        format!("{}{more} {} {noun}, {total} in all", delays.join(", "), self.attempts)
    }
}

/// Formats a number of seconds for humans: "45 s", "2 min 6 s", "3 h 51 min", "2 d 4 h".
pub fn duration(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let first = UNITS.iter().position(|(size, _)| seconds >= *size).unwrap_or(3);
    let (size, unit) = UNITS[first];
    let rest = UNITS.get(first + 1).map(|(smaller, unit)| (seconds % size / smaller, unit));
    match rest {
        Some((count, smaller)) if count > 0 => format!("{} {unit} {count} {smaller}", seconds / size),
        _ => format!("{} {unit}", seconds / size),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(interval: f64, rate: f64, attempts: f64, cap: Option<f64>) -> Schedule {
        Schedule { interval, rate, attempts, cap, has_jitter: false }
    }

    #[test]
    fn delays_grow_up_to_their_limit() {
        let words = |interval, rate, attempts, cap| schedule(interval, rate, attempts, cap).words();
        assert_eq!(words(2.0, 2.0, 6.0, None), "2 s, 4 s, 8 s ... 6 retries, 2 min 6 s in all");
        assert_eq!(words(2.0, 2.0, 6.0, Some(10.0)), "2 s, 4 s, 8 s ... 6 retries, 44 s in all");
        assert_eq!(words(60.0, 1.0, 5.0, None), "1 min, 1 min, 1 min ... 5 retries, 5 min in all");
        assert_eq!(words(5.0, 2.0, 2.0, Some(3.0)), "3 s, 3 s, 2 retries, 6 s in all");
        assert_eq!(words(1.0, 2.0, 1.0, None), "1 s, 1 retry, 1 s in all");
        assert_eq!(words(1.0, 2.0, 99.0, None), "1 s, 2 s, 4 s ... 99 retries, more than 100 years in all");
    }

    #[test]
    fn the_sum_is_that_of_the_delays() {
        for (interval, rate, cap) in
            [(1.0, 1.5, None), (3.0, 2.0, Some(24.0)), (3.0, 2.5, Some(20.0)), (9.0, 2.0, Some(9.0))]
        {
            let schedule = schedule(interval, rate, 12.0, cap);
            let sum: f64 = (0..12).map(|i| schedule.delay(i)).sum();
            assert!((schedule.total() - sum).abs() < 1e-6 * sum, "{schedule:?}: {sum}");
        }
        assert!(schedule(1.0, 2.0, 99_999_999.0, None).total().is_infinite());
    }
}
