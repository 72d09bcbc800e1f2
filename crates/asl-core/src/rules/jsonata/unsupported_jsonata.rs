use std::collections::{HashMap, HashSet};

use crate::catalog::REFUSED_STATES_MEMBERS;
use crate::catalog::functions;
use crate::edit::Edit;
use crate::rules::prelude::*;
use jsonata_syntax::{
    self as jsonata, ContextKind, ContextReference, NodeKind, Parsed, Resolution, Step, VariableReference,
};

pub(super) static RULE: Rule = Rule {
    name: "unsupported-jsonata",
    group: Group::Jsonata,
    docs: include_str!("unsupported_jsonata.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "UNSUPPORTED_JSONATA_EXPRESSION", place: AwsPlace::Here }),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, parsed) in cx.jsonata().filter(|(_, parsed)| parsed.errors.is_empty()) {
        context(cx, site, parsed);
        members(cx, site, parsed);
    }
}

/// Reports names and symbols that read the context, which Step Functions does not provide; each once, as AWS does.
fn context<'a>(cx: &mut Context<'a>, site: ExpressionRef<'a>, parsed: &'a Parsed) {
    let references = jsonata::context_references(parsed);
    if references.is_empty() {
        return;
    }
    let callees = callees(parsed);
    let mut edits: HashMap<&str, Vec<Edit>> = HashMap::new();
    for reference in &references {
        if let Some(text) = replacement(cx, site, parsed, reference, &callees) {
            edits.entry(reference.name).or_default().push(Edit { span: site.span(reference.span), text });
        }
    }
    let mut seen = HashSet::new();
    for reference in references.iter().filter(|reference| seen.insert(reference.name)) {
        let name = reference.name;
        let message = match reference.kind {
            ContextKind::Field if callees.contains(&reference.span) => format!("`{name}` is not a function"),
            ContextKind::Field => format!("`{name}` cannot be read without a context"),
            _ => format!("`{name}` has no value here"),
        };
        let diag = cx.report(&RULE, site.span(reference.span), message);
        if matches!(reference.kind, ContextKind::Wildcard | ContextKind::Descendants) {
            diag.warning()
                .note("Step Functions evaluates expressions without a context, so this returns nothing");
        } else {
            let place = if reference.kind == ContextKind::Root { "" } else { " at the top level" };
            diag.note(format!(
                "Step Functions rejects the definition: `Reference to '{name}'{place} is not supported.`"
            ));
        }
        match edits.remove(name) {
            Some(edits) => {
                let instead = edits[0].text.clone();
                diag.help(format!("change it to `{instead}`"));
                diag.fix(Fix::suggested(format!("Change to `{instead}`"), edits));
            }
            None if name == "States" => {
                diag.help("use a JSONata function: intrinsic functions belong to JSONPath");
            }
            None => {
                diag.help("use `$states.input` to read the input of the state");
            }
        }
    }
}

/// The replacement for a name or symbol at the top level.
fn replacement(
    cx: &Context<'_>,
    site: ExpressionRef<'_>,
    parsed: &Parsed,
    reference: &ContextReference<'_>,
    callees: &HashSet<Span>,
) -> Option<String> {
    let name = reference.name;
    let source = site.part(reference.span);
    match reference.kind {
        ContextKind::Context => Some("$states.input".to_owned()),
        ContextKind::Root => {
            let next = site.part(Span { start: reference.span.end, end: parsed.tree.span(parsed.root).end });
            let names = next.trim_start_matches('.');
            let of_context = ["Execution", "StateMachine", "State", "Task", "Map"];
            let is_context = next.starts_with('.') && of_context.iter().any(|name| names.starts_with(name));
            Some(if is_context { "$states.context" } else { "$states.input" }.to_owned())
        }
        ContextKind::Field if callees.contains(&reference.span) => functions::function(name)
            .filter(|function| !functions::is_refused(function))
            .map(|_| format!("${name}")),
        ContextKind::Field if name == "States" => None,
        ContextKind::Field if name == "states" || cx.analysis.variables().named(name).is_some() => {
            Some(format!("${name}"))
        }
        ContextKind::Field => match name.to_lowercase().as_str() {
            literal @ ("true" | "false" | "null") => Some(literal.to_owned()),
            _ => Some(format!("$states.input.{source}")),
        },
        ContextKind::Wildcard | ContextKind::Descendants => None,
    }
}

/// The names that are called as functions.
fn callees(parsed: &Parsed) -> HashSet<Span> {
    let tree = &parsed.tree;
    let callees = tree.nodes().filter_map(|(_, node)| match &node.kind {
        NodeKind::Call { callee, .. } | NodeKind::Partial { callee, .. } => Some(tree.span(*callee)),
        _ => None,
    });
    callees.collect()
}

