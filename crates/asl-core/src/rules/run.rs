//! Running rules over a definition.

use super::Rule;
use super::context::Context;
use super::suppressions::unused_suppression;
use crate::diagnostic::Diagnostic;
use crate::semantic::Analysis;
use crate::suppress::suppressions;

/// Runs rules over an analysis. The findings come in the order of the text.
pub fn check(analysis: &Analysis, rules: impl IntoIterator<Item = &'static Rule>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = rules.into_iter().flat_map(|rule| check_rule(rule, analysis)).collect();
    found.sort_by_key(|diagnostic| diagnostic.span);
    found
}

/// The same without what suppressions of the definition cover, and with those that cover nothing.
pub(crate) fn check_unless_suppressed(analysis: &Analysis, rules: &[&'static Rule]) -> Vec<Diagnostic> {
    let mut found = check(analysis, rules.iter().copied());
    let suppressions = suppressions(analysis.tree());
    if suppressions.is_empty() {
        return found;
    }
    let mut used: Vec<(u32, &str)> = Vec::new();
    found.retain(|finding| {
        let name = finding.rule.name;
        let covering = suppressions.iter().filter(|one| one.is_for(name, finding.span.start));
        let before = used.len();
        used.extend(covering.map(|one| (one.span.start, name)));
        used.len() == before
    });
    if rules.iter().any(|rule| rule.name == unused_suppression::RULE.name) {
        let has_run = |name: &str| rules.iter().any(|rule| rule.name == name);
        found.extend(unused_suppression::findings(analysis, &suppressions, |one, name| {
            !has_run(name) || used.contains(&(one.span.start, name))
        }));
        found.sort_by_key(|diagnostic| diagnostic.span);
    }
    found
}

pub(crate) fn check_rule(rule: &'static Rule, analysis: &Analysis) -> Vec<Diagnostic> {
    let mut context = Context::new(analysis);
    (rule.check)(&mut context);
    context.finish()
}
