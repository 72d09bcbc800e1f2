//! A JSONPath state in JSONata, offered where it does exactly the same.
//!
//! For every input that the JSONPath state comes through with, the JSONata state goes the same way with the same values;
//! and where the JSONPath state fails, because a path finds nothing or a function gets what it does not take, the JSONata
//! state fails too. What differs is the name of the error; so a state that may fail is not offered where a handler could
//! see that. An input of another shape than the paths are written for is left out of this: with an array where a path
//! has a name, or no array where it has an index, or no object where a result is put, the JSONPath state fails and the
//! JSONata state may go on. A test for presence asks for the shape too.
//!
//! JSONata has numbers of double precision only, and `1.0` is `1` to it; a conversion that would show the difference is
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
    let Some(state) = cursor.state().filter(|state| state.language() == QueryLanguage::JsonPath) else {
        return;
    };
    let Some(object) = state.object().filter(|object| !object.is_damaged()) else { return };
    if hides_function(cursor.analysis) || has_duplicate(object.node()) || handlers::handles_jsonpath(state) {
        return;
    }
    let Some(edits) = state.kind().and_then(|kind| edits(cursor.analysis.tree(), state, object, kind)) else {
        return;
    };
    if again::are_others_kept(cursor.analysis, &edits, state) {
        let title = format!("Convert `{}` to JSONata", state.name().value);
        found.push(Action { title, kind: ActionKind::Rewrite, edits });
    }
}

/// Whether a variable has the name of a function, which would be the variable then.
fn hides_function(analysis: &Analysis) -> bool {
    analysis.variables().all().any(|(_, variable)| functions::function(&variable.name).is_some())
}

/// Whether something has the same key twice: which one counts is not certain.
fn has_duplicate(node: Node<'_>) -> bool {
    let mut keys: Vec<&str> = node.pairs().map(|pair| pair.key().value).collect();
    keys.sort_unstable();
    keys.windows(2).any(|two| matches!(two, [a, b] if a == b))
        || node.items().chain(node.pairs().filter_map(|pair| pair.value())).any(has_duplicate)
}

/// The edits of the whole state; nothing where one of its fields is not certain.
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
        // There may be no array.
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

/// Whether an edit writes the signs of a template where they have not been. They may have to be written in another way
/// there, as in a text of Terraform.
fn has_new_sign(tree: &Tree, edit: &Edit) -> bool {
    let old = tree.text().get(edit.span.range()).unwrap_or_default();
    let is_new = |(sign, escaped): (&str, &str)| {
        edit.text.contains(sign) && (!old.contains(sign) || old.contains(escaped))
    };
    tree.notation() != Notation::Hcl && [("${", "$${"), ("%{", "%%{")].into_iter().any(is_new)
}

/// A state that is converted.
struct State<'s> {
    tree: &'s Tree,
    object: Object<'s>,
    kind: StateKind,
    /// What `$` stands for in most fields: the part of the input that `InputPath` selects.
    input: Expression,
    /// Where `$` stands for the whole input.
    raw: Scope<'s>,
}

impl State<'_> {
    /// Whether the state has a result of its own.
    fn has_result(&self) -> bool {
        matches!(self.kind, StateKind::Task | StateKind::Parallel | StateKind::Map)
    }

    /// Where `$` stands for what it does in most fields.
    fn scope(&self) -> Scope<'_> {
        let dollar = Dollar::Code { code: &self.input.code, is_there: !self.input.may_miss, is_input: true };
        Scope { dollar, ..self.raw }
    }

    /// The fields of the state, or of an object inside it, without those that make its output.
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
        // What is evaluated for each item or batch is not where there is none.
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
            // A value of another type than the field takes is a failure too.
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
            // States inside have languages of their own.
            Value::Object(ObjectKind::ItemProcessor | ObjectKind::Iterator) => Some(()),
            Value::Object(_) => field.object().objects(name).try_for_each(|part| self.fields(edits, part)),
            _ if info.expression => payload::plain_edits(edits, self.tree, value),
            _ => Some(()),
        }
    }

    /// What a field of JSONPath alone is called in JSONata.
    fn new_name<'f>(&self, field: Field<'f>) -> Option<&'f str> {
        let name = field.key().value;
        match (name, field.object().kind()) {
            ("InputPath" | "ItemsPath", ObjectKind::Map) => Some("Items"),
            ("Parameters", ObjectKind::Map) => Some("ItemSelector"),
            ("InputPath" | "Parameters", _) => Some("Arguments"),
            _ => name.strip_suffix("Path").or_else(|| name.strip_suffix(".$")),
        }
    }

    /// Puts an expression in place of a value, in which no comment may stand.
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
