//! Code completion: converts items for the client.

use asl_ide::{self as ide, Item, ItemKind, Trigger};
use ls_types::*;

use super::Request;

/// The command of the editor that opens the list of completion items.
const SUGGEST: &str = "editor.action.triggerSuggest";

impl Request<'_> {
    /// The completion items at a position, as snippets if the client supports them. An empty list says that nothing can be
    /// completed at a place of a definition until the user types more.
    pub(crate) fn completion(
        self,
        at: Position,
        context: Option<&CompletionContext>,
    ) -> Option<CompletionResponse> {
        let offset = self.view.offset(at);
        let items = ide::suggest(self.analyses, offset, trigger(context))?;
        let is_incomplete = items.is_empty() || items.iter().any(|item| item.is_for_typed);
        let items = items.into_iter().map(|item| self.item(item)).collect();
        Some(CompletionResponse::List(CompletionList { is_incomplete, items }))
    }

    fn item(self, item: Item) -> CompletionItem {
        let with_snippets = self.snapshot.client.has_snippets;
        // Editors indent the lines of snippets; plain text includes its indentation.
        let is_snippet = with_snippets && (item.text.has_stops() || item.text.has_lines());
        let (format, mode, new_text) = match is_snippet {
            true => (InsertTextFormat::SNIPPET, InsertTextMode::ADJUST_INDENTATION, item.text.snippet()),
            false => (InsertTextFormat::PLAIN_TEXT, InsertTextMode::AS_IS, item.text.plain()),
        };
        let edit = TextEdit { range: self.view.range(item.replace), new_text };
        // Without snippets, the cursor is at the end of the text.
        let continues = item.continues && (with_snippets || !item.text.has_stops());
        let suggest = continues && self.snapshot.client.runs(SUGGEST);
        let docs = Some(item.docs).filter(|docs| !docs.is_empty());
        let markdown = |value| MarkupContent { kind: MarkupKind::Markdown, value };
        CompletionItem {
            filter_text: Some(item.filter).filter(|filter| *filter != item.label),
            label: item.label,
            kind: Some(kind(item.kind)),
            detail: Some(item.detail).filter(|detail| !detail.is_empty()),
            documentation: docs.map(|docs| Documentation::MarkupContent(markdown(docs))),
            sort_text: Some(item.sort),
            insert_text_format: Some(format),
            insert_text_mode: item.text.has_lines().then_some(mode),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            command: suggest.then(|| Command {
                title: "Suggest".to_owned(),
                command: SUGGEST.to_owned(),
                arguments: None,
            }),
            additional_text_edits: Some(self.view.edits(&item.edits)).filter(|edits| !edits.is_empty()),
            ..CompletionItem::default()
        }
    }
}

fn trigger(context: Option<&CompletionContext>) -> Trigger {
    let Some(context) = context else { return Trigger::Invoked };
    let character = context.trigger_character.as_ref().and_then(|typed| typed.chars().next());
    match (context.trigger_kind, character) {
        (CompletionTriggerKind::TRIGGER_CHARACTER, Some(typed)) => Trigger::Character(typed),
        (CompletionTriggerKind::TRIGGER_FOR_INCOMPLETE_COMPLETIONS, _) => Trigger::Incomplete,
        _ => Trigger::Invoked,
    }
}

fn kind(kind: ItemKind) -> CompletionItemKind {
    match kind {
        ItemKind::State => CompletionItemKind::REFERENCE,
        ItemKind::Field => CompletionItemKind::FIELD,
        ItemKind::Value => CompletionItemKind::ENUM_MEMBER,
        ItemKind::Property => CompletionItemKind::PROPERTY,
        ItemKind::Variable => CompletionItemKind::VARIABLE,
        ItemKind::Function => CompletionItemKind::FUNCTION,
        ItemKind::Resource => CompletionItemKind::MODULE,
        ItemKind::Template => CompletionItemKind::SNIPPET,
    }
}
