//! The parser. It continues after an error where it is clear how, so that all errors are reported at once.

use super::{Argument, ArgumentKind, Call, Intrinsic, IntrinsicError, IntrinsicErrorKind, Text};
use crate::expr::cursor::{Cursor, display, display_char, is_whitespace, span};
use crate::expr::path;
use crate::text::Span;

/// The maximum nesting depth of calls in the parser.
pub const MAX_DEPTH: usize = 128;

const CALL: &str = "a path that begins with `$`, or a call such as `States.Format('{}', $.name)`";
const ARGUMENT: &str = "a string in single quotes, a number, `true`, `false`, `null`, a path or a call";
const ESCAPES: &str = "`\\'`, `\\{`, `\\}` or `\\\\`";

/// Parses a call. Parsing never fails; see [`Intrinsic::errors`].
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
    /// Whether an error makes it impossible to continue.
    stopped: bool,
}

impl Parser<'_> {
    fn whole(&mut self) -> Option<Call> {
        let begin = self.cursor.at();
        self.cursor.skip_whitespace();
        let start = self.cursor.at();
        self.cursor.take_while(is_name);
        let name = self.cursor.span_from(start);
        self.cursor.skip_whitespace();
        if name.start == name.end || self.cursor.peek() != Some('(') {
            self.not_a_call(start);
            return None;
        }
        // Other implementations of AWS's grammar reject this. Whitespace at the end is allowed.
        if start > begin {
            self.error(span(begin, start), "whitespace before the function", "");
        }
        let call = self.call(start, name, 1);
        self.cursor.skip_whitespace();
        if !self.stopped && self.cursor.peek().is_some() {
            let rest = span(self.cursor.at(), self.text.trim_end_matches(is_whitespace).len());
            self.error(rest, "unexpected text after the call", "");
        }
        Some(call)
    }

    fn not_a_call(&mut self, start: usize) {
        let source = self.text.trim_matches(is_whitespace);
        let place =
            if source.is_empty() { span(0, self.text.len()) } else { span(start, start + source.len()) };
        let message = if source.is_empty() {
            "expression is empty".to_owned()
        } else {
            format!("`{}` is neither a path nor an intrinsic function call", display(source))
        };
        let kind = IntrinsicErrorKind::NotACall;
        self.errors.push(IntrinsicError { kind, span: place, message, expected: CALL });
    }

    fn error(&mut self, place: Span, message: impl Into<String>, expected: &'static str) {
        let kind = IntrinsicErrorKind::Syntax;
        self.errors.push(IntrinsicError { kind, span: place, message: message.into(), expected });
    }

    /// Parses a call from its opening parenthesis.
    fn call(&mut self, start: usize, name_span: Span, depth: usize) -> Call {
        let name = self.text[name_span.start as usize..name_span.end as usize].to_owned();
        let open = self.cursor.here();
        self.cursor.next();
        let mut arguments = Vec::new();
        self.cursor.skip_whitespace();
        if !self.cursor.eat(')') {
            self.arguments(&mut arguments, open, depth);
        }
        Call { name, name_span, arguments, span: self.cursor.span_from(start) }
    }

    fn arguments(&mut self, arguments: &mut Vec<Argument>, open: Span, depth: usize) {
        loop {
            self.cursor.skip_whitespace();
            arguments.push(self.argument(depth));
            if self.stopped || !self.another(open) {
                return;
            }
        }
    }

    /// Reads what follows an argument. Returns whether it is a comma.
    fn another(&mut self, open: Span) -> bool {
        self.cursor.skip_whitespace();
        if let Some(c) = self.cursor.peek().filter(|c| !matches!(c, ',' | ')')) {
            self.error(
                self.cursor.here(),
                format!("unexpected `{}` after an argument", display_char(c)),
                "`,` or `)`",
            );
            self.skip_argument();
        }
        let next = self.cursor.next();
        if next.is_none() {
            self.error(open, "unclosed `(`", "`)`");
            self.stopped = true;
        }
        next == Some(',')
    }

    /// Skips to the comma or parenthesis that ends an invalid argument.
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
            // A comma in a string does not end it. A single apostrophe does not begin a string.
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
                self.error(place, "missing argument", ARGUMENT);
                self.stopped = start == self.text.len();
                ArgumentKind::Invalid
            }
            Some('"') => {
                self.error(self.cursor.here(), "string is in double quotes", "single quotes");
                self.skip_double_quotes();
                ArgumentKind::Invalid
            }
            Some(c) => {
                self.error(self.cursor.here(), format!("unexpected `{}`", display_char(c)), ARGUMENT);
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
                    self.error(open, "unclosed `'`", "`'`");
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
                    Some(c) if !c.is_control() => format!("`\\{c}` is not an escape sequence"),
                    _ => "backslash escapes nothing".to_owned(),
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
            // The end of the path is unknown, so that the rest of the string cannot be parsed.
            self.stopped = true;
        }
        ArgumentKind::Path(path)
    }

    fn number(&mut self) -> ArgumentKind {
        let start = self.cursor.at();
        let source = self.cursor.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.'));
        let digits = source.trim_start_matches(['-', '+']);
        match source.parse::<f64>() {
            Ok(value) if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
                ArgumentKind::Number(value)
            }
            _ => {
                let short = display(source);
                self.error(self.cursor.span_from(start), format!("`{short}` is not a number"), ARGUMENT);
                ArgumentKind::Invalid
            }
        }
    }

    fn word(&mut self, depth: usize) -> ArgumentKind {
        let start = self.cursor.at();
        let word = self.cursor.take_while(is_name);
        let place = self.cursor.span_from(start);
        self.cursor.skip_whitespace();
        if self.cursor.peek() == Some('(') {
            if depth == MAX_DEPTH {
                let message = format!("calls are nested more than {MAX_DEPTH} levels deep");
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
                let short = display(word);
                self.error(place, format!("`{short}` is not in quotes"), ARGUMENT);
                // A sentence without quotes is one error.
                self.skip_argument();
                ArgumentKind::Invalid
            }
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_')
}
