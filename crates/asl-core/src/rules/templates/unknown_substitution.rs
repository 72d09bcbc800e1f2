use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::edit::Edit;
use crate::host::{Name, Placeholder, SubText, TemplateContext, TemplateKind};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unknown-substitution",
    group: Group::Templates,
    docs: include_str!("unknown_substitution.md"),
    severity: Severity::Error,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let own = Some(cx.analysis.host()).filter(|host| host.template.is_some());
    // The resource that the definition belongs to, in this file or another.
    let Some(host) = own.or_else(|| cx.analysis.named_by().first()) else { return };
    let options = cx.options;
    let placeholders = cx.placeholders().iter();
    let placeholders = placeholders.filter(|placeholder| !options.substitutions.contains(&placeholder.name));
    let known = Known::of(host);
    match host.kind {
        TemplateKind::Terraform => check_templatefile(cx, host, &known, placeholders),
        _ if host.template.is_none() => {}
        _ => {
            for placeholder in placeholders.filter(|placeholder| is_plain(&placeholder.name)) {
                match host.sub_at(placeholder.span).filter(|_| !placeholder.is_escaped) {
                    Some(sub) => check_sub(cx, host, &known, sub, placeholder),
                    None => check_substitution(cx, host, &known, placeholder),
                }
            }
        }
    }
}

/// The names that a resource substitutes, as sets: there may be as many as there are placeholders.
struct Known<'h> {
    by_resource: HashSet<&'h str>,
    /// For each string of `Fn::Sub`, by its offset.
    by_text: HashMap<u32, HashSet<&'h str>>,
}

impl<'h> Known<'h> {
    fn of(host: &'h TemplateContext) -> Known<'h> {
        let set = |names: &'h [Name]| names.iter().map(|name| name.value.as_str()).collect();
        let texts = host.subs.iter().filter_map(|sub| Some((sub.span.start, set(sub.names.as_ref()?))));
        Known {
            by_resource: host.substitutions.as_deref().map(set).unwrap_or_default(),
            by_text: texts.collect(),
        }
    }

    fn has(&self, sub: &SubText, name: &str) -> bool {
        self.by_text.get(&sub.span.start).is_some_and(|names| names.contains(name))
    }
}

/// Whether the placeholder can be a substitution at all. A `${...}` may be meant for another tool, such as a shell.
fn is_plain(name: &str) -> bool {
    let name = name.strip_prefix("AWS::").unwrap_or(name);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// Checks a name in a string of `Fn::Sub`, without which the template cannot be deployed.
fn check_sub(
    cx: &mut Context<'_>,
    host: &TemplateContext,
    known: &Known<'_>,
    sub: &SubText,
    placeholder: &Placeholder,
) {
    let (Some(own), Some(template)) = (&sub.names, &host.template) else { return };
    if known.has(sub, &placeholder.name) || template.may_have(placeholder.resource()) {
        return;
    }
    let name = placeholder.resource();
    let near =
        cx.nearest(name, own.iter().map(|own| own.value.as_str()).chain(template.iter())).map(str::to_owned);
    let is_elsewhere = known.by_resource.contains(placeholder.name.as_str());
    let diag = cx.report(&RULE, placeholder.span, format!("the template does not define `{name}`"));
    diag.note(
        "CloudFormation rejects the template: `Fn::Sub` accepts parameters, resources and variables of its own",
    );
    match near {
        _ if is_elsewhere => {
            diag.help(format!("write `${{!{name}}}` to leave it to `DefinitionSubstitutions`"));
        }
        Some(near) => suggest(diag, name_span(placeholder, name), &near),
        None => {
            diag.help(format!("write `${{!{}}}` if it is meant literally", placeholder.name));
        }
    }
}

/// Checks a name that only `DefinitionSubstitutions` substitutes; without an entry, it is kept literally.
fn check_substitution(
    cx: &mut Context<'_>,
    host: &TemplateContext,
    known: &Known<'_>,
    placeholder: &Placeholder,
) {
    let Some(names) = &host.substitutions else { return };
    let is_of_template = host.template.as_ref().is_some_and(|template| template.has(placeholder.resource()));
    // Without any entries, the placeholder may be meant for another tool.
    let is_substitution = !names.is_empty() || placeholder.is_whole || is_of_template;
    if known.by_resource.contains(placeholder.name.as_str()) || !is_substitution {
        return;
    }
    let near = cx.nearest(&placeholder.name, names.iter().map(|name| name.value.as_str())).map(str::to_owned);
    let is_text = host.sources.iter().any(|source| source.value.starts_with("DefinitionS"));
    let diag = cx.report(
        &RULE,
        placeholder.span,
        format!("`DefinitionSubstitutions` has no `{}`", placeholder.name),
    );
    diag.warning().note(format!("Step Functions receives the literal text `${{{}}}`", placeholder.name));
    match near {
        Some(near) => suggest(diag, name_span(placeholder, &placeholder.name), &near),
        None if is_of_template && is_text => {
            diag.help("only `Fn::Sub` substitutes names of the template");
        }
        None if is_of_template => {
            diag.help(format!(
                "add `{}` to `DefinitionSubstitutions`, or wrap the string in `Fn::Sub`",
                placeholder.name
            ));
        }
        None => {}
    }
}

/// Checks the variables of a file that Terraform reads with `templatefile`.
fn check_templatefile<'p>(
    cx: &mut Context<'_>,
    host: &TemplateContext,
    known: &Known<'_>,
    placeholders: impl Iterator<Item = &'p Placeholder>,
) {
    let Some(names) = &host.substitutions else { return };
    let text = cx.tree().text();
    let loop_names = loop_names(text);
    for placeholder in placeholders.filter(|placeholder| !is_literal(text, placeholder)) {
        let Some(name) = variable(&placeholder.name) else { continue };
        if name.contains('-') || known.by_resource.contains(name) || loop_names.contains(name) {
            continue;
        }
        let near = cx.nearest(name, names.iter().map(|name| name.value.as_str())).map(str::to_owned);
        let diag = cx.report(&RULE, placeholder.span, format!("`{name}` is not passed to the template"));
        diag.note("Terraform cannot create a plan: every variable in the file needs a value");
        let source = &text[placeholder.span.range()];
        if let (Some(near), Some(at)) = (near, source.find(name)) {
            let start = placeholder.span.start + at as u32;
            suggest(diag, Span { start, end: start + name.len() as u32 }, &near);
        }
    }
}

/// The variable of an interpolation that is a variable, optionally followed by a path.
fn variable(expression: &str) -> Option<&str> {
    let expression = expression.trim_matches('~').trim();
    let len = expression.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
    let (name, rest) = expression.split_at(len.unwrap_or(expression.len()));
    let is_path =
        rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '[' | ']' | '_' | '-' | '"'));
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_value = matches!(name, "true" | "false" | "null");
    (is_name && is_path && !is_value && !rest.starts_with('"')).then_some(name)
}

