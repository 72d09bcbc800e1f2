//! What a state or a catcher hands on: one `Output` in place of the fields that shape it.

use super::State;
use super::expressions::{ERROR, INPUT, RESULT, delimited, parsed, path, text};
use super::payload;
use crate::catalog::StateKind;
use crate::edit::{self, Edit, quoted};
use crate::expr::path::{self as paths, Path, RootKind};
use crate::model::{Field, Object};
use crate::syntax::{Kind, Node};

impl State<'_> {
    /// Whether the field is one of those that `Output` replaces, or that nothing does.
    pub(super) fn shapes_output(&self, field: &Field<'_>) -> bool {
        if field.object().place() != self.kind.place() {
            return false;
        }
        match field.key().value {
            "ResultSelector" | "ResultPath" | "OutputPath" | "Result" => true,
            "Parameters" => self.kind == StateKind::Pass,
            "InputPath" => !self.passes_input(),
            _ => false,
        }
    }

    /// Whether `InputPath` makes what the work gets, since nothing else does.
    fn passes_input(&self) -> bool {
        match self.kind {
            _ if self.input == INPUT => false,
            StateKind::Task | StateKind::Parallel => !self.object.has("Parameters"),
            StateKind::Map => !self.object.has("ItemsPath") && !self.object.has("ItemReader"),
            _ => false,
        }
    }

    pub(super) fn output(&self, edits: &mut Vec<Edit>) -> Option<()> {
        let gone: Vec<Field<'_>> = self.object.fields().filter(|field| self.shapes_output(field)).collect();
        // `InputPath` says nothing of what a state with a result hands on.
        let is_shape = |field: &Field<'_>| !(self.has_result() && field.key().value == "InputPath");
        let shaping: Vec<Field<'_>> = gone.iter().copied().filter(is_shape).collect();
        if gone.is_empty() {
            return Some(());
        }
        let Some(last) = shaping.last() else { return self.remove(edits, &gone) };
        let template = shaping.iter().find(|field| is_template(field));
        let kept =
            match template.filter(|template| shaping.iter().all(|it| same(it, template) || is_neutral(it))) {
                Some(template) => {
                    edits.push(edit::replace_text(self.tree, template.key(), "Output"));
                    self.template(edits, *template)?;
                    template
                }
                None => {
                    let code = self.handed_on()?;
                    let unshaped = if self.has_result() { RESULT } else { INPUT };
                    if code == unshaped && gone.len() == 1 {
                        return self.remove(edits, &gone);
                    }
                    edits.push(edit::replace_text(self.tree, last.key(), "Output"));
                    self.replace(edits, *last, &code)?;
                    last
                }
            };
        let removed: Vec<Field<'_>> = gone.iter().copied().filter(|field| !same(field, kept)).collect();
        self.remove(edits, &removed)
    }

    /// The template that makes the output, where it stands.
    fn template(&self, edits: &mut Vec<Edit>, field: Field<'_>) -> Option<()> {
        let value = field.value()?;
        match field.key().value {
            "Result" if payload::has_expression(value) => None,
            "Result" => Some(()),
            "Parameters" => payload::edits(edits, self.tree, value, &self.input),
            _ => payload::edits(edits, self.tree, value, RESULT),
        }
    }

    /// The result of the state before it is put into the input.
    pub(super) fn result(&self) -> Option<String> {
        let object = self.object;
        if self.has_result() {
            return match object.get("ResultSelector") {
                Some(selector) => payload::template(selector, RESULT),
                None => Some(RESULT.to_owned()),
            };
        }
        match (object.get("Result"), object.get("Parameters")) {
            (Some(result), None) => payload::literal(result),
            (None, Some(parameters)) => payload::template(parameters, &self.input),
            (None, None) => Some(self.input.clone()),
            (Some(_), Some(_)) => None,
        }
    }

    fn handed_on(&self) -> Option<String> {
        let result = self.result()?;
        let (target, selected) = (self.object.get("ResultPath"), self.object.get("OutputPath"));
        let Some(selected) = selected else { return merged(target, result) };
        match (inside(target, selected), self.result_template()) {
            (Some(rest), Some((template, input))) => payload::found(template, &rest, input),
            (Some(rest), None) => paths::to_jsonata(&rest, &result),
            (None, _) => path(selected, &merged(target, result)?),
        }
    }

    /// The payload template that makes the result, and what `$` stands for in it.
    fn result_template(&self) -> Option<(Node<'_>, &str)> {
        match self.has_result() {
            true => Some((self.object.get("ResultSelector")?, RESULT)),
            false => Some((self.object.get("Parameters")?, &self.input)),
        }
    }

    /// What a rule of a Choice hands on, where that is not the input.
    pub(super) fn rule_output(&self, edits: &mut Vec<Edit>, rule: Object<'_>) -> Option<()> {
        let code = self.handed_on()?;
        if code != INPUT {
            let next = rule.field("Next")?.pair();
            let value = quoted(&delimited(&code));
            edits.push(edit::insert_pair(self.tree, rule.node(), Some(next), "Output", &value));
        }
        Some(())
    }

    pub(super) fn catcher(&self, edits: &mut Vec<Edit>, catcher: Object<'_>) -> Option<()> {
        for field in catcher.fields() {
            let value = field.value()?;
            match field.key().value {
                "ErrorEquals" | "Next" | "Comment" => {}
                "Assign" => payload::edits(edits, self.tree, value, ERROR)?,
                "ResultPath" => {
                    let code = merged(Some(value), ERROR.to_owned())?;
                    if code == ERROR {
                        edits.push(edit::remove_pair(self.tree, catcher.node(), field.pair()));
                        continue;
                    }
                    edits.push(edit::replace_text(self.tree, field.key(), "Output"));
                    self.replace(edits, field, &code)?;
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn remove(&self, edits: &mut Vec<Edit>, gone: &[Field<'_>]) -> Option<()> {
        let is_gone = |id| gone.iter().any(|field| field.pair().id() == id);
        let mut last = self.object.node().pairs().rev().map(|pair| pair.id());
        // Both at the end would each take the comma before it.
        if last.next().is_some_and(is_gone) && last.next().is_some_and(is_gone) {
            return None;
        }
        let node = self.object.node();
        edits.extend(gone.iter().map(|field| edit::remove_pair(self.tree, node, field.pair())));
        Some(())
    }
}

fn same(a: &Field<'_>, b: &Field<'_>) -> bool {
    a.pair().id() == b.pair().id()
}

/// Whether the value of a field can become the output as it stands.
fn is_template(field: &Field<'_>) -> bool {
    matches!(field.key().value, "Parameters" | "ResultSelector" | "Result")
}

/// Whether a field leaves the result as it is. Templates know the input that is selected.
fn is_neutral(field: &Field<'_>) -> bool {
    match field.key().value {
        "InputPath" => true,
        "ResultPath" | "OutputPath" => field.value().and_then(Node::as_str) == Some("$"),
        _ => false,
    }
}

/// The input with a result put where `ResultPath` says.
fn merged(target: Option<Node<'_>>, result: String) -> Option<String> {
    let Some(target) = target else { return Some(result) };
    if target.kind() == Kind::Null {
        return Some(INPUT.to_owned());
    }
    let target = named(target)?;
    let mut code = result;
    for (depth, name) in target.names().iter().enumerate().rev() {
        let steps = target.steps.get(..depth)?.to_vec();
        let outer = paths::to_jsonata(&Path { steps, ..target.clone() }, INPUT)?;
        code = format!("$merge([{outer}, {{{}: {code}}}])", text(&name.value));
    }
    Some(code)
}

/// A path from the input that has only names.
fn named(value: Node<'_>) -> Option<Path> {
    let path = parsed(value)?;
    (path.root.kind == RootKind::Input && path.names().len() == path.steps.len()).then_some(path)
}

/// What `OutputPath` selects in the result, where it selects nothing else.
fn inside(target: Option<Node<'_>>, selected: Node<'_>) -> Option<Path> {
    let mut selected = parsed(selected)?;
    let target = match target {
        Some(target) => Some(named(target)?),
        None => None,
    };
    let (names, outer) = (selected.names(), target.as_ref().map(Path::names).unwrap_or_default());
    let is_inside = names.len() >= outer.len() && names.iter().zip(&outer).all(|(a, b)| a.value == b.value);
    if selected.root.kind != RootKind::Input || !is_inside {
        return None;
    }
    let count = outer.len();
    selected.steps.drain(..count);
    Some(selected)
}

#[cfg(test)]
mod tests {
    use crate::ide::actions::jsonata::tests::in_jsonata;

    /// The fields behind the resource of a Task.
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
                r#""Output": "{% $merge([$states.input, {'a b': {'a': $states.result.x}}]) %}", "End": true"#,
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
