use super::*;

const OBJECT: &str = r#"{ StartAt = "A", States = { A = { Type = "Pass", Next = "Lost" } } }"#;
const JSON: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "Lost" } } }"#;
const YAML: &str = "StartAt: A\nStates:\n  A: { Type: Pass, Next: Lost }\n";

/// Returns the texts of unknown states in a file with a resource and other blocks.
fn unknown(value: &str, beside: &str) -> Vec<String> {
    let text = format!("{}\n{beside}\n", resource(&format!("definition = {value}")));
    findings(&text, "main.tf").into_iter().map(|(rule, at)| format!("{rule} {at}")).collect()
}

#[track_caller]
fn is_read(value: &str, beside: &str) {
    let found = unknown(value, beside);
    let found: Vec<String> = found.iter().map(|one| one.replace(['\\', '"'], "")).collect();
    assert_eq!(found, ["unknown-state Lost"], "{value}");
}

#[test]
fn functions_that_keep_a_string_are_transparent() {
    let quoted = format!("\"{}\"", JSON.replace('"', "\\\""));
    for value in [
        format!("jsonencode({OBJECT})"),
        format!("trimspace(chomp(tostring(sensitive(jsonencode({OBJECT})))))"),
        format!("<<EOF\n${{jsonencode({OBJECT})}}\nEOF"),
        format!("\"${{jsonencode({OBJECT})}}\""),
        format!("jsonencode(jsondecode(jsonencode({OBJECT})))"),
        format!("jsonencode(jsondecode(<<EOF\n{JSON}\nEOF\n))"),
        format!("jsonencode(yamldecode(<<EOF\n{YAML}EOF\n))"),
        format!("jsonencode(yamldecode(yamlencode({OBJECT})))"),
        format!("var.a ? jsonencode({OBJECT}) : null"),
        format!("var.a ? \"\" : jsonencode({OBJECT})"),
        format!("jsonencode(var.a ? {OBJECT} : null)"),
        format!("try(jsonencode({OBJECT}), \"\")"),
        format!("coalesce(jsonencode({OBJECT}), null)"),
        format!("indent(2, <<-EOF\n  {JSON}\n  EOF\n)"),
        format!("format(\"%s\", jsonencode({OBJECT}))"),
        format!(
            "format({}, 1)",
            quoted.replace("\\\"A\\\": {", "\\\"A\\\": { \\\"Comment\\\": \\\"%d %%\\\", ")
        ),
        format!("join(\"\", [{quoted}])"),
        format!("join(\"\\n\", [{}, var.x, \" }} }} }}\"])", quoted.replace(" } } }", ", \\\"Result\\\": ")),
        format!("replace({quoted}, \"$${{a}}\", var.a)"),
        format!("replace(jsonencode({OBJECT}), \"/\\\\s+/\", \"\")"),
        format!(
            "replace({}, \"NAME\", var.a)",
            quoted.replace("\\\"A\\\": {", "\\\"A\\\": { \\\"Comment\\\": \\\"NAME\\\", ")
        ),
        format!(
            "replace({}, \"\\\"N\\\"\", 5)",
            quoted.replace("\\\"A\\\": {", "\\\"A\\\": { \\\"Comment\\\": \\\"N\\\", ")
        ),
    ] {
        is_read(&value, "");
    }
}

#[test]
fn references_are_resolved() {
    let encoded = format!("jsonencode({OBJECT})");
    for (value, beside) in [
        ("local.flow", format!("locals {{\n  flow = {encoded}\n}}")),
        ("local.a", format!("locals {{\n  a = local.b\n  b = {encoded}\n}}")),
        ("jsonencode(local.flow)", format!("locals {{\n  flow = {OBJECT}\n}}")),
        ("local.flows.one", format!("locals {{\n  flows = {{ one = {encoded} }}\n}}")),
        ("local.flows[\"one\"]", format!("locals {{\n  flows = tomap({{ \"one\" = {encoded} }})\n}}")),
        ("local.flows[var.name]", format!("locals {{\n  flows = {{ one = {encoded} }}\n}}")),
        (
            "data.template_file.x.rendered",
            format!("data \"template_file\" \"x\" {{\n  template = <<EOF\n{JSON}\nEOF\n}}"),
        ),
        (
            "data.template_file.x[0].rendered",
            format!("data \"template_file\" \"x\" {{\n  count = 1\n  template = {encoded}\n}}"),
        ),
        ("local_file.x.content", format!("resource \"local_file\" \"x\" {{\n  content = {encoded}\n}}")),
        ("var.flow", format!("variable \"flow\" {{\n  default = <<EOF\n{JSON}\nEOF\n}}")),
        ("templatestring(local.flow, {})", format!("locals {{\n  flow = {encoded}\n}}")),
    ] {
        is_read(value, &beside);
    }
    let circle = "locals {\n  a = var.x ? local.b : local.b\n  b = var.x ? local.a : local.a\n}";
    assert_eq!(unknown("local.a", circle), [] as [String; 0]);
}

