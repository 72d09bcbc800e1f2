//! Converts a JSONPath state to JSONata, if the result does exactly the same.
//!
//! For every input with which the JSONPath state succeeds, the JSONata state takes the same transition with the same
//! values. If the JSONPath state fails, because a path finds nothing or a function receives an invalid argument, the
//! JSONata state fails too. Only the error name differs, so a state that can fail is not converted if a handler could
//! observe the name. Input of another shape is excluded: if a path has a name and the value is an array, or the path
//! has an index and the value is not an array, or `ResultPath` targets a value that is not an object, the JSONPath
//! state fails, but the JSONata state may succeed. Only presence tests check the shape.
//!
//! JSONata only has double-precision numbers and treats `1.0` as `1`; a conversion that would expose the difference is
//! not offered.

mod clauses;
mod comparisons;
mod conditions;
mod expressions;
mod handlers;
mod intrinsics;
mod output;
mod payload;
mod scope;
#[cfg(test)]
mod tests;
mod texts;
mod whole;

pub use whole::{Conversion, to_jsonata};

use super::{Action, ActionKind, again};
use crate::Cursor;
use asl_core::catalog::functions;
use asl_core::catalog::intrinsics::ValueType;
use asl_core::catalog::{ObjectKind, QueryLanguage, StateKind, Value};
use asl_core::edit::{self, Edit, quoted};
use asl_core::model::{self, Field, Object};
use asl_core::semantic::Analysis;
use asl_core::syntax::{Kind, Node, Notation, Tree};
use expressions::{Expression, INPUT, delimited};
use scope::{Dollar, Found, Scope};

pub(super) fn collect(found: &mut Vec<Action>, cursor: Cursor<'_>) {
    let Some(state) = cursor.state() else { return };
    if let Some(edits) = conversion(cursor.analysis, state) {
        let title = format!("Convert `{}` to JSONata", state.name().value);
        found.push(Action { title, kind: ActionKind::Rewrite, edits });
    }
}

/// The edits that convert a JSONPath state; `None` if it is not certain that the result does the same.
fn conversion(analysis: &Analysis, state: model::State<'_>) -> Option<Vec<Edit>> {
    if state.language() != QueryLanguage::JsonPath {
        return None;
    }
    let object = state.object().filter(|object| !object.is_damaged())?;
    if hides_function(analysis) || has_duplicate(object.node()) || handlers::handles_jsonpath(state) {
        return None;
    }
    let edits = edits(analysis.tree(), state, object, state.kind()?)?;
    again::are_others_kept(analysis, &edits, state).then_some(edits)
}

/// Whether a variable has the name of a function, and would shadow it.
fn hides_function(analysis: &Analysis) -> bool {
    analysis.variables().all().any(|(_, variable)| functions::function(&variable.name).is_some())
}

/// Whether a value contains duplicate keys, so that it is uncertain which one counts.
fn has_duplicate(node: Node<'_>) -> bool {
    let mut keys: Vec<&str> = node.pairs().map(|pair| pair.key().value).collect();
    keys.sort_unstable();
    keys.windows(2).any(|two| matches!(two, [a, b] if a == b))
        || node.items().chain(node.pairs().filter_map(|pair| pair.value())).any(has_duplicate)
}

/// The edits for the whole state; `None` if the conversion of a field is uncertain.
fn edits(tree: &Tree, named: model::State<'_>, object: Object<'_>, kind: StateKind) -> Option<Vec<Edit>> {
    let found = Found::default();
    let has_token =
        kind == StateKind::Task && named.resource().is_some_and(|it| it.ends_with(".waitForTaskToken"));
    let raw = Scope {
        dollar: Dollar::Code { code: INPUT, is_there: true, is_input: false },
        found: &found,
        has_token,
        has_item: false,
        is_always_read: true,
    };
    let input = match object.get("InputPath") {
        Some(path) if path.kind() == Kind::Null => Expression::operand("{}", ValueType::Object),
        Some(path) => raw.value(path)?,
        None => raw.root()?,
    };
    if kind == StateKind::Map && !object.has("ItemReader") {
        // The value may not be an array.
        found.may_fail.set(true);
    }
    let state = State { tree, object, kind, input, raw };
    let mut edits = Vec::new();
    state.fields(&mut edits, object)?;
    state.output(&mut edits)?;
    let is_input_read = !state.input.may_miss || found.reads_input.get();
    if !is_input_read || found.may_fail.get() && handlers::may_be_handled(named) {
        return None;
    }
    if edits.iter().any(|edit| has_new_sign(tree, edit)) {
        return None;
    }
    let language = quoted(QueryLanguage::Jsonata.name());
    edits.push(match object.field("QueryLanguage") {
        Some(field) => edit::replace_value(tree, field.value()?, &language),
        None => {
            let after = object.field("Type")?.pair();
            edit::insert_pair(tree, object.node(), Some(after), "QueryLanguage", &language)
        }
    });
    Some(edits)
}

