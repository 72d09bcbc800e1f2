//! Properties of the analysis of templates: nothing panics, every span is in the text, and the fixtures are valid.

use asl_core::config::Config;
use asl_core::host::{Content, LinkedPart, Name, TemplateContext, TemplateKind, placeholders};
use asl_core::testing::{Random, assert_can_be_shown, beginnings};
use asl_core::text::Span;
use asl_core::{Severity, Source, analyze, analyze_for, lint_analyses};

/// The name and the text of each template.
fn fixtures() -> Vec<(String, String)> {
    asl_core::testing::fixtures()
        .into_iter()
        .filter(|(path, _)| path.contains("fixtures/templates/"))
        .collect()
}

/// Lints a text and checks all spans.
fn probe(name: &str, text: &str) {
    let analyses = analyze(Source::new(text, name));
    let shows = |span: Span| text.get(span.range()).is_some();
    for analysis in &analyses {
        let host = analysis.host();
        assert!(placeholders(analysis.tree()).iter().all(|placeholder| shows(placeholder.span)));
        assert!(host.sources.iter().chain(&host.name).all(|name| shows(name.span)));
        assert!(analysis.tree().errors().iter().all(|error| shows(error.span)), "{text}");
    }
    assert_can_be_shown(&lint_analyses(&analyses, &Config::all()), text);
}

#[test]
fn the_fixtures_are_valid() {
    for (name, text) in fixtures() {
        let analyses = analyze(Source::new(&text, &name));
        let found = lint_analyses(&analyses, &Config::all());
        let problems: Vec<_> = found.iter().filter(|finding| finding.severity > Severity::Info).collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        let is_complete = |analysis: &asl_core::Analysis| {
            let host = analysis.host();
            host.kind != TemplateKind::Asl && (host.link.is_some() || analysis.is_definition())
        };
        assert!(!analyses.is_empty() && analyses.iter().all(is_complete), "{name}");
    }
}

#[test]
fn truncated_templates() {
    for (name, text) in fixtures() {
        beginnings(&text, 300).for_each(|beginning| probe(&name, beginning));
    }
}

/// Tokens of JSON, YAML and template functions, and multibyte characters.
const PIECES: &[&str] = &[
    "", "{", "}", "[", "]", ",", ":", "\"", "\\", "'", "\n", " ", "- ", "#", "!Sub ", "!Ref ", "!Join ",
    "&a ", "*a", "<<: ", "Fn::Sub", "Fn::Join", "Fn::If", "${", "${!", "${é}", "|", ">-", "é", "😀", "\0",
    "\\u00e9", "0", "~",
];

#[test]
fn included_files_of_services_with_a_character_changed() {
    let mut random = Random::default();
    let contents =
        [Content::Definition, Content::Machine, Content::Machines, Content::Plugin, Content::Template];
    let files =
        asl_core::testing::fixtures().into_iter().filter(|(path, _)| path.contains("fixtures/services/"));
    for (name, text) in files {
        for content in contents.into_iter().cycle().take(200) {
            let changed = random.changed(&text, PIECES);
            let keys =
                if random.below(2) == 0 { Vec::new() } else { vec!["all".to_owned(), "bill".to_owned()] };
            let host_name = Name { value: "bill".to_owned(), span: Span::at(0) };
            let part = LinkedPart { keys, content, ..LinkedPart::default() };
            let host = TemplateContext {
                kind: TemplateKind::Serverless,
                name: Some(host_name),
                part,
                ..TemplateContext::default()
            };
            let source = Source::new(&changed, &name);
            let analyses = analyze_for(analyze(source.clone()), &source, &[host]);
            assert_can_be_shown(&lint_analyses(&analyses, &Config::all()), &changed);
        }
    }
}

#[test]
fn templates_with_a_character_changed() {
    let mut random = Random::default();
    for (name, text) in fixtures() {
        for _ in 0..300 {
            probe(&name, &random.changed(&text, PIECES));
        }
    }
}
