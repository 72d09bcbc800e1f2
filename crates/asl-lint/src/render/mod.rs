//! Output formats: a file and an entry in the list for each.

mod compact;
mod json;
mod snippet;
#[cfg(test)]
mod tests;
mod text;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use asl_core::Severity;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
pub(crate) use json::escaped;
pub(crate) use text::counted;

use crate::run::Report;

/// An output format of `asl-lint check`.
#[derive(Debug)]
pub(crate) struct Format {
    pub name: &'static str,
    /// The description in the help text.
    pub help: &'static str,
    /// Whether it prints colors, which `anstream` removes where they do not belong.
    pub has_colors: bool,
    /// Prints a report.
    pub write: fn(&Report, &mut dyn Write) -> io::Result<()>,
}

static FORMATS: [Format; 3] = [
    Format { name: "text", help: "Annotated source code, for people", has_colors: true, write: text::text },
    Format { name: "compact", help: "One finding per line", has_colors: true, write: compact::compact },
    Format { name: "json", help: "An array, for other programs", has_colors: false, write: json::json },
];

/// Parses the name of a format.
pub(crate) fn formats() -> impl TypedValueParser<Value = &'static Format> {
    let values = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.help));
    PossibleValuesParser::new(values)
        .try_map(|name| FORMATS.iter().find(|format| format.name == name).ok_or("unknown format"))
}

pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(crate) const BOLD: Style = Style::new().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const INFO: Style = AnsiColor::Cyan.on_default().bold();

/// The style of a severity. Output goes through `anstream`, which removes the styles if they are not wanted.
pub(crate) fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Info => INFO,
    }
}
