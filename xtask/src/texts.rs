//! Lists all text for users with its location: the strings in the code, without tests, and the prose of the rule pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::{files, root};

pub(crate) fn run() -> Result<()> {
    let mut count = 0;
    for path in sources()? {
        let text = fs::read_to_string(&path)?;
        let found = match path.extension().is_some_and(|extension| extension == "md") {
            true => prose(&text),
            false => strings(&text).map_err(|error| anyhow!("{}: {error}", path.display()))?,
        };
        if found.is_empty() {
            continue;
        }
        println!("\n{}", path.strip_prefix(root()).unwrap_or(&path).display());
        for (line, text) in &found {
            println!("{line:5}  {text}");
        }
        count += found.len();
    }
    println!("\n{count} texts");
    Ok(())
}

/// The files of the crates that may contain text for users.
fn sources() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join("crates"))? {
        let folder = entry?.path().join("src");
        found.extend(files(&folder, &["rs", "md"])?.into_iter().filter(|path| !is_test(path)));
    }
    found.sort();
    Ok(found)
}

fn is_test(path: &Path) -> bool {
    let is_test = |part: &str| matches!(part, "tests" | "testing" | "tests.rs" | "testing.rs");
    path.components().any(|part| is_test(&part.as_os_str().to_string_lossy()))
}

/// The strings of more than one word in a Rust file, with their lines, without those in tests and documentation.
fn strings(code: &str) -> Result<Vec<(usize, String)>> {
    let tokens = TokenStream::from_str(code).map_err(|error| anyhow!("{error}"))?;
    let mut found = Vec::new();
    collect(tokens, &mut found);
    Ok(found)
}

fn collect(tokens: TokenStream, found: &mut Vec<(usize, String)>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut is_for_tests = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                // An attribute, such as a doc comment: `#[...]` or `#![...]`.
                tokens.next_if(|next| matches!(next, TokenTree::Punct(sign) if sign.as_char() == '!'));
                let attribute = tokens.next_if(|next| matches!(next, TokenTree::Group(_)));
                is_for_tests |= attribute.is_some_and(|attribute| attribute.to_string().contains("test"));
            }
            TokenTree::Group(group) => {
                // The body of the item with the attribute.
                if !(is_for_tests && group.delimiter() == Delimiter::Brace) {
                    collect(group.stream(), found);
                }
                is_for_tests &= group.delimiter() != Delimiter::Brace;
            }
            TokenTree::Punct(sign) if sign.as_char() == ';' => is_for_tests = false,
            TokenTree::Literal(literal) => {
                let written = literal.to_string();
                let text = written.trim_start_matches(['r', '#']).trim_end_matches('#');
                if let Some(text) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'))
                    && is_for_people(text)
                {
                    found.push((literal.span().start().line, text.to_owned()));
                }
            }
            _ => {}
        }
    }
}

/// Whether a string contains two words with a space between them.
fn is_for_people(text: &str) -> bool {
    let is_word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    text.split(' ').filter(|word| is_word(word)).count() > 1
}

/// The lines of a page outside code blocks.
fn prose(page: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut is_code = false;
    for (line, text) in (1..).zip(page.lines()) {
        let is_fence = text.trim_start().starts_with("```");
        is_code ^= is_fence;
        if !is_code && !is_fence && is_for_people(text) {
            found.push((line, text.to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_for_users_are_found() {
        let code = r##"
            //! A comment.
            /// Another one.
            const A: &str = "one text";
            fn f() { g(format!("a `{x}` too many", x)); h("name"); }
            #[cfg(test)]
            mod tests { const B: &str = "not this one"; }
            #[cfg(test)]
            use tests::Thing;
            static C: &str = r#"this "one""#;
        "##;
        let texts: Vec<String> = strings(code).unwrap().into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["one text", "a `{x}` too many", "this \"one\""]);
        assert_eq!(strings(code).unwrap()[0].0, 4);
    }

    #[test]
    fn prose_excludes_code_blocks() {
        assert_eq!(
            prose("# a-rule\n\nTwo words.\n\n```json\nnot this\n```\n"),
            [(3, "Two words.".to_owned())]
        );
    }
}
