//! The recall of completion: state names, enumerated values and fields of definitions are removed or truncated, and
//! completion should offer them at this offset.

use std::collections::BTreeMap;

use asl_core::catalog::Value;
use asl_core::edit::{self, Edit};
use asl_core::model::Field;
use asl_core::syntax::{Notation, Text};
use asl_core::text::Span;
use asl_core::{Analysis, Source, analyze};
use asl_ide as ide;

/// The numbers of hits and of requests, by kind of text and by what remains of it.
#[derive(Default)]
pub(super) struct Recall {
    counts: BTreeMap<(&'static str, &'static str), (u32, u32)>,
    /// A line for each miss.
    pub missed: Vec<String>,
}

/// An edit that leaves an incomplete text, and the offset of the cursor in it.
struct Half {
    form: &'static str,
    edit: Edit,
    /// Bytes from the start of the edit.
    cursor: usize,
}

impl Recall {
    pub(super) fn document(&mut self, path: &str, text: &str, analysis: &Analysis, limit: usize) {
        if !matches!(analysis.tree().notation(), Notation::Json | Notation::Yaml) {
            return;
        }
        let fields: Vec<Field<'_>> = analysis.model().fields().collect();
        for field in fields.iter().step_by((fields.len() / limit).max(1)) {
            let Some(info) = field.info() else { continue };
            let key = field.key();
            let halves = keys(text, *field);
            self.ask(path, text, "field", key.value, halves);
            let Some(value) = field.value().and_then(|value| value.as_text()) else { continue };
            let what = match info.value {
                Value::StateName => "state",
                Value::OneOf(_) => "value",
                _ if field.pair().is_named("Type") => "state type",
                _ => continue,
            };
            self.ask(path, text, what, value.value, values(text, value));
        }
    }

    fn ask(&mut self, path: &str, text: &str, what: &'static str, wanted: &str, halves: Vec<Half>) {
        for half in halves {
            let offset = half.edit.span.start + half.cursor as u32;
            let (damaged, _) = edit::apply(text, &[half.edit]);
            let analyses = analyze(Source::new(&damaged, path));
            let is_wanted = |item: &ide::Item| item.label == wanted;
            let is_offered = ide::complete(&analyses, offset).iter().any(is_wanted);
            let (offered, asked) = self.counts.entry((what, half.form)).or_default();
            *asked += 1;
            *offered += u32::from(is_offered);
            if !is_offered {
                let line = text[..offset.min(text.len() as u32) as usize].matches('\n').count() + 1;
                self.missed.push(format!("{path}:{line}: {what} {wanted}, {}", half.form));
            }
        }
    }

    pub(super) fn print(&self) {
        println!("\n{:<16}{:<12}{:>8}", "text", "remains", "offered");
        for ((what, form), (offered, asked)) in &self.counts {
            println!("{what:<16}{form:<12}{offered:>8} of {asked}");
        }
    }
}

/// A value that is removed, empty or truncated to two characters.
fn values(text: &str, value: Text<'_>) -> Vec<Half> {
    let written = &text[value.span.range()];
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quote = quote.map(String::from).unwrap_or_default();
    let begun: String = value.value.chars().take(2).collect();
    let half = |form, text: String, cursor| Half { form, edit: Edit { span: value.span, text }, cursor };
    let mut halves = vec![half("nothing", String::new(), 0)];
    if !quote.is_empty() {
        halves.push(half("quotes", format!("{quote}{quote}"), 1));
    }
    halves.push(half("start", format!("{quote}{begun}"), quote.len() + begun.len()));
    halves
}

/// A field that is removed or truncated to two characters of its key, or whose key is empty.
fn keys(text: &str, field: Field<'_>) -> Vec<Half> {
    let (key, pair) = (field.key(), field.pair().span());
    let is_quoted = text[key.span.range()].starts_with('"');
    let rest = &text[pair.end as usize..];
    let comma = rest.len() - rest.trim_start_matches(',').len();
    let pair = Span::new(pair.start as usize, pair.end as usize + comma);
    let begun: String = key.value.chars().take(2).collect();
    let quote = if is_quoted { "\"" } else { "" };
    let half = |form, span, text: String, cursor| Half { form, edit: Edit { span, text }, cursor };
    let mut halves = vec![half("start", pair, format!("{quote}{begun}"), quote.len() + begun.len())];
    halves.push(half("nothing", pair, String::new(), 0));
    if is_quoted {
        halves.push(half("quotes", key.span, "\"\"".to_owned(), 1));
    }
    halves
}
