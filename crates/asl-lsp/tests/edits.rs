//! After any edits a document is what it would be if it were opened so: the same text, the same findings.

mod common;

use common::{Client, DEFINITION, URI};
use serde_json::{Value, json};

const FRESH: &str = "file:///nowhere/fresh.asl.json";
const SEQUENCES: u64 = 60;

/// What is inserted: letters of one to four bytes, all line ends, what JSON is made of.
const PIECES: [&str; 16] = [
    "",
    "x",
    "é",
    "字",
    "😀",
    "\n",
    "\r\n",
    "\r",
    "\u{2028}",
    "\"",
    "{",
    "}",
    ", ",
    "\"Next\": \"Räum 😀 auf\"",
    "\"Comment\": \"a\r\nb\",\n",
    "\\u00e4",
];

/// Numbers that look like chance and are the same on every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// A place as clients say it, and the byte of the text that it stands for, found without the help of the server.
fn place(numbers: &mut Numbers, text: &str, encoding: &str) -> (Value, usize) {
    let lines = lines(text);
    let line = numbers.below(lines.len() + 1);
    let Some(&(start, end)) = lines.get(line) else {
        return (json!({ "line": line + 3, "character": numbers.below(9) }), text.len());
    };
    let places: Vec<usize> = text[start..end].char_indices().map(|(i, _)| start + i).chain([end]).collect();
    let at = places[numbers.below(places.len())];
    let before = &text[start..at];
    let mut column = match encoding {
        "utf-8" => before.len(),
        "utf-16" => before.encode_utf16().count(),
        _ => before.chars().count(),
    };
    if at == end && numbers.below(2) == 0 {
        column += 1_000;
    }
    (json!({ "line": line, "character": column }), at)
}

/// Where the lines of a text begin, and where they end without their line ends.
fn lines(text: &str) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (i, c) in text.char_indices() {
        match c {
            '\n' if text[..i].ends_with('\r') => start = i + 1,
            '\n' | '\r' => {
                lines.push((start, i));
                start = i + 1;
            }
            _ => {}
        }
    }
    lines.push((start, text.len()));
    lines
}

/// One edit: what the client sends, and the text that it means.
fn edit(numbers: &mut Numbers, text: &str, encoding: &str) -> (Value, String) {
    if numbers.below(20) == 0 {
        return (json!({ "text": DEFINITION }), DEFINITION.to_owned());
    }
    let (from, start) = place(numbers, text, encoding);
    let (to, end) = match numbers.below(2) {
        0 => (from.clone(), start),
        _ => place(numbers, text, encoding),
    };
    let ((from, start), (to, end)) = match start <= end {
        true => ((from, start), (to, end)),
        false => ((to, end), (from, start)),
    };
    let piece = PIECES[numbers.below(PIECES.len())];
    let change = json!({ "range": { "start": from, "end": to }, "text": piece });
    (change, format!("{}{piece}{}", &text[..start], &text[end..]))
}

async fn seen(client: &mut Client, uri: &str) -> (Value, Value, Value) {
    let document = json!({ "uri": uri });
    let found = client.request("textDocument/diagnostic", json!({ "textDocument": document })).await;
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": document })).await;
    let tokens =
        client.request("textDocument/semanticTokens/full", json!({ "textDocument": document })).await;
    // The result id is made of the text.
    let found = json!([found["resultId"], found["items"]]);
    let found = found.to_string().replace(uri, "URI");
    (Value::from(found), symbols, tokens["data"].clone())
}

#[tokio::test]
async fn an_edited_document_is_the_same_as_one_opened_so() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let capabilities = json!({
            "general": { "positionEncodings": [encoding] },
            "textDocument": { "diagnostic": {} },
        });
        let mut client = Client::start(capabilities).await;
        client.open(DEFINITION).await;
        let mut text = DEFINITION.to_owned();
        let mut version = 1;
        for seed in 1..=SEQUENCES {
            let mut numbers = Numbers(seed * 0x9E37_79B9);
            for _ in 0..numbers.below(6) + 1 {
                let mut changes = Vec::new();
                for _ in 0..numbers.below(4) + 1 {
                    let (change, next) = edit(&mut numbers, &text, encoding);
                    changes.push(change);
                    text = next;
                }
                version += 1;
                client.change(version, json!(changes)).await;
            }
            let document = json!({ "uri": FRESH, "languageId": "asl", "version": 1, "text": text });
            client.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
            assert_eq!(
                seen(&mut client, URI).await,
                seen(&mut client, FRESH).await,
                "{encoding}, {seed}: {text:?}"
            );
        }
        client.stop().await;
    }
}
