//! Scenarios with one document.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::Client;
use crate::figures::{Figures, resident};
use crate::texts::Text;

pub(crate) const ROUNDS: usize = 50;
const RAPID: usize = 10_000;

/// An open document that is edited.
pub(crate) struct Editor<'t> {
    pub uri: String,
    text: &'t Text,
    version: i32,
}

impl<'t> Editor<'t> {
    pub(crate) async fn open(client: &mut Client, name: &str, text: &'t Text) -> Editor<'t> {
        Editor::open_at(client, &format!("file:///nowhere/{name}"), text).await
    }

    pub(crate) async fn open_at(client: &mut Client, uri: &str, text: &'t Text) -> Editor<'t> {
        client.open_file(uri, &text.content).await;
        Editor { uri: uri.to_owned(), text, version: 1 }
    }

    /// Inserts a letter into a string, or removes it again.
    pub(crate) async fn edit(&mut self, client: &mut Client) {
        self.version += 1;
        let (line, column) = self.text.letter;
        let place = |character: u32| json!({ "line": line, "character": character });
        let (end, text) = if self.version % 2 == 0 { (column, "x") } else { (column + 1, "") };
        let change = json!([{ "range": { "start": place(column), "end": place(end) }, "text": text }]);
        client.change_file(&self.uri, self.version, change).await;
    }

    pub(crate) fn document(&self) -> Value {
        json!({ "textDocument": { "uri": self.uri } })
    }

    fn at(&self, (line, character): (u32, u32)) -> Value {
        json!({ "textDocument": { "uri": self.uri }, "position": { "line": line, "character": character } })
    }

    pub(crate) fn hovered(&self) -> Value {
        self.at(self.text.field)
    }

    pub(crate) async fn edit_to_findings(&mut self, client: &mut Client) -> Duration {
        let start = Instant::now();
        self.edit(client).await;
        // What the client does with the findings is not the time of the server.
        let id = client.ask("textDocument/diagnostic", self.document()).await;
        client.wait_for(id).await;
        start.elapsed()
    }
}

pub(crate) fn pulls() -> Value {
    json!({ "textDocument": { "diagnostic": {} } })
}

/// Edits, and everything that an editor asks for.
pub(crate) async fn answers(text: &Text, ending: &str, budget: u64, figures: &mut Figures) {
    let mut client = Client::start(pulls()).await;
    let mut editor = Editor::open(&mut client, &format!("order.{ending}"), text).await;
    edit_to_findings(&mut client, &mut editor, budget, figures).await;
    let (field, state) = (editor.at(text.field), editor.at(text.state));
    let whole = editor.document();
    let questions = [
        ("hover", "textDocument/hover", field.clone(), Some(2)),
        ("completion of a field", "textDocument/completion", field, Some(2)),
        ("completion of a state", "textDocument/completion", state, Some(2)),
        ("document symbols", "textDocument/documentSymbol", whole.clone(), None),
        ("semantic tokens", "textDocument/semanticTokens/full", whole, None),
    ];
    for (name, method, params, budget) in questions {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let answer = client.request(method, params.clone()).await;
            times.push(start.elapsed());
            assert!(!answer.is_null() && answer.get("code").is_none(), "{name}: {answer}");
        }
        figures.median(name, times, budget.filter(|_| text.states <= 1_000));
    }
    client.stop().await;
}

/// Edits alone.
pub(crate) async fn edits(text: &Text, name: &str, budget: u64, figures: &mut Figures) {
    let mut client = Client::start(pulls()).await;
    let mut editor = Editor::open(&mut client, name, text).await;
    edit_to_findings(&mut client, &mut editor, budget, figures).await;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        editor.edit(&mut client).await;
        let start = Instant::now();
        let answer = client.request("textDocument/completion", editor.at(text.field)).await;
        times.push(start.elapsed());
        assert!(answer.get("code").is_none(), "{answer}");
    }
    figures.median("completion right after an edit", times, Some(budget));
    client.stop().await;
}

async fn edit_to_findings(client: &mut Client, editor: &mut Editor<'_>, budget: u64, figures: &mut Figures) {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        times.push(editor.edit_to_findings(client).await);
    }
    let name = format!("edit to findings, {} kB", editor.text.content.len() / 1000);
    figures.median(&name, times, Some(budget));
}

/// Edits without waiting, and a request after each thousand. Findings are published here, so that pending checks count
/// too.
pub(crate) async fn typing(text: &Text, figures: &mut Figures) {
    let mut client = Client::start(json!({})).await;
    let mut editor = Editor::open(&mut client, "order.asl.json", text).await;
    client.published().await;
    let before = resident();
    let mut times = Vec::new();
    for _ in 0..RAPID / 1_000 {
        let start = Instant::now();
        for _ in 0..1_000 {
            editor.edit(&mut client).await;
        }
        client.request("textDocument/hover", editor.hovered()).await;
        times.push(start.elapsed());
    }
    let first = times[0];
    figures.add("first 1,000 rapid edits", first, None);
    figures.add("last 1,000 rapid edits", times[times.len() - 1], Some(first * 2));
    while client.published().await.0 != editor.version {}
    figures.memory("memory after rapid edits", resident(), before.map(|before| before + 32));
    client.stop().await;
}
