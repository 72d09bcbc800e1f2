//! Running rules over a definition.

use super::Rule;
use super::context::Context;
use super::suppressions::unused_suppression;
use crate::diagnostic::Diagnostic;
use crate::semantic::Analysis;
use crate::suppress::suppressions;

/// Runs rules over an analysis. The findings come in the order of the text. Nothing once it is not wanted any more.
fn check_while(
    analysis: &Analysis,
    rules: impl IntoIterator<Item = &'static Rule>,
    is_wanted: &dyn Fn() -> bool,
) -> Option<Vec<Diagnostic>> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for rule in rules {
        if !is_wanted() {
            return None;
        }
        found.extend(check_rule(rule, analysis));
    }
    found.sort_by_key(|diagnostic| diagnostic.span);
    Some(found)
}

/// The same without what suppressions of the definition cover, and with those that cover nothing.
pub(crate) fn check_unless_suppressed(
    analysis: &Analysis,
    rules: &[&'static Rule],
    is_wanted: &dyn Fn() -> bool,
) -> Option<Vec<Diagnostic>> {
    let mut found = check_while(analysis, rules.iter().copied(), is_wanted)?;
    let suppressions = suppressions(analysis.tree());
    if suppressions.is_empty() {
        return Some(found);
    }
    let mut used: Vec<(u32, &str)> = Vec::new();
    found.retain(|finding| {
        let name = finding.rule.name;
        let covering = suppressions.iter().filter(|one| one.is_for(name, finding.span.start));
        let before = used.len();
        used.extend(covering.map(|one| (one.span.start, name)));
        used.len() == before
    });
    let has_unused = rules.iter().any(|rule| rule.name == unused_suppression::RULE.name);
    // It may cover what is there only if conditions do not hold.
    if has_unused && analysis.otherwise().is_none() {
        let has_run = |name: &str| rules.iter().any(|rule| rule.name == name);
        found.extend(unused_suppression::findings(analysis, &suppressions, |one, name| {
            !has_run(name) || used.contains(&(one.span.start, name))
        }));
        found.sort_by_key(|diagnostic| diagnostic.span);
    }
    Some(found)
}

pub(crate) fn check_rule(rule: &'static Rule, analysis: &Analysis) -> Vec<Diagnostic> {
    let mut context = Context::new(analysis);
    (rule.check)(&mut context);
    context.finish()
}
