use crate::expr::path::{RootKind, StepKind};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "role-from-input",
    group: Group::Security,
    docs: include_str!("role_from_input.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let first = cx.model().root().and_then(|root| root.state(root.start_at()?.value));
    for site in cx.known_sites().filter(|site| site.object().kind() == ObjectKind::Credentials) {
        let state = site.object().state();
        let is_first = state.is_some() && state == first;
        if reads_input(site, is_first) {
            cx.report(&RULE, site.text().span, "the role comes directly from the input of the execution")
                .note("anyone who can start an execution can make the Task assume any role that trusts this workflow")
                .help("specify the role here, or select it from known roles in an earlier state");
        }
    }
}

fn reads_input(site: ExpressionRef<'_>, is_first: bool) -> bool {
    match site.code() {
        Code::Path(path) => match path.root.kind {
            RootKind::Input => is_first,
            RootKind::Context => {
                let names: Vec<&str> = path
                    .steps
                    .iter()
                    .map_while(|step| match &step.kind {
                        StepKind::Child(name) => Some(name.value.as_str()),
                        _ => None,
                    })
                    .collect();
                names.starts_with(&["Execution", "Input"])
            }
            _ => false,
        },
        Code::Jsonata(parsed) => {
            let whole = site.part(parsed.tree.span(parsed.root));
            let is_plain = whole.bytes().all(|b| b.is_ascii_alphanumeric() || b"$._".contains(&b));
            is_plain
                && (whole.starts_with("$states.context.Execution.Input.")
                    || is_first && whole.starts_with("$states.input."))
        }
        Code::Intrinsic(_) | Code::Text => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_into_the_input_of_the_execution() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Credentials": { "RoleArn.$": "$.role" }, "Next": "B" },
//                                                       ^^^^^^^^ the role comes directly from the input of the execution
    "B": { "Type": "Task", "Credentials": { "RoleArn.$": "$.role" }, "Next": "C" },
    "C": { "Type": "Task", "Credentials": { "RoleArn.$": "$$.Execution.Input.role" }, "Next": "D" },
//                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^ the role comes directly from the input of the execution
    "D": { "Type": "Task", "Credentials": { "RoleArn.$": "States.Format('arn:aws:iam::{}:role/r', $$.Execution.Input.a)" } },
    "E": { "Type": "Task", "Credentials": { "RoleArn": "arn:aws:iam::111122223333:role/r" } }
  }
}"#,
        );
    }

    #[test]
    fn plain_expressions() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Credentials": { "RoleArn": "{% $states.input.role %}" }, "Next": "B" },
//                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^ the role comes directly from the input of the execution
    "B": { "Type": "Task", "Credentials": { "RoleArn": "{% $states.input.role %}" }, "Next": "C" },
    "C": { "Type": "Task", "Credentials": { "RoleArn": "{% $states.input.x = 1 ? 'a' : 'b' %}" } }
  }
}"#,
        );
    }
}
