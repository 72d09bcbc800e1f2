//! The output of a state or a catcher: one `Output` instead of the fields that shape it.

use super::State;
use super::expressions::{Expression, INPUT, RESULT, delimited, text};
use super::payload;
use super::scope::{Dollar, Scope, parsed};
use asl_core::catalog::StateKind;
use asl_core::catalog::intrinsics::ValueType;
use asl_core::edit::{self, Edit, quoted};
use asl_core::expr::path::{self as paths, Path, RootKind, is_of_all_objects};
use asl_core::model::{Field, Object};
use asl_core::syntax::{Kind, Node};

impl State<'_> {
    /// Whether the field shapes the output, and is replaced by `Output` or removed.
    pub(super) fn shapes_output(&self, field: &Field<'_>) -> bool {
        if field.object().kind() != self.kind.place() {
            return false;
        }
        match field.key().value {
            "ResultSelector" | "ResultPath" | "OutputPath" | "Result" => true,
            "Parameters" => self.kind == StateKind::Pass,
            "InputPath" => !self.passes_input(),
            _ => false,
        }
    }

    /// Whether only `InputPath` determines the input of the task.
    fn passes_input(&self) -> bool {
        match self.kind {
            _ if self.input.code == INPUT => false,
            StateKind::Task | StateKind::Parallel => !self.object.has("Parameters"),
            StateKind::Map => !self.object.has("ItemsPath") && !self.object.has("ItemReader"),
            _ => false,
        }
    }

    pub(super) fn output(&self, edits: &mut Vec<Edit>) -> Option<()> {
        let gone: Vec<Field<'_>> = self.object.fields().filter(|field| self.shapes_output(field)).collect();
        // `InputPath` does not affect the output of a state with a result.
        let is_shape = |field: &Field<'_>| !(self.has_result() && field.key().value == "InputPath");
        let shaping: Vec<Field<'_>> = gone.iter().copied().filter(is_shape).collect();
        let Some(last) = shaping.last() else {
            return self.remove(edits, self.object, &gone);
        };
        let template = shaping.iter().find(|field| is_template(field));
        let is_whole = |template: &&Field<'_>| shaping.iter().all(|it| same(it, template) || is_neutral(it));
        let kept = match template.filter(is_whole) {
            Some(template) => {
                edits.push(edit::replace_text(self.tree, template.key(), "Output"));
                self.template(edits, *template)?;
                template
            }
            None => {
                let code = self.handed_on()?.whole();
                let unshaped = if self.has_result() { RESULT } else { INPUT };
                if code == unshaped && gone.len() == 1 {
                    return self.remove(edits, self.object, &gone);
                }
                edits.push(edit::replace_text(self.tree, last.key(), "Output"));
                self.replace(edits, *last, &code)?;
                last
            }
        };
        let removed: Vec<Field<'_>> = gone.iter().copied().filter(|field| !same(field, kept)).collect();
        self.remove(edits, self.object, &removed)
    }

    /// Turns the template that produces the output into `Output`, in place.
    fn template(&self, edits: &mut Vec<Edit>, field: Field<'_>) -> Option<()> {
        let value = field.value().filter(|value| value.kind() != Kind::Null)?;
        match field.key().value {
            "Result" => payload::plain_edits(edits, self.tree, value),
            "Parameters" => payload::edits(edits, self.tree, value, &self.scope()),
            _ => payload::edits(edits, self.tree, value, &self.scope().with(RESULT)),
        }
    }

    /// The template or literal that produces the result of the state; `None` if that is an expression.
    fn made<'s>(&'s self, scope: &'s Scope<'s>) -> Option<Dollar<'s>> {
        // The behavior of AWS for `null` is unknown.
        let get = |name: &str| self.object.get(name).filter(|value| value.kind() != Kind::Null);
        match self.has_result() {
            true => Some(Dollar::Made(get("ResultSelector")?, scope)),
            false if self.object.has("Result") => Some(Dollar::Literal(get("Result")?)),
            false => Some(Dollar::Made(get("Parameters")?, scope)),
        }
    }

    /// Calls a function with the scope after the task, in which `$` is the result before `ResultSelector`, or the
    /// result of a Pass state.
    pub(super) fn with_result<T>(&self, read: impl FnOnce(&Scope<'_>) -> Option<T>) -> Option<T> {
        let scope = self.scope();
        if self.has_result() {
            return read(&scope.with(RESULT));
        }
        match self.made(&scope) {
            Some(dollar) => read(&Scope { dollar, ..scope }),
            None => read(&scope),
        }
    }

    fn handed_on(&self) -> Option<Expression> {
        let has = |name: &str| self.object.has(name);
        if has("Result") && (has("Parameters") || self.object.get("Result")?.kind() == Kind::Null) {
            return None;
        }
        let scope = if self.has_result() { self.scope().with(RESULT) } else { self.scope() };
        let dollar = self.made(&scope).unwrap_or(scope.dollar);
        let made = Scope { dollar, ..scope };
        let result = made.root()?;
        let (target, selected) = (self.object.get("ResultPath"), self.object.get("OutputPath"));
        let Some(selected) = selected else { return merged(target, result) };
        let needs = result.required();
        let selected = match selected.kind() {
            Kind::Null => Expression::operand("{}", ValueType::Object),
            _ => {
                let path = parsed(selected)?;
                match inside(target, &path) {
                    Some(rest) => made.path(&rest)?,
                    None if path.root.kind == RootKind::Input => merged(target, result)?.then(&path.steps)?,
                    None => scope.path(&path)?,
                }
            }
        };
        if selected.may_miss {
            self.raw.found.may_fail.set(true);
        }
        let needs = needs.into_iter().chain(selected.needs.iter().cloned()).collect();
        Some(Expression { needs, ..selected })
    }

    /// The output of a choice rule, if it is not the input.
    pub(super) fn rule_output(&self, edits: &mut Vec<Edit>, rule: Object<'_>) -> Option<()> {
        let code = self.handed_on()?.whole();
        if code != INPUT {
            let next = rule.field("Next")?.pair();
            let value = quoted(&delimited(&code));
            edits.push(edit::insert_pair(self.tree, rule.node(), Some(next), "Output", &value));
        }
        Some(())
    }
}

