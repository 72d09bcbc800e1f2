//! Converts a definition to every kind of file that can contain one.

use asl_core::Dialect;
use asl_core::syntax::{Kind, Node, parse, quoted};
use asl_core::testing::Writer;

/// A file with a definition.
pub(crate) struct Form {
    pub name: &'static str,
    /// The name of the file, which determines its language.
    pub file: &'static str,
    pub text: String,
}

/// A JSON definition in every form.
pub(crate) fn forms(json: &str) -> Vec<Form> {
    let yaml = Writer::yaml(json, 42);
    let string = quoted(json);
    let form = |name, file, text| Form { name, file, text };
    vec![
        form("yaml", "a.asl.yaml", yaml.clone()),
        form("sam json", "sam.json", json_template(SAM, &format!("\"Definition\": {json}"))),
        form("sam yaml", "sam.yaml", yaml_template(SAM, &format!("Definition:\n{}", indented(&yaml, 8)))),
        form(
            "cloudformation json",
            "c.json",
            json_template(CLOUDFORMATION, &format!("\"Definition\": {json}")),
        ),
        form(
            "cloudformation json string",
            "c.json",
            json_template(CLOUDFORMATION, &format!("\"DefinitionString\": {string}")),
        ),
        form(
            "cloudformation json join",
            "c.json",
            json_template(CLOUDFORMATION, &format!("\"DefinitionString\": {}", joined(json))),
        ),
        form(
            "cloudformation yaml",
            "c.yaml",
            yaml_template(CLOUDFORMATION, &format!("Definition:\n{}", indented(&yaml, 8))),
        ),
        form(
            "cloudformation yaml string",
            "c.yaml",
            yaml_template(CLOUDFORMATION, &format!("DefinitionString: |\n{}", indented(json, 8))),
        ),
        form(
            "cloudformation yaml sub",
            "c.yaml",
            yaml_template(CLOUDFORMATION, &format!("DefinitionString: !Sub |\n{}", indented(json, 8))),
        ),
        form("serverless", "serverless.yml", format!("{SERVERLESS}{}", indented(&yaml, 8))),
        form("terraform heredoc", "a.tf", terraform(&format!("<<-EOF\n{}\n  EOF", escaped(json)))),
        form("terraform jsonencode", "a.tf", terraform(&format!("jsonencode({})", hcl(json)))),
        form("terraform string", "a.tf", terraform(&escaped(&string))),
        form("terraform json", "a.tf.json", terraform_json(&escaped(&string))),
        form("terraform template", "a.asl.json.tftpl", escaped(json)),
        form("markdown", "a.md", format!("# A\n\n```json\n{json}\n```\n")),
        form("markdown yaml", "a.md", format!("- A:\n\n  ```yaml\n{}\n  ```\n", indented(&yaml, 2))),
    ]
}

/// The type of the resource and the transform of the template.
type Tool = (&'static str, &'static str);

const SAM: Tool = ("AWS::Serverless::StateMachine", "AWS::Serverless-2016-10-31");
const CLOUDFORMATION: Tool = ("AWS::StepFunctions::StateMachine", "AWS::LanguageExtensions");

const SERVERLESS: &str = "service: a\nprovider:\n  name: aws\nplugins: [serverless-step-functions]\nstepFunctions:\n  \
                          stateMachines:\n    machine:\n      definition:\n";

fn json_template((kind, transform): Tool, definition: &str) -> String {
    format!(
        r#"{{ "Transform": "{transform}", "Resources": {{ "Machine": {{ "Type": "{kind}", "Properties": {{ "RoleArn": "r", "Role": "r", {definition} }} }} }} }}"#
    )
}

fn yaml_template((kind, transform): Tool, definition: &str) -> String {
    let properties = indented(&format!("RoleArn: r\nRole: r\n{definition}"), 6);
    format!(
        "Transform: {transform}\nResources:\n  Machine:\n    Type: {kind}\n    Properties:\n{properties}\n"
    )
}

fn terraform(definition: &str) -> String {
    format!(
        "resource \"aws_sfn_state_machine\" \"machine\" {{\n  name = \"m\"\n  definition = {definition}\n}}\n"
    )
}

fn terraform_json(definition: &str) -> String {
    format!(
        r#"{{ "resource": {{ "aws_sfn_state_machine": {{ "machine": {{ "definition": {definition} }} }} }} }}"#
    )
}

/// The text with each line indented by a number of spaces.
fn indented(text: &str, width: usize) -> String {
    let line = |line: &str| if line.is_empty() { String::new() } else { " ".repeat(width) + line };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// `Fn::Join` of the lines of a text.
fn joined(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(quoted).collect();
    format!(r#"{{ "Fn::Join": ["\n", [{}]] }}"#, lines.join(", "))
}

/// The text with template markers escaped for Terraform.
fn escaped(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// JSON as a Terraform expression.
fn hcl(json: &str) -> String {
    let tree = parse(json, Dialect::Json);
    let mut out = String::new();
    write_hcl(&mut out, tree.root().expect("the definition is JSON"));
    out
}

fn write_hcl(out: &mut String, node: Node<'_>) {
    match node.kind() {
        Kind::Object => {
            out.push_str("{\n");
            for pair in node.pairs() {
                *out += &format!("  {} = ", escaped(&quoted(pair.key().value)));
                write_hcl(out, pair.value().expect("the definition is JSON"));
                out.push('\n');
            }
            out.push('}');
        }
        Kind::Array => {
            out.push('[');
            for (i, item) in node.items().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                write_hcl(out, item);
            }
            out.push(']');
        }
        _ => match node.as_str() {
            Some(text) => *out += &escaped(&quoted(text)),
            None => out.push_str(node.source()),
        },
    }
}
