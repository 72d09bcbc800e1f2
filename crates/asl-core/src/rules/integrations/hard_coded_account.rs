use crate::host::TemplateKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "hard-coded-account",
    group: Group::Integrations,
    docs: include_str!("hard_coded_account.md"),
    severity: Severity::Info,
    default: Default::Off,
    ..Rule::DEFAULTS
};

/// The length in bytes of the shortest ARN with a Region.
const MIN_LENGTH: usize = "arn:aws:s:us-a-1:".len();

pub(super) fn run(cx: &mut Context<'_>) {
    // Definitions in documents are examples.
    if cx.analysis.host().kind == TemplateKind::Markdown {
        return;
    }
    let long = cx.tree().strings().filter(|node| node.span().range().len() >= MIN_LENGTH);
    for text in long.filter_map(Node::as_text) {
        // One finding per string is enough: replacing the account draws attention to the rest.
        let Some((noun, part)) = literal(text.value) else { continue };
        let span = cx.tree().to_file(text, part);
        let value = &text.value[part.range()];
        cx.report(&RULE, span, format!("hard-coded {noun} `{value}`"))
            .note("the definition cannot be used unchanged in another account or Region")
            .help("use a substitution, such as `${AWS::AccountId}` or one of your own");
    }
}

/// The first account or Region in a string: in an ARN, or in the URL of a queue or a repository.
fn literal(text: &str) -> Option<(&'static str, Span)> {
    // Both contain a digit, unlike the ARNs of most integrations.
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    if !has_digit || !text.contains("arn:aws") && !text.contains(".amazonaws.com") {
        return None;
    }
    let account = digits(text).find(|part| is_account(text, *part));
    account.map(|part| ("account", part)).or_else(|| Some(("Region", region(text)?)))
}

/// The runs of twelve digits.
fn digits(text: &str) -> impl Iterator<Item = Span> + use<'_> {
    let mut at = 0;
    // By bytes, so that the offsets are right whatever separates two runs.
    text.as_bytes().split(|byte| !byte.is_ascii_digit()).filter_map(move |run| {
        let start = at;
        at += run.len() + 1;
        (run.len() == 12).then(|| Span::new(start, start + 12))
    })
}

/// Whether the digits are in the position of the account in an ARN or a URL.
fn is_account(text: &str, part: Span) -> bool {
    let (before, after) = (&text[..part.start as usize], &text[part.end as usize..]);
    let in_arn = before.ends_with(':') && after.starts_with(':') && before.contains("arn:aws");
    in_arn || before.ends_with(".amazonaws.com/") || after.starts_with(".dkr.ecr.")
}

/// The Region of an ARN whose account is not hard-coded.
fn region(text: &str) -> Option<Span> {
    let start = text.find("arn:aws")?;
    let third = text[start..].match_indices(':').nth(2)?.0 + start + 1;
    let end = third + text[third..].find(':')?;
    let region = &text[third..end];
    let has_number = region.ends_with(|c: char| c.is_ascii_digit()) && region.matches('-').count() >= 2;
    let is_plain = region.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (has_number && is_plain).then(|| Span::new(third, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_and_regions_in_arns() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f" },
//                                                               ^^^^^^^^^^^^ hard-coded account `111122223333`
    "B": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:${Account}:function:f" },
//                                                     ^^^^^^^^^ hard-coded Region `us-east-1`
    "C": { "Type": "Task", "Resource": "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:f" },
    "D": {
      "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
      "Parameters": {
        "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/orders",
//                                                       ^^^^^^^^^^^^ hard-coded account `111122223333`
        "Image": "444455556666.dkr.ecr.us-east-1.amazonaws.com/tool",
//                ^^^^^^^^^^^^ hard-coded account `444455556666`
        "Id.$": "States.Format('arn:aws:iam::111122223333:role/{}', $.r)",
//                                           ^^^^^^^^^^^^ hard-coded account `111122223333`
        "Role": "für arn:aws:iam::111122223333:role/r",
//                                ^^^^^^^^^^^^ hard-coded account `111122223333`
        "Bucket": "arn:aws:s3:::orders-111122223333",
        "Name": "arn:aws:s3:::orders:111122223333",
        "Table": "arn:aws:dynamodb:my-own-region:${Account}:table/t",
        "Topic": "arn:aws:sns:region1:${Account}:t",
        "Number": "111122223333"
      }
    }
  }
}"#,
        );
    }
}
