//! Choice rule tests as JSONata conditions.
//!
//! A JSONPath test fails if its path finds nothing, unless `IsPresent` has tested it before; a JSONata comparison is
//! false in that case, and the Choice state would continue. So a condition checks that paths find something, except for
//! those known to do so because an earlier test or rule has checked them, or would have failed.

use super::clauses::{AND, Check, Clause, OR, without_repetition};
use super::comparisons::{about_type, compared, type_is};
use super::scope::{Scope, parsed};
use super::{State, payload};
use asl_core::catalog::{Comparison, ObjectKind, Operand, operator};
use asl_core::edit::{self, Edit};
use asl_core::expr::path::Path;
use asl_core::model::{Field, Object};

const TESTS: [&str; 4] = ["And", "Or", "Not", "Variable"];

impl State<'_> {
    /// Converts the rules of a Choice state, in order.
    pub(super) fn rules<'o>(
        &self,
        edits: &mut Vec<Edit>,
        rules: impl Iterator<Item = Object<'o>>,
    ) -> Option<()> {
        let mut known = Vec::new();
        for rule in rules {
            self.rule(edits, rule, &mut known)?;
        }
        Some(())
    }

    fn rule(&self, edits: &mut Vec<Edit>, rule: Object<'_>, known: &mut Vec<String>) -> Option<()> {
        let scope = Scope { is_always_read: false, ..self.scope() };
        let (tests, others): (Vec<_>, Vec<_>) = rule.fields().partition(is_test);
        for field in others {
            match field.key().value {
                "Next" | "Comment" => {}
                "Assign" => payload::edits(edits, self.tree, field.value()?, &scope)?,
                _ => return None,
            }
        }
        let [first, rest @ ..] = tests.as_slice() else { return None };
        let condition = condition(rule, &scope, known)?;
        let code = condition.clause().checked();
        known.extend(condition.if_false);
        edits.push(edit::replace_text(self.tree, first.key(), "Condition"));
        self.replace(edits, *first, &code)?;
        self.remove(edits, rule, rest)?;
        self.rule_output(edits, rule)
    }
}

fn is_test(field: &Field<'_>) -> bool {
    let name = field.key().value;
    TESTS.contains(&name) || operator(name).is_some()
}

/// Clauses that must all hold, in evaluation order, and the paths that are known to find something if they hold and if
/// they do not.
struct Condition {
    clauses: Vec<Clause>,
    if_true: Vec<String>,
    if_false: Vec<String>,
}

impl Condition {
    /// All clauses as one.
    fn clause(&self) -> Clause {
        Clause::joined(without_repetition(&self.clauses), AND)
    }
}

fn condition(rule: Object<'_>, scope: &Scope<'_>, known: &[String]) -> Option<Condition> {
    // The `Comment` of a nested rule would be lost.
    if rule.kind() == ObjectKind::NestedRule && !rule.fields().all(|field| is_test(&field)) {
        return None;
    }
    let mut fields = rule.fields().filter(is_test);
    let first = fields.next()?;
    match (first.key().value, fields.next()) {
        ("And", None) => conjunction(rule, scope, known.to_vec()),
        ("Or", None) => disjunction(rule, scope, known.to_vec()),
        ("Not", None) => {
            let inner = condition(rule.objects("Not").next()?, scope, known)?;
            let clauses = vec![inner.clause().negated()];
            Some(Condition { clauses, if_true: inner.if_false, if_false: inner.if_true })
        }
        (_, Some(_)) if fields.next().is_none() => test(rule, scope, known),
        _ => None,
    }
}

/// `And`, which stops at the first operand that is false.
fn conjunction(rule: Object<'_>, scope: &Scope<'_>, mut known: Vec<String>) -> Option<Condition> {
    let (mut clauses, mut if_false) = (Vec::new(), None);
    let before = known.len();
    for part in rule.objects("And") {
        let part = condition(part, scope, &known)?;
        clauses.extend(part.clauses);
        let so_far = known.get(before..)?.iter().chain(&part.if_false).cloned().collect();
        if_false = Some(in_both(if_false, so_far));
        known.extend(part.if_true);
    }
    Some(Condition { clauses, if_true: known.split_off(before), if_false: if_false? })
}