#[test]
fn each_value_of_a_map_is_a_definition() {
    let other = OBJECT.replace("Lost", "Gone");
    let both = format!("merge({{ a = jsonencode({OBJECT}) }}, local.more)");
    let beside = format!("locals {{\n  flows = {both}\n  more = {{ b = jsonencode({other}) }}\n}}\n");
    for value in ["local.flows[var.name]".to_owned(), format!("each.value\n  for_each = {both}")] {
        let found = unknown(&value, &beside);
        assert_eq!(found, ["unknown-state \"Lost\"", "unknown-state \"Gone\""], "{value}");
    }
    let one = format!("each.value.flow\n  for_each = {{ a = {{ flow = jsonencode({OBJECT}) }} }}");
    is_read(&one, "");
    let circle = "locals {\n  a = merge(local.a.x, { x = local.a })\n}\n";
    assert!(
        read(&(resource("definition = jsonencode(local.a.x.x)") + circle)).len() < 20,
        "it comes to an end"
    );
}

#[test]
fn paths_are_relative_to_a_folder() {
    for (path, wanted, is_guess) in [
        ("\"${path.module}/a/b.json\"", "a/b.json", false),
        ("\"${abspath(path.module)}/../b.json\"", "../b.json", false),
        ("format(\"%s/b.json\", path.module)", "b.json", false),
        ("join(\"/\", [path.module, \"a\", \"b.json\"])", "a/b.json", false),
        ("\"${local.folder}/b.json\"", "a/b.json", false),
        ("\"${path.root}/b.json\"", "b.json", true),
        ("\"./b.json\"", "b.json", true),
    ] {
        let text = resource(&format!("definition = file({path})"))
            + "locals {\n  folder = \"${path.module}/a\"\n}\n";
        let host = read(&text).remove(0).host;
        assert_eq!((host.link.unwrap().path.as_str(), host.is_doubtful), (wanted, is_guess), "{path}");
        assert_eq!(host.unchecked.is_some(), is_guess, "it is unchecked where nothing is there");
    }
    let text = resource(
        "definition = templatefile(var.a ? \"${path.module}/a.json\" : var.b, merge({ x = 1 }, { y = 2 }))",
    );
    let found = read(&text);
    let names: Vec<&str> =
        found[0].host.substitutions.iter().flatten().map(|name| name.value.as_str()).collect();
    assert_eq!(names, ["x", "y"]);
    assert!(found[1].host.unchecked.is_some());
    let old = resource("definition = \"${data.template_file.a.rendered}\"")
        + "data \"template_file\" \"a\" {\n  template = \"${file(\"a.json\")}\"\n  vars {\n    x = 1\n  }\n}\n";
    assert_eq!(read(&old)[0].host.substitutions.as_ref().unwrap()[0].value, "x");
}

#[test]
fn each_branch_is_a_definition() {
    let other = OBJECT.replace("Lost", "Gone");
    for value in [
        format!("var.a ? jsonencode({OBJECT}) : jsonencode({other})"),
        format!("jsonencode(var.a ? {OBJECT} : {other})"),
        format!("try(jsonencode({OBJECT}), jsonencode({other}))"),
    ] {
        assert_eq!(unknown(&value, ""), ["unknown-state \"Lost\"", "unknown-state \"Gone\""], "{value}");
    }
    let found = read(&resource("definition = var.a ? templatefile(\"a.json\", {}) : file(\"b.json\")"));
    let paths: Vec<&str> =
        found.iter().map(|region| region.host.link.as_ref().unwrap().path.as_str()).collect();
    assert_eq!(paths, ["a.json", "b.json"]);
    let found = read(&resource(&format!("definition = var.a == null ? jsonencode({OBJECT}) : var.a")));
    assert!(found[0].tree.root().is_some() && found[1].host.unchecked.is_some());
}

#[test]
fn objects_are_merged() {
    for value in [
        "jsonencode(merge({ StartAt = \"A\" }, { States = { A = { Type = \"Pass\", Next = \"Lost\" } } }))"
            .to_owned(),
        "jsonencode(merge({ StartAt = \"B\" }, { StartAt = \"A\", States = local.states }))".to_owned(),
        "jsonencode({ StartAt = \"A\", States = merge(local.states, { B = { Type = \"Succeed\" } }) })"
            .to_owned(),
        "jsonencode({ StartAt = \"A\", States = { A = merge({ Type = \"Pass\" }, null, local.next) } })"
            .to_owned(),
        "jsonencode({ StartAt = \"A\", States = { A = local.state } })".to_owned(),
    ] {
        let beside = "locals {\n  states = { A = local.state }\n  state = { Type = \"Pass\", Next = \"Lost\" }\n  next = { Next = \"Lost\" }\n}\n";
        let found = unknown(&value, beside);
        assert!(found.contains(&"unknown-state \"Lost\"".to_owned()), "{found:?} {value}");
        assert!(
            found.iter().all(|one| one.starts_with("unreachable-state") || one.contains("Lost")),
            "{found:?} {value}"
        );
    }
    let open = "jsonencode({ StartAt = \"A\", States = merge({ A = { Type = \"Pass\", Next = \"Lost\" } }, var.more) })";
    assert_eq!(unknown(open, ""), [] as [String; 0]);
    let open = "jsonencode({ StartAt = \"A\", States = local.states })";
    let beside =
        "locals {\n  states = merge({ A = { Type = \"Pass\" }, B = { Type = \"Succeed\" } }, var.more)\n}\n";
    assert_eq!(unknown(open, beside), ["missing-next-or-end A"]);
    let listed = "jsonencode({ StartAt = \"A\", States = { A = { Type = \"Choice\", Choices = concat([{ Variable = \"$.a\", IsNull = true, Next = \"Lost\" }], var.more) } } })";
    assert_eq!(unknown(listed, ""), ["unknown-state \"Lost\"", "missing-default A"].map(str::to_owned)[..1]);
}

