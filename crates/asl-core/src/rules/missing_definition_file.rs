use super::prelude::*;
use crate::host::Target;

pub(super) static RULE: Rule = Rule {
    name: "missing-definition-file",
    group: Group::Hosts,
    summary: "the file with the definition is not there",
    docs: include_str!("missing_definition_file.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    let Some(link) = &cx.analysis.host().link else { return };
    if link.target == Target::Missing {
        cx.report(&RULE, link.span, format!("there is no file `{}`", link.path))
            .note("the path is relative to the folder of this file");
    }
}
