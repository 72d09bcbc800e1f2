//! The parser. It reads each character once, and stops at the first error.

use super::name::{Escapes, continues_variable, starts_variable, unescape};
use super::{Name, Path, PathError, PathErrorKind, PathStep, Root, RootKind, StepKind};
use crate::expr::cursor::{Cursor, display, display_char, is_whitespace, span};
use crate::text::Span;

/// The maximum nesting depth of filters, functions and parentheses in a path.
pub const MAX_DEPTH: usize = 64;

const STEP: &str = "a name, `*` or `[`";
const IN_BRACKETS: &str = "a name in quotes, an index, a slice, `*` or `?(...)`";

/// Parses a path. Parsing never fails; see [`Path::errors`].
pub fn parse(text: &str) -> Path {
    Parser { cursor: Cursor::new(text, 0), depth: 0 }.path(Stop::End)
}

/// Parses a path that is an argument of a function. Returns the path and its end.
pub(in crate::expr) fn parse_argument(text: &str, start: usize) -> (Path, usize) {
    let mut parser = Parser { cursor: Cursor::new(text, start), depth: 0 };
    let path = parser.path(Stop::Argument);
    (path, parser.cursor.at())
}

/// What ends a path, other than the end of the string.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Nothing.
    End,
    /// The next argument or the end of the arguments.
    Argument,
    /// What can follow a path in a filter.
    Filter,
}

impl Stop {
    fn at(self, c: char) -> bool {
        match self {
            Stop::End => false,
            Stop::Argument => is_whitespace(c) || matches!(c, ',' | ')'),
            Stop::Filter => {
                is_whitespace(c) || matches!(c, ',' | ')' | ']' | '<' | '>' | '=' | '!' | '~' | '&' | '|')
            }
        }
    }
}

pub(super) struct Parser<'t> {
    pub(super) cursor: Cursor<'t>,
    pub(super) depth: usize,
}

/// The result of parsing a part. An error ends the path and everything that contains it.
pub(super) type Read<T> = Result<T, PathError>;

pub(super) fn fail<T>(span: Span, message: impl Into<String>, expected: &'static str) -> Read<T> {
    Err(PathError { kind: PathErrorKind::Syntax, span, message: message.into(), expected })
}

