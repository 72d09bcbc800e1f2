//! Output formats: one file and one function each.

mod compact;
mod json;
mod snippet;
#[cfg(test)]
mod tests;
mod text;

use anstyle::{AnsiColor, Style};
use asl_core::Severity;

pub(crate) use compact::compact;
pub(crate) use json::json;
pub(crate) use text::text;

pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(crate) const BOLD: Style = Style::new().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const INFO: Style = AnsiColor::Cyan.on_default().bold();

/// The style of a severity. What is printed goes through `anstream`, which takes colours out where they do not belong.
pub(crate) fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Info => INFO,
    }
}
