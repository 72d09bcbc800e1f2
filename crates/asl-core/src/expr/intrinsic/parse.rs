//! From text to call. Goes on after an error where it is plain how, so that one look shows all of them.

use super::{Argument, ArgumentKind, Call, Intrinsic, IntrinsicError, IntrinsicErrorKind, Text};
use crate::expr::cursor::{Cursor, is_blank, shown, shown_char, span};
use crate::expr::path;
use crate::text::Span;

/// How deep calls may be nested for the parser.
pub const MAX_DEPTH: usize = 128;

const CALL: &str = "a path that begins with `$`, or a call such as `States.Format('{}', $.name)`";
const ARGUMENT: &str = "a text in single quotes, a number, `true`, `false`, `null`, a path or a call";
const ESCAPES: &str = "`\\'`, `\\{`, `\\}` or `\\\\`";

/// Reads a call. Never fails: what is wrong is in [`Intrinsic::errors`].
pub fn parse(text: &str) -> Intrinsic {
    let mut parser = Parser { text, cursor: Cursor::new(text, 0), errors: Vec::new(), stopped: false };
    let call = parser.whole();
    let mut errors = parser.errors;
    errors.sort_by_key(|error| error.span);
    Intrinsic { call, errors }
}

struct Parser<'t> {
    text: &'t str,
    cursor: Cursor<'t>,
    errors: Vec<IntrinsicError>,
    /// Set by an error after which nothing more can be said.
    stopped: bool,
}

