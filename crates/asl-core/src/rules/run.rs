//! Running rules over the definitions of a file.

use super::Rule;
use super::context::Context;
use super::suppressions::unused_suppression;
use crate::diagnostic::Diagnostic;
use crate::effort::Effort;
use crate::fuzzy;
use crate::semantic::Analysis;
use crate::suppress::{self, suppressions_at};

/// The state that the definitions of a file share while the rules run.
pub(crate) struct Run<'r> {
    makes_fixes: &'r dyn Fn(&Rule) -> bool,
    is_wanted: &'r dyn Fn() -> bool,
    /// The offsets in the file where suppressions begin.
    marks: Vec<u32>,
    /// The remaining comparisons for "did you mean".
    comparisons: Effort,
}

impl<'r> Run<'r> {
    /// Prepares to lint the definitions of a file. `makes_fixes` returns whether the fixes of a rule are needed. No further
    /// rule runs once `is_wanted` returns false.
    pub(crate) fn new(
        text: &str,
        makes_fixes: &'r dyn Fn(&Rule) -> bool,
        is_wanted: &'r dyn Fn() -> bool,
    ) -> Run<'r> {
        Run { makes_fixes, is_wanted, marks: suppress::marks(text), comparisons: fuzzy::effort() }
    }

    /// Runs rules over a definition. Returns the findings in the order of the text, without suppressed ones, and with the
    /// unused suppressions; nothing if the findings are no longer wanted.
    pub(crate) fn lint(&self, analysis: &Analysis, rules: &[&'static Rule]) -> Option<Vec<Diagnostic>> {
        let suppressions = suppressions_at(analysis.tree(), &self.marks);
        let mut found: Vec<Diagnostic> = Vec::new();
        for rule in rules {
            if !(self.is_wanted)() {
                return None;
            }
            let mut context = Context::new(analysis, &suppressions, &self.comparisons);
            context.makes_fixes = (self.makes_fixes)(rule);
            (rule.check)(&mut context);
            found.extend(context.finish());
        }
        found.sort_by_key(|diagnostic| diagnostic.span);
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
        // With conditional parts, it may cover a finding in the other branch.
        if has_unused && analysis.otherwise().is_none() {
            let has_run = |name: &str| rules.iter().any(|rule| rule.name == name);
            let is_used = |one: u32, name: &str| !has_run(name) || used.contains(&(one, name));
            let mut context = Context::new(analysis, &suppressions, &self.comparisons);
            unused_suppression::report(&mut context, |one, name| is_used(one.span.start, name));
            found.extend(context.finish());
            found.sort_by_key(|diagnostic| diagnostic.span);
        }
        Some(found)
    }
}

/// Runs one rule over a definition, with its own severity and regardless of suppressions.
#[cfg(test)]
pub(crate) fn check_rule(rule: &'static Rule, analysis: &Analysis) -> Vec<Diagnostic> {
    let suppressions = suppress::suppressions(analysis.tree());
    let comparisons = fuzzy::effort();
    let mut context = Context::new(analysis, &suppressions, &comparisons);
    (rule.check)(&mut context);
    context.finish()
}
