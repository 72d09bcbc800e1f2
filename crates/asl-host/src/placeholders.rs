//! The placeholders of a definition, `${Name}`, which the tool that deploys it replaces.

use asl_syntax::text::Span;
use asl_syntax::{Kind, Node, Text, Tree};

/// A placeholder in a definition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placeholder {
    /// The span in the file, from `$` to `}`.
    pub span: Span,
    /// The text between the braces, such as `Name`, `Name.Attribute` or `AWS::Region`, without the `!` of an escaped
    /// placeholder, which `Fn::Sub` does not replace.
    pub name: String,
    /// Whether it is escaped: `${!Name}`.
    pub is_escaped: bool,
    /// Whether it is the whole value.
    pub is_whole: bool,
}

impl Placeholder {
    /// Returns the name up to the first dot.
    pub fn resource(&self) -> &str {
        self.name.split('.').next().unwrap_or_default()
    }
}

/// Returns all placeholders `${...}` in source order. Values such as `{"Ref": "Name"}` are not included.
pub fn placeholders(tree: &Tree) -> Vec<Placeholder> {
    let mut found = Vec::new();
    if !tree.may_contain("${") {
        return found;
    }
    for node in tree.nodes() {
        if let Some(text) = node.as_text() {
            add(&mut found, tree, text);
        }
        if node.kind() == Kind::Placeholder {
            add_bare(&mut found, node.span(), node.source());
        }
        node.pairs().for_each(|pair| add(&mut found, tree, pair.key()));
    }
    tree.spliced().iter().for_each(|&span| add_bare(&mut found, span, &tree.text()[span.range()]));
    found.sort();
    found.dedup();
    found
}

/// Returns the placeholders in a string, and the one that a value is as a whole.
pub fn placeholders_in(tree: &Tree, text: Option<Text<'_>>, node: Option<Node<'_>>) -> Vec<Placeholder> {
    let mut found = Vec::new();
    if let Some(text) = text {
        add(&mut found, tree, text);
    }
    if let Some(node) = node.filter(|node| node.kind() == Kind::Placeholder) {
        add_bare(&mut found, node.span(), node.source());
    }
    found
}

/// Adds a placeholder without quotes.
fn add_bare(found: &mut Vec<Placeholder>, span: Span, source: &str) {
    let Some(name) = source.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) else { return };
    let plain = name.strip_prefix('!').unwrap_or(name);
    found.push(Placeholder {
        span,
        name: plain.to_owned(),
        is_escaped: plain.len() < name.len(),
        is_whole: true,
    });
}

fn add(found: &mut Vec<Placeholder>, tree: &Tree, text: Text<'_>) {
    if !text.has_placeholder() {
        return;
    }
    let map = tree.offsets_of(text);
    for part in parts(text.value) {
        let span = map.to_file(part);
        // The placeholders that stand for values of `Fn::Join` are not in the file.
        let source = &tree.text()[span.range()];
        if !source.starts_with("${") {
            continue;
        }
        // Syntax of the surrounding language is masked in the value.
        let is_verbatim = source.len() == part.range().len();
        let whole = if is_verbatim { source } else { &text.value[part.range()] };
        let name = &whole[2..whole.len() - 1];
        found.push(Placeholder {
            span,
            name: name.strip_prefix('!').unwrap_or(name).to_owned(),
            is_escaped: source.starts_with("${!"),
            is_whole: part.range().len() == text.value.trim().len(),
        });
    }
}

/// Returns the spans of the outermost placeholders of a string, braces included.
fn parts(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut depth = 0;
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'{' if depth > 0 => depth += 1,
            b'{' if at > 0 && bytes[at - 1] == b'$' => {
                start = at - 1;
                depth = 1;
            }
            b'}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(Span::new(start, at + 1));
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_syntax::{Dialect, parse};

    #[test]
    fn placeholders_have_names_and_spans() {
        let text =
            r#"{"a": "${A}", "b\n${B.Arn}": "x\t${AWS::Region} ${!C} ${self:${D}} ${open", "c": ${E}}"#;
        let found = placeholders(&parse(text, Dialect::Json));
        let names: Vec<&str> = found.iter().map(|placeholder| placeholder.name.as_str()).collect();
        assert_eq!(names, ["A", "B.Arn", "AWS::Region", "C", "self:${D}", "E"]);
        let written: Vec<&str> = found.iter().map(|placeholder| &text[placeholder.span.range()]).collect();
        assert_eq!(written, ["${A}", "${B.Arn}", "${AWS::Region}", "${!C}", "${self:${D}}", "${E}"]);
        let whole: Vec<bool> = found.iter().map(|placeholder| placeholder.is_whole).collect();
        assert_eq!(whole, [true, false, false, false, false, true]);
        assert_eq!(found[1].resource(), "B");
        assert!(found[3].is_escaped);
    }
}
