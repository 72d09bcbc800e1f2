use crate::catalog::arns::{arns, is_wrong_account};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "invalid-account",
    group: Group::Integrations,
    docs: include_str!("invalid_account.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for text in cx.resource_texts().filter(|text| text.value.contains("arn:aws")) {
        for arn in arns(text.value).filter(|arn| is_wrong_account(arn.account)) {
            let span = cx.tree().to_file(text, arn.account_span);
            cx.report(&RULE, span, format!("`{}` is not an account ID", excerpt(arn.account)))
                .note("an account ID has twelve digits, so no resource has this ARN");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_of_resources_parameters_and_roles() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333;:function:Hello" },
//                                                               ^^^^^^^^^^^^^ `111122223333;` is not an account ID
    "B": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:11112222333:activity:pick" },
//                                                               ^^^^^^^^^^^ `11112222333` is not an account ID
    "C": {
      "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
      "Comment": "as in arn:aws:iam::1234:role/r",
      "Credentials": { "RoleArn": "arn:aws:iam::1111222233334:role/r" },
//                                              ^^^^^^^^^^^^^ `1111222233334` is not an account ID
      "Parameters": {
        "FunctionName": "arn:aws:lambda:us-east-1:1111-2222-3333:function:f",
//                                                ^^^^^^^^^^^^^^ `1111-2222-3333` is not an account ID
        "Payload": {
          "role.$": "States.Format('arn:aws:iam::11112222333:role/{}', $.r)",
//                                               ^^^^^^^^^^^ `11112222333` is not an account ID
          "policy": "arn:aws:iam::aws:policy/ReadOnlyAccess",
          "bucket": "arn:aws:s3:::orders",
          "other": "arn:aws:sns:us-east-1:ACCOUNT_ID:t",
          "topic": "arn:aws:sns:us-east-1:${AWS::AccountId}:t",
          "right": "arn:aws:sns:us-east-1:111122223333:t"
        }
      }
    },
    "D": {
      "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::states:startExecution",
      "Credentials": { "RoleArn": "arn:aws:iam::987654:role/r" },
//                                              ^^^^^^ `987654` is not an account ID
      "Arguments": {
        "StateMachineArn": "arn:aws:states:eu-west-1:1234567890123:stateMachine:m",
//                                                   ^^^^^^^^^^^^^ `1234567890123` is not an account ID
        "Input": "{% 'arn:aws:lambda:' & $region & ':' & $account1 & ':function:f' %}",
        "Name": "{% 'arn:aws:sns:us-east-1:987654:' & $topic %}"
//                                         ^^^^^^ `987654` is not an account ID
      }
    }
  }
}"#,
        );
    }
}
