//! Output formats: a file and an entry in the list for each.

mod compact;
mod github;
mod gitlab;
mod json;
mod junit;
mod sarif;
mod sarif_merge;
mod snippet;
mod statistics;
#[cfg(test)]
mod tests;
mod text;

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use asl_core::Severity;
pub(crate) use compact::line;
pub(crate) use json::{UNREADABLE, escaped, write_pretty};
pub(crate) use sarif_merge::merge as merge_sarif;
pub(crate) use statistics::statistics;
use supports_hyperlinks::Stream;
pub(crate) use text::{counted, outcome};

use crate::report::Report;

/// An output format of `asl-lint check`.
#[derive(Debug)]
pub(crate) struct Format {
    pub name: &'static str,
    /// The description in the help text.
    pub help: &'static str,
    /// Who reads it.
    pub kind: Kind,
    /// Prints a report.
    pub write: fn(&Report, &Display, &mut dyn Write) -> io::Result<()>,
}

/// Who reads a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// People. Colors are removed where they do not belong. It can be printed together with other lines.
    People,
    /// Programs, from lines between other lines.
    Lines,
    /// Programs, as a whole.
    Document,
}

pub(crate) static FORMATS: [Format; 7] = [
    Format { name: "text", help: "Annotated source code, for people", kind: Kind::People, write: text::text },
    Format { name: "compact", help: "One finding per line", kind: Kind::People, write: compact::compact },
    Format { name: "json", help: "An array, for other programs", kind: Kind::Document, write: json::json },
    Format {
        name: "sarif",
        help: "SARIF 2.1.0, for code scanning",
        kind: Kind::Document,
        write: sarif::sarif,
    },
    Format {
        name: "github",
        help: "Annotations of GitHub Actions",
        kind: Kind::Lines,
        write: github::github,
    },
    Format { name: "gitlab", help: "GitLab Code Quality", kind: Kind::Document, write: gitlab::gitlab },
    Format { name: "junit", help: "JUnit XML, for CI servers", kind: Kind::Document, write: junit::junit },
];

/// Returns a format by its name.
pub(crate) fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// What the formats for people depend on, besides the report.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Display {
    /// The width of the terminal; `None` if the output goes elsewhere.
    pub columns: Option<usize>,
    /// Whether the terminal displays links.
    pub has_links: bool,
    /// Whether the summary is left out.
    pub is_quiet: bool,
}

impl Display {
    /// Returns what holds for standard output.
    pub(crate) fn of_stdout(is_quiet: bool) -> Display {
        let stdout = io::stdout();
        let width = || terminal_size::terminal_size_of(&stdout).map(|(width, _)| usize::from(width.0));
        Display {
            columns: Some(stdout.is_terminal()).filter(|is| *is).and_then(|_| width()),
            has_links: supports_hyperlinks::on(Stream::Stdout),
            is_quiet,
        }
    }
}

pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(crate) const BOLD: Style = Style::new().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const INFO: Style = AnsiColor::Cyan.on_default().bold();

/// The style of a severity. Output goes through `anstream`, which removes the styles if they are not wanted.
pub(crate) fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Info => INFO,
    }
}
