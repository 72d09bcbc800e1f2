use std::collections::HashMap;

use crate::catalog::arns::is_partition;
use crate::model::Field;
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "mixed-partitions",
    group: Group::Integrations,
    docs: include_str!("mixed_partitions.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let called: Vec<(Text<'_>, &str)> = called(cx);
    let Some((usual, first)) = usual(&called) else { return };
    for (text, partition) in called.into_iter().filter(|(_, partition)| *partition != usual) {
        let start = "arn:".len();
        let span = cx.tree().to_file(text, Span::new(start, start + partition.len()));
        cx.report(&RULE, span, format!("ARN is in partition `{partition}`, but others are in `{usual}`"))
            .note("a state machine can only access resources in its own partition")
            .related(first, format!("first ARN in `{usual}`"));
    }
}

/// The ARNs of what is called, of the parameters of calls and of roles, with their partitions, unless a template fills
/// them in. Values that are nested more deeply in a payload are data, and may be about anything.
fn called<'a>(cx: &Context<'a>) -> Vec<(Text<'a>, &'a str)> {
    let mut found = Vec::new();
    let mut add = |value: Option<Node<'a>>| {
        let text = value.and_then(Node::as_text);
        found.extend(text.and_then(|text| Some((text, partition(text.value)?))));
    };
    for state in cx.states() {
        let parts: &[&str] = match state.kind() {
            Some(StateKind::Task) => &["Credentials"],
            Some(StateKind::Map) => &["ItemReader", "ResultWriter"],
            _ => continue,
        };
        add(state.get("Resource"));
        for part in parts.iter().flat_map(|field| state.objects(field)) {
            add(part.get("Resource"));
            add(part.get("RoleArn"));
        }
        if state.call().is_some() {
            let payload = state.payload().and_then(Field::value);
            payload.into_iter().flat_map(Node::pairs).for_each(|pair| add(pair.value()));
        }
    }
    found
}

/// The partition of an ARN.
fn partition(text: &str) -> Option<&str> {
    let (partition, _) = text.strip_prefix("arn:")?.split_once(':')?;
    is_partition(partition).then_some(partition)
}

/// The most frequent partition, or the first of several, and the span of the first ARN in it; `None` if all ARNs are in
/// one partition.
fn usual<'a>(called: &[(Text<'a>, &'a str)]) -> Option<(&'a str, Span)> {
    let (_, first) = called.first()?;
    if called.iter().all(|(_, partition)| partition == first) {
        return None;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, partition) in called {
        *counts.entry(partition).or_default() += 1;
    }
    let most = counts.values().max()?;
    let (text, partition) = called.iter().find(|(_, partition)| counts.get(partition) == Some(most))?;
    Some((partition, text.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_of_another_partition() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" } },
    "B": {
      "Type": "Task", "Resource": "arn:aws:states:::sns:publish",
      "Credentials": { "RoleArn": "arn:aws-us-gov:iam::111122223333:role/r" },
//                                     ^^^^^^^^^^ ARN is in partition `aws-us-gov`, but others are in `aws`
      "Parameters": {
        "TopicArn": "arn:aws-cn:sns:cn-north-1:111122223333:t",
//                       ^^^^^^ ARN is in partition `aws-cn`, but others are in `aws`
        "Message": { "about": "arn:aws-cn:sns:cn-north-1:111122223333:t" }
      }
    },
    "C": { "Type": "Task", "Resource": "arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:f" },
//                                          ^^^^^^^^^^ ARN is in partition `aws-us-gov`, but others are in `aws`
    "D": { "Type": "Task", "Resource": "arn:${AWS::Partition}:states:::sqs:sendMessage" },
    "E": { "Type": "Pass", "Result": { "about": "arn:aws-cn:sns:cn-north-1:111122223333:t" } },
    "F": { "Type": "Map", "ItemReader": { "Resource": "arn:aws-cn:states:::s3:getObject" } }
//                                                         ^^^^^^ ARN is in partition `aws-cn`, but others are in `aws`
  }
}"#,
        );
    }

    #[test]
    fn one_partition_is_accepted() {
        for partition in ["aws", "aws-cn", "aws-us-gov", "${AWS::Partition}"] {
            let text = r#"{ "States": { "A": { "Type": "Task", "Resource": "arn:P:states:::sns:publish", "Parameters": { "TopicArn": "arn:P:sns:r:111122223333:t" } } } }"#;
            check(&RULE, &text.replace(":P:", &format!(":{partition}:")));
        }
    }

    #[test]
    fn the_most_frequent_partition_is_the_usual_one() {
        let task = |name: &str, partition: &str| {
            format!(
                r#""{name}": {{ "Type": "Task", "Resource": "arn:{partition}:lambda:r:111122223333:function:f" }}"#
            )
        };
        let tasks = [task("A", "aws"), task("B", "aws-cn"), task("C", "aws-cn")].join(", ");
        let finding = only_finding(&RULE, &format!(r#"{{ "States": {{ {tasks} }} }}"#));
        assert_eq!(finding.message, "ARN is in partition `aws`, but others are in `aws-cn`");
    }
}
