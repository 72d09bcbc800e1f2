//! Brackets of YAML that are not closed yet. The reader leaves them out; here they are closed where their line ends, to
//! see what is due inside.

use asl_core::host::Language;
use asl_core::semantic::Analysis;
use asl_core::text::Span;
use asl_core::{Source, analyze};

/// A file after its brackets were closed.
pub(super) struct Closed {
    pub analyses: Vec<Analysis>,
    /// What was added: up to here all places are those of the file.
    pub added: Span,
}

/// Closes the brackets and the quote that are open around a place, if their line is damaged and less so afterwards.
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
    // Directly behind the colon of `arn:` no bracket may follow, but more of the word.
    let closings = [open.closing.clone(), format!("x{}", open.closing)];
    closings.into_iter().find_map(|closing| {
        let closed = format!("{}{closing}{}", &text[..end], &text[end..]);
        let after = analyses_of(&closed, first);
        let added = Span::new(end, end + closing.len());
        (errors(&after) < errors(analyses)).then_some(Closed { analyses: after, added })
    })
}

/// A text with what is known from outside of the one that it stands for.
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

/// What a line leaves open.
struct Open {
    /// The outermost bracket.
    start: usize,
    /// The end of the line, without a comment.
    end: usize,
    closing: String,
}

impl Open {
    fn of(line: &str) -> Option<Open> {
        let mut open: Vec<(usize, char)> = Vec::new();
        let mut quote: Option<char> = None;
        let mut end = line.len();
        // What begins here is a value or a key, and not a part of one.
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
        let (start, _) = *open.first()?;
        let closing = quote.into_iter().chain(open.iter().rev().map(|(_, close)| *close)).collect();
        let end = if quote.is_some() { end } else { line[..end].trim_end().len() };
        Some(Open { start, end, closing })
    }
}
