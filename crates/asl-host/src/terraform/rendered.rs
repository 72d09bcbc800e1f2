//! The rendered text of a template, and the definition in it.

use std::borrow::Cow;
use std::sync::Arc;

use super::template::Directive;
use crate::Format;
use asl_syntax::text::Span;
use asl_syntax::{ErrorKind, MAX_ERRORS, Notation, OffsetMap, Splice, SyntaxError, Tree};

/// The rendered text of a template, for one branch of its conditions.
#[derive(Debug, Clone, Default)]
pub(super) struct Rendered {
    pub text: String,
    /// The map from the text to the file.
    pub map: OffsetMap,
    /// The positions of directives in the text.
    pub splices: Vec<Splice>,
    /// The spans of interpolations in the text.
    pub placeholders: Vec<Span>,
    /// The spans of the file that are not part of the text: directives and excluded branches.
    pub left_out: Vec<Span>,
    /// The spans of unmatched and unknown directives in the file.
    pub unmatched: Vec<Span>,
    /// Whether it is in a quoted string, with escape sequences.
    pub is_quoted: bool,
}

impl Rendered {
    /// Appends a text, with the span of the file that it comes from.
    pub(super) fn push(&mut self, text: &str, span: Span) {
        self.text.push_str(text);
        self.map.push(text.len(), span);
    }

    /// Appends an interpolation, which has the same length in the file.
    pub(super) fn placeholder(&mut self, text: &str, span: Span) {
        let start = self.text.len();
        self.push(text, span);
        self.placeholders.push(Span::new(start, self.text.len()));
    }

    /// Appends a placeholder for a value that only Terraform can evaluate, with the span of the file that it comes
    /// from.
    pub(super) fn push_placeholder(&mut self, text: &str, span: Span) {
        let start = self.text.len();
        // It maps to the span as a whole, even if both have the same length.
        self.text.push_str(text);
        self.map.push(1, span);
        self.map.push(text.len() - 1, span);
        self.placeholders.push(Span::new(start, self.text.len()));
    }

    /// Appends another text.
    pub(super) fn append(&mut self, other: Rendered) {
        let base = self.text.len() as u32;
        let moved = |span: Span| Span { start: span.start + base, end: span.end + base };
        self.text.push_str(&other.text);
        self.map.append(&other.map);
        self.splices
            .extend(other.splices.into_iter().map(|splice| Splice { at: splice.at + base, ..splice }));
        self.placeholders.extend(other.placeholders.into_iter().map(moved));
        self.left_out.extend(other.left_out);
        self.unmatched.extend(other.unmatched);
    }

