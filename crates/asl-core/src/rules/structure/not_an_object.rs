use crate::rules::prelude::*;
use crate::syntax::{MAX_BYTES, TreeStep};

pub(super) static RULE: Rule = Rule {
    name: "not-an-object",
    group: Group::Structure,
    docs: include_str!("not_an_object.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    if cx.analysis.host().is_whole_file()
        && cx.tree().root().is_none()
        && cx.tree().is_complete()
        && cx.tree().text().len() <= MAX_BYTES
    {
        let diag = cx.report(&RULE, Span::at(0), "the file contains no definition");
        diag.aws_location = None;
        diag.help("write an object with `StartAt` and `States`");
    }
    for (node, place) in cx.model().misplaced_values() {
        if node.is_unknown() {
            continue;
        }
        let found = node.kind();
        match place {
            ObjectKind::Machine => {
                let message = format!("the definition is {found}, not an object");
                cx.report_node(&RULE, node, shown(node), message).aws_location = None;
            }
            ObjectKind::AnyState => {
                let path = cx.tree().path_to(node);
                let Some(TreeStep::Key(name)) = path.last().copied() else { continue };
                let message = format!("the state `{name}` is {found}, not an object");
                let diag = cx.report(&RULE, shown(node), message);
                if catalog::field(ObjectKind::Machine, name).is_some() {
                    diag.help(format!("move `{name}` out of `States`"));
                }
            }
            _ => {
                let diag = cx.report_node(
                    &RULE,
                    node,
                    shown(node),
                    format!("{} must be an object, not {found}", place.phrase()),
                );
                if let (ObjectKind::Catcher | ObjectKind::Retrier, Some(error)) = (place, node.as_str()) {
                    let next = if place == ObjectKind::Catcher { ", \"Next\": \"...\"" } else { "" };
                    diag.help(format!("write `{{ \"ErrorEquals\": [\"{error}\"]{next} }}`"));
                }
            }
        }
    }
}

/// The span to underline: of an array, only the opening bracket.
fn shown(node: Node<'_>) -> Span {
    let span = node.span();
    if node.kind() == Kind::Array { node.opening() } else { span }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition() {
        assert_eq!(only_finding(&RULE, "[1]").message, "the definition is an array, not an object");
        assert_eq!(only_finding(&RULE, " \n").message, "the file contains no definition");
    }

    #[test]
    fn states_branches_retriers_and_rules() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "QueryLanguage": "JSONata",
//                   ^^^^^^^^^ the state `QueryLanguage` is a string, not an object
    "A": { "Type": "Parallel", "Branches": ["B"], "Retry": [null], "Next": "C" },
//                                          ^^^ a branch must be an object, not a string
//                                                          ^^^^ a retrier must be an object, not `null`
    "C": { "Type": "Choice", "Choices": [[]] }
//                                       ^ a choice rule must be an object, not an array
  }
}"#,
        );
    }
}
