//! After any edits, a document is the same as if it had been opened with its final text, including its findings.
//! `EDITS` sets the number of edit sequences for each language and encoding.

mod common;

use common::{Client, DEFINITION};
use serde_json::{Value, json};

/// File extensions, and the initial text of the files.
const DOCUMENTS: [(&str, &str); 3] = [
    ("asl.json", DEFINITION),
    (
        "asl.yaml",
        "StartAt: Räum 😀 auf\nStates:\n  Räum 😀 auf: { Type: Pass, Next: Done }\n  Done:\n    Type: Succeed\n",
    ),
    (
        "template.yaml",
        "Resources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      Definition:\n        \
         StartAt: 字\n        States:\n          字:\n            Type: Succeed\n",
    ),
];

/// Text to insert: characters of one to four bytes, all line breaks, syntax of JSON and YAML.
const PIECES: [&str; 21] = [
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
    "  ",
    "\n    ",
    "- ",
    ": ",
    "Next: 字 😀",
];

/// Pseudo-random numbers that are the same on every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// A position of the client and the corresponding byte offset, computed independently of the server.
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

/// The start of each line, and its end without the line break.
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

/// One edit: the change that the client sends, and the resulting text.
fn edit(numbers: &mut Numbers, text: &str, first: &str, encoding: &str) -> (Value, String) {
    if numbers.below(20) == 0 {
        return (json!({ "text": first }), first.to_owned());
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
    // The result ID depends on the text.
    let found = json!([found["resultId"], found["items"]]);
    let found = found.to_string().replace(uri, "URI");
    (Value::from(found), symbols, tokens["data"].clone())
}

#[tokio::test]
async fn an_edited_document_is_the_same_as_one_opened_so() {
    let sequences = std::env::var("EDITS").ok().map_or(30, |count| count.parse().unwrap());
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        for (ending, first) in DOCUMENTS {
            compare(ending, first, encoding, sequences).await;
        }
    }
}

async fn compare(ending: &str, first: &str, encoding: &str, sequences: u64) {
    let capabilities = json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "diagnostic": {} },
    });
    let mut client = Client::start(capabilities).await;
    let (edited, fresh) = (format!("file:///nowhere/a.{ending}"), format!("file:///nowhere/b.{ending}"));
    client.open_file(&edited, first).await;
    let mut text = first.to_owned();
    let mut version = 1;
    for seed in 1..=sequences {
        let mut numbers = Numbers(seed * 0x9E37_79B9);
        for _ in 0..numbers.below(6) + 1 {
            let mut changes = Vec::new();
            for _ in 0..numbers.below(4) + 1 {
                let (change, next) = edit(&mut numbers, &text, first, encoding);
                changes.push(change);
                text = next;
            }
            version += 1;
            client.change_file(&edited, version, json!(changes)).await;
        }
        client.open_file(&fresh, &text).await;
        let (after, opened) = (seen(&mut client, &edited).await, seen(&mut client, &fresh).await);
        assert_eq!(after, opened, "{ending}, {encoding}, {seed}: {text:?}");
    }
    client.stop().await;
}
