//! State machines as the API describes them: `aws stepfunctions describe-state-machine` prints the definition as a string.

use super::{EmbeddedDefinition, Name, TemplateContext, TemplateKind, WorkflowType, cloudformation};
use asl_syntax::{Node, Tree};

/// Returns the definition in an answer of the API, or `None` if the document is something else.
pub(super) fn embedded_definitions(tree: &Tree) -> Option<Vec<EmbeddedDefinition>> {
    let root = tree.root()?;
    let definition = root.get("definition").filter(|definition| definition.as_text().is_some())?;
    let has_arn = |field: &str| text(root, field).is_some_and(|arn| arn.starts_with("arn:"));
    if !["stateMachineArn", "stateMachineVersionArn"].into_iter().any(has_arn) {
        return None;
    }
    let flag = |object: &str, field: &str| match root.get(object)?.get(field)?.as_str() {
        Some(level) => Some(level != "OFF"),
        None => root.get(object)?.get(field)?.as_bool(),
    };
    let name = root.get("name").and_then(Node::as_text);
    let host = TemplateContext {
        kind: TemplateKind::Description,
        name: name.map(|name| Name { value: name.value.to_owned(), span: name.span }),
        workflow: match text(root, "type") {
            Some("EXPRESS") => Some(WorkflowType::Express),
            Some("STANDARD") => Some(WorkflowType::Standard),
            _ => None,
        },
        is_traced: flag("tracingConfiguration", "enabled"),
        is_logged: flag("loggingConfiguration", "level"),
        ..TemplateContext::default()
    };
    Some(vec![EmbeddedDefinition { tree: cloudformation::definition_in(tree, definition), host }])
}

fn text<'t>(object: Node<'t>, field: &str) -> Option<&'t str> {
    object.get(field)?.as_str()
}

#[cfg(test)]
mod tests {
    use crate::{Language, TemplateKind, WorkflowType, embedded_definitions};

    #[test]
    fn the_definition_is_a_string_in_the_answer() {
        let text = r#"{
    "stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:orders",
    "name": "orders",
    "definition": "{\n  \"StartAt\": \"A\",\n  \"States\": { \"A\": { \"Type\": \"Succeed\" } }\n}",
    "type": "EXPRESS",
    "loggingConfiguration": { "level": "OFF", "includeExecutionData": false },
    "tracingConfiguration": { "enabled": true }
}"#;
        let found = embedded_definitions(text, Language::of("a.json"));
        let [one] = found.as_slice() else { panic!("one definition") };
        assert_eq!(one.host.kind, TemplateKind::Description);
        assert_eq!(one.host.workflow, Some(WorkflowType::Express));
        assert_eq!((one.host.is_logged, one.host.is_traced), (Some(false), Some(true)));
        let state = one.tree.root().unwrap().get("States").unwrap().pairs().next().unwrap();
        assert_eq!(&text[state.key().span.range()], r#"\"A\""#);
    }

    #[test]
    fn other_documents_with_a_definition() {
        for text in [
            r#"{ "definition": "{}", "name": "x" }"#,
            r#"{ "stateMachineArn": "arn:aws:states:::x", "definition": { "StartAt": "A" } }"#,
            r#"{ "stateMachineArn": "x", "definition": "{}" }"#,
        ] {
            let found = embedded_definitions(text, Language::of("a.json"));
            assert!(found.iter().all(|one| one.host.is_whole_file()), "{text}");
        }
    }
}
