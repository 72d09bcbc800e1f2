//! Markdown: definitions, and templates with definitions, in fenced code blocks. Code in documentation may be
//! abbreviated or refer to missing files, which is not an error.

use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{EmbeddedDefinition, Language, Name, TemplateContext, TemplateKind, is_stand_in};
use asl_syntax::text::Span;
use asl_syntax::{Dialect, MAX_BYTES, OffsetMap, YamlVersion};

/// Returns the definitions in a file.
pub(super) fn embedded_definitions(file: &Arc<str>) -> Vec<EmbeddedDefinition> {
    if file.len() > MAX_BYTES || !may_have_definition(file) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for block in blocks(file) {
        if !may_have_definition(&block.code) || is_shortened(&block.code) {
            continue;
        }
        let mut regions = super::embedded_definitions(&block.code, block.language);
        regions.iter_mut().for_each(|region| region.tree.take_for_placeholders(is_stand_in));
        if !block.is_tagged && regions.iter().any(|region| !region.tree.errors().is_empty()) {
            continue;
        }
        found.extend(regions.into_iter().filter_map(|region| moved(region, file, &block.map)));
    }
    found
}

/// Returns false if a text certainly contains no definition, without parsing it.
fn may_have_definition(text: &str) -> bool {
    text.contains("StartAt") && text.contains("States")
}

/// A fenced code block, without the prefixes of its lines.
struct Block {
    language: Language,
    /// Whether the info string names the language. Otherwise, the block is only used if it has no syntax errors.
    is_tagged: bool,
    code: String,
    map: OffsetMap,
}

