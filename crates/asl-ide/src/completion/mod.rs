//! What can be written at the cursor: fields, names, values, expressions, whole states.

mod brackets;
mod context;
mod errors;
mod fields;
mod indented;
mod jsonata;
mod names;
mod paths;
mod resources;
mod scope;
mod snippet;
mod strings;
mod templates;
#[cfg(test)]
mod tests;
mod unclosed;
mod values;
mod write;

use super::cursor::Cursor;
use super::suppression;
use asl_core::edit::{self, Edit};
use asl_core::matches;
use asl_core::rules::{self, RULES, Rule};
use asl_core::semantic::Analysis;
use asl_core::syntax::Notation;
use asl_core::text::Span;
use context::{CompletionContext, Expected};
use scope::Scope;
pub use snippet::Snippet;
use write::{Style, ValueTemplate};

/// Something to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub label: String,
    pub kind: ItemKind,
    /// A few words beside the label.
    pub detail: String,
    /// Sentences about it.
    pub docs: String,
    /// What is replaced; the cursor is in it or at one of its ends.
    pub replace: Span,
    pub text: Snippet,
    /// Changes elsewhere that go with it: a missing comma.
    pub edits: Vec<Edit>,
    /// Items are listed in the order of this.
    pub sort: String,
    /// What the typed text is compared with.
    pub filter: String,
    /// It is offered because of what has been typed, and has to be asked for again when more is.
    pub is_for_typed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    State,
    Field,
    Value,
    Property,
    Variable,
    Function,
    Resource,
    Template,
}

/// What can be written at a place of a file that holds these definitions.
pub fn complete(analyses: &[Analysis], offset: u32) -> Vec<Item> {
    if let Some(name) = suppression::name_at(analyses, offset) {
        return RULES.iter().zip(0..).map(|(rule, rank)| rule_name(rule, name, rank)).collect();
    }
    let Some(closed) = unclosed::close(analyses, offset) else { return complete_as_is(analyses, offset) };
    let mut items = complete_as_is(&closed.analyses, offset);
    items.retain(|item| item.replace.end <= closed.added.end);
    for item in &mut items {
        item.replace.end = item.replace.end.min(closed.added.start);
    }
    items
}

fn complete_as_is(analyses: &[Analysis], offset: u32) -> Vec<Item> {
    let Some(analysis) = analysis_at(analyses, offset) else { return Vec::new() };
    let offset = analysis.tree().text().floor_char_boundary(offset as usize) as u32;
    let Some(spot) = CompletionContext::at(analysis, offset) else { return Vec::new() };
    let scope = Scope::of(&spot);
    let style = Style::of(&spot, Scope::holder(&spot));
    let mut list = Completions { spot: &spot, style, items: Vec::new(), is_cut: false };
    match spot.due {
        Expected::Document => values::machines(&mut list),
        Expected::Key { alone, .. } => fields::keys(&mut list, &scope, alone),
        Expected::Value(_) => values::values(&mut list, &scope),
    }
    list.items.retain(|item| {
        edit::are_applicable(analysis, &item.edits) && analysis.host().is_contiguous(item.replace)
    });
    for item in &mut list.items {
        item.is_for_typed |= list.is_cut;
    }
    list.items
}

/// So many names are offered at once. Nobody reads more, and editors are slow to show them.
const MANY: usize = 100;

/// The name of a rule, for a suppression.
fn rule_name(rule: &Rule, replace: Span, rank: usize) -> Item {
    let mut text = Snippet::default();
    text.text(rule.name);
    Item {
        label: rule.name.to_owned(),
        kind: ItemKind::Value,
        detail: rule.summary().to_owned(),
        docs: rules::overview(rule),
        replace,
        text,
        edits: Vec::new(),
        sort: format!("{rank:06}"),
        filter: rule.name.to_owned(),
        is_for_typed: false,
    }
}

