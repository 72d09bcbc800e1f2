//! Definitions in templates, services and documents, and the files that they refer to.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use common::Folder;

/// Checks paths in a folder, and compares the locations and the rules of the findings.
#[track_caller]
fn check(name: &str, files: &[(&str, &str)], paths: &[&str], expected: &[&str]) {
    let folder = Folder::new(name, files);
    let mut args = vec!["check", "--format", "compact", "--no-config"];
    args.extend(paths);
    let output = folder.lint(&args).output().unwrap();
    assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let place_and_rule = |line: &str| line.splitn(3, ' ').take(2).collect::<Vec<_>>().join(" ");
    let found: Vec<String> = printed.lines().map(place_and_rule).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_fixtures_of_services_have_no_findings() {
    let args = ["check", "--no-config", "fixtures/services"];
    common::asl_lint(&args).assert().code(0).stdout_eq("no problems in 4 definitions[..]\n");
}

#[test]
fn the_samples_for_agents_have_no_findings() {
    let args = ["check", "--no-config", "--fail-on", "info", "skills"];
    common::asl_lint(&args).assert().code(0).stdout_eq("no problems in 3 definitions\n");
}

const TEMPLATE: &str = r#"Resources:
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      Definition:
        StartAt: B
        States: {}
"#;

const JSON_TEMPLATE: &str = r#"{ "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
  "Definition": { "StartAt": "B", "States": {} } } } } }"#;

#[test]
fn templates_have_many_extensions() {
    check(
        "endings",
        &[
            ("a.template", TEMPLATE),
            ("b.template", JSON_TEMPLATE),
            ("c.template.yaml", TEMPLATE),
            ("d.cfn.json", JSON_TEMPLATE),
            ("e.yml.template", TEMPLATE),
            ("nginx.template", "server { listen ${PORT}; }\n"),
        ],
        &["."],
        &[
            "a.template:7:18: error[unknown-state]",
            "b.template:2:30: error[unknown-state]",
            "c.template.yaml:7:18: error[unknown-state]",
            "d.cfn.json:2:30: error[unknown-state]",
            "e.yml.template:7:18: error[unknown-state]",
        ],
    );
}

const AMBIGUOUS: &str = "StartAt: A\nStates:\n  A: { Type: Pass, Next: No }\n  No: { Type: Succeed }\n";

#[test]
fn the_referring_tool_determines_the_version_of_yaml() {
    let serverless = "service: a\nprovider: { name: aws }\nstepFunctions:\n  stateMachines:\n    a:\n      definition: ${file(flow.asl.yml)}\n";
    check("serverless-yaml", &[("flow.asl.yml", AMBIGUOUS), ("serverless.yml", serverless)], &["."], &[]);
    let sam = "Resources:\n  A:\n    Type: AWS::Serverless::StateMachine\n    Properties: { DefinitionUri: flow.asl.yml }\n";
    check(
        "sam-yaml",
        &[("flow.asl.yml", AMBIGUOUS), ("template.yml", sam)],
        &["."],
        &[
            "flow.asl.yml:3:26: warning[ambiguous-scalar]",
            "flow.asl.yml:3:26: error[wrong-type]",
            "flow.asl.yml:4:3: warning[ambiguous-scalar]",
        ],
    );
    check(
        "plain-yaml",
        &[("flow.asl.yml", AMBIGUOUS)],
        &["."],
        &["flow.asl.yml:3:26: warning[ambiguous-scalar]", "flow.asl.yml:4:3: warning[ambiguous-scalar]"],
    );
}

/// A definition that waits for a task token, which Express workflows do not support.
const CALLBACK: &str = r#"{ "StartAt": "Call", "States": { "Call": { "Type": "Task", "TimeoutSeconds": 60, "End": true,
  "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  "Parameters": { "QueueUrl": "${Queue}", "MessageBody": { "t.$": "$$.Task.Token" } } } } }"#;

fn sam(machines: &[(&str, &str)]) -> String {
    let machine = |(name, properties): &(&str, &str)| {
        format!("  {name}:\n    Type: AWS::Serverless::StateMachine\n    Properties: {{ {properties} }}\n")
    };
    let machines: String = machines.iter().map(machine).collect();
    format!("Transform: AWS::Serverless-2016-10-31\nResources:\n{machines}")
}