impl Parser<'_> {
    fn whole(&mut self) -> Option<Call> {
        let blanks = self.cursor.at();
        self.cursor.skip_blanks();
        let start = self.cursor.at();
        self.cursor.take_while(is_name);
        let name = self.cursor.span_from(start);
        self.cursor.skip_blanks();
        if name.start == name.end || self.cursor.peek() != Some('(') {
            self.not_a_call(start);
            return None;
        }
        // The peers refuse this, and so does their reading of AWS; blanks at the end are harmless.
        if start > blanks {
            self.error(span(blanks, start), "blanks before the function", "");
        }
        let call = self.call(start, name, 1);
        self.cursor.skip_blanks();
        if !self.stopped && self.cursor.peek().is_some() {
            let rest = span(self.cursor.at(), self.text.trim_end_matches(is_blank).len());
            self.error(rest, "text after the call", "");
        }
        Some(call)
    }

    fn not_a_call(&mut self, start: usize) {
        let written = self.text.trim_matches(is_blank);
        let place =
            if written.is_empty() { span(0, self.text.len()) } else { span(start, start + written.len()) };
        let message = if written.is_empty() {
            "the text is empty".to_owned()
        } else {
            format!("`{}` is neither a path nor a call of an intrinsic function", shown(written))
        };
        let kind = IntrinsicErrorKind::NotACall;
        self.errors.push(IntrinsicError { kind, span: place, message, expected: CALL });
    }

    fn error(&mut self, place: Span, message: impl Into<String>, expected: &'static str) {
        let kind = IntrinsicErrorKind::Syntax;
        self.errors.push(IntrinsicError { kind, span: place, message: message.into(), expected });
    }

    /// Reads the arguments; the cursor is at the parenthesis.
    fn call(&mut self, start: usize, name_span: Span, depth: usize) -> Call {
        let name = self.text[name_span.start as usize..name_span.end as usize].to_owned();
        let open = self.cursor.here();
        self.cursor.next();
        let mut arguments = Vec::new();
        self.cursor.skip_blanks();
        if !self.cursor.eat(')') {
            self.arguments(&mut arguments, open, depth);
        }
        Call { name, name_span, arguments, span: self.cursor.span_from(start) }
    }

    fn arguments(&mut self, arguments: &mut Vec<Argument>, open: Span, depth: usize) {
        loop {
            self.cursor.skip_blanks();
            arguments.push(self.argument(depth));
            if self.stopped || !self.another(open) {
                return;
            }
        }
    }

    /// Reads what follows an argument; whether it is a comma.
    fn another(&mut self, open: Span) -> bool {
        self.cursor.skip_blanks();
        if let Some(c) = self.cursor.peek().filter(|c| !matches!(c, ',' | ')')) {
            self.error(self.cursor.here(), format!("`{}` after an argument", shown_char(c)), "`,` or `)`");
            self.skip_argument();
        }
        let next = self.cursor.next();
        if next.is_none() {
            self.error(open, "`(` is not closed", "`)`");
            self.stopped = true;
        }
        next == Some(',')
    }

    /// Moves to the comma or parenthesis that ends a broken argument.
    fn skip_argument(&mut self) {
        let mut level = 0usize;
        while let Some(c) = self.cursor.peek() {
            match c {
                '(' => level += 1,
                ')' if level == 0 => return,
                ')' => level -= 1,
                ',' if level == 0 => return,
                _ => {}
            }
            self.cursor.next();
            // A comma in a text is not the end; an apostrophe without a partner is no text.
            if c == '\'' && self.cursor.rest().contains('\'') {
                self.cursor.take_while(|c| c != '\'');
                self.cursor.next();
            }
        }
    }

    fn argument(&mut self, depth: usize) -> Argument {
        let start = self.cursor.at();
        let kind = match self.cursor.peek() {
            Some('\'') => self.string(),
            Some('$') => self.path(),
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+' | '.') => self.number(),
            Some(c) if is_name(c) => self.word(depth),
            Some(',' | ')') | None => {
                let place = if start < self.text.len() { self.cursor.here() } else { span(start, start) };
                self.error(place, "an argument is missing", ARGUMENT);
                self.stopped = start == self.text.len();
                ArgumentKind::Invalid
            }
            Some('"') => {
                self.error(self.cursor.here(), "double quotes around a text", "single quotes");
                self.skip_double_quotes();
                ArgumentKind::Invalid
            }
            Some(c) => {
                self.error(
                    self.cursor.here(),
                    format!("`{}` where an argument should be", shown_char(c)),
                    ARGUMENT,
                );
                self.skip_argument();
                ArgumentKind::Invalid
            }
        };
        Argument { kind, span: self.cursor.span_from(start) }
    }

    fn skip_double_quotes(&mut self) {
        self.cursor.next();
        while let Some(c) = self.cursor.next() {
            match c {
                '\\' => {
                    self.cursor.next();
                }
                '"' => return,
                _ => {}
            }
        }
    }

    fn string(&mut self) -> ArgumentKind {
        let open = self.cursor.here();
        self.cursor.next();
        let start = self.cursor.at();
        let mut text = Text { value: String::new(), span: open, placeholders: Vec::new(), stray: Vec::new() };
        loop {
            let at = self.cursor.at();
            text.span = span(start, at);
            match self.cursor.next() {
                None => {
                    self.error(open, "`'` is not closed", "`'`");
                    self.stopped = true;
                    break;
                }
                Some('\'') => break,
                Some('\\') => self.escape(at, &mut text.value),
                Some('{') if self.cursor.eat('}') => {
                    text.value.push_str("{}");
                    text.placeholders.push(self.cursor.span_from(at));
                }
                Some(c) => {
                    text.value.push(c);
                    if matches!(c, '{' | '}') {
                        text.stray.push(self.cursor.span_from(at));
                    }
                }
            }
        }
        ArgumentKind::String(text)
    }

    fn escape(&mut self, at: usize, value: &mut String) {
        match self.cursor.peek() {
            Some(c @ ('\'' | '{' | '}' | '\\')) => {
                self.cursor.next();
                value.push(c);
            }
            other => {
                value.push('\\');
                if let Some(c) = other {
                    self.cursor.next();
                    value.push(c);
                }
                let place = self.cursor.span_from(at);
                let message = match other {
                    Some(c) if !c.is_control() => format!("`\\{c}` is not an escape"),
                    _ => "a backslash that escapes nothing".to_owned(),
                };
                let kind = IntrinsicErrorKind::Escape;
                self.errors.push(IntrinsicError { kind, span: place, message, expected: ESCAPES });
            }
        }
    }

    fn path(&mut self) -> ArgumentKind {
        let (path, end) = path::parse_argument(self.text, self.cursor.at());
        self.cursor = Cursor::new(self.text, end);
        if let Some(error) = path.errors.first() {
            self.errors.push(IntrinsicError {
                kind: IntrinsicErrorKind::Path(error.kind),
                span: error.span,
                message: error.message.clone(),
                expected: error.expected,
            });
            // Where the path would have ended is a guess, and so would be all that follows.
            self.stopped = true;
        }
        ArgumentKind::Path(path)
    }

    fn number(&mut self) -> ArgumentKind {
        let start = self.cursor.at();
        let written = self.cursor.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.'));
        let digits = written.trim_start_matches(['-', '+']);
        match written.parse::<f64>() {
            Ok(value) if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
                ArgumentKind::Number(value)
            }
            _ => {
                let short = shown(written);
                self.error(self.cursor.span_from(start), format!("`{short}` is not a number"), ARGUMENT);
                ArgumentKind::Invalid
            }
        }
    }

    fn word(&mut self, depth: usize) -> ArgumentKind {
        let start = self.cursor.at();
        let word = self.cursor.take_while(is_name);
        let place = self.cursor.span_from(start);
        self.cursor.skip_blanks();
        if self.cursor.peek() == Some('(') {
            if depth == MAX_DEPTH {
                let message = format!("more than {MAX_DEPTH} nested calls");
                let kind = IntrinsicErrorKind::TooDeep;
                self.errors.push(IntrinsicError { kind, span: place, message, expected: "" });
                self.stopped = true;
                return ArgumentKind::Invalid;
            }
            return ArgumentKind::Call(self.call(start, place, depth + 1));
        }
        self.cursor = Cursor::new(self.text, place.end as usize);
        match word {
            "true" => ArgumentKind::Bool(true),
            "false" => ArgumentKind::Bool(false),
            "null" => ArgumentKind::Null,
            _ => {
                let short = shown(word);
                self.error(place, format!("`{short}` without quotes"), ARGUMENT);
                // Words go on as words, so that a sentence without quotes is one error.
                self.skip_argument();
                ArgumentKind::Invalid
            }
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_')
}