/// The definition that a place belongs to.
fn analysis_at(analyses: &[Analysis], offset: u32) -> Option<&Analysis> {
    if let Some(cursor) = Cursor::at(analyses, offset) {
        return Some(cursor.analysis);
    }
    if let Some(blank) = analyses.first().filter(|one| one.tree().root().is_none()) {
        return Some(blank);
    }
    // In YAML, the blank lines above and below a definition may belong to it, and a word that is written there.
    let is_beside = |analysis: &&Analysis| {
        let tree = analysis.tree();
        let Some(root) = tree.root().filter(|_| tree.notation() == Notation::Yaml) else { return false };
        let (start, end) = (root.span().start as usize, root.span().end as usize);
        let gap = tree.text().get(end..offset as usize).or_else(|| tree.text().get(offset as usize..start));
        gap.is_some_and(|gap| !gap.trim().contains(|c: char| !c.is_alphanumeric()))
    };
    analyses.iter().find(is_beside)
}

/// The items for one spot.
struct Completions<'s, 'a> {
    spot: &'s CompletionContext<'a>,
    style: Style,
    items: Vec<Item>,
    /// Whether more could be offered.
    is_cut: bool,
}

/// An item without its place.
struct ItemBuilder {
    label: String,
    kind: ItemKind,
    detail: String,
    docs: String,
    /// Lower ones come first.
    rank: usize,
}

impl ItemBuilder {
    fn new(label: impl Into<String>, kind: ItemKind, rank: usize) -> ItemBuilder {
        ItemBuilder { label: label.into(), kind, detail: String::new(), docs: String::new(), rank }
    }

    fn detail(self, detail: impl Into<String>) -> ItemBuilder {
        ItemBuilder { detail: detail.into(), ..self }
    }

    fn docs(self, docs: impl Into<String>) -> ItemBuilder {
        ItemBuilder { docs: docs.into(), ..self }
    }
}

impl Completions<'_, '_> {
    /// Adds what stands for all that is typed at the spot.
    fn add(&mut self, new: ItemBuilder, mut text: Snippet) {
        if self.spot.wants_blank {
            text.lead_with_blank();
        }
        if self.spot.comma_after {
            self.style.comma(&mut text);
        }
        let comma = |at| Edit { span: Span::at(at), text: ",".to_owned() };
        let edits = self.spot.comma_before.map(comma).into_iter().collect();
        // An editor compares the filter with what stands in the file, quotes included.
        let quote = if self.spot.typed().starts_with(self.style.quote()) { self.style.quote() } else { "" };
        let filter = match self.spot.typed().starts_with('\'') {
            true => format!("'{}", new.label),
            false => format!("{quote}{}", new.label),
        };
        self.push(new, self.spot.replace, text, edits, filter);
    }

    /// Adds what stands for a part of the string at the spot.
    fn add_part(&mut self, new: ItemBuilder, replace: Span, text: &str) {
        let snippet = self.style.part(text);
        let filter: String = text.chars().take_while(|c| *c != '‹').collect();
        self.push(new, replace, snippet, Vec::new(), filter);
    }

    /// Of many names the first that go with what is typed.
    fn cut<T>(&mut self, names: &mut Vec<T>, name: impl Fn(&T) -> &str) {
        if names.len() > MANY {
            let typed = self.spot.typed().trim_start_matches(['\\', '"', '\'']);
            names.retain(|one| matches(name(one), typed));
            names.truncate(MANY);
            self.is_cut = true;
        }
    }

    /// Adds what has the typed text in it.
    fn add_kept(&mut self, new: ItemBuilder, text: Snippet) {
        self.add(new, text);
        if let Some(last) = self.items.last_mut() {
            last.is_for_typed = true;
        }
    }

    fn add_form(&mut self, new: ItemBuilder, form: &ValueTemplate) {
        let text = self.style.value(form);
        self.add(new, text);
    }

    fn push(&mut self, new: ItemBuilder, replace: Span, text: Snippet, edits: Vec<Edit>, filter: String) {
        self.items.push(Item {
            label: new.label,
            kind: new.kind,
            detail: new.detail,
            docs: new.docs,
            replace,
            text,
            edits,
            sort: format!("{:06}", new.rank),
            filter,
            is_for_typed: false,
        });
    }
}
