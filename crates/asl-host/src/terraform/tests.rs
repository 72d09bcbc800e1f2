mod definitions;
mod modules;
mod templates;

use std::sync::Arc;

use super::*;
use crate::Link;
use crate::WorkflowType;
use asl_core::config::Config;
use asl_core::{Diagnostic, Severity, Source, analyze, lint_analyses};
use asl_syntax::Node;

fn read(text: &str) -> Vec<EmbeddedDefinition> {
    embedded_definitions(&Arc::from(text))
}

/// Returns the only embedded definition of a resource with this body.
fn only(body: &str) -> EmbeddedDefinition {
    let mut found = read(&resource(body));
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn resource(body: &str) -> String {
    format!("resource \"aws_sfn_state_machine\" \"orders\" {{\n{body}\n}}\n")
}

/// Returns the rule and the text of each finding in a file, except advice.
fn findings<'t>(text: &'t str, name: &str) -> Vec<(&'static str, &'t str)> {
    let found = lint_analyses(&analyze(Source::new(text, name)), &Config::all());
    // A state that is lost may have been a terminal state.
    let is_meant = |d: &&Diagnostic| d.severity > Severity::Info && d.rule.name != "no-terminal-state";
    let found = found.iter().filter(is_meant);
    found.map(|finding| (finding.rule.name, &text[finding.span.range()])).collect()
}

fn root(region: &EmbeddedDefinition) -> Node<'_> {
    region.tree.root().expect("the definition is in the file")
}

#[test]
fn an_object_of_terraform_is_a_definition() {
    let region = only(
        r#"definition = jsonencode({
    StartAt = "A", "States" : {
      # The only one.
      A = { Type = "Wait", Seconds = 3, "a-b" = [1.5, - 2, true, null,], End = (true) }
    }
  })"#,
    );
    assert_eq!(region.host.kind, TemplateKind::Terraform);
    assert_eq!(region.tree.notation(), Notation::Hcl);
    let state = root(&region).get("States").unwrap().get("A").unwrap();
    assert_eq!(state.get("Type").unwrap().as_str(), Some("Wait"));
    assert_eq!(state.get("Seconds").unwrap().as_f64(), Some(3.0));
    assert_eq!(state.get("End").unwrap().as_bool(), Some(true));
    let items: Vec<Node<'_>> = state.get("a-b").unwrap().items().collect();
    assert_eq!(items[0].as_f64(), Some(1.5));
    assert_eq!(items[1].as_f64(), Some(-2.0));
    assert_eq!(items[3].source(), "null");
    assert_eq!(region.tree.text()[state.pair("Type").unwrap().key().span.range()], *"Type");
}

#[test]
fn what_only_terraform_can_evaluate_is_a_placeholder() {
    let region = only(
        r#"definition = jsonencode({
    StartAt = var.start
    States  = { for name in var.names : name => { Type = "Pass" } }
    Comment = "${var.comment}"
    Label   = "for ${var.name}!"
    A       = var.ok ? 1 : 2
    B       = "%{ if var.ok }x%{ endif }"
    C       = jsonencode({ a = 1 })
    D       = merge({ a = 1 }, var.more)
    (local.name) = 1
    "${local.name}" = 1
  })"#,
    );
    let root = root(&region);
    for placeholder in ["StartAt", "States", "Comment", "A", "B", "C"] {
        assert_eq!(root.get(placeholder).unwrap().kind(), asl_syntax::Kind::Placeholder, "{placeholder}");
    }
    assert!(root.get("D").unwrap().is_open() && root.get("D").unwrap().pairs().len() == 1);
    let label = root.get("Label").unwrap().as_text().unwrap();
    assert_eq!(label.value, "for ${var.name}!");
    assert!(label.has_placeholder());
    assert_eq!(root.pairs().filter(|pair| pair.key().has_placeholder()).count(), 2);
}

