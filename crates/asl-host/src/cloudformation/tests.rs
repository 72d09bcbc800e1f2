use super::*;
use crate::WorkflowType;
use crate::{Language, embedded_definitions, placeholders};
use asl_core::config::Config;
use asl_core::{Diagnostic, Severity, Source, analyze, lint_analyses};
use asl_syntax::{Dialect, Kind, Notation};

const JSON: Language = Language::Json(Dialect::Json);

/// Returns a template with a state machine with these properties.
fn template(properties: &str) -> String {
    format!(
        r#"{{ "Parameters": {{ "Bucket": {{ "Type": "String" }} }},
  "Resources": {{ "Flow": {{ "Type": "AWS::StepFunctions::StateMachine", "Properties": {{ {properties} }} }} }} }}"#
    )
}

fn findings(text: &str) -> Vec<Diagnostic> {
    let found = lint_analyses(&analyze(Source::new(text, "template.json")), &Config::all());
    found.into_iter().filter(|finding| finding.severity > Severity::Info).collect()
}

/// Returns the rule, the marked text and the message of each finding.
fn said(text: &str) -> Vec<(&'static str, &str, String)> {
    let shown = |finding: Diagnostic| (finding.rule.name, &text[finding.span.range()], finding.message);
    findings(text).into_iter().map(shown).collect()
}

fn only(text: &str) -> EmbeddedDefinition {
    let mut found = embedded_definitions(text, JSON);
    assert_eq!(found.len(), 1);
    found.remove(0)
}

