//! Code completion: fields, names, values, expressions, whole states.

mod arns;
mod brackets;
mod context;
mod errors;
mod fields;
mod indented;
mod jsonata;
mod names;
mod parameters;
mod paths;
mod resources;
mod scope;
mod snippet;
mod strings;
mod templates;
#[cfg(test)]
mod tests;
mod typing;
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
pub(crate) use parameters::initial;
use scope::Scope;
pub use snippet::Snippet;
pub use typing::{Trigger, suggest};
use write::{Style, ValueTemplate};

/// A completion item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The label of the item.
    pub label: String,
    /// What the item is.
    pub kind: ItemKind,
    /// A short description next to the label.
    pub detail: String,
    /// Documentation, as Markdown.
    pub docs: String,
    /// The span to replace; it contains or touches the cursor.
    pub replace: Span,
    /// The text to insert.
    pub text: Snippet,
    /// Additional edits elsewhere, such as a missing comma.
    pub edits: Vec<Edit>,
    /// The sort key of the item.
    pub sort: String,
    /// The text to match against the typed text.
    pub filter: String,
    /// Whether the item depends on the typed text, so that the client has to ask again as the user types.
    pub is_for_typed: bool,
    /// Whether completion has items to offer where the cursor is after this one.
    pub continues: bool,
}

/// The kind of a completion item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// The name of a state.
    State,
    /// A field of the States Language.
    Field,
    /// A keyword or literal.
    Value,
    /// A property of data, or a key of a payload template.
    Property,
    /// A workflow variable.
    Variable,
    /// An intrinsic function or a JSONata function.
    Function,
    /// The `Resource` of a Task.
    Resource,
    /// A whole object, such as a state or a retrier.
    Template,
}

/// Returns the completion items at a byte offset of a file, given the analyses of all its definitions. The items are in
/// no particular order: sort them by [`Item::sort`].
pub fn complete(analyses: &[Analysis], offset: u32) -> Vec<Item> {
    items(analyses, offset).unwrap_or_default()
}

/// The completion items at an offset; `None` if no definition has a place there.
fn items(analyses: &[Analysis], offset: u32) -> Option<Vec<Item>> {
    if let Some(name) = suppression::name_at(analyses, offset) {
        return Some(RULES.iter().zip(0..).map(|(rule, rank)| rule_name(rule, name, rank)).collect());
    }
    let Some(closed) = unclosed::close(analyses, offset) else { return items_as_is(analyses, offset) };
    let mut items = items_as_is(&closed.analyses, offset)?;
    items.retain(|item| item.replace.end <= closed.added.end);
    for item in &mut items {
        item.replace.end = item.replace.end.min(closed.added.start);
    }
    Some(items)
}

fn items_as_is(analyses: &[Analysis], offset: u32) -> Option<Vec<Item>> {
    let analysis = analysis_at(analyses, offset)?;
    let offset = analysis.tree().text().floor_char_boundary(offset as usize) as u32;
    let context = CompletionContext::at(analysis, offset)?;
    let scope = Scope::of(&context);
    let style = Style::of(&context);
    let mut list = Completions { context: &context, style, items: Vec::new(), is_cut: false };
    match context.expected {
        Expected::Document => values::machines(&mut list, &scope),
        Expected::Key { alone, .. } => fields::keys(&mut list, &scope, alone),
        Expected::Value(_) => values::values(&mut list, &scope),
    }
    list.items.retain(|item| {
        edit::are_applicable(analysis, &item.edits) && analysis.host().is_contiguous(item.replace)
    });
    for item in &mut list.items {
        item.is_for_typed |= list.is_cut;
    }
    Some(list.items)
}

/// The maximum number of names to offer at once. Editors are slow to show more, and nobody reads them.
const MANY: usize = 100;

/// The item for the name of a rule in a suppression.
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
        continues: false,
    }
}

/// The definition at an offset.
fn analysis_at(analyses: &[Analysis], offset: u32) -> Option<&Analysis> {
    if let Some(cursor) = Cursor::at(analyses, offset) {
        return Some(cursor.analysis);
    }
    if let Some(blank) = analyses.first().filter(|one| one.tree().root().is_none()) {
        return Some(blank);
    }
    // In YAML, empty lines around a definition and a word typed there may belong to it.
    let is_beside = |analysis: &&Analysis| {
        let tree = analysis.tree();
        let Some(root) = tree.root().filter(|_| tree.notation() == Notation::Yaml) else { return false };
        let (start, end) = (root.span().start as usize, root.span().end as usize);
        let gap = tree.text().get(end..offset as usize).or_else(|| tree.text().get(offset as usize..start));
        gap.is_some_and(|gap| !gap.trim().contains(|c: char| !c.is_alphanumeric()))
    };
    analyses.iter().find(is_beside)
}

/// The completion items for one context.
struct Completions<'s, 'a> {
    context: &'s CompletionContext<'a>,
    style: Style,
    items: Vec<Item>,
    /// Whether items were dropped.
    is_cut: bool,
}

