//! The JSON format: an array of [`Finding`]s for other programs, described by `docs/output.schema.json`. It is stable: fields
//! may be added, but are not changed.

use std::borrow::Cow;
use std::io::{self, Write};

use asl_core::Severity;
use asl_core::visible::is_hidden;
use asl_findings::{Finding, Position, Range, fingerprint};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::render::Display;
use crate::report::{Failure, Report};
use crate::repository::from_repository;

/// The `rule` of the entry for a file or folder that cannot be read.
pub(crate) const UNREADABLE: &str = "unreadable-file";

pub(super) fn json(report: &Report, _: &Display, out: &mut dyn Write) -> io::Result<()> {
    let unreadable: Vec<Finding> = report.failures.iter().filter_map(unreadable).collect();
    let mut findings: Vec<&Finding> = report.findings().chain(&unreadable).collect();
    findings.sort_by(|a, b| a.path.cmp(&b.path));
    write_pretty(&findings, out)
}

/// Writes a value as JSON with hidden characters escaped, and a line break. The text is never in memory as a whole.
pub(crate) fn write_pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut chunks = Chunks { out, chunk: Vec::with_capacity(2 * CHUNK) };
    value.serialize(&mut Serializer::with_formatter(&mut chunks, Pretty::default()))?;
    chunks.flush()?;
    writeln!(out)
}

/// The size of a chunk in bytes.
const CHUNK: usize = 16 * 1024;

/// Collects JSON and escapes it chunk by chunk. serde_json writes whole characters.
struct Chunks<'w> {
    out: &'w mut dyn Write,
    chunk: Vec<u8>,
}

impl Write for Chunks<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    /// Inlined, as most parts are a few bytes long.
    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() < CHUNK { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> io::Result<()> {
        let json = str::from_utf8(&self.chunk).map_err(io::Error::other)?;
        self.out.write_all(escaped(json).as_bytes())?;
        self.chunk.clear();
        Ok(())
    }
}

/// Writes what serde_json's own `PrettyFormatter` writes, but each indentation as a whole instead of level by level, which
/// took a third of the time.
#[derive(Default)]
struct Pretty {
    /// The number of open arrays and objects.
    depth: usize,
    /// Whether the last one that has been opened or closed has members.
    has_members: bool,
}

impl Pretty {
    fn open<W: Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_members = false;
        out.write_all(bracket)
    }

    fn member<W: Write + ?Sized>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        out.write_all(if is_first { b"\n" } else { b",\n" })?;
        self.indent(out)
    }

    fn close<W: Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_members {
            out.write_all(b"\n")?;
            self.indent(out)?;
        }
        out.write_all(bracket)
    }

    fn indent<W: Write + ?Sized>(&self, out: &mut W) -> io::Result<()> {
        const LEVELS: &[u8; 32] = &[b' '; 32];
        let mut rest = 2 * self.depth;
        while rest > LEVELS.len() {
            out.write_all(LEVELS)?;
            rest -= LEVELS.len();
        }
        out.write_all(&LEVELS[..rest])
    }
}

impl Formatter for Pretty {
    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.member(out, is_first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_members = true;
        Ok(())
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.member(out, is_first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_members = true;
        Ok(())
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }
}

/// The entry for a file or folder that cannot be read.
fn unreadable(failure: &Failure) -> Option<Finding> {
    let path = failure.path.clone()?;
    let start = Position { line: 1, column: 1, offset: 0 };
    Some(Finding {
        fingerprint: fingerprint::of(&[&from_repository(&path), UNREADABLE]),
        path,
        rule: UNREADABLE.to_owned(),
        severity: Severity::Error,
        message: failure.message.clone(),
        aws_code: None,
        aws_location: None,
        pointer: None,
        definition: None,
        range: Range { start, end: start },
        notes: Vec::new(),
        help: None,
        related: Vec::new(),
        url: concat!(
            env!("CARGO_PKG_REPOSITORY"),
            "/blob/v",
            env!("CARGO_PKG_VERSION"),
            "/docs/output.md#unreadable-files"
        )
        .to_owned(),
        fix: None,
        stable_pointer: String::new(),
    })
}

/// Escapes all hidden characters in JSON, as serde_json leaves most of them unescaped.
pub(crate) fn escaped(json: &str) -> Cow<'_, str> {
    let must_escape = |c: char| is_hidden(c) && c != '\n';
    // A fold has no early exit, so that it is vectorized.
    let is_plain = json.bytes().fold(true, |plain, b| plain & (matches!(b, b' '..=b'~') | (b == b'\n')));
    if is_plain || !json.contains(must_escape) {
        return json.into();
    }
    let escaped = |c: char| if must_escape(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hidden_characters_are_escaped_in_every_chunk() {
        for width in CHUNK - 3..CHUNK + 3 {
            let texts = ["x".repeat(width), "\u{202e}é😀".repeat(9000)];
            let mut bytes = Vec::new();
            write_pretty(&texts, &mut bytes).unwrap();
            let json = String::from_utf8(bytes).unwrap();
            assert_eq!(json, escaped(&(serde_json::to_string_pretty(&texts).unwrap() + "\n")));
            assert!(!json.contains('\u{202e}') && json.contains("\\u202e"));
        }
    }

    #[test]
    fn values_of_all_forms_are_indented_like_those_of_serde_json() {
        let deep = (0..40)
            .fold(json!("x"), |inner, i| if i % 2 == 0 { json!([inner]) } else { json!({ "a": inner }) });
        let value =
            json!([[], {}, [1, [], {}], { "a": {}, "b": [], "c": { "d": [null, true] } }, deep, "end"]);
        let mut bytes = Vec::new();
        write_pretty(&value, &mut bytes).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), serde_json::to_string_pretty(&value).unwrap() + "\n");
    }
}
