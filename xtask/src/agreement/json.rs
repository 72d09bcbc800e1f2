//! Agreement with serde_json about the files of the corpora, and about the same files with a byte changed.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use asl_core::syntax::parse;
use asl_core::{Dialect, syntax};

use crate::json_files;

/// The number of changes to each file.
const MUTATIONS: usize = 100;

pub(crate) fn run(corpora: &Path) -> Result<()> {
    let files = json_files(corpora)?;
    let (mut texts, mut different) = (0, Vec::new());
    for path in &files {
        let Ok(text) = fs::read_to_string(path) else { continue };
        // The manifests are large, and not definitions.
        if text.len() > 64 * 1024 {
            continue;
        }
        for changed in std::iter::once(text.clone()).chain(mutations(&text)) {
            texts += 1;
            if agrees(&changed) {
                continue;
            }
            different.push(path.display().to_string());
        }
    }
    println!(
        "json: same verdict as serde_json on {}/{texts} texts from {} files",
        texts - different.len(),
        files.len()
    );
    if different.is_empty() { Ok(()) } else { bail!("serde_json disagrees: {different:#?}") }
}

fn agrees(text: &str) -> bool {
    let tree: syntax::Tree = parse(text, Dialect::Json);
    let ours = tree.errors().is_empty() && tree.root().is_some();
    ours == serde_json::from_str::<serde_json::Value>(text).is_ok()
}

/// The text with an ASCII byte changed. The offsets are pseudo-random, and the same in every run.
fn mutations(text: &str) -> impl Iterator<Item = String> + '_ {
    const PIECES: &[u8] = b"{}[],:\"\\/ \n\t0-.e+ x";
    let mut random = text.len() as u64 | 1;
    (0..MUTATIONS).filter_map(move |_| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (random >> 33) as usize % text.len().max(1);
        let piece = PIECES[(random >> 20) as usize % PIECES.len()] as char;
        let next = at + 1;
        let is_ascii = text.is_char_boundary(at) && text.is_char_boundary(next);
        is_ascii.then(|| format!("{}{piece}{}", &text[..at], &text[next..]))
    })
}
