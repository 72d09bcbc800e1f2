//! Renders values in the notation of the definition: JSON, JSON inside a string, YAML or Terraform; with tab stops.

use super::context::CompletionContext;
use super::scope::holder;
use super::snippet::Snippet;
use asl_core::edit::quoted;
use asl_core::syntax::{Node, Notation, Pair};

/// A value to render.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ValueTemplate {
    /// A string. Text between `‹` and `›` is a tab stop.
    Text(String),
    /// An empty string at which completion has values to offer.
    Blank,
    /// A literal string.
    Name(String),
    /// One of several literal strings. There is at least one.
    Choice(Vec<String>),
    /// A number, a boolean, `null`, or the raw text of a string that begins with `=`; may contain tab stops.
    Raw(String),
    Array(Vec<ValueTemplate>),
    Object(Vec<(String, ValueTemplate)>),
}

/// The formatting of inserted text.
#[derive(Debug, Clone)]
pub(super) struct Style {
    notation: Notation,
    /// One level of indentation.
    unit: String,
    /// The indentation of all lines but the first, in addition to that of the first.
    extra: String,
    /// The indentation of the line of the cursor.
    base: String,
    several_lines: bool,
    in_brackets: bool,
    /// Whether a multi-line value begins on the next line.
    is_behind_key: bool,
}