/// Whether an edit inserts delimiters of a template language that were not there before. They might need escaping, for
/// example in a Terraform string.
fn has_new_sign(tree: &Tree, edit: &Edit) -> bool {
    let old = tree.text().get(edit.span.range()).unwrap_or_default();
    let is_new = |(sign, escaped): (&str, &str)| {
        edit.text.contains(sign) && (!old.contains(sign) || old.contains(escaped))
    };
    tree.notation() != Notation::Hcl && [("${", "$${"), ("%{", "%%{")].into_iter().any(is_new)
}

/// A state to convert.
struct State<'s> {
    tree: &'s Tree,
    object: Object<'s>,
    kind: StateKind,
    /// The meaning of `$` in most fields: the part of the input that `InputPath` selects.
    input: Expression,
    /// The scope in which `$` is the whole input.
    raw: Scope<'s>,
}

impl State<'_> {
    /// Whether the state produces a result.
    fn has_result(&self) -> bool {
        matches!(self.kind, StateKind::Task | StateKind::Parallel | StateKind::Map)
    }

    /// The scope of most fields.
    fn scope(&self) -> Scope<'_> {
        let dollar = Dollar::Code { code: &self.input.code, is_there: !self.input.may_miss, is_input: true };
        Scope { dollar, ..self.raw }
    }

    /// Converts the fields of the state or of a nested object, except those that shape the output.
    fn fields(&self, edits: &mut Vec<Edit>, object: Object<'_>) -> Option<()> {
        object
            .fields()
            .filter(|field| !self.shapes_output(field))
            .try_for_each(|field| self.field(edits, field))
    }

    fn field(&self, edits: &mut Vec<Edit>, field: Field<'_>) -> Option<()> {
        if field.is_of_other_language() {
            return None;
        }
        let (name, info, value) = (field.key().value, field.info()?, field.value()?);
        // Fields that are evaluated per item or batch are not evaluated if there is none.
        let is_of_item =
            matches!((name, field.object().kind()), ("ItemSelector" | "Parameters", ObjectKind::Map));
        let is_always_read = !is_of_item && name != "BatchInput";
        let scope = Scope { has_item: is_of_item, is_always_read, ..self.scope() };
        if info.language == Some(QueryLanguage::JsonPath) {
            let new_name = self.new_name(field).filter(|name| !field.object().has(name))?;
            edits.push(edit::replace_text(self.tree, field.key(), new_name));
            if info.value == Value::Template {
                return payload::edits(edits, self.tree, value, &scope);
            }
            // A value of the wrong type is a failure too.
            self.raw.found.may_fail.set(self.raw.found.may_fail.get() || name != "InputPath");
            let found = match info.value {
                Value::PathOrIntrinsic => scope.path_or_call(value)?,
                _ if name == "InputPath" => scope.root()?,
                _ => scope.value(value)?,
            };
            return self.replace(edits, field, &found.whole());
        }
        match info.value {
            Value::Template => payload::edits(edits, self.tree, value, &scope),
            Value::Variables => self.with_result(|scope| payload::edits(edits, self.tree, value, scope)),
            Value::Objects { of: ObjectKind::ChoiceRule, .. } => {
                self.rules(edits, field.object().objects(name))
            }
            Value::Objects { of: ObjectKind::Catcher, .. } => {
                field.object().objects(name).try_for_each(|catcher| self.catcher(edits, catcher))
            }
            // Nested states have their own query language.
            Value::Object(ObjectKind::ItemProcessor | ObjectKind::Iterator) => Some(()),
            Value::Object(_) => field.object().objects(name).try_for_each(|part| self.fields(edits, part)),
            _ if info.expression => payload::plain_edits(edits, self.tree, value),
            _ => Some(()),
        }
    }

    /// The name in JSONata of a field that only JSONPath has.
    fn new_name<'f>(&self, field: Field<'f>) -> Option<&'f str> {
        let name = field.key().value;
        match (name, field.object().kind()) {
            ("InputPath" | "ItemsPath", ObjectKind::Map) => Some("Items"),
            ("Parameters", ObjectKind::Map) => Some("ItemSelector"),
            ("InputPath" | "Parameters", _) => Some("Arguments"),
            _ => name.strip_suffix("Path").or_else(|| name.strip_suffix(".$")),
        }
    }

    /// Replaces a value with an expression; `None` if the value contains a comment.
    fn replace(&self, edits: &mut Vec<Edit>, field: Field<'_>, code: &str) -> Option<()> {
        let value = field.value().filter(|_| !edit::has_comment(field.pair()))?;
        edits.push(edit::replace_value(self.tree, value, &quoted(&delimited(code))));
        Some(())
    }

    /// Removes fields of an object.
    fn remove(&self, edits: &mut Vec<Edit>, object: Object<'_>, gone: &[Field<'_>]) -> Option<()> {
        let pairs: Vec<_> = gone.iter().map(|field| field.pair()).collect();
        edits.extend(edit::remove_pairs(self.tree, object.node(), &pairs)?);
        (!pairs.into_iter().any(edit::has_comment)).then_some(())
    }
}