impl Parser<'_> {
    fn path(&mut self, stop: Stop) -> Path {
        let start = self.cursor.at();
        // Of a path that is a whole string, most steps begin with one of these.
        let is_step = |byte: &u8| matches!(byte, b'.' | b'[');
        let steps = if stop == Stop::End { self.cursor.rest().bytes().filter(is_step).count() } else { 0 };
        let steps = Vec::with_capacity(steps.min(8));
        let mut path = Path { root: missing(start), steps, span: span(start, start), errors: Vec::new() };
        if let Err(error) = self.read_path(stop, &mut path) {
            path.errors.push(error);
        }
        path.span = self.cursor.span_from(start);
        path
    }

    /// Parses a path inside a filter or a function. Its error is an error of the outer path.
    pub(super) fn inner_path(&mut self, stop: Stop) -> Read<Path> {
        let mut path = self.path(stop);
        path.errors.pop().map_or(Ok(path), Err)
    }

    fn read_path(&mut self, stop: Stop, path: &mut Path) -> Read<()> {
        path.root = self.root(stop)?;
        match self.cursor.peek() {
            None | Some('.' | '[') => {}
            Some(c) if stop.at(c) || self.only_whitespace_follows(stop) => {}
            Some(c) => {
                return fail(
                    self.cursor.here(),
                    format!("unexpected `{}` after `{}`", display_char(c), root_text(path)),
                    "`.` or `[`",
                );
            }
        }
        while let Some(c) = self.cursor.peek() {
            if stop.at(c) || self.only_whitespace_follows(stop) {
                break;
            }
            self.step(c, stop, &mut path.steps)?;
        }
        Ok(())
    }

    fn root(&mut self, stop: Stop) -> Read<Root> {
        let start = self.cursor.at();
        if stop == Stop::Filter && self.cursor.eat('@') {
            return Ok(Root { kind: RootKind::Current, span: self.cursor.span_from(start) });
        }
        if !self.cursor.eat('$') {
            return Err(self.no_dollar());
        }
        let name_start = self.cursor.at();
        let kind = match self.cursor.peek() {
            Some('$') => {
                self.cursor.next();
                RootKind::Context
            }
            Some(c) if starts_variable(c) => {
                let value = self.cursor.take_while(continues_variable).to_owned();
                RootKind::Variable(Name { value, span: self.cursor.span_from(name_start), quoted: false })
            }
            _ => RootKind::Input,
        };
        Ok(Root { kind, span: self.cursor.span_from(start) })
    }

    fn no_dollar(&self) -> PathError {
        let (start, rest) = (self.cursor.at(), self.cursor.rest());
        let path = rest.trim_start_matches(is_whitespace);
        let (len, message) = if path.starts_with('$') {
            (rest.len() - path.len(), "whitespace before the path")
        } else if path.is_empty() {
            (rest.len(), "path is empty")
        } else {
            (rest.trim_end_matches(is_whitespace).len(), "path does not begin with `$`")
        };
        let (kind, span) = (PathErrorKind::NoDollar, span(start, start + len));
        PathError { kind, span, message: message.to_owned(), expected: "`$`" }
    }

    fn only_whitespace_follows(&self, stop: Stop) -> bool {
        stop == Stop::End
            && self.cursor.peek().is_some_and(is_whitespace)
            && self.cursor.rest().trim_start_matches(is_whitespace).is_empty()
    }

    fn step(&mut self, first: char, stop: Stop, steps: &mut Vec<PathStep>) -> Read<()> {
        let start = self.cursor.at();
        if first == '.' {
            self.cursor.next();
            if self.cursor.eat('.') {
                steps.push(PathStep { kind: StepKind::Descendant, span: self.cursor.span_from(start) });
            }
        }
        let dots = self.cursor.since(start);
        let dot_span = self.cursor.span_from(start);
        match self.cursor.peek() {
            None => return fail(dot_span, format!("path ends with `{dots}`"), STEP),
            Some('.') => return fail(self.cursor.here(), format!("unexpected `.` after `{dots}`"), STEP),
            Some(c) if !dots.is_empty() && stop.at(c) => {
                return fail(dot_span, format!("nothing follows `{dots}`"), STEP);
            }
            Some(c) if is_whitespace(c) && self.only_whitespace_follows(stop) => {
                return fail(dot_span, format!("path ends with `{dots}`"), STEP);
            }
            Some(c) if is_whitespace(c) => return self.whitespace(),
            Some(_) => {}
        }
        let start = self.cursor.at();
        let kind = match self.cursor.peek() {
            Some('[') => self.bracket()?,
            Some('*') => {
                self.cursor.next();
                StepKind::Wildcard
            }
            _ => self.child_or_function(stop)?,
        };
        steps.push(PathStep { kind, span: self.cursor.span_from(start) });
        Ok(())
    }

    fn whitespace<T>(&mut self) -> Read<T> {
        let start = self.cursor.at();
        self.cursor.skip_whitespace();
        fail(self.cursor.span_from(start), "whitespace in a path", "a name in quotes, such as `['my name']`")
    }

    fn child_or_function(&mut self, stop: Stop) -> Read<StepKind> {
        let start = self.cursor.at();
        let ends = |c| matches!(c, '\\' | '.' | '[' | '(') || is_whitespace(c) || stop.at(c);
        self.cursor.take_while(|c| !ends(c));
        while self.cursor.eat('\\') {
            self.cursor.next();
            self.cursor.take_while(|c| !ends(c));
        }
        let source = self.cursor.since(start);
        let name_span = self.cursor.span_from(start);
        if source.is_empty() {
            let found =
                self.cursor.peek().map_or("end of the path".to_owned(), |c| format!("`{}`", display_char(c)));
            return fail(self.cursor.here(), format!("unexpected {found}"), STEP);
        }
        let name = Name { value: unescape(source, Escapes::Plain), span: name_span, quoted: false };
        if self.cursor.peek() != Some('(') {
            return Ok(StepKind::Child(name));
        }
        let open = self.cursor.here();
        let arguments = self.nested(open, |p| p.arguments(open))?;
        Ok(StepKind::Function { name, arguments: arguments.into() })
    }

    /// Parses one level deeper, unless that exceeds the maximum depth.
    pub(super) fn nested<T>(&mut self, at: Span, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth == MAX_DEPTH {
            let message = format!("path is nested more than {MAX_DEPTH} levels deep");
            return Err(PathError { kind: PathErrorKind::TooDeep, span: at, message, expected: "" });
        }
        self.depth += 1;
        let outcome = read(self);
        self.depth -= 1;
        outcome
    }

    fn bracket(&mut self) -> Read<StepKind> {
        let open = self.cursor.here();
        let start = self.cursor.at();
        self.cursor.next();
        self.cursor.skip_whitespace();
        let kind = match self.cursor.peek() {
            None => return unclosed(open, '[', "`]`"),
            Some(']') => {
                self.cursor.next();
                return fail(self.cursor.span_from(start), "empty brackets", IN_BRACKETS);
            }
            Some('\'' | '"') => self.names(open)?,
            Some('*') => {
                self.cursor.next();
                StepKind::Wildcard
            }
            Some('?') => StepKind::Filter(Box::new(self.filter()?)),
            Some('(') => self.script()?,
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | ':') => self.numbers(open)?,
            Some(_) => return self.unquoted(open),
        };
        self.cursor.skip_whitespace();
        match self.cursor.peek() {
            Some(']') => {
                self.cursor.next();
                Ok(kind)
            }
            None => unclosed(open, '[', "`]`"),
            Some(c) => {
                fail(self.cursor.here(), format!("unexpected `{}` in brackets", display_char(c)), "`]`")
            }
        }
    }

    fn unquoted(&mut self, open: Span) -> Read<StepKind> {
        let start = self.cursor.at();
        let source = self.cursor.take_while(|c| c != ']').trim_end_matches(is_whitespace);
        let end = span(start, start + source.len());
        if self.cursor.peek().is_none() {
            return unclosed(open, '[', "`]`");
        }
        if source.starts_with(['$', '@']) {
            return fail(end, "path is used as an index", IN_BRACKETS);
        }
        let short = display(source);
        fail(end, format!("`{short}` in brackets is not in quotes"), IN_BRACKETS)
    }

    fn names(&mut self, open: Span) -> Read<StepKind> {
        let mut names = Vec::new();
        loop {
            match self.cursor.peek() {
                Some(quote @ ('\'' | '"')) => names.push(self.quoted(quote)?),
                None => return unclosed(open, '[', "`]`"),
                Some(c) => {
                    return fail(
                        self.cursor.here(),
                        format!("unexpected `{}` after a comma", display_char(c)),
                        "a name in quotes",
                    );
                }
            }
            self.cursor.skip_whitespace();
            match self.cursor.peek() {
                Some(',') => {
                    self.cursor.next();
                    self.cursor.skip_whitespace();
                }
                None | Some(']') => break,
                Some(c) => {
                    return fail(
                        self.cursor.here(),
                        format!("unexpected `{}` after a name", display_char(c)),
                        "`,` or `]`",
                    );
                }
            }
        }
        Ok(if names.len() == 1 { StepKind::Child(names.remove(0)) } else { StepKind::Names(names) })
    }

    /// Parses a quoted string from its opening quote.
    pub(super) fn quoted(&mut self, quote: char) -> Read<Name> {
        let open = self.cursor.here();
        self.cursor.next();
        let start = self.cursor.at();
        loop {
            let end = self.cursor.at();
            match self.cursor.next() {
                Some('\\') => {
                    self.cursor.next();
                }
                Some(c) if c == quote => {
                    let source = &self.cursor.since(start)[..end - start];
                    let value = unescape(source, Escapes::Quoted);
                    return Ok(Name { value, span: span(start, end), quoted: true });
                }
                Some(_) => {}
                None if quote == '\'' => return unclosed(open, quote, "`'`"),
                None => return unclosed(open, quote, "`\"`"),
            }
        }
    }

    fn script(&mut self) -> Read<StepKind> {
        let open = self.cursor.here();
        let mut level = 0usize;
        while let Some(c) = self.cursor.next() {
            match c {
                '(' => level += 1,
                ')' => level -= 1,
                _ => {}
            }
            if level == 0 {
                return Ok(StepKind::Script);
            }
        }
        unclosed(open, '(', "`)`")
    }

    fn numbers(&mut self, open: Span) -> Read<StepKind> {
        let start = self.cursor.at();
        let source = self
            .cursor
            .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | ',') || is_whitespace(c));
        match self.cursor.peek() {
            Some(']') => {}
            None => return unclosed(open, '[', "`]`"),
            Some(c) => {
                return fail(
                    self.cursor.here(),
                    format!("unexpected `{}` in an index", display_char(c)),
                    "a number or `]`",
                );
            }
        }
        if source.contains(':') {
            let mut ends = Vec::new();
            for part in parts(source, start, ':') {
                ends.push(if part.0.is_empty() { None } else { Some(number(part)?) });
            }
            let (from, to) = (ends[0], ends.get(1).copied().flatten());
            if from.is_none() && to.is_none() {
                return fail(
                    self.cursor.span_from(start),
                    "slice has neither a start nor an end",
                    "a number before or after `:`",
                );
            }
            return Ok(StepKind::Slice { from, to });
        }
        // Jayway splits at commas as Java does, and Java drops empty parts at the end.
        let mut indexes = Vec::new();
        for part in parts(source.trim_end_matches(|c| c == ',' || is_whitespace(c)), start, ',') {
            indexes.push(number(part)?);
        }
        Ok(if indexes.len() == 1 { StepKind::Index(indexes[0]) } else { StepKind::Indexes(indexes) })
    }
}

