use super::helpers::missing;
use crate::catalog::{Content, context_field, context_names};
use crate::edit::Edit;
use crate::expr::path::Path;
use crate::rules::prelude::*;
use jsonata_syntax::{Resolution, variables};

pub(super) static RULE: Rule = Rule {
    name: "unknown-context-field",
    group: Group::Paths,
    docs: include_str!("unknown_context_field.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    // `invalid-reference-path` reports fields that cannot read the context object at all.
    let may_read = |text: &str| text.contains("$$") || text.contains("context");
    let is_read = |site: &ExpressionRef<'_>| site.info().context && may_read(site.text().value);
    for site in cx.known_sites().filter(is_read).filter(|site| !tests_presence(*site)) {
        match site.code() {
            Code::Path(_) | Code::Intrinsic(_) => {
                for path in site.paths().flat_map(Path::paths) {
                    if path.context().is_some() {
                        let names: Vec<_> = path.names().into_iter().map(|n| (&*n.value, n.span)).collect();
                        check_names(cx, site, "$$", &names);
                    }
                }
            }
            Code::Jsonata(parsed) if parsed.errors.is_empty() => {
                for variable in variables(parsed) {
                    if variable.name != "states" || variable.resolution != Resolution::Free {
                        continue;
                    }
                    let names: Vec<_> = variable.steps().map(|step| (step.name, step.span)).collect();
                    if let Some(((first, _), names)) = names.split_first()
                        && *first == "context"
                    {
                        check_names(cx, site, "$states.context", names);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Checks the names of a path from left to right, until one holds data or is unknown.
fn check_names(cx: &mut Context<'_>, site: ExpressionRef<'_>, root: &str, names: &[(&str, Span)]) {
    let mut outer = root.to_owned();
    let mut path = Vec::new();
    for &(name, span) in names {
        let within = context_field(&path).map_or(Content::Object, |field| field.content);
        if within == Content::Data {
            return;
        }
        path.push(name);
        let Some(field) = context_field(&path) else {
            path.pop();
            unknown(cx, site, span, name, &outer, &path);
            return;
        };
        outer = format!("{outer}.{name}");
        if let Some(why) = missing(site, field.available).filter(|_| is_needed(site, names)) {
            let names = names.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(".");
            cx.report_in(&RULE, site, span, format!("`{root}.{names}` is not available here")).note(why);
            return;
        }
    }
}

fn tests_presence(site: ExpressionRef<'_>) -> bool {
    site.info().name == "Variable" && site.object().has("IsPresent")
}

/// Whether the field must exist. JSONata can test for a missing field, unless the path is the whole expression.
fn is_needed(site: ExpressionRef<'_>, names: &[(&str, Span)]) -> bool {
    let Code::Jsonata(parsed) = site.code() else { return true };
    let whole = parsed.tree.span(parsed.root);
    site.part(whole).starts_with("$states.context.")
        && names.last().is_some_and(|(_, span)| span.end == whole.end)
}

fn unknown(
    cx: &mut Context<'_>,
    site: ExpressionRef<'_>,
    span: Span,
    name: &str,
    outer: &str,
    path: &[&str],
) {
    let near = nearest(name, context_names(path));
    let place = site.span(span);
    // A quoted name with escape sequences has no fix.
    let is_plain = place.range().len() == name.len();
    let known: Vec<&str> = context_names(path).collect();
    let diag = cx.report_in(&RULE, site, span, format!("unknown field `{name}` in `{outer}`"));
    diag.note("the state fails when it reads a field that does not exist");
    if let Some(near) = near {
        diag.help(format!("did you mean `{near}`?"));
        if is_plain {
            let edit = Edit { span: place, text: near.to_owned() };
            diag.fix(Fix::suggested(format!("Change to `{near}`"), vec![edit]));
        }
    } else if !known.is_empty() {
        diag.help(format!("known fields are {}", listed_names(&known, "and")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_the_context_object_does_not_have() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Parameters": {
        "a.$": "$$.Exection.Id",
//                 ^^^^^^^^ unknown field `Exection` in `$$`
        "b.$": "States.Array($$.Execution.Id, $$['Execution'].id)",
//                                                            ^^ unknown field `id` in `$$.Execution`
        "c.$": "$$.Execution.Input.anything[0].goes",
        "d.$": "$$.Execution.Name.first",
//                                ^^^^^ unknown field `first` in `$$.Execution.Name`
        "e.$": "$$",
        "f.$": "$$.Execution['Id','Name']",
        "g.$": "$.a[?(@.id == $$.State.name)]",
//                                     ^^^^ unknown field `name` in `$$.State`
        "h": "$$.Nothing"
      },
      "Next": "B"
    },
    "S": {
      "Type": "Pass",
      "QueryLanguage": "JSONata",
      "Output": {
        "a": "{% $states.context.Nme & %}",
        "b": "{% ($other := 1; $other.context.Nme) %}",
        "c": "{% ($states := { 'context': 1 }; $states.context.Nme) %}"
      },
      "Next": "R"
    },
    "R": { "Type": "Pass", "ResultPath": "$$.Nothing", "Next": "C" },
    "C": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$$.Nothing", "IsNull": true, "Next": "B" }],
//                                  ^^^^^^^ unknown field `Nothing` in `$$`
      "Default": "B"
    },
    "B": {
      "Type": "Pass",
      "QueryLanguage": "JSONata",
      "Output": "{% $states.context.State.Nme & $states.context.Execution.Input.x & $states.input.context.y %}",
//                                        ^^^ unknown field `Nme` in `$states.context.State`
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn tokens_belong_to_tasks_that_wait_for_them() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Parameters": { "MessageBody.$": "$$.Task.Token" },
      "Next": "B"
    },
    "B": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage",
      "Parameters": { "MessageBody.$": "$$.Task.Token" },
//                                         ^^^^ `$$.Task.Token` is not available here
      "Next": "C"
    },
    "C": { "Type": "Task", "Resource": "${Arn}", "InputPath": "$$.Task.Token", "Next": "D" },
    "J": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync", "InputPath": "$$.Task.Token", "Next": "D" },
    "D": { "Type": "Pass", "InputPath": "$$.Task.Token", "Next": "E" },
//                                          ^^^^ `$$.Task.Token` is not available here
    "E": { "Type": "Choice", "Choices": [{ "Variable": "$$.Task.Token", "IsPresent": true, "Next": "D" }], "Default": "F" },
    "F": {
      "Type": "Pass",
      "QueryLanguage": "JSONata",
      "Output": {
        "a": "{% $states.context.Task.Token %}",
//                               ^^^^ `$states.context.Task.Token` is not available here
        "b": "{% $exists($states.context.Task.Token) %}",
        "c": "{% $states.context.Task.Token & 'x' %}"
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn items_belong_to_maps() {
        check(
            &RULE,
            r#"
{
  "StartAt": "M",
  "States": {
    "M": {
      "Type": "Map",
      "ItemsPath": "$$.Map.Item.Value",
//                     ^^^ `$$.Map.Item.Value` is not available here
      "ItemSelector": { "item.$": "$$.Map.Item.Value", "n.$": "$$.Map.Item.index" },
//                                                                         ^^^^^ unknown field `index` in `$$.Map.Item`
      "ItemProcessor": {
        "StartAt": "I",
        "States": { "I": { "Type": "Pass", "InputPath": "$$.Map.Item.Value", "End": true } }
      },
      "Next": "P"
    },
    "P": { "Type": "Pass", "Parameters": { "item.$": "$$.Map.Item.Value" }, "End": true }
//                                                       ^^^ `$$.Map.Item.Value` is not available here
  }
}"#,
        );
    }

    #[test]
    fn the_nearest_name_is_proposed() {
        let text = |name: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Succeed", "InputPath": "$$.{name}.Id" }} }} }}"#
            )
        };
        check_fix(&RULE, &text("Exection"), &text("Execution"));
    }
}