impl ValueTemplate {
    /// Reads a template: JSON in which strings may have tab stops, and a string that begins with `=` stands for the raw
    /// text after it.
    pub(super) fn read(node: Node<'_>) -> ValueTemplate {
        if let Some(text) = node.as_str() {
            return match text.strip_prefix('=') {
                Some(raw) => ValueTemplate::Raw(raw.to_owned()),
                None => ValueTemplate::Text(text.to_owned()),
            };
        }
        if node.is_object() {
            let pair = |pair: asl_core::syntax::Pair<'_>| {
                let value =
                    pair.value().map_or_else(|| ValueTemplate::Raw("null".to_owned()), ValueTemplate::read);
                (pair.key().value.to_owned(), value)
            };
            return ValueTemplate::Object(node.pairs().map(pair).collect());
        }
        match node.kind() {
            asl_core::syntax::Kind::Array => {
                ValueTemplate::Array(node.items().map(ValueTemplate::read).collect())
            }
            _ => ValueTemplate::Raw(node.source().to_owned()),
        }
    }

    /// The value with a choice of names at each transition inside it.
    pub(super) fn with_targets(self, names: &[String]) -> ValueTemplate {
        let is_open = |value: &ValueTemplate| match value {
            ValueTemplate::Text(text) => text == "‹›",
            value => *value == ValueTemplate::Blank,
        };
        let pair = |(key, value): (String, ValueTemplate)| {
            let is_transition = matches!(key.as_str(), "Next" | "Default") && is_open(&value);
            match is_transition && !names.is_empty() {
                true => (key, ValueTemplate::Choice(names.to_vec())),
                false => (key, value.with_targets(names)),
            }
        };
        match self {
            ValueTemplate::Object(pairs) => ValueTemplate::Object(pairs.into_iter().map(pair).collect()),
            ValueTemplate::Array(items) => {
                ValueTemplate::Array(items.into_iter().map(|item| item.with_targets(names)).collect())
            }
            scalar => scalar,
        }
    }

    /// The value as JSON, without tab stops.
    pub(super) fn json(&self) -> String {
        let without_stops = |text: &str| text.replace(['‹', '›'], "");
        match self {
            ValueTemplate::Text(text) => quoted(&without_stops(text)),
            ValueTemplate::Blank => quoted(""),
            ValueTemplate::Name(text) => quoted(text),
            ValueTemplate::Choice(texts) => quoted(texts.first().map_or("", String::as_str)),
            ValueTemplate::Raw(text) => without_stops(text),
            ValueTemplate::Array(items) => {
                format!("[{}]", items.iter().map(ValueTemplate::json).collect::<Vec<_>>().join(", "))
            }
            ValueTemplate::Object(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| format!("{}: {}", quoted(key), value.json()));
                format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn is_scalar(&self) -> bool {
        !matches!(self, ValueTemplate::Array(_) | ValueTemplate::Object(_))
    }
}

impl Style {
    /// The formatting around a completion context.
    pub(super) fn of(context: &CompletionContext<'_>) -> Style {
        let text = context.text();
        let start = context.replace.start as usize;
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[line_start..start];
        let base: String = line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let notation = context.notation();
        let is_yaml = notation == Notation::Yaml;
        let can_break = !matches!(notation, Notation::EscapedJson | Notation::SingleQuotedJson);
        Style {
            notation,
            unit: unit(context),
            // After `- `, the lines of an item are indented further.
            extra: if is_yaml { extra(line, &base) } else { String::new() },
            base,
            several_lines: can_break && !is_on_one_line(context),
            in_brackets: context.in_brackets,
            is_behind_key: context.is_behind_key(),
        }
    }

    /// A value on its own.
    pub(super) fn value(&self, form: &ValueTemplate) -> Snippet {
        let mut out = self.snippet();
        if self.is_behind_key && self.takes_lines(form) {
            self.newline(&mut out, 1);
            self.form(&mut out, form, 1);
        } else {
            self.form(&mut out, form, 0);
        }
        out
    }

    /// Whether the value takes lines of its own in YAML.
    fn takes_lines(&self, form: &ValueTemplate) -> bool {
        self.is_block()
            && match form {
                ValueTemplate::Object(pairs) => !pairs.is_empty(),
                ValueTemplate::Array(items) => !items.iter().all(ValueTemplate::is_scalar),
                ValueTemplate::Raw(text) => text == "{‹›}",
                ValueTemplate::Text(_)
                | ValueTemplate::Blank
                | ValueTemplate::Name(_)
                | ValueTemplate::Choice(_) => false,
            }
    }

    /// A key without its value.
    pub(super) fn key(&self, key: &str) -> Snippet {
        let mut out = self.snippet();
        self.name(&mut out, key);
        out
    }

    pub(super) fn pairs(&self, pairs: &[(String, ValueTemplate)]) -> Snippet {
        let mut out = self.snippet();
        for (i, (key, value)) in pairs.iter().enumerate() {
            if i > 0 {
                self.between(&mut out, 0);
            }
            self.pair(&mut out, key, value, 0);
        }
        out
    }

    /// A value, followed by more pairs of the same object.
    pub(super) fn value_and_pairs(
        &self,
        value: &ValueTemplate,
        pairs: &[(String, ValueTemplate)],
    ) -> Snippet {
        let mut out = self.value(value);
        for (key, value) in pairs {
            self.between(&mut out, 0);
            self.pair(&mut out, key, value, 0);
        }
        out
    }

    /// A part of a string, escaped for the kind of string.
    pub(super) fn part(&self, text: &str) -> Snippet {
        let mut out = self.snippet();
        self.stops(&mut out, text);
        out
    }

    pub(super) fn comma(&self, snippet: &mut Snippet) {
        snippet.text(",");
    }

    /// Puts several lines between the brackets of an empty object or array on lines of their own.
    pub(super) fn spread(&self, snippet: &mut Snippet) {
        if self.several_lines && snippet.has_lines() {
            snippet.spread(&self.unit);
        }
    }

    /// The opening quote of a string, for comparison with the typed text.
    pub(super) fn quote(&self) -> &'static str {
        match self.notation {
            Notation::EscapedJson => "\\\"",
            _ => "\"",
        }
    }

    fn snippet(&self) -> Snippet {
        Snippet::new(self.base.clone())
    }

    fn is_block(&self) -> bool {
        self.notation == Notation::Yaml && !self.in_brackets
    }

    fn newline(&self, out: &mut Snippet, level: usize) {
        let indent = if self.several_lines || self.is_block() {
            format!("\n{}{}", self.extra, self.unit.repeat(level))
        } else {
            " ".to_owned()
        };
        out.text(&indent);
    }

    fn between(&self, out: &mut Snippet, level: usize) {
        if !self.is_block() {
            out.text(",");
        }
        self.newline(out, level);
    }

    fn pair(&self, out: &mut Snippet, key: &str, value: &ValueTemplate, level: usize) {
        self.name(out, key);
        out.text(if self.notation == Notation::Hcl { " =" } else { ":" });
        if self.takes_lines(value) {
            self.newline(out, level + 1);
            self.form(out, value, level + 1);
        } else {
            out.text(" ");
            self.form(out, value, level);
        }
    }

    fn form(&self, out: &mut Snippet, form: &ValueTemplate, level: usize) {
        match form {
            ValueTemplate::Text(text) => self.string(out, text, true),
            ValueTemplate::Blank => self.blank(out),
            ValueTemplate::Name(text) => self.string(out, text, false),
            ValueTemplate::Choice(texts) => self.choice(out, texts),
            ValueTemplate::Raw(_) if self.takes_lines(form) => self.stops(out, "‹›"),
            ValueTemplate::Raw(text) => self.stops(out, text),
            ValueTemplate::Array(items) if self.takes_lines(form) => {
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        self.newline(out, level);
                    }
                    out.text(&format!("{:<width$}", "-", width = self.unit.len().max(2)));
                    self.form(out, item, level + 1);
                }
            }
            ValueTemplate::Array(items) => {
                let is_flat = items.iter().all(ValueTemplate::is_scalar);
                out.text("[");
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.text(if is_flat { ", " } else { "," });
                    }
                    if !is_flat {
                        self.newline(out, level + 1);
                    }
                    self.form(out, item, level + 1);
                }
                if !is_flat {
                    self.newline(out, level);
                }
                out.text("]");
            }
            ValueTemplate::Object(pairs) if pairs.is_empty() => out.text("{}"),
            ValueTemplate::Object(pairs) if self.is_block() => {
                for (i, (key, value)) in pairs.iter().enumerate() {
                    if i > 0 {
                        self.newline(out, level);
                    }
                    self.pair(out, key, value, level);
                }
            }
            ValueTemplate::Object(pairs) => {
                out.text("{");
                for (i, (key, value)) in pairs.iter().enumerate() {
                    if i > 0 {
                        out.text(",");
                    }
                    self.newline(out, level + 1);
                    self.pair(out, key, value, level + 1);
                }
                self.newline(out, level);
                out.text("}");
            }
        }
    }

    fn name(&self, out: &mut Snippet, key: &str) {
        let is_word = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        match self.notation {
            Notation::Hcl if is_word => out.text(key),
            _ => self.string(out, key, true),
        }
    }

    fn string(&self, out: &mut Snippet, text: &str, has_stops: bool) {
        let shown: String = text.chars().filter(|c| !has_stops || !matches!(c, '‹' | '›')).collect();
        let is_plain = self.notation == Notation::Yaml && is_plain(&shown);
        // A tab stop may get any text, but names and ARNs need no quotes.
        let is_open = self.notation == Notation::Yaml && shown.is_empty() && has_stops;
        let quote = if is_plain || is_open { "" } else { self.quote() };
        out.text(quote);
        match has_stops {
            true => self.stops_in(out, text, !quote.is_empty()),
            false => out.text(&self.inner(text, !quote.is_empty())),
        }
        out.text(quote);
    }

    fn blank(&self, out: &mut Snippet) {
        let quote = if self.notation == Notation::Yaml { "" } else { self.quote() };
        out.text(quote);
        out.blank();
        out.text(quote);
    }

    fn choice(&self, out: &mut Snippet, texts: &[String]) {
        let is_open = self.notation == Notation::Yaml && texts.iter().all(|text| is_plain(text));
        let quote = if is_open { "" } else { self.quote() };
        out.text(quote);
        out.choice(texts.iter().map(|text| self.inner(text, !quote.is_empty())).collect());
        out.text(quote);
    }

    fn stops(&self, out: &mut Snippet, text: &str) {
        self.stops_in(out, text, self.notation != Notation::Yaml);
    }

    fn stops_in(&self, out: &mut Snippet, text: &str, quoted: bool) {
        let mut rest = text;
        while let Some((before, (stop, after))) =
            rest.split_once('‹').and_then(|(before, rest)| Some((before, rest.split_once('›')?)))
        {
            if !before.is_empty() {
                out.text(&self.inner(before, quoted));
            }
            out.stop(self.inner(stop, quoted));
            rest = after;
        }
        if !rest.is_empty() {
            out.text(&self.inner(rest, quoted));
        }
    }

    /// The content of a quoted string.
    fn inner(&self, text: &str, quoted: bool) -> String {
        let json = |text: &str| {
            let quoted = asl_core::edit::quoted(text);
            quoted[1..quoted.len() - 1].to_owned()
        };
        match self.notation {
            Notation::EscapedJson => json(&json(text)),
            Notation::SingleQuotedJson => json(text).replace('\'', "''"),
            _ if quoted => json(text),
            _ => text.to_owned(),
        }
    }
}