/// The variables that the loops of a template declare.
fn loop_names(text: &str) -> HashSet<&str> {
    let mut found = HashSet::new();
    for (at, _) in text.match_indices("%{") {
        let inside = text[at + 2..].trim_start_matches('~').trim_start();
        let Some(names) =
            inside.strip_prefix("for").and_then(|rest| rest.split_once(" in ")).map(|(names, _)| names)
        else {
            continue;
        };
        found.extend(names.split(',').map(str::trim));
    }
    found
}

/// Whether the placeholder is escaped as `$${name}`, which stands for a literal `${name}`.
fn is_literal(text: &str, placeholder: &Placeholder) -> bool {
    text[..placeholder.span.start as usize].ends_with('$')
}

/// The span of the name at the start of a placeholder.
fn name_span(placeholder: &Placeholder, name: &str) -> Span {
    let start = placeholder.span.start + if placeholder.is_escaped { 3 } else { 2 };
    Span { start, end: start + name.len() as u32 }
}

fn suggest(diag: &mut Diagnostic, span: Span, near: &str) {
    diag.help(format!("did you mean `{near}`?"));
    diag.fix(Fix::suggested(format!("Change to `{near}`"), vec![Edit { span, text: near.to_owned() }]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_yaml_fix;

    #[test]
    fn entries_are_looked_up() {
        check(
            &RULE,
            r#"
{ "Resources": { "Work": { "Type": "AWS::Lambda::Function" }, "Flow": {
  "Type": "AWS::Serverless::StateMachine",
  "Properties": {
    "DefinitionSubstitutions": { "Queue": "q" },
    "Definition": {
      "StartAt": "A",
      "Comment": "${Queue} ${Queu} ${a b} ${Other}${a:b}",
//                         ^^^^^^^ `DefinitionSubstitutions` has no `Queu`
//                                        ^^^^^^^^ `DefinitionSubstitutions` has no `Other`
      "States": { "A": { "Type": "Pass", "Result": { "Fn::Sub": "${Work.Arn} ${Wurk} ${!Queue} ${!Queu}" }, "End": true } }
//                                                                           ^^^^^^^ the template does not define `Wurk`
//                                                                                             ^^^^^^^^ `DefinitionSubstitutions` has no `Queu`
    }
  } } } }"#,
        );
    }

    #[test]
    fn without_entries_only_likely_substitutions_are_reported() {
        check(
            &RULE,
            r#"
{ "Resources": { "Work": { "Type": "AWS::Lambda::Function" }, "Flow": {
  "Type": "AWS::Serverless::StateMachine",
  "Properties": {
    "Definition": {
      "StartAt": "A",
      "Comment": "echo ${HOME} in ${AWS::Region}",
//                                ^^^^^^^^^^^^^^ `DefinitionSubstitutions` has no `AWS::Region`
      "States": { "A": { "Type": "Task", "Resource": "${Work.Arn}", "TimeoutSeconds": 5, "End": true } }
//                                                    ^^^^^^^^^^^ `DefinitionSubstitutions` has no `Work.Arn`
    }
  } } } }"#,
        );
    }

    #[test]
    fn names_that_cannot_be_determined_are_accepted() {
        check(
            &RULE,
            r#"
{ "Resources": {
  "A": { "Type": "AWS::Serverless::StateMachine", "Properties": {
    "DefinitionSubstitutions": { "Fn::Transform": { "Name": "Entries" } },
    "Definition": { "StartAt": "${X}" }
  } },
  "B": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
    "DefinitionString": { "Fn::Sub": ["{\"StartAt\": \"${X}\"}", { "Fn::Transform": { "Name": "Entries" } }] }
  } }
} }"#,
        );
    }

    #[test]
    fn the_fix_changes_the_name() {
        let template = |name: &str| {
            format!(
                r#"{{ "Parameters": {{ "Table": {{}} }}, "Resources": {{ "Flow": {{ "Type": "AWS::StepFunctions::StateMachine",
                "Properties": {{ "DefinitionString": {{ "Fn::Sub": "{{\"Comment\": \"\\\"${{{name}}}\"}}" }} }} }} }} }}"#
            )
        };
        check_fix(&RULE, &template("Tabel"), &template("Table"));
    }

    #[test]
    fn the_fix_changes_the_name_in_yaml_too() {
        let template = |name: &str| {
            format!(
                "Parameters: {{Table: {{}}}}\nResources:\n  Flow:\n    Type: AWS::StepFunctions::StateMachine\n    \
                 Properties:\n      DefinitionString:\n        !Sub\n        - >-\n          {{\"StartAt\":\n          \
                 \"${{!Größe}}\", \"Comment\": \"${{Own}}\",\n          \"TimeoutSeconds\": ${{{name}}}}}\n        - Own: 1\n"
            )
        };
        check_yaml_fix(&RULE, &template("Tabel"), &template("Table"));
    }

    #[test]
    fn variables_of_a_terraform_file() {
        let name = Name { value: "table".to_owned(), span: Span::at(0) };
        let host = TemplateContext {
            kind: TemplateKind::Terraform,
            substitutions: Some(vec![name]),
            ..TemplateContext::default()
        };
        let marked = |file: &'static str| -> Vec<&str> {
            let mut analysis = crate::analyze(crate::Source::new(file, "a.json")).remove(0);
            analysis.set_template_context(host.clone());
            let found = crate::rules::check_rule(&RULE, &analysis);
            found.iter().map(|finding| &file[finding.span.range()]).collect()
        };
        let file =
            r#"{ "a": "${table} ${table.name} $${tabel} ${tabel} ${upper(x)} ${1}", "b": ${other.x} }"#;
        assert_eq!(marked(file), ["${tabel}", "${other.x}"]);
        let file = r#"{ "a": "%{ for k, x in table }${k} ${~ x[0] ~} ${ true } ${x ? a : b} ${!c} ${ y[0].z }%{ endfor }" }"#;
        assert_eq!(marked(file), ["${!c}", "${ y[0].z }"]);
    }

    #[test]
    fn a_definition_in_a_file_uses_the_entries_of_its_template() {
        let template = r#"{ "Resources": { "Flow": { "Type": "AWS::Serverless::StateMachine",
            "Properties": { "DefinitionUri": "a.json", "DefinitionSubstitutions": { "Table": "t" } } } } }"#;
        let host = crate::analyze(crate::Source::new(template, "template.json"))[0].host().clone();
        let file = r#"{ "StartAt": "${Table}", "Comment": "${Tabel}" }"#;
        let mut analysis = crate::analyze(crate::Source::new(file, "a.json")).remove(0);
        analysis.set_template_context(host);
        let found = crate::rules::check_rule(&RULE, &analysis);
        let marked: Vec<&str> = found.iter().map(|finding| &file[finding.span.range()]).collect();
        assert_eq!(marked, ["${Tabel}"]);
    }

    #[test]
    fn help_depends_on_what_the_template_defines() {
        let help = |properties: &str| {
            let text = format!(
                r#"{{ "Resources": {{ "Table": {{ "Type": "AWS::DynamoDB::Table" }}, "A": {{ "Type": "AWS::Serverless::StateMachine", "Properties": {{ "DefinitionSubstitutions": {{ "Orders": 1 }}, {properties} }} }} }} }}"#
            );
            only_finding(&RULE, &text).help
        };
        assert_eq!(
            help(r#""Definition": { "StartAt": "${Table}" }"#).as_deref(),
            Some("add `Table` to `DefinitionSubstitutions`, or wrap the string in `Fn::Sub`")
        );
        assert_eq!(
            help(r#""DefinitionString": "{ \"StartAt\": \"${Table}\" }""#).as_deref(),
            Some("only `Fn::Sub` substitutes names of the template")
        );
        assert_eq!(help(r#""Definition": { "StartAt": "${Nothing}" }"#), None);
        assert_eq!(
            help(r#""Definition": { "StartAt": { "Fn::Sub": "${Orders}" } }"#).as_deref(),
            Some("write `${!Orders}` to leave it to `DefinitionSubstitutions`")
        );
    }
}
