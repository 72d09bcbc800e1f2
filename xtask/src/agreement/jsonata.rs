//! Agreement with the JSONata reference parser about syntax errors: code, position and message.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use jsonata_syntax::parse;
use serde_json::Value;

use crate::reference;

/// Compares the parser with the verdicts in a corpus.
pub(crate) fn corpus(path: &Path) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    // Two expressions contain half a surrogate pair, which Rust strings cannot.
    let cases: Vec<Value> = serde_json::from_str(&text.replace("\\ud800", "\\ufffd"))?;
    // The tokens in the corpus are values; those of the generator are JSON texts.
    compare("corpus", cases.iter().map(|case| (case, case.get("token").map(Value::to_string))))
}

/// Compares the parser with the npm package `jsonata` for generated and mutated expressions.
pub(crate) fn generated(count: usize) -> Result<()> {
    let lines = reference::run("generate.mjs", &[&count.to_string()], "")?;
    let cases = lines.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    compare("generated", cases.iter().map(|case| (case, case["token"].as_str().map(str::to_owned))))
}

/// Compares the first error of each expression with that of the reference: code, position, token and message.
fn compare<'c>(name: &str, cases: impl Iterator<Item = (&'c Value, Option<String>)>) -> Result<()> {
    let (mut all, mut different) = (0, Vec::new());
    for (case, token) in cases {
        all += 1;
        let text = case["expr"].as_str().context("a case has no expression")?;
        let parsed = parse(text);
        let is_same = match parsed.errors.first() {
            None => case["ok"] == true,
            Some(error) => {
                let position = error.position.map(|position| utf16(text, position));
                case["ok"] == false
                    && error.code.as_str() == case["code"].as_str()
                    && error.message() == case["message"].as_str().unwrap_or_default()
                    && position == case["position"].as_u64()
                    && (error.token == token || error.code.as_str().is_none())
            }
        };
        if !is_same {
            different.push(format!("{case}: {:?}", parsed.errors.first()));
        }
    }
    println!(
        "jsonata: same verdict, code, position and message on {}/{all} expressions ({name})",
        all - different.len()
    );
    if different.is_empty() {
        return Ok(());
    }
    different.truncate(10);
    bail!("the reference parser disagrees: {different:#?}")
}

/// Converts a byte offset to UTF-16 code units. It may be after the end of the text, or inside a surrogate pair.
fn utf16(text: &str, position: u32) -> u64 {
    let position = position as usize;
    let mut units = 0;
    for (start, c) in text.char_indices() {
        if position <= start {
            return units;
        }
        if position < start + c.len_utf8() {
            return units + 1;
        }
        units += c.len_utf16() as u64;
    }
    units + (position - text.len()) as u64
}
