use crate::edit::Edit;
use crate::rules::prelude::*;
use crate::semantic::{Assignedness, Reference};
use jsonata_syntax::{self as jsonata, Resolution};

pub(super) static RULE: Rule = Rule {
    name: "undefined-variable",
    group: Group::Variables,
    docs: include_str!("undefined_variable.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

/// The maximum number of reads for which the nearest name is searched.
const COMPARED: usize = 100;

pub(super) fn run(cx: &mut Context<'_>) {
    let options = cx.options;
    let is_undefined =
        |read: &&Reference| read.value == Assignedness::Undefined && !options.variables.contains(&read.name);
    let references = cx.analysis.variables().references().iter();
    for (i, reference) in references.filter(is_undefined).enumerate() {
        let near = if i < COMPARED { near(cx, reference) } else { None };
        report(cx, reference, near);
    }
}

/// The name that was probably intended: that of a visible variable, or of a variable within the expression.
fn near<'a>(cx: &Context<'a>, reference: &'a Reference) -> Option<&'a str> {
    let state = cx.model().state(reference.state);
    let visible = cx.analysis.variables().visible_names(state);
    let Code::Jsonata(parsed) = cx.analysis.site(reference.site).code() else {
        return nearest(&reference.name, visible);
    };
    let is_local = |read: &jsonata::VariableReference<'_>| read.resolution == Resolution::Binding;
    let local = jsonata::variables(parsed).filter(is_local).map(|read| read.name);
    nearest(&reference.name, visible.chain(["states"]).chain(local))
}

fn report<'a>(cx: &mut Context<'a>, reference: &'a Reference, near: Option<&'a str>) {
    let site = cx.analysis.site(reference.site);
    let name = reference.name.as_str();
    let is_jsonata = matches!(site.code(), Code::Jsonata(_));
    let elsewhere = cx.analysis.variables().named(name);
    let help = match (near, is_jsonata) {
        _ if elsewhere.is_some() => {
            "return the value as output of the branch or item processor that assigns it".to_owned()
        }
        (Some(near), _) => format!("did you mean `${near}`?"),
        (None, true) => format!("assign `{name}` in an earlier state, or read a field of `$states.input`"),
        (None, false) if name == "states" => {
            "in JSONPath, `$` is the input and `$$` the context object".to_owned()
        }
        (None, false) => {
            format!("assign `{name}` in an earlier state, or write `$.{name}` for a field of the input")
        }
    };
    let diag = cx.report(&RULE, reference.span, format!("undefined variable `{name}`"));
    diag.note("the state fails when it reads a variable without a value").help(help);
    if let Some(declaration) = elsewhere {
        diag.related(declaration.span, "this variable is only visible in its own scope");
    } else if let Some(near) = near {
        let edit = Edit { span: reference.span, text: near.to_owned() };
        diag.fix(Fix::suggested(format!("Change to `${near}`"), vec![edit]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_paths_and_expressions() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Assign": { "order": 1 }, "InputPath": "$ordr.id", "Next": "B" },
//                                                                  ^^^^ undefined variable `ordr`
    "B": {
      "Type": "Pass",
      "Parameters": { "a.$": "States.Format('{}', $Order)", "b.$": "$.l[?(@.x == $limit)]", "c": "$none", "d.$": "$order" },
//                                                 ^^^^^ undefined variable `Order`
//                                                                                ^^^^^ undefined variable `limit`
      "Next": "C"
    },
    "C": {
      "Type": "Pass",
      "QueryLanguage": "JSONata",
      "Output": { "a": "{% $order & $oder.x & $unknown(1) & $map([1], $string) %}", "b": "{% \"x\" & $state.input %}" },
//                                   ^^^^ undefined variable `oder`
//                                                                                                    ^^^^^ undefined variable `state`
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn variables_of_a_branch_end_with_it() {
        check(
            &RULE,
            r#"
{
  "StartAt": "P",
  "QueryLanguage": "JSONata",
  "States": {
    "P": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "a": 1 }, "End": true } } },
        { "StartAt": "B", "States": { "B": { "Type": "Pass", "Output": "{% $a %}", "End": true } } }
//                                                                          ^ undefined variable `a`
      ],
      "Next": "C"
    },
    "C": { "Type": "Pass", "Output": "{% $a %}", "End": true }
//                                        ^ undefined variable `a`
  }
}"#,
        );
    }

    #[test]
    fn uncertain_names_are_accepted() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": {
                "A": { "Type": "Pass", "Assign": { "${Name}": 1 }, "Next": "B" },
                "B": { "Type": "Pass", "InputPath": "$x", "End": true } } }"#,
        );
        check(
            &RULE,
            r#"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": {
                "A": { "Type": "Pass", "Output": "{% $x + ${Price} %}", "Assign": { "y": "{% $x + %}" }, "End": true },
                "U": { "Type": "Pass", "Output": "{% $x %}", "End": true } } }"#,
        );
    }

    #[test]
    fn the_fix_suggests_the_nearest_name() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $state.input %}", "End": true } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input %}", "End": true } } }"#,
        );
        let local = only_finding(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% ($total := 1; $totl) %}", "End": true } } }"#,
        );
        assert_eq!(local.help.as_deref(), Some("did you mean `$total`?"));
    }

    #[test]
    fn help_for_names_that_no_state_assigns() {
        let help = |path: &str| {
            let text = format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "InputPath": "{path}", "End": true }} }} }}"#
            );
            only_finding(&RULE, &text).help.unwrap()
        };
        assert_eq!(help("$states.input"), "in JSONPath, `$` is the input and `$$` the context object");
        assert_eq!(
            help("$other"),
            "assign `other` in an earlier state, or write `$.other` for a field of the input"
        );
    }
}
