//! Unclosed brackets in YAML. The parser drops them; here they are closed at the end of their line to find out what is
//! expected inside.

use asl_core::host::Language;
use asl_core::semantic::Analysis;
use asl_core::text::Span;
use asl_core::{Source, analyze};

/// A file after closing its brackets.
pub(super) struct Closed {
    pub analyses: Vec<Analysis>,
    /// The inserted text; up to its start, all offsets are those of the file.
    pub added: Span,
}

/// Closes the brackets and the quote around an offset, if their line has a syntax error that this removes.
pub(super) fn close(analyses: &[Analysis], offset: u32) -> Option<Closed> {
    let first = analyses.first().filter(|first| matches!(first.file_language(), Language::Yaml(_)))?;
    let text = first.tree().text();
    let offset = text.floor_char_boundary(offset as usize);
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let open = Open::of(line).filter(|open| start + open.start < offset)?;
    let span = Span::new(start + open.start, start + line.len());
    if !analyses.iter().any(|analysis| analysis.tree().is_damaged(span)) {
        return None;
    }
    let end = (start + open.end).max(offset);
    // Directly after the colon of `arn:`, a closing bracket would be an error without more text.
    let closings = [open.closing.clone(), format!("x{}", open.closing)];
    closings.into_iter().find_map(|closing| {
        let closed = format!("{}{closing}{}", &text[..end], &text[end..]);
        let after = analyses_of(&closed, first);
        let added = Span::new(end, end + closing.len());
        (errors(&after) < errors(analyses)).then_some(Closed { analyses: after, added })
    })
}

/// Analyzes a text with the template context of the text that it replaces.
fn analyses_of(text: &str, first: &Analysis) -> Vec<Analysis> {
    let (language, workflow) = (first.file_language(), first.workflow());
    let mut found = analyze(Source { text, language, workflow, not_utf8: Vec::new() });
    if let Some(around) = first.template_context() {
        found.iter_mut().for_each(|analysis| analysis.set_template_context(around.clone()));
    }
    found
}

fn errors(analyses: &[Analysis]) -> usize {
    analyses.iter().map(|analysis| analysis.tree().errors().len()).sum()
}

/// What is left open at the end of a line.
struct Open {
    /// The offset of the outermost bracket.
    start: usize,
    /// The end of the line, excluding a comment.
    end: usize,
    closing: String,
}

impl Open {
    fn of(line: &str) -> Option<Open> {
        let mut open: Vec<(usize, char)> = Vec::new();
        let mut quote: Option<char> = None;
        let mut end = line.len();
        // Whether a value or a key begins here, rather than continues.
        let mut is_start = true;
        let mut chars = line.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match (quote, c) {
                (Some('"'), '\\') => _ = chars.next(),
                (Some(sign), c) => quote = Some(sign).filter(|sign| *sign != c),
                (None, '"' | '\'') if is_start => quote = Some(c),
                (None, '#') if line[..at].ends_with([' ', '\t']) => {
                    end = at;
                    break;
                }
                (None, '{') if is_start => open.push((at, '}')),
                (None, '[') if is_start => open.push((at, ']')),
                (None, '}' | ']') if open.last().is_some_and(|(_, close)| *close == c) => _ = open.pop(),
                _ => {}
            }
            let next = chars.peek().map(|(_, next)| *next);
            is_start = match c {
                ' ' => is_start,
                '{' | '[' => is_start || !open.is_empty(),
                ',' => !open.is_empty(),
                ':' | '-' | '?' => next.is_none_or(|next| next == ' '),
                _ => false,
            };
        }
        let Some((start, _)) = open.first().copied() else { return Open::colon(line, quote, end) };
        let closing = quote.into_iter().chain(open.iter().rev().map(|(_, close)| *close)).collect();
        let end = if quote.is_some() { end } else { line[..end].trim_end().len() };
        Some(Open { start, end, closing })
    }

    /// A value that ends with a colon, such as the beginning of an ARN.
    fn colon(line: &str, quote: Option<char>, end: usize) -> Option<Open> {
        let line = line[..end].trim_end();
        let start = line.find(": ")? + 2;
        (quote.is_none() && line.len() > start && line.ends_with(':')).then(|| Open {
            start,
            end: line.len(),
            closing: String::new(),
        })
    }
}
