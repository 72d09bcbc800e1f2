//! The parts of conditions.

use super::expressions::{Form, guarded, text};

/// A part of a condition.
#[derive(Clone)]
pub(super) struct Clause {
    code: String,
    form: Form,
    /// The code of the negation, if it is simpler than `$not` around the code.
    opposite: Option<String>,
    /// The code of the paths that must find something for the clause to hold.
    needs: Vec<String>,
    /// Whether it only tests presence.
    is_presence: bool,
    /// The paths without which the JSONPath test fails, but this clause would not.
    checks: Vec<Check>,
    /// Whether it fails if a path finds nothing, whether one of these paths or another one.
    may_fail: bool,
}

/// A path that must find something.
#[derive(Clone, PartialEq)]
pub(super) struct Check {
    pub code: String,
    /// The path as written in the definition.
    pub path: String,
}

impl Clause {
    pub(super) fn plain(code: String, form: Form) -> Clause {
        let (needs, checks) = (Vec::new(), Vec::new());
        Clause { code, form, opposite: None, needs, is_presence: false, checks, may_fail: false }
    }

    pub(super) fn constant(holds: bool) -> Clause {
        Clause { opposite: Some((!holds).to_string()), ..Clause::plain(holds.to_string(), Form::Operand) }
    }

    /// Tests whether a path finds something.
    pub(super) fn presence(code: &str) -> Clause {
        let exists = Clause::plain(format!("$exists({code})"), Form::Operand);
        Clause { needs: vec![code.to_owned()], is_presence: true, ..exists }
    }

    /// A comparison, which binds more tightly than `and` and `or`.
    pub(super) fn comparison(needs: &[&str], left: &str, sign: &str, right: &str) -> Clause {
        let opposite = (sign == "=").then(|| format!("{left} != {right}"));
        let needs = needs.iter().map(|code| (*code).to_owned()).collect();
        Clause { opposite, needs, ..Clause::plain(format!("{left} {sign} {right}"), Form::Operand) }
    }

    /// The clause, after checks that paths find something.
    pub(super) fn after(self, checks: Vec<Check>) -> Clause {
        Clause { checks, may_fail: true, ..self }
    }

    pub(super) fn negated(self) -> Clause {
        let (checks, may_fail) = (self.checks, self.may_fail);
        match self.opposite {
            // In JSONata, both `=` and `!=` are false for a missing value.
            Some(code) => {
                Clause { needs: self.needs, checks, may_fail, ..Clause::plain(code, Form::Operand) }
            }
            None => {
                Clause { checks, may_fail, ..Clause::plain(format!("$not({})", self.code), Form::Operand) }
            }
        }
    }

    /// The code, which evaluates to nothing if the JSONPath test fails.
    pub(super) fn checked(&self) -> String {
        let checks: Vec<String> =
            self.checks.iter().map(|check| format!("$exists({})", check.code)).collect();
        guarded(&checks, &self.code)
    }

    /// Fails the state like the JSONPath test.
    fn failure(&self) -> String {
        let paths: Vec<&str> = self.checks.iter().map(|check| check.path.as_str()).collect();
        format!("$error({})", text(&format!("nothing is at {}", paths.join(" or "))))
    }

    /// A single clause, or several joined with an operator.
    pub(super) fn joined(mut clauses: Vec<Clause>, word: &str) -> Clause {
        let is_constant = |clause: &Clause| clause.code == "false";
        if word == OR && !clauses.iter().all(is_constant) {
            clauses.retain(|clause| !is_constant(clause));
        }
        if clauses.len() == 1 {
            return clauses.remove(0);
        }
        let part = |(at, clause): (usize, &Clause)| match clause.form {
            // A clause that is only evaluated sometimes is only checked then.
            _ if at > 0 && !clause.checks.is_empty() => {
                format!("({} : {})", clause.checked(), clause.failure())
            }
            Form::Operation => format!("({})", clause.code),
            Form::Operand | Form::List | Form::Indexed => clause.code.clone(),
        };
        let code = clauses.iter().enumerate().map(part).collect::<Vec<String>>().join(word);
        let Some((first, rest)) = clauses.split_first() else { return Clause::constant(true) };
        let is_everywhere = |path: &&String| rest.iter().all(|clause| clause.needs.contains(path));
        let needs = match word {
            OR => first.needs.iter().filter(is_everywhere).cloned().collect(),
            _ => clauses.iter().flat_map(|clause| clause.needs.clone()).collect(),
        };
        let (checks, may_fail) = (first.checks.clone(), clauses.iter().any(|clause| clause.may_fail));
        Clause { needs, checks, may_fail, ..Clause::plain(code, Form::Operation) }
    }
}

pub(super) const AND: &str = " and ";
pub(super) const OR: &str = " or ";

/// Removes clauses that other clauses imply. The negation is then no longer that of a single comparison.
pub(super) fn without_repetition(clauses: &[Clause]) -> Vec<Clause> {
    let is_asked_behind = |at: usize, path: &String| {
        // A clause that may fail must not be evaluated without the path.
        let behind = clauses.iter().skip(at + 1).take_while(|clause| !clause.may_fail);
        behind.filter(|clause| !clause.is_presence).any(|clause| clause.needs.contains(path))
    };
    let mut kept: Vec<Clause> = Vec::new();
    for (at, clause) in clauses.iter().enumerate() {
        let is_needless = clause.code == "true"
            || clause.is_presence && clause.needs.iter().any(|path| is_asked_behind(at, path))
            || kept.iter().any(|other| other.code == clause.code);
        if !is_needless {
            kept.push(clause.clone());
        }
    }
    if kept.is_empty() {
        return vec![Clause::constant(true)];
    }
    if kept.len() < clauses.len() {
        kept.iter_mut().for_each(|clause| clause.opposite = None);
    }
    kept
}