    /// Returns the text with some parts replaced. The parts are in source order.
    pub(super) fn rewritten(&self, parts: &[(Span, Filler<'_>)]) -> Rendered {
        let mut out = Rendered {
            left_out: self.left_out.clone(),
            unmatched: self.unmatched.clone(),
            is_quoted: self.is_quoted,
            ..Rendered::default()
        };
        let mut start = 0;
        for (part, filler) in parts {
            out.copy(self, Span { start, end: part.start });
            match filler {
                Filler::Text(text) => out.push(text, self.map.to_file(*part)),
                Filler::Placeholder => out.push_placeholder("${value}", self.map.to_file(*part)),
            }
            start = part.end;
        }
        out.copy(self, Span::new(start as usize, self.text.len()));
        out
    }

    /// Appends a part of another text.
    fn copy(&mut self, other: &Rendered, part: Span) {
        let base = self.text.len() as u32;
        let moved = |at: u32| base + at - part.start;
        let placeholders = other.placeholders.iter().filter(|placeholder| part.covers(**placeholder));
        self.placeholders.extend(
            placeholders
                .map(|placeholder| Span { start: moved(placeholder.start), end: moved(placeholder.end) }),
        );
        let splices = other.splices.iter().filter(|splice| part.start <= splice.at && splice.at < part.end);
        self.splices.extend(splices.map(|splice| Splice { at: moved(splice.at), ..*splice }));
        let mut kept = OffsetMap::default();
        kept.push(part.range().len(), part);
        self.text.push_str(&other.text[part.range()]);
        self.map.append(&other.map.compose(&kept));
    }

    /// Returns the text with these strings replaced with placeholders.
    pub(super) fn filled(&self, words: &[String]) -> Cow<'_, Rendered> {
        let mut out = Cow::Borrowed(self);
        for word in words {
            let found = out
                .text
                .match_indices(word)
                .map(|(at, _)| (Span::new(at, at + word.len()), Filler::Placeholder));
            let found: Vec<_> = found.collect();
            if !found.is_empty() {
                out = Cow::Owned(out.rewritten(&found));
            }
        }
        out
    }

    /// Parses the definition in the text. Returns `None` if it depends on the values of interpolations. `whole` is the
    /// span of the text in the file.
    pub(super) fn tree(&self, file: &Arc<str>, format: Format, whole: Span) -> Option<Tree> {
        let notation = match format {
            Format::Yaml => Notation::Yaml,
            _ if self.is_quoted => Notation::EscapedJson,
            _ => Notation::Json,
        };
        if let Some(mut error) = self.not_json().filter(|_| format != Format::Yaml) {
            if error.span.is_empty() {
                error.span = whole;
            }
            return Some(Tree::damaged(Arc::clone(file), notation, vec![error]));
        }
        let inner = match format {
            Format::Yaml => asl_syntax::parse_rendered_yaml(&self.text, &self.splices, &self.placeholders),
            _ => asl_syntax::parse_rendered(&self.text, &self.splices),
        };
        let mut tree = inner.moved(Arc::clone(file), &self.map, notation);
        let is_known = tree.root().is_none_or(|root| !root.is_unknown());
        if !is_known || inner.errors().iter().any(|error| self.is_by_template(error.span)) {
            return None;
        }
        for &span in self.unmatched.iter().take(MAX_ERRORS) {
            tree.add_error(unmatched(file, span));
        }
        Some(tree)
    }

    /// Returns whether an adjacent directive or interpolation may be the cause of an error.
    fn is_by_template(&self, error: Span) -> bool {
        let splices = self.splices.iter().map(|splice| Span { start: splice.at, end: splice.at });
        let is_light = |c: char| c.is_whitespace() || matches!(c, ',' | ':');
        let touches = |other: Span| {
            let (first, second) = if other.start <= error.start { (other, error) } else { (error, other) };
            first.end >= second.start
                || self.text[first.end as usize..second.start as usize].chars().all(is_light)
        };
        self.placeholders.iter().copied().chain(splices).any(touches)
    }

    /// Returns an error for a text that is not meant to be JSON.
    fn not_json(&self) -> Option<SyntaxError> {
        let text = self.text.trim_start().trim_start_matches('\u{feff}').trim_start();
        let is_number = text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        let is_word = matches!(text.trim_end(), "null" | "true" | "false");
        if text.starts_with(['{', '[', '"', '/']) || text.starts_with("${") || is_number || is_word {
            return None;
        }
        let is_yaml = asl_syntax::is_block_of_yaml(text);
        let (message, help) = match text.is_empty() {
            true => ("definition is empty", "use a JSON string, such as the result of `jsonencode`"),
            false if is_yaml => {
                ("definition is YAML, not JSON", "convert it with `jsonencode(yamldecode(...))`")
            }
            false => {
                ("definition is not valid JSON", "use a JSON string, such as the result of `jsonencode`")
            }
        };
        let start = self.text.len() - text.len();
        let line = text.lines().next().unwrap_or_default().trim_end();
        Some(SyntaxError {
            span: self.map.to_file(Span::new(start, start + line.len())),
            message: message.to_owned(),
            help: Some(help.to_owned()),
            kind: ErrorKind::Grammar,
            repair: None,
        })
    }
}

/// What replaces a part of a text.
pub(super) enum Filler<'t> {
    Text(&'t str),
    /// A value that only Terraform can evaluate.
    Placeholder,
}

/// Returns the error for a directive that has no beginning or no end, or that Terraform does not have.
fn unmatched(file: &str, span: Span) -> SyntaxError {
    let (message, help) = match Directive::of(&file[span.range()][2..]) {
        Directive::Unknown => {
            let span = Span { start: span.start, end: span.start + 2 };
            let message = "`%{` begins a Terraform directive".to_owned();
            let help = Some("write `%%{` for a literal `%{`".to_owned());
            return SyntaxError { span, message, help, kind: ErrorKind::Grammar, repair: None };
        }
        Directive::If => ("directive has no end", Some("end it with `%{ endif }`")),
        Directive::For => ("directive has no end", Some("end it with `%{ endfor }`")),
        Directive::Else | Directive::Endif | Directive::Endfor => ("directive has no beginning", None),
    };
    let (message, help) = (message.to_owned(), help.map(str::to_owned));
    SyntaxError { span, message, help, kind: ErrorKind::Grammar, repair: None }
}
