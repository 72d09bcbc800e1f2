use crate::host::{Content, Target};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "missing-definition-file",
    group: Group::Templates,
    docs: include_str!("missing_definition_file.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let Some(link) = &cx.analysis.host().link else { return };
    // A template without any state machine is valid.
    if link.part.content == Content::Template {
        return;
    }
    let path = &link.path;
    match &link.target {
        Target::Missing => {
            let note = match link.base {
                Some(_) => "the path is relative to the folder of the service",
                None => "the path is relative to the folder of this file",
            };
            cx.report(&RULE, link.span, format!("file `{path}` does not exist")).note(note);
        }
        Target::Unreadable { why } => {
            cx.report(&RULE, link.span, format!("`{path}` cannot be read: {why}"));
        }
        Target::Unfit => {
            cx.report(
                &RULE,
                link.span,
                format!("`{path}` is not a definition: it has no `StartAt` and `States`"),
            );
        }
        Target::NoPart => {
            cx.report(&RULE, link.span, format!("`{path}` has no `{}`", link.part.keys.join(".")));
        }
        Target::Unread | Target::Outside | Target::Read { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_were_searched_for_are_reported() {
        let text = r#"{ "Resources": { "A": { "Type": "AWS::Serverless::StateMachine",
            "Properties": { "DefinitionUri": "a.asl.json" } } } }"#;
        let mut analysis = crate::analyze(crate::Source::new(text, "template.json")).remove(0);
        assert!(crate::rules::check_rule(&RULE, &analysis).is_empty());
        analysis.host_mut().link.as_mut().unwrap().target = Target::Missing;
        let found = crate::rules::check_rule(&RULE, &analysis);
        assert_eq!(found[0].message, "file `a.asl.json` does not exist");
        assert_eq!(&text[found[0].span.range()], "\"a.asl.json\"");
        let why = "it is a folder".to_owned();
        analysis.host_mut().link.as_mut().unwrap().target = Target::Unreadable { why };
        let found = crate::rules::check_rule(&RULE, &analysis);
        assert_eq!(found[0].message, "`a.asl.json` cannot be read: it is a folder");
        analysis.host_mut().link.as_mut().unwrap().target = Target::Unfit;
        let found = crate::rules::check_rule(&RULE, &analysis);
        assert_eq!(found[0].message, "`a.asl.json` is not a definition: it has no `StartAt` and `States`");
    }
}
