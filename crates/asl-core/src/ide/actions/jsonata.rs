//! A JSONPath state in JSONata, offered where it is certain to do the same.
//!
//! Certain means: for every input that the JSONPath state comes through with, the JSONata state goes the same way with the
//! same values, provided that paths find what they are written for, objects where they have a name and arrays where they
//! have an index, and that functions get values of the types that the catalog has for them. Where the JSONPath state
//! fails, because nothing is at a path, the JSONata state may go on: a condition does not hold then. JSONata has numbers
//! of double precision only, and `1.0` is `1` to it; a conversion that would show the difference in a text is not
//! certain.

mod conditions;
mod expressions;
mod intrinsics;
mod output;
mod payload;
#[cfg(test)]
mod tests;

use super::{Action, ActionKind};
use crate::catalog::{Place, QueryLanguage, StateKind, Value};
use crate::edit::{self, Edit, quoted};
use crate::expr::jsonata;
use crate::ide::Cursor;
use crate::model::{Field, Object};
use crate::semantic::Analysis;
use crate::syntax::Tree;
use expressions::{INPUT, RESULT, delimited};

pub(super) fn collect(found: &mut Vec<Action>, cursor: Cursor<'_>) {
    let Some(state) = cursor.state().filter(|state| state.language() == QueryLanguage::JsonPath) else {
        return;
    };
    let Some(object) = state.object().filter(|object| !object.is_damaged()) else { return };
    if hides_function(cursor.analysis) {
        return;
    }
    let Some(edits) = state.kind().and_then(|kind| edits(cursor.analysis.tree(), object, kind)) else {
        return;
    };
    let title = format!("Write `{}` in JSONata", state.name().value);
    found.push(Action { title, kind: ActionKind::Rewrite, edits });
}

/// Whether a variable has the name of a function, which would be the variable then.
fn hides_function(analysis: &Analysis) -> bool {
    analysis.variables().all().any(|(_, variable)| jsonata::function(&variable.name).is_some())
}

/// The edits of the whole state; nothing where one of its fields is not certain.
fn edits(tree: &Tree, object: Object<'_>, kind: StateKind) -> Option<Vec<Edit>> {
    let input = match object.get("InputPath") {
        Some(path) => expressions::path(path, INPUT)?,
        None => INPUT.to_owned(),
    };
    let state = State { tree, object, kind, input };
    let mut edits = Vec::new();
    state.fields(&mut edits, object)?;
    state.output(&mut edits)?;
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

/// A state that is converted.
struct State<'s> {
    tree: &'s Tree,
    object: Object<'s>,
    kind: StateKind,
    /// What `$` stands for in most fields: the part of the input that `InputPath` selects.
    input: String,
}

impl State<'_> {
    /// Whether the state has a result of its own.
    fn has_result(&self) -> bool {
        matches!(self.kind, StateKind::Task | StateKind::Parallel | StateKind::Map)
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
        if info.language == Some(QueryLanguage::JsonPath) {
            let new_name = self.new_name(field).filter(|name| !field.object().has(name))?;
            edits.push(edit::replace_text(self.tree, field.key(), new_name));
            let code = match info.value {
                Value::Template => return payload::edits(edits, self.tree, value, &self.input),
                Value::PathOrIntrinsic => expressions::path_or_call(value, &self.input)?,
                _ if name == "InputPath" => self.input.clone(),
                _ => expressions::path(value, &self.input)?,
            };
            return self.replace(edits, field, &code);
        }
        match info.value {
            Value::Template => payload::edits(edits, self.tree, value, &self.input),
            Value::Variables => payload::edits(edits, self.tree, value, &self.assigned()?),
            Value::Objects { of: Place::ChoiceRule, .. } => {
                field.object().objects(name).try_for_each(|rule| self.rule(edits, rule))
            }
            Value::Objects { of: Place::Catcher, .. } => {
                field.object().objects(name).try_for_each(|catcher| self.catcher(edits, catcher))
            }
            // States inside have languages of their own.
            Value::Object(Place::ItemProcessor | Place::Iterator) => Some(()),
            Value::Object(_) => field.object().objects(name).try_for_each(|part| self.fields(edits, part)),
            _ => (!info.expression || !payload::is_expression(value)).then_some(()),
        }
    }

    /// What a field of JSONPath alone is called in JSONata.
    fn new_name<'f>(&self, field: Field<'f>) -> Option<&'f str> {
        let name = field.key().value;
        match (name, field.object().place()) {
            ("InputPath" | "ItemsPath", Place::Map) => Some("Items"),
            ("Parameters", Place::Map) => Some("ItemSelector"),
            ("InputPath" | "Parameters", _) => Some("Arguments"),
            _ => name.strip_suffix("Path").or_else(|| name.strip_suffix(".$")),
        }
    }

    /// What `$` stands for in the variables of the state.
    fn assigned(&self) -> Option<String> {
        match self.kind {
            // Paths into what is put together would be long-winded.
            StateKind::Pass => self.result().filter(|code| !code.starts_with(['{', '['])),
            _ if self.has_result() => Some(RESULT.to_owned()),
            _ => Some(self.input.clone()),
        }
    }

    fn replace(&self, edits: &mut Vec<Edit>, field: Field<'_>, code: &str) -> Option<()> {
        edits.push(edit::replace_value(self.tree, field.value()?, &quoted(&delimited(code))));
        Some(())
    }
}