/// Returns the parts between separators, trimmed, with their offsets.
fn parts(text: &str, start: usize, separator: char) -> impl Iterator<Item = (&str, usize)> {
    let mut at = start;
    text.split(separator).map(move |part| {
        let lead = part.len() - part.trim_start_matches(is_whitespace).len();
        let found = (part.trim_matches(is_whitespace), at + lead);
        at += part.len() + separator.len_utf8();
        found
    })
}

// Jayway reads indexes as 32-bit numbers.
fn number((text, at): (&str, usize)) -> Read<i64> {
    let place = span(at, at + text.len());
    match text.parse::<i32>() {
        Ok(n) => Ok(n.into()),
        Err(_) if text.is_empty() => fail(place, "missing index", "a number"),
        Err(_) => fail(place, format!("`{}` is not a valid index", display(text)), "a 32-bit integer"),
    }
}

pub(super) fn unclosed<T>(open: Span, what: char, expected: &'static str) -> Read<T> {
    let message = format!("unclosed `{what}`");
    Err(PathError { kind: PathErrorKind::Unclosed, span: open, message, expected })
}

fn missing(at: usize) -> Root {
    Root { kind: RootKind::Missing, span: span(at, at) }
}

fn root_text(path: &Path) -> String {
    match &path.root.kind {
        RootKind::Variable(name) => format!("${}", display(&name.value)),
        RootKind::Context => "$$".to_owned(),
        RootKind::Current => "@".to_owned(),
        RootKind::Input | RootKind::Missing => "$".to_owned(),
    }
}
