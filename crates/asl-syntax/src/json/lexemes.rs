//! The tokens of a line: punctuation and plain strings, those of the scanner, and invalid text that the scanner cannot
//! read.

use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};

use super::strings::repair;
use super::{Dialect, Lexeme, Next, Parser, error, shortened};
use crate::text::Span;
use crate::{Decoded, ErrorKind, Repair, SyntaxError};

const STRICT: ScannerOptions = ScannerOptions {
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

impl Parser<'_> {
    /// Reads the tokens of one line. Returns the offset to continue at, or `None` after too many errors.
    pub(super) fn line(&mut self, start: usize, end: usize) -> Option<usize> {
        let mut at = start;
        while let Some(first) = self.skip_whitespace(at, end) {
            let (lexeme, after) = match punctuation(self.text.as_bytes()[first]) {
                Some(lexeme) => (Some(lexeme), first + 1),
                None => self.scan(first, end),
            };
            at = after;
            if self.has_given_up() {
                return None;
            }
            if let Some(lexeme) = lexeme {
                self.token(lexeme, Span::new(first, after));
            }
        }
        Some(at.max(end))
    }

    /// Returns the offset of the next character that is not whitespace. Whitespace that JSON does not allow is reported.
    fn skip_whitespace(&mut self, mut at: usize, end: usize) -> Option<usize> {
        while at < end {
            match self.text.as_bytes()[at] {
                b' ' | b'\t' | b'\r' | b'\n' => at += 1,
                0x0b | 0x0c | 0x80.. => {
                    let rest = &self.text[at..end];
                    let length = rest.find(|c| !is_foreign_whitespace(c)).unwrap_or(rest.len());
                    if length == 0 {
                        return Some(at);
                    }
                    self.foreign_whitespace(at, &rest[..length]);
                    at += length;
                }
                _ => return Some(at),
            }
        }
        None
    }

    /// Reads any token other than punctuation, or a comment, which has no lexeme. Returns its end as well.
    fn scan(&mut self, at: usize, end: usize) -> (Option<Lexeme>, usize) {
        let text = self.text;
        if let Some(length) = plain_string(&text.as_bytes()[at..end]) {
            let after = at + length;
            return (Some(self.string(Span::new(at, after), Decoded::Quoted)), after);
        }
        let mut scanner = Scanner::new(&text[at..end], &STRICT);
        let token = scanner.scan();
        let after = at + scanner.token_end();
        let span = Span::new(at, after);
        let lexeme = match token {
            Ok(Some(Token::String(value))) => {
                let decoded = self.tree.decoded(value, None);
                self.string(span, decoded)
            }
            Ok(Some(Token::Number(number))) if !is_cut_short(&text[after..]) => {
                if may_be_infinite(number) && number.parse::<f64>().is_ok_and(f64::is_infinite) {
                    self.report(error(ErrorKind::Form, span, "number is out of the range of 64-bit floats"));
                }
                Lexeme::Number
            }
            Ok(Some(Token::Boolean(value))) => Lexeme::Bool(value),
            Ok(Some(Token::Null)) => Lexeme::Null,
            Ok(Some(Token::Word(_))) => self.word(span),
            Ok(Some(Token::CommentLine(_) | Token::CommentBlock(_))) => {
                self.comment(span);
                return (None, after);
            }
            _ if text[at..].starts_with("/*") => return (None, self.long_comment(at)),
            _ => {
                let (lexeme, after) = self.damage(at, end);
                return (Some(lexeme), after);
            }
        };
        (Some(lexeme), after)
    }

    fn string(&mut self, span: Span, decoded: Decoded) -> Lexeme {
        if self.has_controls {
            self.controls(span);
        }
        Lexeme::String(decoded)
    }

    /// Reads a block comment that does not end on its line. Returns its end.
    fn long_comment(&mut self, at: usize) -> usize {
        let Some(length) = self.text[at + 2..].find("*/") else {
            self.error_with_help(Span::new(at, at + 2), "unterminated comment", "end it with `*/`");
            return self.text.len();
        };
        let after = at + 2 + length + 2;
        self.comment(Span::new(at, after));
        after
    }

    fn foreign_whitespace(&mut self, at: usize, whitespace: &str) {
        let first = whitespace.chars().next().map_or(0, u32::from);
        let changes = whitespace.char_indices().map(|(i, c)| (at + i, at + i + c.len_utf8()));
        let changes = changes.map(|(start, end)| (Span::new(start, end), " ".to_owned())).collect();
        let message = format!("whitespace character U+{first:04X} is not allowed in JSON");
        self.report(SyntaxError {
            help: Some("replace it with a space".to_owned()),
            repair: repair(changes),
            ..error(ErrorKind::Blank, Span::new(at, at + whitespace.len()), message)
        });
    }

    fn comment(&mut self, span: Span) {
        if self.dialect == Dialect::Json {
            self.report(SyntaxError {
                help: Some("use a `Comment` field, or name the file `.asl.jsonc`".to_owned()),
                ..error(ErrorKind::Comment, span, "comments are not allowed in JSON")
            });
        }
    }

    /// Reports an unquoted word other than `true`, `false` and `null`.
    fn word(&mut self, span: Span) -> Lexeme {
        let word = &self.text[span.range()];
        let in_object = self.tree.innermost().is_some_and(|(is_object, _)| is_object);
        let next = self.next.last();
        let is_key =
            in_object && matches!(next, Some(Next::FirstOrEnd | Next::AfterComma(_) | Next::CommaOrEnd));
        if is_key {
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$');
            let is_certain = word.chars().all(is_name) && self.has_colon_after(span);
            let message = format!("field name `{}` is not in double quotes", shortened(word));
            self.report(SyntaxError {
                help: Some(format!("write `\"{}\"`", shortened(word))),
                repair: is_certain.then(|| Repair::new(span, format!("\"{word}\""))),
                ..error(ErrorKind::UnquotedName, span, message)
            });
            return Lexeme::String(self.tree.decoded(word, None));
        }
        let message = format!("`{}` is not valid JSON", shortened(word));
        let Some(meant) = literal(word) else {
            self.error_with_help(span, message, "put strings in double quotes");
            return Lexeme::Damaged;
        };
        self.report(SyntaxError {
            help: Some(format!("write `{meant}`")),
            repair: Some(Repair::new(span, meant).doubtful()),
            ..error(ErrorKind::Literal, span, message)
        });
        Lexeme::Invalid
    }

    /// Reads text that the scanner could not read. Returns the token and its end, which is at the latest the end of the
    /// line.
    fn damage(&mut self, at: usize, line_end: usize) -> (Lexeme, usize) {
        let rest = self.text[at..line_end].trim_end_matches(['\r', '\n']);
        match rest.as_bytes()[0] {
            b'"' => self.damaged_string(at, rest),
            b'$' | b'0'..=b'9' | b'-' if let Some(len) = placeholders(rest) => {
                (Lexeme::Placeholder, at + len)
            }
            b'\'' => self.foreign_string(at, rest).unwrap_or_else(|| self.unclosed_string(at, rest)),
            b'0'..=b'9' | b'-' | b'+' | b'.' => {
                let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '+' | '-' | '_');
                let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                self.error(
                    Span::new(at, at + len),
                    format!("`{}` is not a valid JSON number", shortened(&rest[..len])),
                );
                (Lexeme::Damaged, at + len)
            }
            _ => {
                if let Some(string) = self.foreign_string(at, rest) {
                    return string;
                }
                let ends =
                    |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '{' | '}' | '[' | ']' | '"');
                let len =
                    rest.find(ends).unwrap_or(rest.len()).max(rest.chars().next().map_or(1, char::len_utf8));
                let span = Span::new(at, at + len);
                if rest.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                    return (self.word(span), at + len);
                }
                self.error(span, format!("unexpected `{}`", shortened(&rest[..len])));
                (Lexeme::Damaged, at + len)
            }
        }
    }
}

