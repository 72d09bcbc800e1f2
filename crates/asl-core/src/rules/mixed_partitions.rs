use std::collections::HashMap;

use super::prelude::*;
use crate::catalog::arns::{Arn, arns};
use crate::catalog::services::Resource;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "mixed-partitions",
    group: Group::Integrations,
    summary: "the definition calls resources of two partitions of AWS",
    docs: include_str!("mixed_partitions.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    let called: Vec<(Text<'_>, Arn<'_>)> = called(cx);
    let Some((usual, first)) = usual(&called) else { return };
    for (text, arn) in &called {
        if arn.partition != usual {
            let span = cx.tree().to_file(*text, arn.partition_span);
            let message = format!("this is in the partition `{}`, others are in `{usual}`", arn.partition);
            cx.report(&RULE, span, message)
                .note("a state machine reaches resources of its own partition only")
                .related(first, format!("the first one in `{usual}`"));
        }
    }
}

/// What is called, with the parameters that name resources and the roles, where their partition is written out. What a
/// call hands on deeper inside is data, and may be about anything.
fn called<'a>(cx: &Context<'a>) -> Vec<(Text<'a>, Arn<'a>)> {
    let mut texts = Vec::new();
    for object in cx.objects() {
        let resource = object.get("Resource").and_then(Node::as_text);
        let is_call = resource.is_some_and(|text| {
            matches!(Resource::parse(text.value), Resource::Optimized { .. } | Resource::Sdk { .. })
        });
        texts.extend(resource);
        texts.extend(object.get("RoleArn").and_then(Node::as_text));
        if is_call {
            let payload = ["Parameters", "Arguments"].into_iter().filter_map(|name| object.get(name));
            texts.extend(payload.flat_map(Node::pairs).filter_map(|pair| pair.value()?.as_text()));
        }
    }
    let whole = |text: Text<'a>| Some((text, arns(text.value).next()?));
    texts.into_iter().filter(|text| text.value.starts_with("arn:aws")).filter_map(whole).collect()
}

/// The partition of most ARNs, of as many that of the first, and the place of the first in it; nothing where all are in
/// one partition.
fn usual<'a>(called: &[(Text<'a>, Arn<'a>)]) -> Option<(&'a str, Span)> {
    let (_, first) = called.first()?;
    called.iter().find(|(_, arn)| arn.partition != first.partition)?;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, arn) in called {
        *counts.entry(arn.partition).or_default() += 1;
    }
    let most = counts.values().max()?;
    let (text, arn) = called.iter().find(|(_, arn)| counts.get(arn.partition) == Some(most))?;
    Some((arn.partition, text.span))
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
//                                     ^^^^^^^^^^ this is in the partition `aws-us-gov`, others are in `aws`
      "Parameters": {
        "TopicArn": "arn:aws-cn:sns:cn-north-1:111122223333:t",
//                       ^^^^^^ this is in the partition `aws-cn`, others are in `aws`
        "Message": { "about": "arn:aws-cn:sns:cn-north-1:111122223333:t" }
      }
    },
    "C": { "Type": "Task", "Resource": "arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:f" },
//                                          ^^^^^^^^^^ this is in the partition `aws-us-gov`, others are in `aws`
    "D": { "Type": "Task", "Resource": "arn:${AWS::Partition}:states:::sqs:sendMessage" },
    "E": { "Type": "Pass", "Result": { "about": "arn:aws-cn:sns:cn-north-1:111122223333:t" } }
  }
}"#,
        );
    }

    #[test]
    fn one_partition_is_fine() {
        for partition in ["aws", "aws-cn", "aws-us-gov", "${AWS::Partition}"] {
            let text = r#"{ "States": { "A": { "Type": "Task", "Resource": "arn:P:states:::sns:publish", "Parameters": { "TopicArn": "arn:P:sns:r:111122223333:t" } } } }"#;
            check(&RULE, &text.replace(":P:", &format!(":{partition}:")));
        }
    }
}