#[test]
fn a_definition_is_checked_for_each_state_machine_that_refers_to_it() {
    const QUEUE: &str = "DefinitionUri: d.asl.json, DefinitionSubstitutions: { Queue: q }";
    let standard = ("A", format!("{QUEUE}, Type: STANDARD"));
    let express = ("B", format!("{QUEUE}, Type: EXPRESS"));
    let other = ("C", "DefinitionUri: d.asl.json, DefinitionSubstitutions: { Queu: q }".to_owned());
    let twin = ("D", format!("{QUEUE}, Type: STANDARD"));
    let refused = "d.asl.json:2:48: error[express-unsupported]";
    let unfilled = "d.asl.json:3:32: warning[unknown-substitution]";
    for (machines, expected) in [
        (vec![&standard, &twin], vec![]),
        (vec![&standard, &express], vec![refused]),
        (vec![&express, &standard], vec![refused]),
        (vec![&express, &standard, &other], vec![refused, unfilled]),
        (vec![&other, &twin], vec![unfilled]),
    ] {
        let machines: Vec<(&str, &str)> =
            machines.into_iter().map(|(name, properties)| (*name, properties.as_str())).collect();
        let files = [("d.asl.json", CALLBACK), ("template.yaml", &sam(&machines))];
        check("several", &files, &["."], &expected);
        check("several-alone", &files, &["d.asl.json"], &expected);
    }
}

#[test]
fn a_finding_names_the_state_machine_that_it_applies_to() {
    let machines = [("A", "DefinitionUri: d.asl.json"), ("B", "DefinitionUri: d.asl.json, Type: EXPRESS")];
    let plain = CALLBACK.replace("${Queue}", "q");
    let folder = Folder::new("which", &[("d.asl.json", &plain), ("template.yaml", &sam(&machines))]);
    let output = folder.lint(&["check", "--no-config"]).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let note = "this applies to the state machine `B` in `template.yaml`, but not to all state machines with this definition";
    let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(printed.contains(note), "{printed}");
    assert_eq!(printed.matches("[express-unsupported]").count(), 1);
}

#[test]
fn a_template_anywhere_in_the_workspace_is_found() {
    let template = sam(&[("A", "DefinitionUri: ../src/sfn/d.asl.json, Type: EXPRESS")]);
    let far = |ignored| {
        vec![
            (".git/HEAD", ""),
            (".gitignore", ignored),
            ("infra/template.yaml", template.as_str()),
            ("src/sfn/d.asl.json", CALLBACK),
            ("src/sfn/other.yaml", "a: 1\n"),
        ]
    };
    let refused = "src/sfn/d.asl.json:2:48: error[express-unsupported]";
    let unfilled = "src/sfn/d.asl.json:3:32: warning[unknown-substitution]";
    for path in [".", "src/sfn/d.asl.json", "src"] {
        check("far", &far(""), &[path], &[refused, unfilled]);
    }
    check("far-ignored", &far("infra/\n"), &["src"], &[]);
}

const SERVICE: &str = "service: a\nprovider: { name: aws }\nplugins: [serverless-step-functions]\n";
const MACHINE: &str = "name: a\ntype: EXPRESS\ndefinition:\n  StartAt: A\n  States:\n    A: { Type: Pass, Next: No }\n    B: { Type: Succeed }\n";

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

#[test]
fn included_files_of_a_service_are_read() {
    let fault = ["unknown-state", "unreachable-state"];
    let at = |file: &str, line: usize, column: usize| {
        [
            format!("{file}:{line}:{}: error[{}]", column + 23, fault[0]),
            format!("{file}:{}:{column}: error[{}]", line + 1, fault[1]),
        ]
    };
    let machines = format!("ship:\n{}", indented(MACHINE));
    let plugin = format!("validate: true\nstateMachines:\n{}", indented(&machines));
    let parts = format!("flows:\n  all:\n{}", indented(&indented(&machines)));
    let definition: String = MACHINE.lines().skip(3).map(|line| format!("{}\n", &line[2..])).collect();
    for (step_functions, file, text, place) in [
        ("${file(flows/x.yml)}", "flows/x.yml", plugin.as_str(), at("flows/x.yml", 9, 9)),
        ("{ stateMachines: '${file(./flows/x.yml)}' }", "flows/x.yml", &machines, at("flows/x.yml", 7, 7)),
        ("{ stateMachines: '${file(x.yml):flows.all}' }", "x.yml", &parts, at("x.yml", 9, 11)),
        ("{ stateMachines: ['${file(x.yaml)}'] }", "x.yaml", &machines, at("x.yaml", 7, 7)),
        ("{ stateMachines: { a: '${file(x.yml)}' } }", "x.yml", MACHINE, at("x.yml", 6, 5)),
        ("{ stateMachines: { a: '${file(x.yml):flows.all.ship}' } }", "x.yml", &parts, at("x.yml", 9, 11)),
        (
            "{ stateMachines: { a: { definition: '${file(x.yml):ship.definition}' } } }",
            "x.yml",
            &machines,
            at("x.yml", 7, 7),
        ),
        (
            "{ stateMachines: { a: { definition: '${file(x.yml)}' } } }",
            "x.yml",
            &definition,
            at("x.yml", 3, 3),
        ),
    ] {
        let service = format!("{SERVICE}stepFunctions: {step_functions}\n");
        let files = [("serverless.yml", service.as_str()), (file, text)];
        let places: Vec<&str> = place.iter().map(String::as_str).collect();
        check("included", &files, &["."], &places);
        check("included-service", &files, &["serverless.yml"], &places);
        check("included-alone", &files, &[file], &places);
    }
}