/// Returns the lexeme that is a single byte.
fn punctuation(byte: u8) -> Option<Lexeme> {
    Some(match byte {
        b'{' => Lexeme::Open { is_object: true },
        b'}' => Lexeme::Close { is_object: true },
        b'[' => Lexeme::Open { is_object: false },
        b']' => Lexeme::Close { is_object: false },
        b',' => Lexeme::Comma,
        b':' => Lexeme::Colon,
        _ => return None,
    })
}

/// Returns the length of the string at the start of a text, quotes included, if there is one without escape sequences.
fn plain_string(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(b"\"")?;
    let end = memchr::memchr2(b'"', b'\\', rest).filter(|&end| rest[end] == b'"')?;
    Some(end + 2)
}

/// Returns whether the scanner skips a character as whitespace, but JSON does not allow it.
fn is_foreign_whitespace(c: char) -> bool {
    c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Returns whether the scanner ended a number too early, such as after the 0 of `01`, by the text after it.
fn is_cut_short(rest: &str) -> bool {
    let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_');
    rest.starts_with(goes_on) || rest.starts_with("${")
}

/// Returns whether a number may be too large for a float. Without an exponent, it takes 309 digits.
fn may_be_infinite(number: &str) -> bool {
    number.len() > 308 || number.bytes().any(|b| matches!(b, b'e' | b'E'))
}

/// Returns the JSON literal for a literal of another language.
fn literal(word: &str) -> Option<&'static str> {
    Some(match word {
        "True" | "TRUE" | "yes" => "true",
        "False" | "FALSE" | "no" => "false",
        "None" | "nil" | "Null" | "NULL" | "undefined" => "null",
        _ => return None,
    })
}

/// Returns the length of the value at the start of a text, if it contains placeholders: `${a}`, `${a}0`, `1${a}`.
fn placeholders(text: &str) -> Option<usize> {
    let is_digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_');
    let digits = |text: &str| text.find(|c| !is_digit(c)).unwrap_or(text.len());
    let mut end = digits(text);
    let mut found = None;
    while let Some(len) = placeholder(&text[end..]) {
        end += len;
        end += digits(&text[end..]);
        found = Some(end);
    }
    found
}

/// Returns the length of the `${...}` at the start of a text. Braces nested more than 32 levels deep are not
/// recognized.
fn placeholder(text: &str) -> Option<usize> {
    const MAX_DEPTH: usize = 32;
    let mut depth = 0;
    for (i, c) in text.strip_prefix('$').filter(|rest| rest.starts_with('{'))?.char_indices() {
        match c {
            '{' if depth == MAX_DEPTH => return None,
            '{' => depth += 1,
            '}' if depth <= 1 => return (depth == 1).then_some(i + 2),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}