#[test]
fn the_same_error_is_found_in_every_form() {
    let forms = [
        r#""Definition": {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"Ref": "Bucket"}, "Next": "B\u00fc"}}}"#,
        r#""DefinitionString": "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"B\\u00fc\"}}}""#,
        r#""DefinitionString": {"Fn::Sub": "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Result\": \"${!X}${Bucket}\", \"Next\": \"B\\u00fc\"}}}"}"#,
        r#""DefinitionString": {"Fn::Sub": ["{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Result\": ${Own}, \"Next\": \"B\\u00fc\"}}}", {"Own": 1}]}"#,
        r#""DefinitionString": {"Fn::Join": ["", ["{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Result\": \"", {"Ref": "Bucket"}, "\", \"Next\": \"B\\u00fc\"}}}"]]}"#,
        r#""DefinitionString": {"Fn::Join": ["\n", ["{\"StartAt\": \"A\",", "\"States\": {\"A\": {", "\"Type\": \"Pass\",", "\"Next\": \"B\\u00fc\"", "}}}"]]}"#,
    ];
    for form in forms {
        let text = template(form);
        let mut found = said(&text);
        found.retain(|(rule, ..)| *rule != "no-terminal-state");
        assert_eq!(found.len(), 1, "{found:?}");
        let (_, marked, message) = &found[0];
        assert_eq!(message, "no state named `Bü` in this scope");
        let escapes = if form.contains("DefinitionString") { r#"\"B\\u00fc\""# } else { r#""B\u00fc""# };
        assert_eq!(*marked, escapes);
    }
}

/// The same for a template in YAML.
fn said_of_yaml(text: &str) -> Vec<(&'static str, &str, String)> {
    let found = lint_analyses(&analyze(Source::new(text, "template.yaml")), &Config::all());
    let shown =
        |finding: &Diagnostic| finding.severity > Severity::Info && finding.rule.name != "no-terminal-state";
    let found = found.into_iter().filter(shown);
    found.map(|finding| (finding.rule.name, &text[finding.span.range()], finding.message)).collect()
}

#[test]
fn the_same_fault_is_found_in_every_form_of_yaml() {
    let forms = [
        (
            "Definition:\n        StartAt: !If [c, A, B]\n        States:\n          A:\n            Type: Pass\n            Result: !GetAtt A.Arn\n            Next: Bü",
            "Bü",
        ),
        (
            "DefinitionString: !Sub |\n        {\"StartAt\": \"A\", \"States\": {\n          \"A\": {\"Type\": \"Pass\", \"Result\": ${Bucket},\n            \"Next\": \"Bü\"}}}",
            "\"Bü\"",
        ),
        (
            "DefinitionString:\n        !Sub\n        - |-\n          {\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\",\n          \"Comment\": \"${!Own} ${Own}\", \"Next\": \"Bü\"}}}\n        - Own: 1",
            "\"Bü\"",
        ),
        (
            "DefinitionString:\n        Fn::Sub: >-\n          {\"StartAt\": \"A\",\n          \"States\": {\"A\": {\"Type\":\n          \"Pass\", \"Next\": \"Bü\"}}}",
            "\"Bü\"",
        ),
        (
            r#"DefinitionString: "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"B\xfc\"}}}""#,
            r#"\"B\xfc\""#,
        ),
        (
            r#"DefinitionString: '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Comment": "it''s", "Next": "Bü"}}}'"#,
            "\"Bü\"",
        ),
        (
            "DefinitionString: !Join\n        - ''\n        - - '{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Result\": \"'\n          - !Ref Bucket\n          - '\", \"Next\": \"Bü\"}}}'",
            "\"Bü\"",
        ),
    ];
    for (form, marked) in forms {
        let text = format!(
            "Parameters:\n  Bucket: {{Type: String}}\nResources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      {form}\n      RoleArn: !GetAtt Role.Arn\n"
        );
        let message = "no state named `Bü` in this scope".to_owned();
        assert_eq!(said_of_yaml(&text), [("unknown-state", marked, message)], "{text}");
    }
}

#[test]
fn aliases_and_merge_keys_are_resolved() {
    let text = "x: &flow {StartAt: A, States: {A: {Type: Succeed, Comment: \"${Y}\"}}}\nResources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      Definition: *flow\n      DefinitionSubstitutions: {X: 1}\n";
    let message = "`DefinitionSubstitutions` has no `Y`".to_owned();
    assert_eq!(said_of_yaml(text), [("unknown-substitution", "${Y}", message)]);
}

#[test]
fn properties_of_the_resource_are_read() {
    let text = template(
        r#""DefinitionS3Location": "flow.asl.json", "StateMachineType": "EXPRESS",
           "TracingConfiguration": {"Enabled": "true"}, "LoggingConfiguration": {"Level": {"Ref": "Level"}},
           "DefinitionSubstitutions": {"Table": "t", "Queue": {"Ref": "Queue"}}"#,
    );
    let EmbeddedDefinition { tree, host } = only(&text);
    assert!(tree.root().is_none());
    assert_eq!(host.kind, TemplateKind::CloudFormation);
    let name = host.name.unwrap();
    assert_eq!((name.value.as_str(), &text[name.span.range()]), ("Flow", "\"Flow\""));
    assert_eq!(host.workflow, Some(WorkflowType::Express));
    assert_eq!((host.is_traced, host.is_logged), (Some(true), None));
    let names: Vec<String> = host.substitutions.unwrap().into_iter().map(|name| name.value).collect();
    assert_eq!(names, ["Table", "Queue"]);
    assert_eq!(host.sources[0].value, "DefinitionS3Location");
    let link = host.link.unwrap();
    assert_eq!((link.path.as_str(), &text[link.span.range()]), ("flow.asl.json", "\"flow.asl.json\""));
}

#[test]
fn values_of_the_template_are_placeholders() {
    let text = template(
        r#""Definition": {"StartAt": {"Fn::If": ["c", "A", "B"]}, "TimeoutSeconds": {"Fn::ImportValue": "x"},
           "Comment": {"Fn::Sub": "in ${AWS::Region}"}, "States": {"Fn::Transform": {"Name": "AWS::Include"}, "A": {}}}"#,
    );
    let EmbeddedDefinition { tree, host } = only(&text);
    let root = tree.root().unwrap();
    assert_eq!(root.get("StartAt").unwrap().kind(), Kind::Placeholder);
    assert_eq!(root.get("TimeoutSeconds").unwrap().kind(), Kind::Placeholder);
    assert_eq!(root.get("Comment").unwrap().as_str(), Some("in ${AWS::Region}"));
    assert_eq!(root.get("States").unwrap().kind(), Kind::Placeholder);
    assert!(host.sub_at(placeholders(&tree)[0].span).is_some());
    assert_eq!(said(&text), []);
}