fn same(a: &Field<'_>, b: &Field<'_>) -> bool {
    a.pair().id() == b.pair().id()
}

/// Whether the value of a field can become the output as it is.
fn is_template(field: &Field<'_>) -> bool {
    matches!(field.key().value, "Parameters" | "ResultSelector" | "Result")
}

/// Whether a field does not change the result. Templates can still read the selected input.
fn is_neutral(field: &Field<'_>) -> bool {
    match field.key().value {
        "InputPath" => true,
        "ResultPath" | "OutputPath" => field.value().and_then(Node::as_str) == Some("$"),
        _ => false,
    }
}

/// The input with a result inserted at `ResultPath`.
pub(super) fn merged(target: Option<Node<'_>>, result: Expression) -> Option<Expression> {
    let Some(target) = target else { return Some(result) };
    let needs = result.required();
    if target.kind() == Kind::Null {
        return Some(Expression { needs, ..Expression::operand(INPUT, ValueType::Any) });
    }
    let target = named(target)?;
    if target.steps.is_empty() {
        return Some(result);
    }
    let mut code = result.code;
    for (depth, name) in target.names().iter().enumerate().rev() {
        let steps = target.steps.get(..depth)?.to_vec();
        let outer = paths::to_jsonata(&Path { steps, ..target.clone() }, INPUT)?;
        let name = (!is_of_all_objects(&name.value)).then(|| text(&name.value))?;
        code = format!("$merge([{outer}, {{{name}: {code}}}])");
    }
    Some(Expression { needs, ..Expression::operand(code, ValueType::Object) })
}

/// A path into the input that consists of names only.
fn named(value: Node<'_>) -> Option<Path> {
    let path = parsed(value)?;
    (path.root.kind == RootKind::Input && path.names().len() == path.steps.len()).then_some(path)
}

/// The part of the result that `OutputPath` selects, if it selects nothing else.
fn inside(target: Option<Node<'_>>, selected: &Path) -> Option<Path> {
    let target = match target {
        Some(target) => Some(named(target)?),
        None => None,
    };
    let (names, outer) = (selected.names(), target.as_ref().map(Path::names).unwrap_or_default());
    let is_inside = names.len() >= outer.len() && names.iter().zip(&outer).all(|(a, b)| a.value == b.value);
    if selected.root.kind != RootKind::Input || !is_inside {
        return None;
    }
    let mut rest = selected.clone();
    rest.steps.drain(..outer.len());
    Some(rest)
}

#[cfg(test)]
mod tests {
    use crate::actions::jsonata::tests::in_jsonata;

    /// Converts the fields after the `Resource` of a Task.
    #[track_caller]
    fn converted(fields: &str) -> Option<String> {
        let task = r#""Type": "Task", "Resource": "r", "#;
        let after = in_jsonata(&format!("{task}{fields}"))?;
        Some(after.strip_prefix(task).unwrap().to_owned())
    }

