//! What a template makes of its text, and the definition in it.

use std::borrow::Cow;
use std::sync::Arc;

use super::template::Directive;
use crate::host::Format;
use crate::syntax::{self, ErrorKind, MAX_ERRORS, Notation, OffsetMap, Splice, SyntaxError, Tree};
use crate::text::Span;

/// The text of a template in one of the forms that it can have.
#[derive(Debug, Clone, Default)]
pub(super) struct Rendered {
    pub text: String,
    /// Where the text lies in the file.
    pub map: OffsetMap,
    /// Where directives stand in the text.
    pub splices: Vec<Splice>,
    /// Where interpolations stand in the text.
    pub placeholders: Vec<Span>,
    /// The directives, and the parts of the file that the text has not got.
    pub left_out: Vec<Span>,
    /// The directives that have no meaning.
    pub strays: Vec<Span>,
    /// Whether it stands in a string, with escapes.
    pub is_quoted: bool,
}

impl Rendered {
    /// Adds a part of the file that is written otherwise there.
    pub(super) fn push(&mut self, text: &str, span: Span) {
        self.text.push_str(text);
        self.map.push(text.len(), span);
    }

    /// Adds an interpolation, which is as long in the file.
    pub(super) fn placeholder(&mut self, text: &str, span: Span) {
        let start = self.text.len();
        self.push(text, span);
        self.placeholders.push(Span::new(start, self.text.len()));
    }

    /// Adds something that only Terraform knows, which stands at a place of the file.
    pub(super) fn push_placeholder(&mut self, text: &str, span: Span) {
        let start = self.text.len();
        // It is one place as a whole, even if both are equally long.
        self.text.push_str(text);
        self.map.push(1, span);
        self.map.push(text.len() - 1, span);
        self.placeholders.push(Span::new(start, self.text.len()));
    }

    /// Adds another text behind this one.
    pub(super) fn append(&mut self, other: Rendered) {
        let base = self.text.len() as u32;
        let moved = |span: Span| Span { start: span.start + base, end: span.end + base };
        self.text.push_str(&other.text);
        self.map.append(&other.map);
        self.splices
            .extend(other.splices.into_iter().map(|splice| Splice { at: splice.at + base, ..splice }));
        self.placeholders.extend(other.placeholders.into_iter().map(moved));
        self.left_out.extend(other.left_out);
        self.strays.extend(other.strays);
    }

    /// The same text with others in place of some parts, which are in the order of the text.
    pub(super) fn rewritten(&self, parts: &[(Span, Filler<'_>)]) -> Rendered {
        let mut out = Rendered {
            left_out: self.left_out.clone(),
            strays: self.strays.clone(),
            is_quoted: self.is_quoted,
            ..Rendered::default()
        };
        let mut start = 0;
        for (place, filler) in parts {
            out.copy(self, Span { start, end: place.start });
            match filler {
                Filler::Text(text) => out.push(text, self.map.to_file(*place)),
                Filler::Placeholder => out.push_placeholder("${value}", self.map.to_file(*place)),
            }
            start = place.end;
        }
        out.copy(self, Span::new(start as usize, self.text.len()));
        out
    }

    /// Adds a part of another text.
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

    /// The same text where these words are replaced by what only Terraform knows.
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

    /// The definition in the text; nothing if interpolations leave open what it is. `whole` is the place of the text
    /// in the file.
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
            Format::Yaml => syntax::parse_rendered_yaml(&self.text, &self.splices, &self.placeholders),
            _ => syntax::parse_rendered(&self.text, &self.splices),
        };
        let mut tree = inner.moved(Arc::clone(file), &self.map, notation);
        let is_known = tree.root().is_none_or(|root| !root.is_unknown());
        if !is_known || inner.errors().iter().any(|error| self.is_by_template(error.span)) {
            return None;
        }
        for &span in self.strays.iter().take(MAX_ERRORS) {
            tree.add_error(stray(file, span));
        }
        Some(tree)
    }

    /// Whether a fault may come from what a directive or an interpolation beside it stands for.
    fn is_by_template(&self, fault: Span) -> bool {
        let splices = self.splices.iter().map(|splice| Span { start: splice.at, end: splice.at });
        let is_light = |c: char| c.is_whitespace() || matches!(c, ',' | ':');
        let touches = |other: Span| {
            let (first, second) = if other.start <= fault.start { (other, fault) } else { (fault, other) };
            first.end >= second.start
                || self.text[first.end as usize..second.start as usize].chars().all(is_light)
        };
        self.placeholders.iter().copied().chain(splices).any(touches)
    }

    /// The error of a text that was not meant to be JSON at all.
    fn not_json(&self) -> Option<SyntaxError> {
        let text = self.text.trim_start().trim_start_matches('\u{feff}').trim_start();
        let is_number = text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        let is_word = matches!(text.trim_end(), "null" | "true" | "false");
        if text.starts_with(['{', '[', '"', '/']) || text.starts_with("${") || is_number || is_word {
            return None;
        }
        let is_yaml = syntax::is_block_of_yaml(text);
        let (message, help) = match text.is_empty() {
            true => ("the definition is blank", "a definition is a text of JSON, as `jsonencode` makes it"),
            false if is_yaml => {
                ("the definition is YAML, not JSON", "`jsonencode(yamldecode(...))` makes JSON of YAML")
            }
            false => {
                ("the definition is not JSON", "a definition is a text of JSON, as `jsonencode` makes it")
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

/// What stands for a part of a text.
pub(super) enum Filler<'t> {
    Text(&'t str),
    /// Only Terraform knows.
    Placeholder,
}

/// The error of a directive that has no beginning or no end, or that Terraform does not know.
fn stray(file: &str, span: Span) -> SyntaxError {
    let (message, help) = match Directive::of(&file[span.range()][2..]) {
        Directive::Unknown => {
            let sign = Span { start: span.start, end: span.start + 2 };
            let message = "`%{` begins a directive of Terraform".to_owned();
            let help = Some("write `%%{` for the two characters".to_owned());
            return SyntaxError { span: sign, message, help, kind: ErrorKind::Grammar, repair: None };
        }
        Directive::If => ("this directive has no end", Some("end it with `%{ endif }`")),
        Directive::For => ("this directive has no end", Some("end it with `%{ endfor }`")),
        Directive::Else | Directive::Endif | Directive::Endfor => ("this directive has no beginning", None),
    };
    let (message, help) = (message.to_owned(), help.map(str::to_owned));
    SyntaxError { span, message, help, kind: ErrorKind::Grammar, repair: None }
}
