//! The values of strings, heredocs and files, which are all templates. Interpolations are kept as source text.

use hcl_edit::expr::Expression;

use super::Part;
use super::rendered::Rendered;
use super::template::{Branch, Directive, Piece, Placed, pieces, placed};
use crate::Format;
use asl_syntax::text::Span;
use asl_syntax::{OffsetMap, Splice};

/// A string, a heredoc or a file, split into pieces.
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    style: Style,
}

#[derive(Clone, Copy)]
enum Style {
    Quoted,
    /// Lines, such as those of a heredoc.
    Lines {
        /// The number of whitespace characters that are removed from each line.
        indent: usize,
    },
}

impl Pieces {
    /// Returns the pieces of an expression, or `None` if it is not a string.
    pub(super) fn new(part: &Part, expression: &Expression) -> Option<Pieces> {
        let inner = |span: Span| Span { start: span.start + 1, end: span.end - 1 };
        let span = match expression {
            Expression::String(string) => inner(part.span(string)?),
            Expression::StringTemplate(template) => inner(part.span(template)?),
            Expression::HeredocTemplate(heredoc) => part.span(&heredoc.template)?,
            _ => return None,
        };
        let pieces = pieces(&part.file, span);
        let style = match expression {
            Expression::HeredocTemplate(_) => {
                let is_indented = part.file[part.span(expression)?.range()].starts_with("<<-");
                Style::Lines { indent: if is_indented { indent(&part.file, &pieces) } else { 0 } }
            }
            _ => Style::Quoted,
        };
        Some(Pieces { pieces, style })
    }

    /// Returns the pieces of a part of a file that is a template by itself.
    pub(super) fn of_file(file: &str, span: Span) -> Pieces {
        Pieces { pieces: pieces(file, span), style: Style::Lines { indent: 0 } }
    }

    pub(super) fn is_quoted(&self) -> bool {
        matches!(self.style, Style::Quoted)
    }

    pub(super) fn has_directive(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Directive(..)))
    }

    /// Returns whether any condition has two branches.
    pub(super) fn has_else(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Directive(_, Directive::Else)))
    }

    /// Returns the spans of the interpolations.
    pub(super) fn placeholders(&self) -> impl Iterator<Item = Span> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(span) => Some(*span),
            _ => None,
        })
    }

    /// Returns whether rendering does not change the text.
    pub(super) fn is_plain(&self, file: &str) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Literal(span) => {
                let text = &file[span.range()];
                !self.is_quoted() && !text.contains("$${") && !text.contains("%%{")
            }
            Piece::Placeholder(_) | Piece::Directive(..) => false,
        })
    }

    /// Returns the span of the only interpolation, if there is only whitespace around it.
    pub(super) fn only_placeholder(&self, file: &str) -> Option<Span> {
        let is_blank = |piece: &&Piece| match piece {
            Piece::Literal(span) => file[span.range()].trim().is_empty(),
            _ => false,
        };
        let mut found = self.pieces.iter().filter(|piece| !is_blank(piece));
        match (found.next(), found.next()) {
            (Some(Piece::Placeholder(span)), None) => Some(*span),
            _ => None,
        }
    }

    /// Returns the value, and the map from the value to the file.
    pub(super) fn value(&self, file: &str) -> (String, OffsetMap) {
        let mut value = Value::new(file, self.style);
        for &piece in &self.pieces {
            match piece {
                Piece::Literal(span) => value.literal(span),
                Piece::Placeholder(span) => value.out.push(&file[span.range()], span),
                Piece::Directive(..) => {}
            }
        }
        (value.out.text, value.out.map)
    }

    /// Renders a branch. Syntax of the format inside interpolations is masked.
    pub(super) fn rendered(&self, file: &str, branch: Branch, format: Format) -> Rendered {
        let (placed, unmatched) = placed(&self.pieces, branch);
        let mut value = Value::new(file, self.style);
        for Placed { piece, group, is_taken } in placed {
            let masked = |span: Span| masked(&file[span.range()], format);
            match piece {
                Piece::Directive(span, Directive::Unknown) if is_taken => {
                    value.out.push_placeholder(&masked(span).replacen('%', "$", 1), span);
                }
                Piece::Directive(span, _) => {
                    value.out.splices.push(Splice { at: value.out.text.len() as u32, directive: group });
                    value.out.left_out.push(span);
                }
                Piece::Literal(span) | Piece::Placeholder(span) if !is_taken => value.out.left_out.push(span),
                Piece::Placeholder(span) => value.out.placeholder(&masked(span), span),
                Piece::Literal(span) => {
                    value.literal(span);
                    continue;
                }
            }
            value.begins_line = false;
        }
        Rendered { unmatched, is_quoted: self.is_quoted(), ..value.out }
    }

    /// Returns the parts between directives, which is a single part without directives. An edit must stay inside one of
    /// them.
    pub(super) fn parts(&self) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        let mut is_next = true;
        for piece in &self.pieces {
            match piece {
                Piece::Directive(..) => is_next = true,
                Piece::Literal(span) | Piece::Placeholder(span) => {
                    match found.last_mut().filter(|_| !is_next) {
                        Some(last) => last.end = span.end,
                        None => {
                            found.push(*span);
                            is_next = false;
                        }
                    }
                }
            }
        }
        found
    }
}