    #[test]
    fn a_result_is_put_where_its_path_says() {
        for (fields, expected) in [
            (
                r#""ResultSelector": { "a.$": "$.x" }, "End": true"#,
                r#""Output": { "a": "{% $states.result.x %}" }, "End": true"#,
            ),
            (
                r#""ResultSelector": { "a.$": "$.x" }, "ResultPath": "$['a b']", "End": true"#,
                r#""Output": "{% $exists($states.result.x) ? $merge([$states.input, {'a b': {'a': $states.result.x}}]) %}", "End": true"#,
            ),
            (
                r#""ResultSelector": { "a.$": "$.x" }, "ResultPath": null, "End": true"#,
                r#""Output": "{% $exists($states.result.x) ? $states.input %}", "End": true"#,
            ),
            (
                r#""ResultSelector": { "a.$": "$.x", "b.$": "$.y" }, "OutputPath": "$.a.c", "End": true"#,
                r#""Output": "{% $exists($states.result.y) ? $states.result.x.c %}", "End": true"#,
            ),
            (
                r#""ResultSelector": { "row.$": "States.ArrayGetItem($.rows, $.i)" }, "OutputPath": "$.row[0]", "End": true"#,
                r#""Output": "{% $type($states.result.rows) = 'array' and $states.result.i >= 0 and $exists($states.result.rows[$states.result.i]) ? ($states.result.rows[$states.result.i])[0] %}", "End": true"#,
            ),
            (
                r#""ResultSelector": { "a": { "b": [1, 2] } }, "ResultPath": "$.r", "OutputPath": "$.r.a.b[1]", "End": true"#,
                r#""Output": "{% 2 %}", "End": true"#,
            ),
            (
                r#""ResultPath": "$.a.b", "End": true"#,
                r#""Output": "{% $merge([$states.input, {'a': $merge([$states.input.a, {'b': $states.result}])}]) %}", "End": true"#,
            ),
            (
                r#""ResultPath": "$.r", "OutputPath": "$.r.y", "End": true"#,
                r#""Output": "{% $states.result.y %}", "End": true"#,
            ),
            (
                r#""ResultPath": "$.r", "OutputPath": "$.x", "End": true"#,
                r#""Output": "{% $merge([$states.input, {'r': $states.result}]).x %}", "End": true"#,
            ),
            (
                r#""ResultSelector": { "a": { "b.$": "$.x" } }, "OutputPath": "$.a.b.c", "End": true"#,
                r#""Output": "{% $states.result.x.c %}", "End": true"#,
            ),
            (
                r#""ResultSelector": { "a": 1 }, "ResultPath": "$", "End": true"#,
                r#""Output": { "a": 1 }, "End": true"#,
            ),
            (r#""ResultPath": null, "End": true"#, r#""Output": "{% $states.input %}", "End": true"#),
            (r#""ResultPath": "$", "End": true"#, r#""End": true"#),
        ] {
            assert_eq!(converted(fields).as_deref(), Some(expected), "{fields}");
        }
        assert_eq!(converted(r#""ResultPath": "$.a[0]", "End": true"#), None);
    }

    #[test]
    fn a_pass_hands_on_what_it_makes() {
        for (fields, expected) in [
            (r#""Result": { "a.$": "$.x" }"#, r#""Output": { "a.$": "$.x" }"#),
            (
                r#""Result": [1, { "a": "it's" }], "ResultPath": "$.r""#,
                r#""Output": "{% $merge([$states.input, {'r': [1, {'a': \"it's\"}]}]) %}""#,
            ),
            (r#""Result": { "a": 1 }, "OutputPath": "$.a""#, r#""Output": "{% 1 %}""#),
            (
                r#""InputPath": "$.x", "Parameters": { "a.$": "$.y" }"#,
                r#""Output": { "a": "{% $states.input.x.y %}" }"#,
            ),
        ] {
            let after = in_jsonata(&format!(r#""Type": "Pass", {fields}, "End": true"#));
            assert_eq!(after, Some(format!(r#""Type": "Pass", {expected}, "End": true"#)), "{fields}");
        }
    }

    #[test]
    fn a_catcher_hands_on_its_error() {
        let catcher = |fields: &str| {
            format!(r#""Catch": [{{ "ErrorEquals": ["a"]{fields}, "Next": "A" }}], "End": true"#)
        };
        for (fields, expected) in [
            (
                r#", "ResultPath": "$.e", "Assign": { "v.$": "$.Cause" }"#,
                r#", "Output": "{% $merge([$states.input, {'e': $states.errorOutput}]) %}", "Assign": { "v": "{% $states.errorOutput.Cause %}" }"#,
            ),
            (r#", "ResultPath": null"#, r#", "Output": "{% $states.input %}""#),
            (r#", "ResultPath": "$""#, ""),
        ] {
            assert_eq!(converted(&catcher(fields)), Some(catcher(expected)), "{fields}");
        }
    }
}