#[test]
fn paths_in_included_files_are_relative_to_the_service() {
    let service = format!("{SERVICE}stepFunctions: ${{file(a/plugin.yml)}}\n");
    let definition = CALLBACK.replace("${Queue}", "q");
    let files = [
        ("serverless.yml", service.as_str()),
        ("a/plugin.yml", "stateMachines: ${file(a/machines.yml)}\n"),
        ("a/machines.yml", "m: ${file(b/machine.yml)}\nn: ${file(b/none.yml)}\no: ${file(a/machines.yml)}\n"),
        ("b/machine.yml", "type: EXPRESS\ndefinition: ${file(c/d.json)}\n"),
        ("c/d.json", definition.as_str()),
    ];
    let expected = [
        "a/machines.yml:1:1: error[definition-conflict]",
        "a/machines.yml:2:4: warning[missing-definition-file]",
        "c/d.json:2:48: error[express-unsupported]",
    ];
    check("nested", &files, &["."], &expected);
    check("nested-alone", &files, &["c/d.json"], &expected[2..]);
}

#[test]
fn unreadable_links_are_reported() {
    let service = format!(
        "{SERVICE}stepFunctions:\n  stateMachines:\n    a: {{ definition: '${{file(a.js)}}' }}\n    \
         b: {{ definition: '${{file(b.json):x}}' }}\n    c: {{ definition: '${{file(folder.json)}}' }}\n    \
         d: ${{file(wide.yml)}}\n    e: ${{file(../../../e.yml)}}\n"
    );
    let folder = Folder::new(
        "unreadable",
        &[
            (".git/HEAD", ""),
            ("serverless.yml", &service),
            ("a.js", "module.exports = () => ({ StartAt: 'A' })\n"),
            ("b.json", "{ \"y\": 1 }"),
            ("folder.json/x", ""),
            ("binary.asl.json", "\0"),
            ("template.yaml", &sam(&[("A", "DefinitionUri: binary.asl.json")])),
        ],
    );
    std::fs::write(folder.0.join("wide.yml"), b"\xff\xfea\0").unwrap();
    let args = ["check", "--no-config", "--advice", "--format", "compact", "serverless.yml", "template.yaml"];
    let output = folder.lint(&args).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let found: Vec<&str> = printed
        .lines()
        .filter(|line| !line.contains("tracing-off") && !line.contains("logging-off"))
        .collect();
    assert_eq!(
        found,
        [
            "serverless.yml:6:22: info[unchecked-definition] the definition of `a` is not checked: it is the result of the program `a.js`",
            "serverless.yml:7:22: warning[missing-definition-file] `b.json` has no `x`",
            "serverless.yml:8:22: warning[missing-definition-file] `folder.json` cannot be read: it is a folder",
            "serverless.yml:9:8: warning[missing-definition-file] `wide.yml` cannot be read: it is UTF-16; save it as UTF-8",
            "serverless.yml:10:8: info[unchecked-definition] the definition of `e` is not checked: `../../../e.yml` is outside the workspace",
            "template.yaml:5:34: warning[missing-definition-file] `binary.asl.json` cannot be read: it is not a text file",
        ]
    );
}