/// An item without its position.
struct ItemBuilder {
    label: String,
    kind: ItemKind,
    detail: String,
    docs: String,
    /// Items with a lower rank come first.
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
    /// Adds an item that replaces everything typed at the context.
    fn add(&mut self, new: ItemBuilder, text: Snippet) {
        let filter = new.label.clone();
        self.add_for(new, &filter, text);
    }

    /// Adds an item that the user finds by another text than its label.
    fn add_for(&mut self, new: ItemBuilder, filter: &str, mut text: Snippet) {
        if self.context.wants_blank {
            text.lead_with_blank();
        }
        if self.context.comma_after {
            self.style.comma(&mut text);
        }
        if self.context.is_alone_in_brackets() {
            self.style.spread(&mut text);
        }
        let mut replace = self.context.replace;
        let (quote, rest) = (self.quote(), self.rest());
        // Some editors do not replace text after the cursor.
        if !quote.is_empty() && rest == quote && text.drop_end(quote) {
            replace.end -= quote.len() as u32;
        }
        let edits = self.edits();
        let filter = self.filter(filter);
        self.push(new, replace, text, edits, filter);
    }

    /// Adds an item that begins a string. The text after the cursor stays, such as a closing quote, so that completion
    /// continues there.
    fn add_beginning(&mut self, new: ItemBuilder, beginning: &str) {
        let Span { start, end } = self.context.replace;
        let offset = self.context.offset.clamp(start, end);
        let (quote, rest) = (self.quote(), self.rest());
        let is_plain = quote.is_empty() && self.context.is_behind_key();
        let is_behind_string =
            self.context.typed().strip_prefix(quote).is_some_and(|text| text.ends_with(quote));
        let is_open = rest == quote || rest.is_empty() && (is_plain || !is_behind_string);
        if (quote.is_empty() && !is_plain) || !is_open {
            return self.add_open(new, beginning, beginning);
        }
        let mut text = Snippet::default();
        text.text(&format!("{quote}{beginning}"));
        if self.context.wants_blank {
            text.lead_with_blank();
        }
        let edits = self.edits();
        let filter = self.filter(beginning);
        self.push(new, Span { start, end: offset }, text, edits, filter);
        self.last_continues();
    }

    /// Adds an item that begins a string, with the cursor at its end.
    fn add_open(&mut self, new: ItemBuilder, filter: &str, beginning: &str) {
        let text = self.style.value(&ValueTemplate::Text(format!("{beginning}‹›")));
        self.add_for(new, filter, text);
        self.last_continues();
    }

    /// Adds edits elsewhere to the last item.
    fn last_edits(&mut self, edits: Vec<Edit>) {
        if let Some(last) = self.items.last_mut() {
            last.edits.extend(edits);
        }
    }

    fn last_continues(&mut self) {
        if let Some(last) = self.items.last_mut() {
            last.continues = true;
        }
    }

    /// A missing comma before the item.
    fn edits(&self) -> Vec<Edit> {
        let comma = |at| Edit { span: Span::at(at), text: ",".to_owned() };
        self.context.comma_before.map(comma).into_iter().collect()
    }

    /// Editors match the filter against the text of the file, including quotes.
    fn filter(&self, text: &str) -> String {
        format!("{}{text}", self.quote())
    }

    /// The typed opening quote.
    fn quote(&self) -> &'static str {
        let typed = self.context.typed();
        let quote = [self.style.quote(), "'"].into_iter().find(|quote| typed.starts_with(quote));
        quote.unwrap_or_default()
    }

    /// The text that is replaced after the cursor.
    fn rest(&self) -> &str {
        let Span { start, end } = self.context.replace;
        &self.context.text()[self.context.offset.clamp(start, end) as usize..end as usize]
    }

    /// Adds an item that replaces a part of the string at the context.
    fn add_part(&mut self, new: ItemBuilder, replace: Span, text: &str) {
        let snippet = self.style.part(text);
        let filter: String = text.chars().take_while(|c| *c != '‹').collect();
        self.push(new, replace, snippet, Vec::new(), filter);
    }

    /// Drops names that do not match the typed text, and all but the first of many.
    fn cut<T>(&mut self, names: &mut Vec<T>, name: impl Fn(&T) -> &str) {
        let typed = self.context.typed().trim_start_matches(['\\', '"', '\'']);
        self.cut_to(MANY, typed, names, name);
    }

    /// Drops names that do not match a text, and all but the first of many.
    fn cut_to<T>(&mut self, most: usize, typed: &str, names: &mut Vec<T>, name: impl Fn(&T) -> &str) {
        if names.len() > most {
            names.retain(|one| matches(name(one), typed));
            names.truncate(most);
            self.is_cut = true;
        }
    }

    /// Adds an item that contains the typed text. It is only shown as long as no more than that is typed.
    fn add_kept(&mut self, new: ItemBuilder, typed: &str, text: Snippet) {
        self.add_for(new, typed, text);
        if let Some(last) = self.items.last_mut() {
            last.is_for_typed = true;
        }
    }

    fn add_form(&mut self, new: ItemBuilder, form: &ValueTemplate) {
        let text = self.style.value(form);
        self.add(new, text);
    }

    fn push(&mut self, new: ItemBuilder, replace: Span, text: Snippet, edits: Vec<Edit>, filter: String) {
        let continues = text.continues();
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
            continues,
        });
    }
}
