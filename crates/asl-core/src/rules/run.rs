//! Running rules over the definitions of a file.

use std::collections::HashSet;

use super::context::{Check, Context, Derived};
use super::list::RULES;
use super::suppressions::unused_suppression;
use crate::diagnostic::Diagnostic;
use crate::effort::Effort;
use crate::fuzzy;
use crate::metadata::Rule;
use crate::options::Options;
use crate::semantic::Analysis;
use crate::suppress::{self, Suppression, Suppressions};

/// A rule that runs, with what the configuration says about it. The configuration is not asked again for each definition
/// of a file.
#[derive(Clone, Copy)]
pub(crate) struct EnabledRule {
    pub(crate) rule: &'static Rule,
    pub(crate) check: Check,
    /// Whether the fixes of the rule are needed.
    pub(crate) makes_fixes: bool,
}

/// The state that the definitions of a file share while the rules run.
pub(crate) struct Run<'r> {
    is_wanted: &'r dyn Fn() -> bool,
    options: &'r Options,
    /// The offsets in the file where suppressions begin.
    marks: Vec<u32>,
    /// The remaining comparisons for "did you mean".
    comparisons: Effort,
}

impl<'r> Run<'r> {
    /// Prepares to lint the definitions of a file. No further rule runs once `is_wanted` returns false.
    pub(crate) fn new(text: &str, options: &'r Options, is_wanted: &'r dyn Fn() -> bool) -> Run<'r> {
        Run { is_wanted, options, marks: suppress::marks(text), comparisons: fuzzy::effort() }
    }

    /// The offsets in the file where suppressions begin.
    pub(crate) fn marks(&self) -> &[u32] {
        &self.marks
    }

    /// Takes comparisons for "did you mean" that were made before. Returns whether the limit allows them.
    pub(crate) fn count_comparisons(&self, before: u64) -> bool {
        self.comparisons.spend(before)
    }

    /// The comparisons for "did you mean" so far; `None` if there were too many.
    pub(crate) fn comparisons(&self) -> Option<u64> {
        self.comparisons.spent()
    }

    /// Runs rules over a definition. Returns the findings in the order of the text, without suppressed ones, and with the
    /// unused suppressions; nothing if the findings are no longer wanted.
    pub(crate) fn lint(&self, analysis: &Analysis, rules: &[EnabledRule]) -> Option<Vec<Diagnostic>> {
        let suppressions = Suppressions::of(analysis.tree(), &self.marks);
        let derived = Derived::default();
        let context =
            || Context::new(analysis, self.options, &suppressions, RULES, &self.comparisons, &derived);
        let mut checked = context();
        for EnabledRule { check, makes_fixes, .. } in rules {
            if !(self.is_wanted)() {
                return None;
            }
            checked.makes_fixes = *makes_fixes;
            check(&mut checked);
        }
        let mut found = checked.finish();
        found.sort_by_cached_key(|diagnostic| diagnostic.span);
        if suppressions.valid.is_empty() {
            return Some(found);
        }
        let used = remove_suppressed(&mut found, &suppressions.valid);
        let has_unused = rules.iter().any(|enabled| enabled.rule.name == unused_suppression::RULE.name);
        // With conditional parts, it may cover a finding in the other branch.
        if has_unused && analysis.otherwise().is_none() {
            let has_run = |name: &str| rules.iter().any(|enabled| enabled.rule.name == name);
            let mut context = context();
            unused_suppression::report(&mut context, |one, name| {
                !has_run(name) || used.contains(&(one.span.start, name))
            });
            found.extend(context.finish());
            found.sort_by_cached_key(|diagnostic| diagnostic.span);
        }
        Some(found)
    }
}

/// Removes the findings that suppressions cover. Returns the position of each suppression that covers one, with the name
/// of the rule.
fn remove_suppressed(
    found: &mut Vec<Diagnostic>,
    suppressions: &[Suppression<'_>],
) -> HashSet<(u32, &'static str)> {
    let mut by_start: Vec<&Suppression<'_>> = suppressions.iter().collect();
    by_start.sort_by_key(|one| one.covers.start);
    let mut rest = by_start.into_iter().peekable();
    // Both are in the order of the text: few suppressions cover the same place.
    let mut open: Vec<&Suppression<'_>> = Vec::new();
    let mut used = HashSet::new();
    found.retain(|finding| {
        let (name, at) = (finding.rule.name, finding.span.start);
        while let Some(one) = rest.next_if(|one| one.covers.start <= at) {
            open.push(one);
        }
        open.retain(|one| one.covers(at));
        let covering = open.iter().filter(|one| one.is_for(name, at)).map(|one| (one.span.start, name));
        let is_covered = covering.clone().next().is_some();
        used.extend(covering);
        !is_covered
    });
    used
}

/// Runs one rule over a definition, with its own severity and regardless of suppressions.
#[cfg(test)]
pub(crate) fn check_rule(rule: &'static Rule, analysis: &Analysis) -> Vec<Diagnostic> {
    let suppressions = Suppressions::of_tree(analysis.tree());
    let (comparisons, derived, options) = (fuzzy::effort(), Derived::default(), Options::default());
    let mut context = Context::new(analysis, &options, &suppressions, RULES, &comparisons, &derived);
    let check = super::CHECKS.iter().find(|(other, _)| other.name == rule.name);
    check.expect("the rule is in the list of its group").1(&mut context);
    context.finish()
}