#[test]
fn a_state_may_have_the_name_of_a_function() {
    let text = template(r#""Definition": {"StartAt": "Ref", "States": {"Ref": {"Type": "Succeed"}}}"#);
    assert_eq!(said(&text), []);
    assert!(only(&text).tree.root().unwrap().get("States").unwrap().is_object());
}

#[test]
fn parts_of_a_join_are_placeholders_with_names() {
    let text = template(
        r#""DefinitionString": {"Fn::Join": ["", ["{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\"arn:",
           {"Ref": "AWS::Partition"}, ":states:::lambda:invoke\",\"Parameters\":{\"FunctionName\":\"", {"Fn::GetAtt": ["F", "Arn"]},
           "\"},\"TimeoutSeconds\":", {"Fn::FindInMap": ["a", "b", "c"]}, ",\"End\":true}}}"]]}"#,
    );
    let EmbeddedDefinition { tree, host } = only(&text);
    let state = tree.root().unwrap().get("States").unwrap().get("A").unwrap();
    assert_eq!(state.get("Resource").unwrap().as_str(), Some("arn:${AWS::Partition}:states:::lambda:invoke"));
    let function = state.get("Parameters").unwrap().get("FunctionName").unwrap();
    assert_eq!(function.as_str(), Some("${F.Arn}"));
    assert_eq!(
        function.source(),
        r#"\"", {"Fn::GetAtt": ["F", "Arn"]},
           "\""#
    );
    let time = state.get("TimeoutSeconds").unwrap();
    assert_eq!((time.kind(), time.source()), (Kind::Placeholder, r#"{"Fn::FindInMap": ["a", "b", "c"]}"#));
    assert_eq!(placeholders(&tree), [], "these are no placeholders of the text");
    assert_eq!(tree.notation(), Notation::EscapedJson);
    assert_eq!(host.pieces.len(), 4);
    assert_eq!(said(&text), []);
}

#[test]
fn a_fix_stays_in_one_part_of_a_join() {
    let text = template(
        r#""DefinitionString": {"Fn::Join": ["", ["{\"StartAt\":\"Ship\",\"States\":{\"Shop\":{\"Type\":\"Wait\",\"Seconds\":1,\"Next\":\"Sh",
           "ap\"}}}"]]}"#,
    );
    let mut found = findings(&text);
    found.retain(|finding| finding.rule.name == "unknown-state");
    let fixes: Vec<bool> = found.iter().map(|finding| finding.fix.is_some()).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(fixes, [true, false], "{found:?}");
}

