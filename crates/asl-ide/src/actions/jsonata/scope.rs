//! The meaning of path roots in a field.

use std::cell::Cell;

use super::expressions::Expression;
use super::{intrinsics, payload};
use asl_core::catalog::intrinsics::ValueType;
use asl_core::catalog::{Available, Content, context_field};
use asl_core::expr::intrinsic;
use asl_core::expr::language::{Language, language_of};
use asl_core::expr::path::{self, Path, PathStep, RootKind, StepKind, step_to_jsonata, to_jsonata};
use asl_core::syntax::Node;

/// The context in which paths are converted.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    pub dollar: Dollar<'s>,
    pub found: &'s Found,
    /// Which parts of the context object are available.
    pub has_token: bool,
    pub has_item: bool,
    /// Whether the field is always evaluated.
    pub is_always_read: bool,
}

/// The meaning of `$`.
#[derive(Clone, Copy)]
pub(super) enum Dollar<'s> {
    Code {
        code: &'s str,
        is_there: bool,
        /// Whether it is the input of the state, or the part selected by `InputPath`.
        is_input: bool,
    },
    /// The value that a payload template produces.
    Made(Node<'s>, &'s Scope<'s>),
    /// A literal value.
    Literal(Node<'s>),
}

/// Facts collected while converting paths.
#[derive(Default)]
pub(super) struct Found {
    /// Whether an expression may fail or find nothing.
    pub may_fail: Cell<bool>,
    /// Whether a field that is always evaluated reads the input.
    pub reads_input: Cell<bool>,
}

impl<'s> Scope<'s> {
    /// The same scope with another meaning of `$`.
    pub(super) fn with(self, code: &'s str) -> Scope<'s> {
        Scope { dollar: Dollar::Code { code, is_there: true, is_input: false }, ..self }
    }

    /// The expression for `$`.
    pub(super) fn root(&self) -> Option<Expression> {
        self.path(&path::parse("$"))
    }

    /// The value at a path, which must exist.
    pub(super) fn path(&self, path: &Path) -> Option<Expression> {
        let found = self.looked_up(path)?;
        if found.may_miss {
            self.found.may_fail.set(true);
        }
        Some(found)
    }

    /// The value at a path, if it exists.
    pub(super) fn looked_up(&self, path: &Path) -> Option<Expression> {
        let code = match (&path.root.kind, self.dollar) {
            (RootKind::Input, Dollar::Made(template, scope)) => {
                return payload::found(template, &path.steps, Some(scope));
            }
            (RootKind::Input, Dollar::Literal(value)) => return payload::found(value, &path.steps, None),
            (RootKind::Input, Dollar::Code { code, is_input, .. }) => {
                if is_input && self.is_always_read {
                    self.found.reads_input.set(true);
                }
                code
            }
            _ => "",
        };
        let code = to_jsonata(path, code)?;
        let may_miss = !self.is_always_there(path);
        Some(Expression { may_miss, ..Expression::operand(code, type_of(path)) })
    }

    /// The value of a field that takes a path.
    pub(super) fn value(&self, value: Node<'_>) -> Option<Expression> {
        self.path(&parsed(value)?)
    }

    /// The value of a field or payload key that takes a path or an intrinsic function.
    pub(super) fn path_or_call(&self, value: Node<'_>) -> Option<Expression> {
        let text = value.as_text().filter(|text| !text.has_placeholder())?.value;
        if language_of(text) != Language::Intrinsic {
            return self.value(value);
        }
        let parsed = intrinsic::parse(text);
        let call = parsed.call.filter(|_| parsed.errors.is_empty())?;
        intrinsics::call(&call, text, self)
    }

    /// The values whose type must match for a path to find something, each with the type: an object or array before
    /// each step, unless the path up to there is known to exist.
    pub(super) fn shapes(
        &self,
        path: &Path,
        is_known: impl Fn(&str) -> bool,
    ) -> Option<Vec<(String, &'static str)>> {
        let mut shapes = Vec::new();
        for (depth, step) in path.steps.iter().enumerate() {
            let outer = Path { steps: path.steps.get(..depth)?.to_vec(), ..path.clone() };
            let code = self.code_of(&outer)?;
            if !self.is_known_object(&outer) && !is_known(&step_to_jsonata(&code, step)?) {
                shapes.push((code, if matches!(step.kind, StepKind::Index(_)) { "array" } else { "object" }));
            }
        }
        Some(shapes)
    }

    /// The code of a path that may find nothing.
    pub(super) fn code_of(&self, path: &Path) -> Option<String> {
        match (&path.root.kind, self.dollar) {
            (RootKind::Input, Dollar::Code { code, .. }) => to_jsonata(path, code),
            (RootKind::Input, _) => None,
            _ => to_jsonata(path, ""),
        }
    }

    pub(super) fn is_always_there(&self, path: &Path) -> bool {
        match (&path.root.kind, self.dollar) {
            (RootKind::Input, Dollar::Code { is_there, .. }) => is_there && path.steps.is_empty(),
            (RootKind::Context, _) => self.is_in_context(&path.steps),
            _ => false,
        }
    }

    fn is_in_context(&self, steps: &[PathStep]) -> bool {
        let Some(names) = names(steps) else { return false };
        let Some(field) = context_field(&names) else { return names.is_empty() };
        match field.available {
            // Only redrivable executions have these fields.
            Available::Always => !matches!(names.as_slice(), ["Execution", "RedriveCount" | "RedriveTime"]),
            Available::Callback => self.has_token,
            // There is a key only if the Map state iterates over an object.
            Available::Iteration => {
                self.has_item && !matches!(names.as_slice(), ["Map", "Item", "Key" | "Source"])
            }
        }
    }

    /// Whether the path leads to an object in the context object.
    fn is_known_object(&self, path: &Path) -> bool {
        let names = names(&path.steps).filter(|_| path.root.kind == RootKind::Context);
        let is_object = |names: Vec<&str>| {
            names.is_empty() || context_field(&names).is_some_and(|it| it.content == Content::Object)
        };
        names.is_some_and(is_object) && self.is_always_there(path)
    }
}

/// The names of the steps, if all are names.
fn names(steps: &[PathStep]) -> Option<Vec<&str>> {
    let mut names = Vec::with_capacity(steps.len());
    for step in steps {
        let StepKind::Child(name) = &step.kind else { return None };
        names.push(name.value.as_str());
    }
    Some(names)
}

/// Parses a string as a path.
pub(super) fn parsed(value: Node<'_>) -> Option<Path> {
    let text = value.as_text().filter(|text| !text.has_placeholder())?.value;
    let path = path::parse(text);
    (path.errors.is_empty() && path.span.end as usize == text.len()).then_some(path)
}

/// The type of the value at a path, if it exists.
fn type_of(path: &Path) -> ValueType {
    let names = names(&path.steps).filter(|_| path.root.kind == RootKind::Context);
    match names.and_then(|names| context_field(&names)).map(|field| field.content) {
        Some(Content::String) => ValueType::String,
        Some(Content::Number) => ValueType::Integer,
        _ => ValueType::Any,
    }
}
