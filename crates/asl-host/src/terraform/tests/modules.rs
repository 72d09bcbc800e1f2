use super::*;

const OBJECT: &str = r#"{ StartAt = "A", States = { A = { Type = "Pass", Next = "Lost" } } }"#;

#[test]
fn a_definition_may_be_passed_to_any_block() {
    for text in [
        format!("module \"flow\" {{\n  source = \"./flow\"\n  definition = jsonencode({OBJECT})\n}}\n"),
        format!("module \"flow\" {{\n  definition = {OBJECT}\n}}\n"),
        format!("module \"flow\" {{\n  state_machine_definition = jsonencode({OBJECT})\n}}\n"),
        format!(
            "module \"flow\" {{\n  flows = {{ a = {{ type = \"STANDARD\", definition = jsonencode({OBJECT}) }} }}\n}}\n"
        ),
        format!("module \"flow\" {{\n  flows = [{{ definition = jsonencode({OBJECT}) }}]\n}}\n"),
        format!("resource \"x\" \"y\" {{\n  block {{\n    definition = jsonencode({OBJECT})\n  }}\n}}\n"),
        format!(
            "resource \"awscc_stepfunctions_state_machine\" \"y\" {{\n  definition_string = jsonencode({OBJECT})\n}}\n"
        ),
        format!("locals {{\n  flow_definition = jsonencode({OBJECT})\n}}\n"),
        format!(
            "locals {{\n  definition = jsonencode({OBJECT})\n}}\nmodule \"flow\" {{\n  definition = local.definition\n}}\n"
        ),
    ] {
        assert_eq!(findings(&text, "main.tf"), [("unknown-state", "\"Lost\"")], "{text}");
        assert_eq!(findings(&text, "main.tofu").len(), 1);
    }
}

#[test]
fn other_definitions_are_ignored() {
    for text in [
        "resource \"aws_ecs_task_definition\" \"x\" {\n  container_definitions = jsonencode([{ name = \"a\" }])\n}\n",
        "resource \"x\" \"y\" {\n  definition = <<EOF\nNo JSON\nEOF\n}\n",
        "resource \"x\" \"y\" {\n  definition = yamlencode({ a = 1 })\n}\nlocals {\n  a = \"StartAt States\"\n}\n",
        "module \"x\" {\n  definition = var.definition\n}\nlocals {\n  a = \"StartAt States\"\n}\n",
    ] {
        assert!(read(text).is_empty(), "{text}");
    }
}

#[test]
fn settings_of_a_block_are_read() {
    let text = format!("module \"flow\" {{\n  type = \"EXPRESS\"\n  definition = jsonencode({OBJECT})\n}}\n");
    let host = &read(&text)[0].host;
    assert_eq!((host.workflow, host.is_traced, host.is_logged), (Some(WorkflowType::Express), None, None));
    assert_eq!(host.name.as_ref().unwrap().value, "flow");
    let linked = text.replace(&format!("jsonencode({OBJECT})"), "templatefile(\"a.json\", { b = 1 })");
    let host = &read(&linked)[0].host;
    assert!(host.is_doubtful && host.link.is_some());
    assert_eq!(host.substitutions.as_ref().unwrap()[0].value, "b");
}

#[test]
fn errors_in_other_blocks_belong_to_their_definition() {
    let object = "{\n    StartAt = \"A\"\n    States = {\n      A = { Type \"Pass\" }\n    }\n  }";
    let text = format!("module \"flow\" {{\n  definition = jsonencode({object})\n}}\n");
    assert_eq!(findings(&text, "main.tf"), [("invalid-hcl", "Pass")]);
    let text = "module \"flow\" {\n  name = = 1\n  definition = var.definition\n}\nlocals {\n  a = \"StartAt States\"\n}\n";
    assert_eq!(findings(text, "main.tf"), []);
}

#[test]
fn terraform_may_use_the_json_syntax() {
    let json = r#"{ \"StartAt\": \"A\", \"Comment\": \"${var.x[\"a\"]} é\\t\", \"States\": { \"A\": { \"Type\": \"Pass\", \"Next\": \"Lost\" } } }"#;
    let resource = |definition: &str| {
        format!(
            r#"{{ "resource": {{ "aws_sfn_state_machine": {{ "flow": {{ "type": "EXPRESS", "definition": {definition} }} }} }} }}"#
        )
    };
    let text = resource(&format!("\"{json}\""));
    assert_eq!(findings(&text, "main.tf.json"), [("unknown-state", "\\\"Lost\\\"")]);
    let listed = text.replace("\"flow\": {", "\"flow\": [{").replace("\" } } } }", "\" }] } } }");
    assert_eq!(findings(&listed, "cdk.tf.json"), [("unknown-state", "\\\"Lost\\\"")]);
    let encoded = resource(&format!("\"${{jsonencode({})}}\"", OBJECT.replace('"', "\\\"")));
    assert_eq!(findings(&encoded, "main.tf.json"), [("unknown-state", "\\\"Lost\\\"")]);
    let module = format!(r#"{{ "module": {{ "flow": {{ "definition": "{json}" }} }} }}"#);
    assert_eq!(findings(&module, "main.tf.json"), [("unknown-state", "\\\"Lost\\\"")]);
    assert_eq!(findings(&resource("{ \"StartAt\": \"A\" }"), "main.tf.json"), [("invalid-json", "{")]);
    assert_eq!(findings(&resource("\"no JSON\""), "main.tf.json"), [("invalid-json", "no JSON")]);

    let all = crate::embedded_definitions(
        &resource("\"${templatefile(\\\"a.json\\\", { b = 1 })}\""),
        crate::Language::TerraformJson,
    );
    let host = &all[0].host;
    assert_eq!(host.link.as_ref().unwrap().path, "a.json");
    assert_eq!(
        (host.workflow, host.substitutions.as_ref().unwrap()[0].value.as_str()),
        (Some(WorkflowType::Express), "b")
    );
    let unknown = crate::embedded_definitions(&resource("\"${var.flow}\""), crate::Language::TerraformJson);
    assert!(unknown[0].host.unchecked.is_some());
    assert!(
        crate::embedded_definitions(
            r#"{ "output": { "a": { "value": "x" } } }"#,
            crate::Language::TerraformJson
        )
        .is_empty()
    );
}