#[test]
fn resources_of_a_service_are_yaml_of_the_service() {
    let resources = "Resources:\n  A:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A: { Type: Pass, ResultPath: null, Next: No }\n          No: { Type: Succeed }\n";
    let service = format!("{SERVICE}resources:\n  - ${{file(resources.yml)}}\n");
    let files = [("serverless.yml", service.as_str()), ("resources.yml", resources)];
    for path in [".", "serverless.yml", "resources.yml"] {
        check("resources", &files, &[path], &["resources.yml:8:40: warning[null-in-template]"]);
    }
}

const JINJA: &str = "StartAt: A\nStates:\n  {% for s in x %}\n  {{ s }}: { Type: Succeed }\n  {% endfor %}\n";

#[test]
fn a_file_that_another_tool_renders_is_reported_once() {
    let template = "Transform: AWS::Serverless-2016-10-31\nResources:\n  A:\n    Type: AWS::Serverless::StateMachine\n    Properties: { DefinitionUri: flow.asl.yaml, DefinitionSubstitutions: { X: y } }\n";
    let service = "service: a\nprovider: { name: aws }\nstepFunctions:\n  stateMachines:\n    a: ${file(part.yml)}\n    b: ${file(all.yml):b}\n";
    let nested = |keys: &str| {
        let indent = format!("\n{}", " ".repeat(keys.lines().count() * 2));
        format!("{keys}{}", format!("\n{}", JINJA.trim_end()).replace('\n', &indent))
    };
    check(
        "foreign",
        &[
            ("sam/template.yaml", template),
            ("sam/flow.asl.yaml", JINJA),
            ("sls/serverless.yml", service),
            ("sls/part.yml", &nested("definition:")),
            ("sls/all.yml", &nested("b:\n  definition:")),
        ],
        &["--advice", "."],
        &[
            "sam/flow.asl.yaml:3:3: info[unchecked-definition]",
            "sls/all.yml:5:7: info[unchecked-definition]",
            "sls/part.yml:4:5: info[unchecked-definition]",
        ],
    );
}

#[test]
fn a_file_that_only_terraform_can_evaluate_is_reported_once() {
    let machine = |name: &str| {
        format!(
            "resource \"aws_sfn_state_machine\" \"{name}\" {{\n  definition = templatefile(\"flow.json\", {{ body = var.{name} }})\n}}\n"
        )
    };
    check(
        "only-terraform",
        &[("main.tf", &(machine("a") + &machine("b"))), ("flow.json", "${body}\n")],
        &["--advice", "."],
        &["flow.json:1:1: info[unchecked-definition]"],
    );
}

#[test]
fn findings_in_the_output_of_the_cdk_name_the_construct() {
    let asset = format!("asset.{}.json", "0123456789abcdef".repeat(4));
    let resource = |name: &str, properties: &str| {
        format!(
            r#""{name}1A2B": {{ "Type": "AWS::StepFunctions::StateMachine", "Properties": {{ {properties} }},
               "Metadata": {{ "aws:cdk:path": "Shop/{name}/Resource" }} }}"#
        )
    };
    let chain =
        r#""DefinitionString": "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pas\",\"End\":true}}}""#;
    let file =
        format!(r#""DefinitionS3Location": {{ "Bucket": "b", "Key": "{}" }}"#, &asset["asset.".len()..]);
    let template =
        format!("{{ \"Resources\": {{ {}, {} }} }}", resource("Chain", chain), resource("File", &file));
    let definition = r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;
    let files =
        [("cdk.out/Shop.template.json", template.as_str()), (&format!("cdk.out/{asset}"), definition)];
    let folder = Folder::new("cdk", &files);
    let output = |args: &[&str]| String::from_utf8(folder.lint(args).output().unwrap().stdout).unwrap();
    let found = output(&["check", "cdk.out"]);
    for (rule, construct) in
        [("invalid-value", "Shop/Chain/Resource"), ("unknown-state", "Shop/File/Resource")]
    {
        let finding = found.split("error[").find(|finding| finding.starts_with(rule)).unwrap();
        assert!(finding.contains(&format!("note: the construct is `{construct}`")), "{found}");
    }
    // A template without the output around it, such as a snapshot of a test.
    std::fs::remove_file(folder.0.join("cdk.out").join(&asset)).unwrap();
    let found = output(&["check", "cdk.out", "--advice"]);
    assert!(found.contains("Shop/Chain") && !found.contains("Shop/File"), "{found}");
}