/// `Or`, which stops at the first operand that is true.
fn disjunction(rule: Object<'_>, scope: &Scope<'_>, mut known: Vec<String>) -> Option<Condition> {
    let (mut clauses, mut if_true) = (Vec::new(), None);
    let before = known.len();
    for part in rule.objects("Or") {
        let part = condition(part, scope, &known)?;
        clauses.push(part.clause());
        let so_far = known.get(before..)?.iter().chain(&part.if_true).cloned().collect();
        if_true = Some(in_both(if_true, so_far));
        known.extend(part.if_false);
    }
    let clauses = vec![Clause::joined(clauses, OR)];
    Some(Condition { clauses, if_true: if_true?, if_false: known.split_off(before) })
}

/// A comparison of the value at `Variable`.
fn test(rule: Object<'_>, scope: &Scope<'_>, known: &[String]) -> Option<Condition> {
    let variable = rule.get("Variable")?;
    let (test, operand) =
        rule.fields().find_map(|field| Some((operator(field.key().value)?, field.value()?)))?;
    let path = parsed(variable)?;
    if test.comparison == Comparison::IsPresent {
        return presence(scope, &path, operand.as_bool()?, known);
    }
    let mut paths = vec![(scope.looked_up(&path)?, variable)];
    if test.by_path {
        paths.push((scope.looked_up(&parsed(operand)?)?, operand));
    }
    let (found, other) = (&paths.first()?.0, paths.get(1).map(|(other, _)| other));
    let mut clauses = match test.operand {
        Operand::Test => vec![about_type(test, &found.code, operand.as_bool()?)?],
        _ => compared(test, found, operand, other)?,
    };
    let mut checks: Vec<Check> = Vec::new();
    for (found, written) in paths.iter().filter(|(found, _)| found.may_miss && !is_known(&found.code, known))
    {
        let check = Check { code: found.code.clone(), path: written.as_str()?.to_owned() };
        if !checks.contains(&check) {
            checks.push(check);
        }
    }
    if !checks.is_empty() {
        scope.found.may_fail.set(true);
        clauses = vec![Clause::joined(clauses, AND).after(checks)];
    }
    let found: Vec<String> = paths.into_iter().map(|(found, _)| found.code).collect();
    Some(Condition { clauses, if_true: found.clone(), if_false: found })
}

/// `IsPresent`, which is false if a name is looked up in a value that is not an object.
fn presence(scope: &Scope<'_>, path: &Path, is_wanted: bool, known: &[String]) -> Option<Condition> {
    let code = scope.code_of(path)?;
    if scope.is_always_there(path) || is_known(&code, known) {
        let clauses = vec![Clause::constant(is_wanted)];
        return Some(Condition { clauses, if_true: Vec::new(), if_false: Vec::new() });
    }
    let shapes = scope.shapes(path, |code| is_known(code, known))?;
    let mut clauses: Vec<Clause> = shapes.iter().map(|(outer, name)| type_is(outer, name)).collect();
    clauses.push(Clause::presence(&code));
    let present = Condition { clauses, if_true: vec![code], if_false: Vec::new() };
    Some(match is_wanted {
        true => present,
        false => {
            let clauses = vec![present.clause().negated()];
            Condition { clauses, if_true: Vec::new(), if_false: present.if_true }
        }
    })
}

/// Whether a path, or an extension of it, is known to find something.
fn is_known(code: &str, known: &[String]) -> bool {
    let goes_on = |known: &String| {
        known.strip_prefix(code).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    known.iter().any(goes_on)
}

fn in_both(before: Option<Vec<String>>, now: Vec<String>) -> Vec<String> {
    match before {
        Some(before) => before.into_iter().filter(|path| is_known(path, &now)).collect(),
        None => now,
    }
}

#[cfg(test)]
mod tests;