/// Returns the number of whitespace characters that all lines of a template begin with. Empty lines do not count.
fn indent(file: &str, pieces: &[Piece]) -> usize {
    let mut least = None;
    let mut begins_line = true;
    for piece in pieces {
        let Piece::Literal(span) = piece else {
            if begins_line {
                return 0;
            }
            continue;
        };
        for line in file[span.range()].split_inclusive('\n') {
            let is_empty = matches!(line, "\n" | "\r\n");
            if begins_line && !is_empty {
                let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
                least = Some(least.map_or(blanks, |least: usize| least.min(blanks)));
            }
            begins_line = line.ends_with('\n');
        }
    }
    least.unwrap_or(0)
}

/// Returns an interpolation of the same length, without syntax of the format.
fn masked(placeholder: &str, format: Format) -> String {
    let inner = 2..placeholder.len().saturating_sub(1);
    let mask = |(i, c): (usize, char)| match c {
        _ if !inner.contains(&i) => c,
        c if c.is_ascii_control() => ' ',
        '"' | '\'' | '\\' | '{' | '}' => '^',
        c if format == Format::Yaml && c.is_ascii_punctuation() && !matches!(c, '.' | '_' | '-') => '^',
        c => c,
    };
    placeholder.char_indices().map(mask).collect()
}

struct Value<'t> {
    file: &'t str,
    style: Style,
    out: Rendered,
    /// Whether the next piece begins a line of the file.
    begins_line: bool,
}

impl Value<'_> {
    fn new(file: &str, style: Style) -> Value<'_> {
        Value { file, style, out: Rendered::default(), begins_line: true }
    }

    fn literal(&mut self, span: Span) {
        match self.style {
            Style::Quoted => self.decode(span, &["\\", "$${", "%%{"]),
            Style::Lines { indent } => self.lines(span, indent),
        }
        self.begins_line = false;
    }

    /// Appends a part of a heredoc or a file, where only template syntax is escaped.
    fn lines(&mut self, span: Span, indent: usize) {
        let mut start = span.start as usize;
        let mut begins_line = self.begins_line;
        let file = self.file;
        for line in file[span.range()].split_inclusive('\n') {
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            let skipped = if begins_line { blanks.min(indent) } else { 0 };
            self.decode(Span::new(start + skipped, start + line.len()), &["$${", "%%{"]);
            start += line.len();
            begins_line = true;
        }
    }

    /// Appends a text in which escape sequences begin with one of `signs`.
    fn decode(&mut self, span: Span, signs: &[&str]) {
        let (mut start, mut at, end) = (span.start as usize, span.start as usize, span.end as usize);
        let file = self.file;
        while let Some(sign) = file[at..end].find(['\\', '$', '%']).map(|i| at + i) {
            at = sign + 1;
            if signs.iter().any(|known| file[sign..end].starts_with(known)) {
                self.out.push(&file[start..sign], Span::new(start, sign));
                let (text, len) = escape(&file[sign..end]);
                self.out.push(&text, Span::new(sign, sign + len));
                (start, at) = (sign + len, sign + len);
            }
        }
        self.out.push(&file[start..end], Span::new(start, end));
    }
}

/// Decodes the escape sequence at the start of a text. Returns its value, and its length in bytes.
fn escape(text: &str) -> (String, usize) {
    if text.starts_with(['$', '%']) {
        return (text[1..3].to_owned(), 3);
    }
    let kind = text[1..].chars().next();
    let digits = match kind {
        Some('u') => 4,
        Some('U') => 8,
        _ => 0,
    };
    if digits > 0 {
        let code = text.get(2..2 + digits).and_then(|code| u32::from_str_radix(code, 16).ok());
        return match code.and_then(char::from_u32) {
            Some(c) => (c.into(), 2 + digits),
            None => ('\u{fffd}'.into(), 2),
        };
    }
    match kind {
        Some('n') => ("\n".into(), 2),
        Some('r') => ("\r".into(), 2),
        Some('t') => ("\t".into(), 2),
        Some(c) => (c.into(), 1 + c.len_utf8()),
        None => ("\\".into(), 1),
    }
}