#[test]
fn an_edit_stays_in_its_part() {
    let text = resource(
        "definition = jsonencode(merge({ StartAt = \"A\", Comment = \"c\" }, { States = local.states }))",
    ) + "locals {\n  states = { A = { Type = \"Succeed\" } }\n}\n";
    let host = &read(&text)[0].host;
    let at = |part: &str| {
        let start = text.find(part).unwrap();
        Span::new(start, start + part.len())
    };
    assert!(host.is_contiguous(at("Comment = \"c\"")));
    assert!(!host.is_contiguous(at("\"c\" }, { States")));
    assert!(!host.is_contiguous(at("Type = \"Succeed\"")));
}

#[test]
fn a_value_that_is_not_a_definition_is_an_error() {
    let one = |value: &str| -> (String, String) {
        let text = resource(&format!("definition = {value}"));
        let found = asl_core::lint_analyses(
            &analyze(Source::new(&text, "main.tf")),
            &asl_core::config::Config::all(),
        );
        let errors: Vec<_> = found.iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert_eq!(errors.len(), 1, "{value} {errors:?}");
        (text[errors[0].span.range()].to_owned(), errors[0].message.clone())
    };
    for (value, marked, message) in [
        ("<<EOF\nNo JSON at all\nEOF", "No JSON at all", "definition is not valid JSON"),
        ("\"flow.json\"", "flow.json", "definition is not valid JSON"),
        ("<<-EOF\n  # a flow\n  StartAt: A\n  States: {}\nEOF", "# a flow", "definition is YAML, not JSON"),
        ("\"\"", "\"\"", "definition is empty"),
        ("<<EOF\n\nEOF", "<<EOF\n\nEOF", "definition is empty"),
        (
            "{ StartAt = \"A\", States = { A = { Type = \"Succeed\" } } }",
            "{",
            "definition is an object, not a JSON string",
        ),
        ("yamldecode(file(\"a.yaml\"))", "yamldecode", "definition is an object, not a JSON string"),
        (
            "yamlencode({ StartAt = \"A\", States = { A = { Type = \"Succeed\" } } })",
            "yamlencode",
            "`yamlencode` returns YAML, but AWS requires JSON",
        ),
        (
            "jsonencode(file(\"a.json\"))",
            "jsonencode",
            "`jsonencode` encodes a value that is already a string",
        ),
        (
            "jsonencode(\"{ \\\"StartAt\\\": \\\"A\\\", \\\"States\\\": { \\\"A\\\": { \\\"Type\\\": \\\"Succeed\\\" } } }\")",
            "jsonencode",
            "`jsonencode` encodes a value that is already a string",
        ),
    ] {
        let (at, said) = one(value);
        assert_eq!((at.as_str(), said.as_str()), (marked, message), "{value}");
    }
    let text = resource("name = \"orders\"");
    assert_eq!(findings(&text, "main.tf"), [("definition-conflict", "orders")]);
}

#[test]
fn duplicate_keys_are_kept() {
    let text = resource(
        "definition = jsonencode({ StartAt = \"A\", States = { A = { Type = \"Pass\", \"Next\" = \"B\", (var.a) = 1, (var.a) = 2, Type : \"Pass\", \"Next\" = \"Lost\" } } })",
    );
    let found = findings(&text, "main.tf");
    assert!(found.contains(&("unknown-state", "\"Lost\"")), "{found:?}");
    let twice: Vec<&str> =
        found.iter().filter(|(rule, _)| *rule == "duplicate-key").map(|(_, at)| *at).collect();
    assert_eq!(twice, ["(var.a)", "Type", "\"Next\""]);
}

#[test]
fn heredocs_have_directives() {
    let value = "<<-EOF\n  {\n    \"StartAt\": \"A\",\n    \"States\": {\n      %{ for x in var.xs ~}\n      \"${x}\": { \"Type\": \"Pass\", \"Next\": \"A\" },\n      %{ endfor ~}\n      \"A\": { \"Type\": \"Pass\", %{ if var.end }\"End\": true%{ else }\"Nxt\": \"B\"%{ endif } }\n    }\n  }\n  EOF";
    assert_eq!(unknown(value, ""), ["unknown-field \"Nxt\""]);
}
