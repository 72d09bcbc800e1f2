//! The findings in files with several definitions, and in files that others refer to.

use super::*;
use crate::host::{Content, LinkedPart, Name, TemplateKind};
use crate::syntax::YamlVersion;
use crate::{Severity, rule};

/// The errors of a file, by line and rule.
fn errors(text: &str) -> Vec<(usize, &'static str)> {
    let found = lint_analyses(&analyze(Source::new(text, "a.template.yaml")), &Config::all());
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|one| (text[..one.span.start as usize].lines().count(), one.rule.name)).collect()
}

#[test]
fn findings_in_shared_parts_are_reported_once() {
    let text = "
Resources:
  One:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition: &definition
        StartAt: A
        States:
          A: { Type: Wait, Seconds: -1, Next: B }
          B: { Type: Pass }
  Two:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition: *definition
  Three:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition:
        StartAt: A
        States:
          A: { Type: Wait, Seconds: -1, End: true }
          B: { Type: Pass }
";
    let shared = [(9, "out-of-range"), (10, "missing-next-or-end")];
    let own = [(21, "out-of-range"), (22, "missing-next-or-end")];
    let mut found = errors(text);
    assert!(found.is_sorted_by_key(|(line, _)| line), "in the order of the text: {found:?}");
    let mut expected = [&shared[..], &own[..]].concat();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn a_span_may_have_several_findings() {
    let text = r#"{ "QueryLanguage": "JSONata", "States": { "A": { "Type": "Pass", "Output": "{% a + a + b %}", "End": true } } }"#;
    let found = lint_analyses(&analyze(Source::new(text, "a.json")), &Config::all());
    let messages = found.iter().filter(|one| one.rule.name == "unsupported-jsonata");
    assert_eq!(messages.count(), 2, "one for each name");
}

#[test]
fn files_that_belong_to_a_state_machine() {
    let belongs =
        |text: &str, name: &str| analyze(Source::new(text, name)).iter().any(Analysis::is_of_state_machine);
    assert!(belongs(r#"{ "StartAt": "A", "States": {} }"#, "a.json"));
    assert!(!belongs(r#"{ "StartAt": "A" }"#, "a.json"));
    assert!(!belongs(r#"{ "States": {} }"#, "a.json"));
    let template = |definition: &str| {
        format!(
            "Resources:\n  A:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      {definition}\n"
        )
    };
    assert!(belongs(&template("Definition: { StartAt: A, States: {} }"), "a.yaml"));
    assert!(belongs(&template("Definition: { StartAt: A }"), "a.yaml"));
    assert!(belongs(&template("DefinitionString: !Ref Text"), "a.yaml"));
    // Only the tool that the template is for can evaluate it.
    assert!(belongs("{% if a %}\nStartAt: A\n{% endif %}\n", "a.yaml"));
    assert!(!belongs("{% if a %}\nBeginAt: A\n{% endif %}\n", "a.yaml"));
    // The resources of a service may be in another file.
    assert!(!belongs("service: a\nresources: ${file(a.yml)}\n", "serverless.yml"));
    assert!(belongs("service: a\nstepFunctions: ${file(a.yml)}\n", "serverless.yml"));
}

/// A state machine in a template that refers to a file with its definition.
fn machine(name: &str, workflow: WorkflowType) -> TemplateContext {
    TemplateContext {
        kind: TemplateKind::Sam,
        path: Some("template.yaml".to_owned()),
        name: Some(Name { value: name.to_owned(), span: Span::at(0) }),
        workflow: Some(workflow),
        ..TemplateContext::default()
    }
}

fn standard(name: &str) -> TemplateContext {
    machine(name, WorkflowType::Standard)
}

fn express(name: &str) -> TemplateContext {
    machine(name, WorkflowType::Express)
}

/// The findings of some rules in a file that state machines refer to: the rule, and the notes about their owners.
fn found_for(text: &str, hosts: &[TemplateContext]) -> Vec<(&'static str, Vec<String>)> {
    let rules =
        ["unknown-state", "express-unsupported", "unused-suppression"].map(|name| rule(name).unwrap());
    let source = Source::new(text, "a.jsonc");
    let found = lint_analyses(&analyze_for(analyze(source.clone()), &source, hosts), &Config::only(rules));
    let whose = |one: &Diagnostic| {
        one.notes
            .iter()
            .filter(|note| note.contains("this applies to"))
            .map(|note| note.to_string())
            .collect()
    };
    found.iter().map(|one| (one.rule.name, whose(one))).collect()
}

#[test]
fn a_finding_names_the_state_machine_that_it_applies_to() {
    let job = r#"{ "StartAt": "A", "States": {
        "A": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Next": "B" } } }"#;
    let only_for = |whose: &str| {
        let note = format!("this applies to {whose}, but not to all state machines with this definition");
        vec![("express-unsupported", vec![note]), ("unknown-state", vec![])]
    };
    let for_all = vec![("express-unsupported", vec![]), ("unknown-state", vec![])];
    for (hosts, expected) in [
        (vec![standard("S")], vec![("unknown-state", vec![])]),
        (vec![express("E")], for_all.clone()),
        (vec![express("E"), express("F")], for_all.clone()),
        (vec![standard("S"), express("E")], only_for("the state machine `E` in `template.yaml`")),
        (vec![express("E"), standard("S")], only_for("the state machine `E` in `template.yaml`")),
        (
            vec![express("E"), standard("S"), express("F")],
            only_for("the state machine `E` in `template.yaml` and 1 more"),
        ),
        (
            vec![TemplateContext { name: None, path: None, ..express("E") }, standard("S")],
            only_for("a state machine"),
        ),
    ] {
        assert_eq!(found_for(job, &hosts), expected, "{hosts:?}");
    }
}

#[test]
fn the_context_is_what_all_state_machines_have_in_common() {
    let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;
    let source = Source::new(text, "a.asl.json");
    let workflows = |hosts: &[TemplateContext]| {
        let analyses = analyze_for(analyze(source.clone()), &source, hosts);
        analyses
            .iter()
            .map(|one| one.template_context().and_then(|common| common.workflow))
            .collect::<Vec<_>>()
    };
    assert_eq!(workflows(&[express("E")]), [Some(WorkflowType::Express)]);
    assert_eq!(workflows(&[express("E"), standard("S")]), [None, None]);
    assert_eq!(workflows(&[]), [None]);
}

#[test]
fn findings_that_are_only_counted_have_no_costly_fix() {
    let text = r#"{ "StartAt": "A", "States": { "A": {
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "End": true } } }"#;
    let missing_retry = rule("missing-retry").unwrap();
    let mut config = Config::only([missing_retry]);
    let has_fix = |config: &Config| {
        let found = lint(Source::new(text, "a.asl.json"), config);
        found.iter().map(|one| one.fix.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(has_fix(&config), [true]);
    config.only_count(missing_retry);
    assert_eq!(has_fix(&config), [false]);
}

#[test]
fn a_suppression_is_used_if_it_applies_to_one_state_machine() {
    let text = "{ \"StartAt\": \"A\", \"States\": {
        // asl-lint: ignore[express-unsupported]
        \"A\": { \"Type\": \"Task\", \"Resource\": \"arn:aws:states:::glue:startJobRun.sync\", \"End\": true } } }";
    assert_eq!(found_for(text, &[standard("S"), express("E")]), []);
    assert_eq!(found_for(text, &[express("E")]), []);
    assert_eq!(found_for(text, &[standard("S")]), [("unused-suppression", vec![])]);
    assert_eq!(found_for(text, &[standard("S"), standard("T")]), [("unused-suppression", vec![])]);
}

#[test]
fn a_file_is_analysed_as_the_files_that_refer_to_it_say() {
    let part = |keys: &[&str]| LinkedPart {
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        ..LinkedPart::default()
    };
    let source = Source::new("{ \"a\": { \"StartAt\": \"A\", \"States\": {} } }", "a.json");
    let read = |text: &str, hosts: &[TemplateContext]| -> Vec<(bool, usize)> {
        let source = Source { text, ..source.clone() };
        let analyses = analyze_for(analyze(source.clone()), &source, hosts);
        analyses.iter().map(|one| (one.is_definition(), one.named_by().len())).collect()
    };
    let whole = "{ \"StartAt\": \"A\", \"States\": {} }";
    let both = "{ \"StartAt\": \"A\", \"States\": {}, \"a\": { \"StartAt\": \"A\", \"States\": {} } }";
    let named = TemplateContext { part: part(&["a"]), ..standard("S") };
    assert_eq!(read(whole, &[]), [(true, 0)]);
    assert_eq!(read(whole, &[standard("S")]), [(true, 1)]);
    assert_eq!(read(whole, &[standard("S"), standard("T")]), [(true, 2)]);
    assert_eq!(read(whole, &[standard("S"), express("E")]), [(true, 1), (true, 1)]);
    // A part of a file that is not a definition itself, and of one that is.
    assert_eq!(read(source.text, std::slice::from_ref(&named)), [(true, 1)]);
    assert_eq!(read(both, std::slice::from_ref(&named)), [(true, 0), (true, 1)]);
    assert_eq!(read(both, &[named, standard("T")]), [(true, 1), (true, 1)]);
}

/// Returns the names of the state machines in a file that a service includes, and the findings in it.
fn included_in(text: &str, keys: &[&str], content: Content) -> Vec<(Option<String>, Vec<&'static str>)> {
    let name = Name { value: "ship".to_owned(), span: Span::at(0) };
    let keys = keys.iter().map(|&key| key.to_owned()).collect();
    let part = LinkedPart { keys, content, ..LinkedPart::default() };
    let language = Some(Language::Yaml(YamlVersion::V1_2));
    let base = Some("/service/serverless.yml".to_owned());
    let host = TemplateContext {
        kind: TemplateKind::Serverless,
        name: Some(name),
        part,
        language,
        base,
        ..TemplateContext::default()
    };
    let source = Source::new(text, "a.yml");
    let analyses = analyze_for(analyze(source.clone()), &source, &[host]);
    let rules = |analysis: &Analysis| {
        let found = lint_analyses(std::slice::from_ref(analysis), &Config::all());
        let found = found.into_iter().filter(|finding| finding.severity == Severity::Error);
        found.map(|finding| finding.rule.name).collect()
    };
    let name = |analysis: &Analysis| analysis.host().name.as_ref().map(|name| name.value.clone());
    analyses.iter().map(|analysis| (name(analysis), rules(analysis))).collect()
}

#[test]
fn a_part_of_another_file_is_read_in_the_context_of_the_service() {
    let ship = || Some("ship".to_owned());
    let flow = "StartAt: A\n    States: { A: { Type: Succeed, Next: No } }";
    let definition =
        |keys: &[&str]| included_in(&format!("a:\n  b:\n    {flow}\n"), keys, Content::Definition);
    assert_eq!(definition(&["a", "b"]), [(ship(), vec!["unknown-field"])]);
    assert_eq!(definition(&["a", "c"]).len(), 1, "the file by itself");
    let machine = format!("name: x\ntype: EXPRESS\ndefinition:\n    {flow}\n");
    assert_eq!(included_in(&machine, &[], Content::Machine), [(ship(), vec!["unknown-field"])]);
    assert_eq!(included_in("name: x\n", &[], Content::Machine), [(ship(), vec!["definition-conflict"])]);
    let machines = "x: { definition: { StartAt: A, States: {} } }\ny: { name: y }\nz: ${file(z.yml)}\n";
    let found = included_in(machines, &[], Content::Machines);
    let names: Vec<_> = found.iter().map(|(name, _)| name.as_deref().unwrap()).collect();
    assert_eq!(names, ["x", "y", "z"]);
    assert_eq!(found[1].1, ["definition-conflict"]);
    let plugin = "stateMachines:\n  x: { definition: { StartAt: A, States: {} } }\nservice: a\n";
    assert_eq!(included_in(plugin, &[], Content::Plugin).len(), 1);
    let template = "Resources:\n  F:\n    Type: AWS::StepFunctions::StateMachine\n    Properties: { Definition: { StartAt: A, States: { A: { Type: Succeed, Next: No } } } }\n";
    assert_eq!(
        included_in(template, &[], Content::Template),
        [(Some("F".to_owned()), vec!["unknown-field"])]
    );
}

#[test]
fn a_file_that_contains_a_part_of_another_may_be_a_definition_too() {
    let flow = |name: &str| format!("StartAt: {name}\nStates: {{ {name}: {{ Type: Succeed }} }}\n");
    let both = format!("{}b: {{ StartAt: B, States: {{ B: {{ Type: Succeed }} }} }}\n", flow("A"));
    assert_eq!(included_in(&both, &["b"], Content::Definition).len(), 2);
    let machine = format!("{}definition: {{ StartAt: B, States: {{}} }}\n", flow("A"));
    assert_eq!(included_in(&machine, &[], Content::Machine).len(), 1, "the whole file is a state machine");
}