fn blocks(file: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (event, range) in Parser::new_ext(file, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                open = language(&info).map(|(language, is_tagged)| Block {
                    language,
                    is_tagged,
                    code: String::new(),
                    map: OffsetMap::default(),
                });
            }
            Event::Text(text) => {
                if let Some(block) = &mut open {
                    block.code.push_str(&text);
                    block.map.push(text.len(), Span::new(range.start, range.end));
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

/// Returns the language of a block with an info string, and whether the info string names it: JSON often has no info
/// string, or that of the program that it is pasted into. Comments are common in documentation.
fn language(info: &str) -> Option<(Language, bool)> {
    let is_part = |c: char| c.is_ascii_alphanumeric();
    let word = info.trim_start_matches(['{', '.', ' ']).split(|c| !is_part(c)).next()?;
    let jsonc = Language::Json(Dialect::Jsonc);
    match word.to_ascii_lowercase().as_str() {
        "json" | "jsonc" | "asl" => Some((jsonc, true)),
        "" if info.trim_matches(['{', '}', ' ']).is_empty() => Some((jsonc, false)),
        "js" | "javascript" | "jsx" | "ts" | "typescript" | "json5" => Some((jsonc, false)),
        "yaml" | "yml" => Some((Language::Yaml(YamlVersion::Unknown), true)),
        "hcl" | "terraform" | "tf" => Some((Language::Terraform, true)),
        _ => None,
    }
}

/// Returns whether a block contains an ellipsis for omitted code. After a word, an ellipsis is part of the text.
fn is_shortened(code: &str) -> bool {
    let follows_word = |at: usize| code[..at].ends_with(char::is_alphanumeric);
    code.contains('…')
        || code.match_indices("...").any(|(at, _)| !code[..at].ends_with('.') && !follows_word(at))
}

/// Converts the spans of a definition from its block to the file. Returns `None` if it is not a definition.
fn moved(region: EmbeddedDefinition, file: &Arc<str>, map: &OffsetMap) -> Option<EmbeddedDefinition> {
    let root = region.tree.root()?;
    let is_definition = root.pair("StartAt").is_some() && root.pair("States").is_some();
    if !is_definition || is_sketch(&region) {
        return None;
    }
    let tree = region.tree.moved(Arc::clone(file), map, region.tree.notation());
    let name = region.host.name.map(|name| Name { span: map.to_file(name.span), ..name });
    let host = TemplateContext {
        kind: TemplateKind::Markdown,
        name,
        workflow: region.host.workflow,
        ..TemplateContext::default()
    };
    Some(EmbeddedDefinition { tree, host })
}

/// Returns whether a definition has so many errors that it is probably not meant to be valid.
fn is_sketch(region: &EmbeddedDefinition) -> bool {
    let errors = region.tree.errors().iter();
    errors.filter(|error| error.kind.may_lose()).count() > 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_core::config::Config;
    use asl_core::{Severity, Source, analyze, lint_analyses, rule};

    const DEFINITION: &str = r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;

    fn read(text: &str) -> Vec<EmbeddedDefinition> {
        embedded_definitions(&Arc::from(text))
    }

    /// Returns the texts that a rule reports in a document.
    fn found<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
        let found =
            lint_analyses(&analyze(Source::new(text, "README.md")), &Config::only([rule(name).unwrap()]));
        found.iter().map(|finding| &text[finding.span.range()]).collect()
    }

    #[test]
    fn definitions_in_fenced_blocks_are_read() {
        for text in [
            format!("# Orders\n\n```json\n{DEFINITION}\n```\n"),
            format!("~~~~JSON title=\"a\"\n{DEFINITION}\n~~~~"),
            format!("   ```asl\n   {DEFINITION}\n   ```"),
            format!("- one\n\n  1. two\n     ```{{.json}}\r\n     {DEFINITION}\r\n     ```\r\n"),
            format!("> ```jsonc\n> {}\n> ```\n", DEFINITION.replace(", ", ", // more\n> ")),
            format!("```json\n{DEFINITION}"),
            format!("```\n{DEFINITION}\n```"),
            format!("- one\n\n  ~~~\n  {DEFINITION}\n  ~~~"),
            format!("<!-- prettier-ignore -->\n```\n{DEFINITION}\n```"),
            format!("```javascript\n// The machine.\n{DEFINITION}\n```"),
            format!("``` ts title=\"a.ts\"\n{DEFINITION}\n```"),
        ] {
            assert_eq!(read(&text).len(), 1, "{text}");
            assert_eq!(found(&text, "unknown-state"), ["\"B\""], "{text}");
        }
    }

    #[test]
    fn other_blocks_are_ignored() {
        for text in [
            format!("```text\n{DEFINITION}\n```"),
            format!("```diff\n{DEFINITION}\n```"),
            format!("```console\n{DEFINITION}\n```"),
            format!("```js\nconst machine = {DEFINITION};\n```"),
            "```js\n{ StartAt: 'A', States: { B: { Type: 'Succeed' } } }\n```".to_owned(),
            format!("```\n{}\n```", DEFINITION.replace(", ", " ")),
            format!("<!--\n```json\n{DEFINITION}\n```\n-->"),
            format!("    {DEFINITION}"),
            "```json\n{ \"A\": { \"Type\": \"Pass\" } }\n```".to_owned(),
            "```json\n{ \"StartAt\": \"A\", \"States\": { ... } }\n```".to_owned(),
            "```json\n{ \"StartAt\": \"A\", \"States\": { \"B\": {…} } }\n```".to_owned(),
            "```json\n{ \"StartAt\": \"A\", // ...\n \"States\": { } }\n```".to_owned(),
            "```json\n\"StartAt\": \"A\", \"States\": { \"B\": {} }\n```".to_owned(),
        ] {
            assert!(read(&text).is_empty(), "{text}");
        }
        assert_eq!(read(&format!("```json\n{}\n```", DEFINITION.replace("\"B\"", "\"wait...\""))).len(), 1);
    }

    #[test]
    fn syntax_errors_are_reported() {
        let text = "> ```json\n> {\n>   \"StartAt\": \"A\"\n>   \"States\": { \"A\": { \"Type\": \"Succeed\" } }\n> }\n> ```\n";
        assert_eq!(found(text, "invalid-json"), ["\"States\""]);
    }

    #[test]
    fn placeholders_of_examples_are_not_reported() {
        let task = |fields: &str| {
            format!(
                "# Use\n\n```json\n{{ \"StartAt\": \"A\", \"States\": {{ \"A\": {{ \"Type\": \"Task\", {fields}, \"End\": true }} }} }}\n```\n"
            )
        };
        for fields in [
            r#""Resource": "REPLACE_ME_ARN""#,
            r#""Resource": "<YOUR_ARN>""#,
            r#""Resource": <YOUR_ARN>"#,
            r#""Resource": YOUR_ARN"#,
            r#""Resource": "arn:aws:lambda:REGION:ACCOUNT_ID:function:FUNCTION_NAME""#,
            r#""Resource": "arn:aws:lambda:us-east-1:123456789012:function:YOUR_FUNCTION""#,
            r#""Resource": "{{ARN}}", "TimeoutSeconds": "<SECONDS>""#,
            r#""Resource": "__ARN__", "TimeoutSeconds": <SECONDS>"#,
            r#""Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "XXXX", "Payload": "..." }, "HeartbeatSeconds": "YOUR_TIME_HERE", "TimeoutSeconds": 99"#,
        ] {
            let text = task(fields);
            assert_eq!(read(&text).len(), usize::from(!fields.contains("\"...")), "{fields}");
            let found = lint_analyses(&analyze(Source::new(&text, "README.md")), &Config::all());
            let found: Vec<_> = found.iter().filter(|finding| finding.severity > Severity::Info).collect();
            assert!(found.is_empty(), "{fields}: {found:?}");
        }
    }

    #[test]
    fn expressions_in_prefixed_lines_have_spans_of_the_file() {
        let text = "- x\n\n  ```json\n  { \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Pass\",\n    \"QueryLanguage\": \"JSONata\", \"Output\": \"{% \\\"é\\\" & $foo() %}\", \"End\": true } } }\n  ```\n";
        assert_eq!(found(text, "unknown-function"), ["$foo"]);
    }

    #[test]
    fn terraform_in_a_document_is_read() {
        let text = "- ```hcl\n  resource \"aws_sfn_state_machine\" \"x\" {\n    type = \"EXPRESS\"\n    definition = <<-EOF\n      { \"StartAt\": \"B\", \"States\": { \"A\": { \"Type\": \"Succeed\" } } }\n    EOF\n  }\n  ```\n";
        assert_eq!(found(text, "unknown-state"), ["\"B\""]);
        let regions = read(text);
        let name = regions[0].host.name.as_ref().unwrap();
        assert_eq!(&text[name.span.range()], "x");
        let linked = text.replace("<<-EOF", "file(\"StartAt.States\")\n    x = <<-EOF");
        assert!(read(&linked).is_empty(), "links of examples are ignored");
    }
}