/// Whether the object or array around the context stays on the line on which it is written. Empty ones and whole
/// definitions do not.
fn is_on_one_line(context: &CompletionContext<'_>) -> bool {
    if context.notation() == Notation::Yaml {
        return context.in_brackets;
    }
    let root = context.analysis.tree().root().map(Node::id);
    let (_, typed) = context.target();
    let is_other = |pair: Pair<'_>| typed.is_none_or(|typed| typed.id() != pair.id());
    holder(context).is_some_and(|holder| {
        let is_filled = holder.pairs().any(is_other) || holder.items().len() > 0;
        is_filled && Some(holder.id()) != root && !holder.source().contains('\n')
    })
}

/// One level of indentation: that of the first field of the definition.
fn unit(context: &CompletionContext<'_>) -> String {
    let tree = context.analysis.tree();
    let text = tree.text();
    let column = |at: u32| {
        let line_start = text[..at as usize].rfind('\n').map_or(0, |i| i + 1);
        let before = &text[line_start..at as usize];
        before.chars().all(|c| matches!(c, ' ' | '\t')).then_some(before)
    };
    let first = tree.root().and_then(|root| {
        let states = root.get("States")?;
        let inner = column(states.pairs().next()?.key().span.start)?;
        let outer = column(root.pair("States")?.key().span.start)?;
        inner.strip_prefix(outer).filter(|unit| !unit.is_empty()).map(str::to_owned)
    });
    let whole = || {
        let root = tree.root()?;
        let first = column(root.pairs().next()?.key().span.start)?;
        (context.notation() == Notation::Json && !first.is_empty() && root.span().start == 0)
            .then(|| first.to_owned())
    };
    first.or_else(whole).unwrap_or_else(|| "  ".to_owned())
}

/// The additional indentation of a YAML block compared to its line.
fn extra(line: &str, base: &str) -> String {
    let inner = &line[base.len()..];
    let dashes = inner.len() - inner.trim_start_matches(['-', ' ']).len();
    match inner.starts_with("- ") {
        true => " ".repeat(dashes),
        false => String::new(),
    }
}

/// Whether YAML reads the unquoted text as this string in any context.
fn is_plain(text: &str) -> bool {
    let is_sign = |c: char| matches!(c, '_' | '.' | '-' | '/' | '$' | ' ' | ':' | '(' | ')' | '@' | '+');
    let is_reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    text.starts_with(|c: char| c.is_alphabetic() || c == '$')
        && text.chars().all(|c| c.is_alphanumeric() || is_sign(c))
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !is_reserved
}
