//! The tokens of a line: those of the scanner, and invalid text that the scanner cannot read.

use std::borrow::Cow;

use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};

use super::strings::repair;
use super::{Dialect, Lexeme, Next, Parser, error, shortened};
use crate::text::Span;
use crate::{Decoded, ErrorKind, NodeKind, Repair, SyntaxError};

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
        let text = self.text;
        let mut base = start;
        let mut scanner = Scanner::new(&text[base..end], &STRICT);
        loop {
            let token = scanner.scan();
            let at = base + scanner.token_start();
            self.gap(self.last_end.max(start), at);
            let (lexeme, token_end) = match token {
                Ok(None) => {
                    self.last_end = end;
                    return Some(end);
                }
                Ok(Some(token)) if !self.is_cut_short(&token, base + scanner.token_end()) => {
                    let token_end = base + scanner.token_end();
                    match self.lexeme(token, Span::new(at, token_end)) {
                        Some(lexeme) => (lexeme, token_end),
                        None => {
                            self.last_end = token_end;
                            continue;
                        }
                    }
                }
                Err(_) if self.text[at..].starts_with("/*") => {
                    let after = text[at + 2..].find("*/").map(|i| at + 2 + i + 2);
                    let span = Span::new(at, after.unwrap_or(text.len()));
                    match after {
                        Some(_) => self.comment(span),
                        None => {
                            let open = Span::new(at, at + 2);
                            self.error_with_help(open, "unterminated comment", "end it with `*/`");
                        }
                    }
                    self.last_end = span.end as usize;
                    return Some(self.last_end);
                }
                Ok(Some(_)) | Err(_) => {
                    let (lexeme, token_end) = self.damage(at, end);
                    base = token_end;
                    scanner = Scanner::new(&text[base..end], &STRICT);
                    (lexeme, token_end)
                }
            };
            if self.has_given_up() {
                return None;
            }
            self.last_end = token_end;
            self.token(lexeme, Span::new(at, token_end));
        }
    }

    /// Returns whether the scanner ended a number too early, such as after the 0 of `01`.
    fn is_cut_short(&self, token: &Token<'_>, end: usize) -> bool {
        let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_');
        let rest = &self.text[end..];
        matches!(token, Token::Number(_)) && (rest.starts_with(goes_on) || rest.starts_with("${"))
    }

    /// Reports whitespace that the scanner skips but JSON does not allow.
    fn gap(&mut self, start: usize, end: usize) {
        if !self.has_foreign_whitespace {
            return;
        }
        let is_foreign = |c: char| !matches!(c, ' ' | '\t' | '\n' | '\r');
        let mut at = start;
        while let Some(first) = self.text[at..end].find(is_foreign).map(|i| at + i) {
            let run = &self.text[first..end];
            let run = &run[..run.find(|c| !is_foreign(c)).unwrap_or(run.len())];
            self.foreign_whitespace(first, run);
            at = first + run.len();
        }
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

    /// Converts a token of the scanner to one of the grammar. Returns `None` for a comment.
    fn lexeme(&mut self, token: Token<'_>, span: Span) -> Option<Lexeme> {
        Some(match token {
            Token::OpenBrace => Lexeme::Open { is_object: true },
            Token::CloseBrace => Lexeme::Close { is_object: true },
            Token::OpenBracket => Lexeme::Open { is_object: false },
            Token::CloseBracket => Lexeme::Close { is_object: false },
            Token::Comma => Lexeme::Comma,
            Token::Colon => Lexeme::Colon,
            Token::Boolean(value) => Lexeme::Scalar(NodeKind::Bool(value)),
            Token::Null => Lexeme::Scalar(NodeKind::Null),
            Token::Number(number) => {
                if may_be_infinite(number) && number.parse::<f64>().is_ok_and(f64::is_infinite) {
                    self.report(error(ErrorKind::Form, span, "number is out of the range of 64-bit floats"));
                }
                Lexeme::Scalar(NodeKind::Number(Decoded::Bare))
            }
            Token::String(value) => {
                if self.has_controls {
                    self.controls(span);
                }
                Lexeme::String(match value {
                    Cow::Borrowed(_) => Decoded::Quoted,
                    Cow::Owned(value) => self.tree.decoded(value, None),
                })
            }
            Token::Word(_) => self.word(span),
            Token::CommentLine(_) | Token::CommentBlock(_) => {
                self.comment(span);
                return None;
            }
        })
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
        Lexeme::Scalar(NodeKind::Error)
    }

    /// Reads text that the scanner could not read. Returns the token and its end, which is at the latest the end of the
    /// line.
    fn damage(&mut self, at: usize, line_end: usize) -> (Lexeme, usize) {
        let rest = self.text[at..line_end].trim_end_matches(['\r', '\n']);
        match rest.as_bytes()[0] {
            b'"' => self.damaged_string(at, rest),
            b'$' | b'0'..=b'9' | b'-' if let Some(len) = placeholders(rest) => {
                (Lexeme::Scalar(NodeKind::Placeholder), at + len)
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
