//! Expressions of JSONata, and when they have the value that the JSONPath one has.

use asl_core::catalog::intrinsics::ValueType;
use asl_core::edit::quoted;
use asl_core::expr::path::{PathStep, step_to_jsonata};
use asl_core::syntax::Node;

pub(super) const INPUT: &str = "$states.input";
pub(super) const RESULT: &str = "$states.result";
pub(super) const ERROR: &str = "$states.errorOutput";

/// An expression and what is known of it.
#[derive(Clone)]
pub(super) struct Expression {
    pub code: String,
    pub value: ValueType,
    pub form: Form,
    /// Where one of these does not hold, the JSONPath state fails, and the code alone would not.
    pub needs: Vec<String>,
    /// Whether the code may fail or give nothing although all that is needed holds. Then Step Functions fails the state,
    /// unless something around the code goes on without it.
    pub may_miss: bool,
}

/// How an expression is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A path, a call, a value.
    Operand,
    /// `[...]`, which stays one item among the items of another one.
    List,
    /// A path that ends with an index that is computed. What it finds in a list of one list is not unpacked before the
    /// next index.
    Indexed,
    /// It needs parentheses beside other operators.
    Operation,
}

impl Expression {
    /// A value that is always there.
    pub(super) fn operand(code: impl Into<String>, value: ValueType) -> Expression {
        Expression { code: code.into(), value, form: Form::Operand, needs: Vec::new(), may_miss: false }
    }

    /// The code as a part of an operation.
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

    /// What is at a place inside of the value.
    pub(super) fn then(self, steps: &[PathStep]) -> Option<Expression> {
        if steps.is_empty() {
            return Some(self);
        }
        let code = steps.iter().try_fold(self.base(), |code, step| step_to_jsonata(&code, step))?;
        let (value, form) = (ValueType::Any, Form::Operand);
        Some(Expression { code, value, form, may_miss: true, needs: self.needs })
    }

    /// All that has to hold where something around the code goes on without it.
    pub(super) fn required(&self) -> Vec<String> {
        let exists = self.may_miss.then(|| format!("$exists({})", self.code));
        self.needs.iter().cloned().chain(exists).collect()
    }

    /// The code as the whole value of a field: it gives nothing where something that it needs does not hold.
    pub(super) fn whole(&self) -> String {
        guarded(&self.needed(), &self.code)
    }

    /// What the code needs, without what follows from something else.
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

/// Code that gives nothing where something that it needs does not hold.
pub(super) fn guarded(needs: &[String], code: &str) -> String {
    if needs.is_empty() { code.to_owned() } else { format!("{} ? {code}", needs.join(" and ")) }
}

/// A string as JSONata writes it: in single quotes, if it can be, since double quotes are escaped in JSON.
pub(super) fn text(value: &str) -> String {
    let quoted = quoted(value);
    match quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if !value.contains(['\'', '"']) => format!("'{inner}'"),
        _ => quoted,
    }
}

/// The greatest integer up to which all have a double of their own.
const MAX_INTEGER: f64 = 9_007_199_254_740_992.0;

/// So many digits are the same after they were a double.
const MAX_DIGITS: usize = 15;

/// A number to compare with; nothing where a double is another number.
pub(super) fn number(value: Node<'_>) -> Option<String> {
    let number = value.as_f64().filter(|number| number.is_finite())?;
    let written = value.display();
    let digits = written.split(['e', 'E']).next()?.trim_start_matches(['-', '0', '.']);
    let digits = digits.bytes().filter(u8::is_ascii_digit).count();
    let is_exact = if number.fract() == 0.0 { number.abs() < MAX_INTEGER } else { digits <= MAX_DIGITS };
    is_exact.then(|| number.to_string())
}

/// A number that is handed on: one that is written as a float stays one only where it has a fraction.
pub(super) fn literal_number(value: Node<'_>) -> Option<String> {
    let code = number(value)?;
    let has_fraction = value.as_f64()?.fract() != 0.0;
    (has_fraction || code == value.display()).then_some(code)
}

pub(super) fn delimited(code: &str) -> String {
    format!("{{% {code} %}}")
}