#[test]
fn a_string_must_be_json() {
    let said = |properties: &str| {
        let found = findings(&template(properties));
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].rule.name, found[0].message.clone())
    };
    let yaml = said(r#""DefinitionString": "StartAt: A\nStates:\n  A:\n    Type: Succeed\n""#);
    assert_eq!(yaml, ("invalid-json", "definition is not valid JSON".to_owned()));
    let blank = said(r#""DefinitionString": {"Fn::Sub": " "}"#);
    assert_eq!(blank, ("invalid-json", "definition is empty".to_owned()));
}

#[test]
fn assets_of_the_cdk_are_beside_the_template() {
    let location = |key: &str| {
        template(&format!(r#""DefinitionS3Location": {{"Bucket": {{"Fn::Sub": "b"}}, "Key": "{key}"}}"#))
    };
    let hash = "0123456789abcdef".repeat(4);
    for extension in ["json", "yaml", "asl.json"] {
        let host = only(&location(&format!("{hash}.{extension}"))).host;
        assert!(host.is_doubtful, "it is only in the output of the CDK");
        assert_eq!(host.link.unwrap().path, format!("asset.{hash}.{extension}"));
    }
    for key in [&hash, &hash[1..], "flow.json", &format!("{hash}."), &format!("flows/{hash}.json")] {
        assert_eq!(only(&location(key)).host.link, None, "{key}");
    }
}

#[test]
fn the_construct_of_a_resource() {
    let text = template(r#""Definition": {}"#);
    let path = r#""Metadata": {"aws:cdk:path": "Shop/Flow/Resource"}, "Properties""#;
    assert_eq!(only(&text).host.construct, None);
    let host = only(&text.replacen(r#""Properties""#, path, 1)).host;
    assert_eq!(host.construct.as_deref(), Some("Shop/Flow/Resource"));
}

#[test]
fn definitions_outside_the_template_are_ignored() {
    for properties in [
        r#""DefinitionS3Location": {"Bucket": "b", "Key": "k"}"#,
        r#""DefinitionS3Location": "s3://bucket/key""#,
    ] {
        assert_eq!(said(&template(properties)), [], "{properties}");
        assert_eq!(only(&template(properties)).host.unchecked, None, "{properties}");
    }
    let others =
        r#"{"Resources": {"Fn::ForEach::Flows": ["X", ["a"]], "B": {"Type": "AWS::S3::Bucket"}, "C": 1}}"#;
    assert_eq!(said(others), []);
    assert_eq!(embedded_definitions(others, JSON).len(), 0);
}

#[test]
fn what_only_cloudformation_can_evaluate_is_unchecked() {
    for (properties, value) in [
        (r#""DefinitionString": {"Ref": "Text"}"#, r#"{"Ref": "Text"}"#),
        (r#""DefinitionString": {"Fn::Sub": "${Bucket}"}"#, r#"{"Fn::Sub": "${Bucket}"}"#),
        (
            r#""DefinitionString": {"Fn::Join": ["", {"Ref": "Lines"}]}"#,
            r#"{"Fn::Join": ["", {"Ref": "Lines"}]}"#,
        ),
        (
            r#""DefinitionString": {"Fn::FindInMap": ["a", "b", "c"]}"#,
            r#"{"Fn::FindInMap": ["a", "b", "c"]}"#,
        ),
        (r#""DefinitionString": "{{resolve:ssm:flow}}""#, r#""{{resolve:ssm:flow}}""#),
        (r#""DefinitionString": {"Fn::ToJsonString": {"Ref": "x"}}"#, r#"{"Ref": "x"}"#),
        (
            r#""Definition": {"Fn::Transform": {"Name": "AWS::Include"}}"#,
            r#"{"Fn::Transform": {"Name": "AWS::Include"}}"#,
        ),
        (r#""Definition": {"Ref": "Text"}"#, r#"{"Ref": "Text"}"#),
        (r#""Fn::Transform": {"Name": "AWS::Include"}"#, r#"{ "Fn::Transform": {"Name": "AWS::Include"} }"#),
        (r#""DefinitionS3Location": {"Fn::Sub": "${Bucket}/x"}"#, r#"{"Fn::Sub": "${Bucket}/x"}"#),
    ] {
        let text = template(properties);
        let EmbeddedDefinition { tree, host } = only(&text);
        let unchecked = host.unchecked.map(|unchecked| &text[unchecked.span.range()]);
        assert_eq!((unchecked, tree.root().is_none()), (Some(value), true), "{properties}");
        assert_eq!(said(&text), []);
    }
}

#[test]
fn each_branch_of_a_condition_is_a_definition() {
    let unknown = |properties: &str| {
        let text = format!(
            "Parameters:\n  P: {{ Type: String, Default: '{{\"StartAt\": \"Bp\", \"States\": {{}}}}' }}\n  \
             Q: {{ Type: 'AWS::SSM::Parameter::Value<String>', Default: '{{' }}\nResources:\n  Flow:\n    \
             Type: AWS::StepFunctions::StateMachine\n    Properties:\n      {properties}\n"
        );
        let found = said_of_yaml(&text).into_iter().filter(|(rule, ..)| *rule == "unknown-state");
        found.map(|(_, place, _)| place.to_owned()).collect::<Vec<_>>()
    };
    let b = |n: &str| format!("{{StartAt: B{n}, States: {{}}}}");
    let none = "!Ref AWS::NoValue";
    assert_eq!(unknown(&format!("Definition: !If [c, {}, {}]", b("1"), b("2"))), ["B1", "B2"]);
    assert_eq!(
        unknown(&format!(
            "Definition:\n        Fn::If: [c, {}, {{'Fn::If': [d, {}, {none}]}}]",
            b("1"),
            b("2")
        )),
        ["B1", "B2"]
    );
    assert_eq!(
        unknown(&format!(
            "DefinitionString: !If [c, '{{\"StartAt\": \"B1\", \"States\": {{}}}}', !Sub '{{\"StartAt\": \"B2\", \"States\": {{}}}}']\n      Definition: !If [c, {none}, {}]",
            b("3")
        )),
        ["\"B1\"", "\"B2\"", "B3"]
    );
    assert_eq!(unknown("DefinitionString: !If [c, !Ref P, !Ref Q]"), ["\"Bp\""], "a parameter has a default");
    assert_eq!(unknown(&format!("DefinitionString:\n        Fn::ToJsonString: {}", b(""))), ["B"]);
    assert_eq!(unknown(&format!("DefinitionString: !ToJsonString {}", b(""))), ["B"]);
}

#[test]
fn all_files_of_a_condition_are_linked() {
    let text = template(
        r#""DefinitionUri": {"Fn::If": ["c", "a.json", {"Fn::If": ["d", "b.yaml", {"Ref": "B"}]}]}"#,
    );
    let text = text.replace("StepFunctions::", "Serverless::");
    let found = embedded_definitions(&text, JSON);
    let links: Vec<_> =
        found.iter().map(|region| region.host.link.as_ref().map(|link| link.path.as_str())).collect();
    assert_eq!(links, [Some("a.json"), Some("b.yaml"), None]);
    assert!(found[2].host.unchecked.is_some());
    assert_eq!(said(&text), []);
}

#[test]
fn loops_have_resources() {
    let text = r#"{"Transform": "AWS::LanguageExtensions", "Resources": {"Fn::ForEach::Flows": ["X", ["a", "b"], {"Flow${X}": {
        "Type": "AWS::StepFunctions::StateMachine", "Properties": {"Definition": {
            "StartAt": "A", "Comment": "${X}", "States": {"A": {"Type": "Pass", "Next": "B"}}}}}}]}}"#;
    let found: Vec<_> = said(text).into_iter().map(|(rule, place, _)| (rule, place)).collect();
    assert_eq!(found, [("no-terminal-state", "\"States\""), ("unknown-state", "\"B\"")]);
}

#[test]
fn deeply_nested_conditions_are_cut_off() {
    let mut value = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#.to_owned();
    for _ in 0..12 {
        value = format!(r#"{{"Fn::If": ["c", {value}, {value}]}}"#);
    }
    assert!(embedded_definitions(&template(&format!(r#""Definition": {value}"#)), JSON).len() <= 16);
}

#[test]
fn errors_outside_a_definition_are_reported() {
    let text =
        template(r#""Definition": {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, "RoleArn": "#);
    let found = said(&text);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0, found[0].1), ("invalid-json", "\"RoleArn\""));
}

#[test]
fn a_string_with_a_syntax_error_is_not_checked_further() {
    let text = "Resources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\n          \"StartAt\": \"A\",\n  ~ \"x\": 1,\n          \"States\": {}\n        }\n";
    let rules: Vec<&str> = said_of_yaml(text).into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, ["invalid-json", "invalid-yaml"], "the string ends where the invalid text begins");
}

#[test]
fn names_that_sam_generates_are_known() {
    let text = |name: &str, transform: &str| {
        format!(
            r#"{{ "Transform": {transform}, "Resources": {{ "Work": {{ "Type": "AWS::Serverless::Function" }},
  "Flow": {{ "Type": "AWS::Serverless::StateMachine", "Properties": {{ "Definition": {{ "StartAt": "A", "States": {{
    "A": {{ "Type": "Pass", "Result": {{ "Fn::Sub": "{name}" }}, "End": true }} }} }} }} }} }} }}"#
        )
    };
    const SAM: &str = r#""AWS::Serverless-2016-10-31""#;
    for known in ["${Work.Arn}", "${WorkRole.Arn}", "${ServerlessRestApi}", "${AWS::Region}"] {
        assert_eq!(said(&text(known, SAM)), [], "{known}");
    }
    let found = text("x ${Wrk.Arn}", SAM);
    assert_eq!(
        said(&found),
        [("unknown-substitution", "${Wrk.Arn}", "the template does not define `Wrk`".to_owned())]
    );
    assert_eq!(said(&text("${Wrk.Arn}", r#"["Own", "AWS::Serverless-2016-10-31"]"#)), []);
}

#[test]
fn ten_thousand_state_machines_take_no_more_than_their_length() {
    let machine = |i: usize| {
        format!(
            r#""Flow{i}": {{"Type": "AWS::StepFunctions::StateMachine", "Properties": {{"DefinitionString":
            {{"Fn::Sub": "{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Pass\", \"Comment\": \"${{Flow{i}}}\", \"End\": true}}}}}}"}}}}}}"#
        )
    };
    let machines: Vec<String> = (0..300).map(machine).collect();
    let text = format!(r#"{{"Resources": {{{}}}}}"#, machines.join(",\n"));
    assert_eq!(embedded_definitions(&text, JSON).len(), 300);
    assert_eq!(findings(&text).len(), 0);
}
