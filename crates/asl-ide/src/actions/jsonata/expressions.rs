//! JSONata expressions, and the conditions under which they have the same value as the JSONPath expression.

use asl_core::catalog::intrinsics::ValueType;
use asl_core::edit::quoted;
use asl_core::expr::path::{PathStep, step_to_jsonata};
use asl_core::syntax::Node;

pub(super) const INPUT: &str = "$states.input";
pub(super) const RESULT: &str = "$states.result";
pub(super) const ERROR: &str = "$states.errorOutput";

/// An expression and its known properties.
#[derive(Clone)]
pub(super) struct Expression {
    pub code: String,
    pub value: ValueType,
    pub form: Form,
    /// Conditions without which the JSONPath state fails, but the code alone would not.
    pub needs: Vec<String>,
    /// Whether the code may fail or evaluate to nothing even if all conditions hold. Step Functions then fails the
    /// state, unless an enclosing expression continues without the value.
    pub may_miss: bool,
}

/// The syntactic form of an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A path, a call or a literal.
    Operand,
    /// `[...]`, which remains a single item inside another array.
    List,
    /// A path that ends with a computed index. If its result is an array of one array, that is not unwrapped before the
    /// next index.
    Indexed,
    /// An operation, which needs parentheses next to other operators.
    Operation,
}

impl Expression {
    /// A value that always exists.
    pub(super) fn operand(code: impl Into<String>, value: ValueType) -> Expression {
        Expression { code: code.into(), value, form: Form::Operand, needs: Vec::new(), may_miss: false }
    }

    /// The code as an operand.
    pub(super) fn part(&self) -> String {
        match self.form {
            Form::Operation => format!("({})", self.code),
            Form::Operand | Form::List | Form::Indexed => self.code.clone(),
        }
    }

    /// The code before an index or a name.
    pub(super) fn base(&self) -> String {
        match self.form {
            Form::Operation | Form::Indexed => format!("({})", self.code),
            Form::Operand | Form::List => self.code.clone(),
        }
    }

    /// The expression for a path inside the value.
    pub(super) fn then(self, steps: &[PathStep]) -> Option<Expression> {
        if steps.is_empty() {
            return Some(self);
        }
        let code = steps.iter().try_fold(self.base(), |code, step| step_to_jsonata(&code, step))?;
        let (value, form) = (ValueType::Any, Form::Operand);
        Some(Expression { code, value, form, may_miss: true, needs: self.needs })
    }

    /// All conditions that must hold if an enclosing expression would continue without the value.
    pub(super) fn required(&self) -> Vec<String> {
        let exists = self.may_miss.then(|| format!("$exists({})", self.code));
        self.needs.iter().cloned().chain(exists).collect()
    }

    /// The code as the whole value of a field. It evaluates to nothing if one of its conditions does not hold.
    pub(super) fn whole(&self) -> String {
        guarded(&self.needed(), &self.code)
    }

    /// The conditions of the code, without redundant ones.
    fn needed(&self) -> Vec<String> {
        let is_in_code = |inner: &str| {
            let rest = self.code.strip_prefix(inner).filter(|_| self.may_miss);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let follows = |need: &String| {
            let inner = need.strip_prefix("$exists(").and_then(|rest| rest.strip_suffix(')'));
            inner.is_some_and(|inner| {
                let typed = format!("$type({inner}) = ");
                is_in_code(inner) || self.needs.iter().any(|other| other.starts_with(&typed))
            })
        };
        let mut needed: Vec<String> = Vec::new();
        for need in &self.needs {
            if !follows(need) && !needed.contains(need) {
                needed.push(need.clone());
            }
        }
        needed
    }
}

/// Code that evaluates to nothing if one of the conditions does not hold.
pub(super) fn guarded(needs: &[String], code: &str) -> String {
    if needs.is_empty() { code.to_owned() } else { format!("{} ? {code}", needs.join(" and ")) }
}

/// A JSONata string literal: in single quotes if possible, since double quotes are escaped in JSON.
pub(super) fn text(value: &str) -> String {
    let quoted = quoted(value);
    match quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if !value.contains(['\'', '"']) => format!("'{inner}'"),
        _ => quoted,
    }
}

/// The largest integer up to which all integers have an exact double.
const MAX_INTEGER: f64 = 9_007_199_254_740_992.0;

/// The number of decimal digits that a double preserves.
const MAX_DIGITS: usize = 15;

/// A number for a comparison; `None` if a double cannot represent it.
pub(super) fn number(value: Node<'_>) -> Option<String> {
    let number = value.as_f64().filter(|number| number.is_finite())?;
    let written = value.display();
    let digits = written.split(['e', 'E']).next()?.trim_start_matches(['-', '0', '.']);
    let digits = digits.bytes().filter(u8::is_ascii_digit).count();
    let is_exact = if number.fract() == 0.0 { number.abs() < MAX_INTEGER } else { digits <= MAX_DIGITS };
    is_exact.then(|| number.to_string())
}

/// A number for output: a number written as a float only stays one if it has a fraction.
pub(super) fn literal_number(value: Node<'_>) -> Option<String> {
    let code = number(value)?;
    let has_fraction = value.as_f64()?.fract() != 0.0;
    (has_fraction || code == value.display()).then_some(code)
}

pub(super) fn delimited(code: &str) -> String {
    format!("{{% {code} %}}")
}
