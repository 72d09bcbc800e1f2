use crate::catalog::services::Resource;
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "unqualified-lambda",
    group: Group::Integrations,
    docs: include_str!("unqualified_lambda.md"),
    severity: Severity::Info,
    default: Default::Off,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some((text, name)) = function(state).filter(|(_, name)| !is_qualified(name)) else { continue };
        let short = name.rsplit(':').next().unwrap_or(name);
        cx.report(&RULE, text.span, format!("`{short}` is called without a version or an alias"))
            .note("a running execution calls new code as soon as it is deployed")
            .help("append `:` and an alias or a version");
    }
}

/// The function that a Task calls, if its name is known: the string that contains it, and the name without the part
/// that precedes it in an ARN.
fn function<'a>(state: State<'a>) -> Option<(Text<'a>, &'a str)> {
    let resource = state.get("Resource")?.as_text()?;
    if Resource::function(resource.value).is_some() {
        return Some((resource, after_arn(resource.value)));
    }
    let Resource::Optimized { service: "lambda", action: "invoke", .. } = Resource::parse(resource.value)
    else {
        return None;
    };
    let call = state.get("Parameters").or_else(|| state.get("Arguments"))?;
    let name = call.get("FunctionName")?.as_text()?;
    let has_qualifier = ["Qualifier", "Qualifier.$"].iter().any(|key| call.pair(key).is_some());
    (!has_qualifier && !name.value.starts_with("{%")).then_some((name, after_arn(name.value)))
}

fn after_arn(text: &str) -> &str {
    match text.starts_with("arn:") {
        true => text.split_once(":function:").map_or(text, |(_, name)| name),
        false => text,
    }
}

/// Whether a name has a qualifier, or may have one because a part of it is filled in.
fn is_qualified(name: &str) -> bool {
    name.is_empty() || name.contains([':', '$', '<'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_and_without_a_qualifier() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:price" },
//                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `price` is called without a version or an alias
    "B": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:price:live" },
    "C": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:${Price}" },
    "D": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "price" } },
//                                                                                                       ^^^^^^^ `price` is called without a version or an alias
    "E": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "price:$LATEST" } },
    "F": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "price", "Qualifier": "7" } },
    "G": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName.$": "$.f" } },
    "H": {
      "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": { "FunctionName": "{% $f %}" }
    },
    "I": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": { "FunctionName": "price" } }
  }
}"#,
        );
    }
}