/// Reports members of `$states` that do not exist, or not here.
fn members<'a>(cx: &mut Context<'a>, site: ExpressionRef<'a>, parsed: &'a Parsed) {
    let read = jsonata::variables(parsed).filter(is_states);
    let members: Vec<Step<'_>> = read.filter_map(|variable| variable.steps().next()).collect();
    let mut seen = HashSet::new();
    for member in &members {
        if has_member(site, member.name) || !seen.insert(member.name) {
            continue;
        }
        let known = match member.name {
            "result" => Some("only `Assign` and `Output` of a Task, Parallel or Map state have a result"),
            "errorOutput" => Some("only `Assign` and `Output` of a catcher have an error"),
            _ => None,
        };
        let near = nearest(member.name, MEMBERS.into_iter().filter(|name| has_member(site, name)));
        let message = match known {
            Some(_) => format!("`$states.{}` does not exist here", member.name),
            None => format!("`$states` has no member `{}`", member.name),
        };
        let diag = cx.report(&RULE, site.span(member.span), message);
        if REFUSED_STATES_MEMBERS.contains(&member.name) {
            diag.note(format!(
                "Step Functions rejects the definition: `Field '$states.{}' does not exist.`",
                member.name
            ));
        } else {
            diag.warning().note(
                "it is not known whether Step Functions rejects the definition; the member has no value",
            );
        }
        if let Some(known) = known {
            diag.note(known);
        } else if let Some(near) = near {
            let edits = members
                .iter()
                .filter(|step| step.name == member.name)
                .map(|step| Edit { span: site.span(step.span), text: near.to_owned() })
                .collect();
            diag.help(format!("did you mean `$states.{near}`?"));
            diag.fix(Fix::suggested(format!("Change to `{near}`"), edits));
        } else {
            diag.help("use `input` or `context`, `result` after a task, or `errorOutput` in a catcher");
        }
    }
}

const MEMBERS: [&str; 4] = ["context", "errorOutput", "input", "result"];

fn is_states(variable: &VariableReference<'_>) -> bool {
    variable.name == "states" && variable.resolution == Resolution::Free
}

/// Whether `$states` has a member in this field (§6.2).
fn has_member(site: ExpressionRef<'_>, member: &str) -> bool {
    let kind = site.object().kind();
    let is_outcome = matches!(site.info().name, "Assign" | "Output");
    match member {
        "input" | "context" => true,
        "result" => {
            let has_result = matches!(
                kind,
                ObjectKind::Task | ObjectKind::Parallel | ObjectKind::Map | ObjectKind::AnyState
            );
            has_result && is_outcome
        }
        "errorOutput" => kind == ObjectKind::Catcher && is_outcome,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsupported_reads() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "x",
      "Arguments": "{% $states.result %}",
//                             ^^^^^^ `$states.result` does not exist here
      "Assign": { "b": "{% $states.result.x %}" },
      "Output": {
        "a": "{% phone & phone %}",
//               ^^^^^ `phone` cannot be read without a context
        "b": ["{% $.x %}", "{% $$.x %}"],
//                ^ `$` has no value here
//                             ^^ `$$` has no value here
        "c": "{% count([1]) %}",
//               ^^^^^ `count` is not a function
        "d": "{% $states.imput.x + $states.foo %}",
//                       ^^^^^ `$states` has no member `imput`
//                                         ^^^ `$states` has no member `foo`
        "e": "{% $states.input.items[price > 3].name %}",
        "f": "{% ($states := {'x': 1}; $states.x) %}",
        "g": "{% * %}",
//               ^ `*` has no value here
        "h": "{% $map($states.input.a, function($v) { $v.b }) %}",
        "i": "{% [phone %}"
      },
      "Catch": [{
        "ErrorEquals": ["E"],
        "Next": "B",
        "Output": "{% $states.errorOutput.Error & $states.result %}"
//                                                        ^^^^^^ `$states.result` does not exist here
      }],
      "Next": "B"
    },
    "B": { "Type": "Pass", "Output": "{% $states.errorOutput %}", "End": true }
//                                               ^^^^^^^^^^^ `$states.errorOutput` does not exist here
  }
}"#,
        );
    }

    #[test]
    fn only_known_rejections_are_errors() {
        let output = |member: &str| {
            let text = format!(
                r#"{{ "States": {{ "A": {{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{{% $states.{member} %}}" }} }} }}"#
            );
            only_finding(&RULE, &text)
        };
        assert_eq!(output("errorOutput.Cause").severity, Severity::Error);
        assert_eq!(output("errorOutput").aws_location.as_deref(), Some("/States/A/Output"));
        for member in ["result", "result.x", "imput", "foo"] {
            let found = output(member);
            assert_eq!((found.severity, found.aws_code), (Severity::Warning, None), "{member}");
        }
    }

    #[test]
    fn the_fix_writes_the_replacement() {
        let definition = |expression: &str| {
            format!(
                r#"{{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Assign": {{ "total": 1 }}, "Output": "{{% {expression} %}}", "End": true }} }} }}"#
            )
        };
        for (before, after) in [
            ("phone & phone", "$states.input.phone & $states.input.phone"),
            ("`a b`", "$states.input.`a b`"),
            ("$.x", "$states.input.x"),
            ("$$.x", "$states.input.x"),
            ("$$.Execution.Id", "$states.context.Execution.Id"),
            ("total + 1", "$total + 1"),
            ("states.input", "$states.input"),
            ("count([1])", "$count([1])"),
            ("True", "true"),
            ("$states.inputs.a", "$states.input.a"),
        ] {
            check_fix(&RULE, &definition(before), &definition(after));
        }
    }

    #[test]
    fn intrinsic_functions_belong_to_jsonpath() {
        let text = r#"{ "States": { "A": { "Type": "Succeed", "QueryLanguage": "JSONata", "Output": "{% States.UUID() %}" } } }"#;
        let finding = only_finding(&RULE, text);
        assert!(finding.help.is_some_and(|help| help.contains("intrinsic functions")));
        assert_eq!(finding.aws_location.as_deref(), Some("/States/A/Output"));
    }

    #[test]
    fn help_depends_on_the_name() {
        let help = |expression: &str| only_finding(&RULE, &crate::testing::with_output(expression)).help;
        assert_eq!(
            help("States").as_deref(),
            Some("use a JSONata function: intrinsic functions belong to JSONPath")
        );
        assert_eq!(help("*").as_deref(), Some("use `$states.input` to read the input of the state"));
    }
}
