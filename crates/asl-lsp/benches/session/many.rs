//! Scenarios with many open documents.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::common::Client;
use crate::figures::{Figures, ProcessorTime, resident};
use crate::one::{Editor, ROUNDS, pulls};
use crate::texts::{self, Text};

const DOCUMENTS: usize = 500;
/// The number of edits with findings published after the pause, which takes a while.
const PUBLISHED: u32 = 20;

/// With many open documents, an edit costs what it costs with one.
pub(crate) async fn documents(figures: &mut Figures) {
    let text = texts::json(100);
    let mut alone = Vec::new();
    let mut among = Vec::new();
    for (documents, times) in [(1, &mut alone), (DOCUMENTS, &mut among)] {
        let mut client = Client::start(pulls()).await;
        let mut editor = open_many(&mut client, documents, &text).await;
        for _ in 0..ROUNDS {
            times.push(editor.edit_to_findings(&mut client).await);
        }
        client.stop().await;
    }
    let one = figures.median("edit to findings, 1 document", alone, None);
    let name = format!("edit to findings, {DOCUMENTS} documents");
    let many = figures.median(&name, among, None);
    figures.add("  ratio", many.as_secs_f64() / one.as_secs_f64(), Some(1.5));

    let one = time_to_publish(1, &text).await;
    figures.add("processor time of an edit, 1 document", one, None);
    let many = time_to_publish(DOCUMENTS, &text).await;
    // The time is counted in steps of 10 ms, and that of a single edit is shorter.
    let budget = one + Duration::from_millis(2);
    figures.add(&format!("processor time of an edit, {DOCUMENTS} documents"), many, Some(budget));
}

/// Closing documents returns most of their memory to the system, when the threads that analyzed them end.
pub(crate) async fn closing(figures: &mut Figures) {
    let text = texts::json(100);
    let before = resident();
    let mut client = Client::start(pulls()).await;
    open_many(&mut client, DOCUMENTS, &text).await;
    let open = resident();
    figures.memory("memory with all documents open", open, None);
    for i in 0..DOCUMENTS {
        let document = json!({ "uri": format!("file:///nowhere/{i}.asl.json") });
        client.notify("textDocument/didClose", json!({ "textDocument": document })).await;
    }
    client.request("workspace/symbol", json!({ "query": "" })).await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    let half_freed = before.zip(open).map(|(before, open)| before + (open - before) / 2);
    figures.memory("memory 10 seconds after closing them", resident(), half_freed);
    client.stop().await;
}

/// Opens documents, waits for their findings, and returns the last one.
async fn open_many<'t>(client: &mut Client, documents: usize, text: &'t Text) -> Editor<'t> {
    let mut last = None;
    for i in 0..documents {
        let editor = Editor::open(client, &format!("{i}.asl.json"), text).await;
        client.request("textDocument/diagnostic", editor.document()).await;
        last = Some(editor);
    }
    last.expect("there is at least one document")
}

/// The processor time of an edit until all findings have been published.
async fn time_to_publish(documents: usize, text: &Text) -> Duration {
    let mut client = Client::start(json!({})).await;
    let mut editor = open_many(&mut client, documents, text).await;
    for _ in 0..documents {
        client.published().await;
    }
    let start = ProcessorTime::start();
    for _ in 0..PUBLISHED {
        editor.edit(&mut client).await;
        client.published().await;
    }
    let time = start.elapsed() / PUBLISHED;
    client.stop().await;
    time
}

/// A small document does not wait while a large one is edited.
pub(crate) async fn beside_a_large_one(figures: &mut Figures) {
    let (large, small) = (texts::sam(), texts::json(10));
    let mut client = Client::start(pulls()).await;
    let mut large = Editor::open(&mut client, "template.yaml", &large).await;
    client.request("textDocument/diagnostic", large.document()).await;
    let mut small = Editor::open(&mut client, "small.asl.json", &small).await;
    client.request("textDocument/diagnostic", small.document()).await;
    let (mut hovers, mut edits) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        large.edit(&mut client).await;
        let mut asked = Vec::new();
        for method in ["textDocument/diagnostic", "textDocument/documentSymbol", "textDocument/codeLens"] {
            for _ in 0..2 {
                asked.push(client.ask(method, large.document()).await);
            }
        }
        let start = Instant::now();
        client.request("textDocument/hover", small.hovered()).await;
        hovers.push(start.elapsed());
        edits.push(small.edit_to_findings(&mut client).await);
        for id in asked {
            client.answer(id).await;
        }
    }
    figures.median("hover in a small document, large one edited", hovers, Some(5));
    figures.median("edit to findings in it", edits, Some(5));
    client.stop().await;
}