#[test]
fn strings_have_values_and_spans() {
    let region = only(r#"definition = jsonencode({ a = "x\t\"\u00e9$${y}%%{z}${v}é!" })"#);
    let text = root(&region).get("a").unwrap().as_text().unwrap();
    assert_eq!(text.value, "x\t\"é${y}%{z}${v}é!");
    let place = |part: &str| {
        let at = text.value.find(part).unwrap();
        &region.tree.text()[region.tree.to_file(text, Span::new(at, at + part.len())).range()]
    };
    assert_eq!(place("\t"), "\\t");
    assert_eq!(place("\"é"), "\\\"\\u00e9");
    assert_eq!(place("${y"), "$${y");
    assert_eq!(place("%{z"), "%%{z");
    assert_eq!(place("é!"), "é!");
    assert_eq!(place("${v}"), "${v}");
}

#[test]
fn a_heredoc_loses_its_indentation() {
    let region = only("definition = jsonencode({\n  a = <<-EOT\n      {% $x\n        + 1 %}\n      EOT\n})");
    let text = root(&region).get("a").unwrap().as_text().unwrap();
    assert_eq!(text.value, "{% $x\n  + 1 %}\n");
    let at = text.value.find('+').unwrap();
    let place = region.tree.to_file(text, Span::new(at, at + 3));
    assert_eq!(&region.tree.text()[place.range()], "+ 1");
}

#[test]
fn a_json_string_is_a_definition() {
    for body in [
        "definition = <<EOF\n{ \"StartAt\": \"A\", \"x\": ${var.x[\"}\"]}, \"y\": \"${f(\"y\")}\" }\nEOF",
        "definition = <<-EOF\r\n    {\r\n      \"StartAt\": \"A\", \"x\": ${var.x}, \"y\": \"${f(\"y\")}\" }\r\n  EOF\r",
        r#"definition = "{ \"StartAt\": \"A\", \"x\": ${var.x}, \"y\": \"${f("y")}\" }""#,
    ] {
        let region = only(body);
        assert_eq!(region.tree.errors(), [], "{body}");
        let root = root(&region);
        assert_eq!(root.get("StartAt").unwrap().as_str(), Some("A"));
        assert_eq!(root.get("x").unwrap().kind(), asl_syntax::Kind::Placeholder);
        assert!(root.get("y").unwrap().as_text().unwrap().has_placeholder());
        assert!(root.get("y").unwrap().source().contains("${f(\"y\")}"));
    }
}

#[test]
fn an_unknown_definition_is_unchecked() {
    for body in [
        "definition = data.template_file.definition.rendered",
        "definition = replace(file(\"a.json\"), var.a, \"b\")",
        "definition = replace(file(\"a.json\"), \"/[A-Z]/\", \"b\")",
        "definition = local.step[var.name]",
        "definition = each.value.definition",
        "definition = module.flow.definition",
        "definition = join(\"\", var.parts)",
        "definition = provider::flow::make()",
        "definition = file(\"${var.folder}/a.json\")",
        "definition = var.definition",
    ] {
        let region = only(body);
        let unchecked = region.host.unchecked.unwrap();
        let value = body.split_once(" = ").unwrap().1;
        let text = region.tree.text()[unchecked.span.range()].trim_end();
        assert_eq!((region.tree.root().is_none(), text), (true, value), "{body}");
    }
    for body in [
        "definition = <<EOF\n${var.definition}\nEOF",
        "definition = jsonencode(var.definition)",
        "definition = jsonencode(try(var.definition))",
        "definition = trimspace(chomp((var.definition)))",
        "definition = coalesce(null, var.definition)",
    ] {
        let region = only(body);
        let span = region.host.unchecked.unwrap().span;
        assert_eq!(&region.tree.text()[span.range()], "var.definition", "{body}");
    }
}

#[test]
fn a_file_is_linked() {
    let link = |body: &str| {
        let region = only(body);
        assert!(region.tree.root().is_none());
        let Link { path, span, .. } = region.host.link.clone().unwrap();
        let names = region.host.substitutions.map(|names| names.into_iter().map(|name| name.value).collect());
        (path, region.tree.text()[span.range()].to_owned(), names)
    };
    let none: Option<Vec<String>> = None;
    let names = Some(vec!["a".to_owned(), "b-c".to_owned()]);
    assert_eq!(
        link(r#"definition = templatefile("${path.module}/a/b.json", { a = var.a, "b-c" : 1 })"#),
        ("a/b.json".into(), r#""${path.module}/a/b.json""#.into(), names)
    );
    assert_eq!(
        link(r#"definition = "${file("a/b.json")}""#),
        ("a/b.json".into(), r#""a/b.json""#.into(), none.clone())
    );
    assert_eq!(link(r#"definition = templatefile("a", merge({ a = 1 }, var.b))"#).2, none);
    assert!(only(r#"definition = file("${var.folder}/a.json")"#).host.unchecked.is_some());
}

#[test]
fn a_local_value_is_resolved_once() {
    let machine = resource("definition = local.definition");
    let found =
        read(&format!("{machine}\nlocals {{\n  definition = jsonencode({{ StartAt = \"A\" }})\n}}\n"));
    assert_eq!(root(&found[0]).get("StartAt").unwrap().as_str(), Some("A"));
    let encoded = resource("definition = jsonencode(local.definition)");
    let found = read(&format!("locals {{\n  definition = {{ StartAt = \"A\" }}\n}}\n{encoded}"));
    assert_eq!(root(&found[0]).get("StartAt").unwrap().as_str(), Some("A"));
    let circle = "locals {\n  definition = local.definition\n}\n";
    assert!(read(&format!("{machine}{circle}"))[0].host.unchecked.is_some());
}

#[test]
fn settings_of_a_resource_are_read() {
    let host = only(
        r#"
  name       = "x"
  type       = "EXPRESS"
  definition = file("a.json")
  logging_configuration {
    level = "ALL"
  }
  tracing_configuration {
    enabled = true
  }"#,
    )
    .host;
    assert_eq!(host.name.unwrap().value, "orders");
    assert_eq!(host.workflow, Some(WorkflowType::Express));
    assert_eq!(host.sources[0].value, "definition");
    assert_eq!((host.is_logged, host.is_traced), (Some(true), Some(true)));

    let host = only("definition = file(\"a.json\")").host;
    assert_eq!(host.workflow, Some(WorkflowType::Standard));
    assert_eq!((host.is_logged, host.is_traced), (Some(false), Some(false)));

    let host = only(
        r#"
  type       = var.type
  definition = file("a.json")
  logging_configuration {
    level = var.level
  }
  dynamic "tracing_configuration" {
    for_each = var.tracing
    content {
      enabled = true
    }
  }"#,
    )
    .host;
    assert_eq!((host.workflow, host.is_logged, host.is_traced), (None, None, None));
}

#[test]
fn errors_do_not_affect_other_blocks() {
    let whole = resource("definition = jsonencode({ StartAt = \"B\" })");
    let broken =
        resource("definition = jsonencode({\n  StartAt = \"A\"\n  Comment = \n  Version = \"1.0\"\n})");
    let unclosed = "resource \"aws_iam_role\" \"x\" {\n  name = \"${\n";
    let found = read(&format!("{unclosed}{broken}{whole}"));
    assert_eq!(found.len(), 2);
    assert_eq!(root(&found[0]).get("Version").unwrap().as_str(), Some("1.0"));
    assert_eq!(found[0].tree.errors().len(), 1);
    assert!(found[0].tree.is_damaged(root(&found[0]).span()));
    assert_eq!(root(&found[1]).get("StartAt").unwrap().as_str(), Some("B"));
    assert_eq!(found[1].tree.errors(), []);

    let found = read("resource \"aws_sfn_state_machine\" \"x\" {\n  definition = jsonencode({\n");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].host.kind, TemplateKind::Rest);
    assert_eq!(found[0].tree.errors().len(), 1);
}

#[test]
fn valid_terraform_has_no_errors() {
    let marked = format!("\u{feff}{}", resource("definition = jsonencode({ StartAt = \"A\" })"));
    assert_eq!(read(&marked).len(), 1);
    let deep = format!("definition = jsonencode({}{})", "{ a = ".repeat(80), "}".repeat(80));
    let deepest = format!("definition = jsonencode({}1{})", "[".repeat(5000), "]".repeat(5000));
    let wide: String = (0..5000).map(|i| format!("a{i} = 1\n")).collect();
    let equal = format!("definition = jsonencode({{ {} }})", "a = 1, ".repeat(100));
    for body in [deep, deepest, format!("definition = jsonencode({{\n{wide}}})"), equal] {
        let host = only(&body).host;
        assert_eq!(host.name.unwrap().value, "orders");
        assert!(host.unchecked.is_some(), "an unreadable block is unchecked");
    }
    assert!(read("resource \"x\" \"y\" {}").is_empty());
}
