use std::collections::HashSet;

use crate::host::Target;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unused-substitution",
    group: Group::Templates,
    docs: include_str!("unused_substitution.md"),
    severity: Severity::Info,
    tags: &[Tag::Unnecessary],
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let host = cx.analysis.host();
    // Other tools may use the names in expressions.
    if host.template.is_none() {
        return;
    }
    // Another definition of the same resource may use them.
    if host.is_one_of_several {
        return;
    }
    let Some(names) = host.substitutions.as_ref().filter(|names| !names.is_empty()) else { return };
    let Some(used) = used(cx) else { return };
    for name in names.iter().filter(|name| !used.contains(name.value.as_str())) {
        cx.report(&RULE, name.span, format!("substitution `{}` is not used in the definition", name.value));
    }
}

/// The names of all placeholders, or `None` if some may be invisible.
fn used<'a>(cx: &Context<'a>) -> Option<HashSet<&'a str>> {
    let tree = cx.tree();
    let root = match (tree.root(), &cx.analysis.host().link) {
        (Some(root), _) => root,
        (None, Some(link)) => match &link.target {
            Target::Read { placeholders } => return Some(placeholders.iter().map(String::as_str).collect()),
            _ => return None,
        },
        (None, None) => return None,
    };
    // Values from elsewhere in the template may have placeholders of their own.
    let is_elsewhere =
        |node: Node<'_>| node.kind() == Kind::Placeholder && node.source().contains(['*', '&']);
    if root.is_unknown() || !tree.is_complete() || tree.nodes().any(is_elsewhere) {
        return None;
    }
    let in_values = cx.placeholders().iter().map(|placeholder| placeholder.name.as_str());
    Some(in_values.chain(placeholders_in_source(root.source())).collect())
}

/// The placeholders in the source, including those in only one branch of a condition.
fn placeholders_in_source(text: &str) -> impl Iterator<Item = &str> {
    text.split('$').skip(1).filter_map(|rest| {
        let (name, _) = rest.strip_prefix('{')?.split_once('}')?;
        Some(name.trim_start_matches('!'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_used_anywhere_in_the_definition() {
        check(
            &RULE,
            r#"
{ "Resources": { "Flow": {
  "Type": "AWS::Serverless::StateMachine",
  "Properties": {
    "DefinitionSubstitutions": { "A": 1, "B": 2, "C": 3, "D": 4 },
//                                                       ^^^ substitution `D` is not used in the definition
    "Definition": { "StartAt": "${A}", "Comment": { "Fn::If": ["x", "${B}", "y"] }, "TimeoutSeconds": { "Fn::Sub": "${!C}" } }
  } } } }"#,
        );
    }

    #[test]
    fn invisible_parts_may_use_them() {
        check(
            &RULE,
            r#"
{ "Resources": {
  "A": { "Type": "AWS::Serverless::StateMachine",
    "Properties": { "DefinitionSubstitutions": { "X": 1 }, "DefinitionUri": "a.asl.json" } },
  "B": { "Type": "AWS::StepFunctions::StateMachine",
    "Properties": { "DefinitionSubstitutions": { "X": 1 }, "DefinitionString": { "Ref": "Text" } } }
} }"#,
        );
    }

    #[test]
    fn an_alias_and_an_incomplete_definition_may_use_them() {
        let template = |definition: &str| {
            format!(
                "Resources:\n  A:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionSubstitutions: {{ X: 1 }}\n      Definition:\n        {definition}\n"
            )
        };
        only_yaml_finding(&template("StartAt: A"));
        crate::testing::check_yaml(&RULE, &template("StartAt: *a"));
        crate::testing::check_yaml(&RULE, &template("{ StartAt: \"A"));
    }

    fn only_yaml_finding(text: &str) {
        let found = crate::lint(crate::Source::new(text, "a.yaml"), &crate::config::Config::only([&RULE]));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn placeholders_of_a_file_are_used() {
        let text = r#"{ "Resources": { "A": { "Type": "AWS::Serverless::StateMachine", "Properties": {
            "DefinitionSubstitutions": { "X": 1, "Y": 2 }, "DefinitionUri": "a.asl.json" } } } }"#;
        let mut analysis = crate::analyze(crate::Source::new(text, "template.json")).remove(0);
        let link = analysis.host_mut().link.as_mut().unwrap();
        link.target = Target::Read { placeholders: vec!["X".to_owned()] };
        let found = crate::rules::check_rule(&RULE, &analysis);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "substitution `Y` is not used in the definition");
    }
}
