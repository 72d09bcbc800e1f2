//! A JSONPath state in JSONata: offered where each of its fields has one certain counterpart.

mod conditions;

use super::{Action, ActionKind};
use crate::catalog::{QueryLanguage, StateKind};
use crate::edit::{self, Edit, quoted};
use crate::expr::path;
use crate::ide::Cursor;
use crate::model::{Field, Object, State};
use crate::syntax::{Kind, Node, Tree};

/// Fields that are the same in both languages, with values that are not evaluated.
const KEPT: [&str; 13] = [
    "Type",
    "Comment",
    "QueryLanguage",
    "Next",
    "End",
    "Default",
    "Resource",
    "Retry",
    "TimeoutSeconds",
    "HeartbeatSeconds",
    "Seconds",
    "Timestamp",
    "Branches",
];

/// Fields that have a path, and the field with an expression that does the same.
const BY_PATH: [(&str, &str); 6] = [
    ("SecondsPath", "Seconds"),
    ("TimestampPath", "Timestamp"),
    ("TimeoutSecondsPath", "TimeoutSeconds"),
    ("HeartbeatSecondsPath", "HeartbeatSeconds"),
    ("ErrorPath", "Error"),
    ("CausePath", "Cause"),
];

pub(super) fn collect(found: &mut Vec<Action>, cursor: Cursor<'_>) {
    let Some(state) = cursor.state().filter(|state| state.language() == QueryLanguage::JsonPath) else {
        return;
    };
    let Some(edits) = edits(cursor.analysis.tree(), state) else { return };
    let title = format!("Write `{}` in JSONata", state.name().value);
    found.push(Action { title, kind: ActionKind::Rewrite, edits });
}

/// The edits of the whole state; nothing where one of its fields is not certain.
fn edits(tree: &Tree, state: State<'_>) -> Option<Vec<Edit>> {
    let object = state.object().filter(|object| !object.is_damaged())?;
    let kind = state.kind().filter(|kind| *kind != StateKind::Map)?;
    let has_work = matches!(kind, StateKind::Task | StateKind::Parallel);
    let mut edits = Vec::new();
    let input = match object.get("InputPath") {
        Some(path) => expression(path, "$states.input")?,
        None => "$states.input".to_owned(),
    };
    for field in object.fields() {
        let (name, value) = (field.key().value, field.value()?);
        match name {
            _ if KEPT.contains(&name) => {}
            "InputPath" | "ResultSelector" | "ResultPath" | "OutputPath" => {}
            "Error" | "Cause" if !is_expression(value) => {}
            "Parameters" if has_work => {
                edits.push(edit::replace_text(tree, field.key(), "Arguments"));
                template_edits(&mut edits, tree, value, &input)?;
            }
            "Parameters" | "Result" if kind == StateKind::Pass => {}
            "Choices" if kind == StateKind::Choice => conditions::collect(&mut edits, tree, object, &input)?,
            "Catch" => state.objects("Catch").all(is_plain_catcher).then_some(())?,
            _ => {
                let (_, to) = BY_PATH.iter().find(|(from, _)| *from == name)?;
                edits.push(edit::replace_text(tree, field.key(), to));
                edits.push(edit::replace_text(
                    tree,
                    value.as_text()?,
                    &delimited(&expression(value, &input)?),
                ));
            }
        }
    }
    output(&mut edits, tree, object, kind, &input)?;
    if object.has("InputPath") && has_work && !object.has("Parameters") {
        return None;
    }
    let language = quoted(QueryLanguage::Jsonata.name());
    edits.push(match object.field("QueryLanguage") {
        Some(field) => edit::replace_value(tree, field.value()?, &language),
        None => edit::insert_pair(
            tree,
            object.node(),
            Some(object.field("Type")?.pair()),
            "QueryLanguage",
            &language,
        ),
    });
    Some(edits)
}

/// A catcher that means the same in both languages.
fn is_plain_catcher(catcher: Object<'_>) -> bool {
    catcher.fields().all(|field| matches!(field.key().value, "ErrorEquals" | "Next" | "Comment"))
}

/// What the state hands on: one `Output` in place of the fields that shape it.
fn output(
    edits: &mut Vec<Edit>,
    tree: &Tree,
    object: Object<'_>,
    kind: StateKind,
    input: &str,
) -> Option<()> {
    const SHAPE: [&str; 6] =
        ["InputPath", "Parameters", "Result", "ResultSelector", "ResultPath", "OutputPath"];
    let is_work = matches!(kind, StateKind::Task | StateKind::Parallel);
    let is_gone = |field: &Field<'_>| {
        let name = field.key().value;
        SHAPE.contains(&name) && !(is_work && name == "Parameters")
    };
    let gone: Vec<Field<'_>> = object.fields().filter(is_gone).collect();
    // `InputPath` says nothing of what a state with a result hands on.
    let shapes = |field: &&Field<'_>| !(is_work && field.key().value == "InputPath");
    let shaping: Vec<Field<'_>> = gone.iter().filter(shapes).copied().collect();
    let has_other_paths = BY_PATH.iter().any(|(from, _)| object.has(from));
    if shaping.is_empty() && gone.is_empty() {
        return Some(());
    }
    if kind == StateKind::Choice || kind == StateKind::Wait && has_other_paths && object.has("InputPath") {
        return None;
    }
    if let [only] = shaping.as_slice() {
        let is_template = matches!(only.key().value, "Parameters" | "ResultSelector");
        if is_template || only.key().value == "Result" {
            edits.push(edit::replace_text(tree, only.key(), "Output"));
            let base = if is_work { "$states.result" } else { input };
            match is_template {
                true => template_edits(edits, tree, only.value()?, base)?,
                false => (!has_expression(only.value()?)).then_some(())?,
            }
            return remove(edits, tree, object, &gone, *only);
        }
    }
    let expression = handed_on(object, is_work, input)?;
    match shaping.last() {
        Some(last) => {
            edits.push(edit::replace_text(tree, last.key(), "Output"));
            edits.push(edit::replace_value(tree, last.value()?, &quoted(&delimited(&expression))));
            remove(edits, tree, object, &gone, *last)
        }
        None => match gone.as_slice() {
            [one] => {
                edits.push(edit::remove_pair(tree, object.node(), one.pair()));
                Some(())
            }
            _ => None,
        },
    }
}

/// The expression of what is handed on.
fn handed_on(object: Object<'_>, is_work: bool, input: &str) -> Option<String> {
    let template = |name: &str, base: &str| object.get(name).map(|value| literal(value, base, true));
    let result = match (is_work, object.get("Result")) {
        (true, _) => {
            template("ResultSelector", "$states.result").unwrap_or(Some("$states.result".to_owned()))?
        }
        (false, Some(value)) if !object.has("Parameters") => literal(value, input, false)?,
        (false, Some(_)) => return None,
        (false, None) => template("Parameters", input).unwrap_or(Some(input.to_owned()))?,
    };
    let merged = match object.get("ResultPath") {
        None => result,
        Some(path) if path.kind() == Kind::Null => "$states.input".to_owned(),
        Some(path) => match path.as_str()?.strip_prefix('$')? {
            "" => result,
            rest => {
                let name = rest.strip_prefix('.')?;
                let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
                is_name.then(|| format!("$merge([$states.input, {{{}: {result}}}])", quoted(name)))?
            }
        },
    };
    match object.get("OutputPath") {
        None => Some(merged),
        Some(path) if path.as_str() == Some("$") => Some(merged),
        Some(path) => expression(path, &merged),
    }
}

/// Removes the fields that are gone, but for one that has become another.
fn remove(
    edits: &mut Vec<Edit>,
    tree: &Tree,
    object: Object<'_>,
    gone: &[Field<'_>],
    kept: Field<'_>,
) -> Option<()> {
    let ids: Vec<_> =
        gone.iter().map(|field| field.pair().id()).filter(|id| *id != kept.pair().id()).collect();
    let mut last = object.node().pairs().rev();
    // Both at the end would each take the comma before it.
    if last.next().is_some_and(|pair| ids.contains(&pair.id()))
        && last.next().is_some_and(|pair| ids.contains(&pair.id()))
    {
        return None;
    }
    let pairs = object.node().pairs().filter(|pair| ids.contains(&pair.id()));
    edits.extend(pairs.map(|pair| edit::remove_pair(tree, object.node(), pair)));
    Some(())
}

/// A path as an expression.
fn expression(value: Node<'_>, input: &str) -> Option<String> {
    match value.kind() {
        Kind::Null => Some("{}".to_owned()),
        _ => path_expression(value.as_text().filter(|text| !text.has_hole())?.value, input),
    }
}

fn path_expression(text: &str, input: &str) -> Option<String> {
    if text == "States.UUID()" {
        return Some("$uuid()".to_owned());
    }
    let path = path::parse(text);
    let is_whole = path.errors.is_empty() && path.span.end as usize == text.len();
    is_whole.then(|| path::to_jsonata(&path, input))?
}

fn delimited(expression: &str) -> String {
    format!("{{% {expression} %}}")
}

fn is_expression(value: Node<'_>) -> bool {
    value.as_str().is_some_and(|text| text.trim_start().starts_with("{%"))
}

fn has_expression(value: Node<'_>) -> bool {
    is_expression(value)
        || value.items().any(has_expression)
        || value.pairs().filter_map(|pair| pair.value()).any(has_expression)
}

/// The edits that make a payload template one of JSONata, where it stands.
fn template_edits(edits: &mut Vec<Edit>, tree: &Tree, value: Node<'_>, input: &str) -> Option<()> {
    if is_expression(value) || value.is_unknown() {
        return None;
    }
    for item in value.items() {
        template_edits(edits, tree, item, input)?;
    }
    for pair in value.pairs() {
        let inner = pair.value()?;
        let Some(name) = pair.key().value.strip_suffix(".$") else {
            template_edits(edits, tree, inner, input)?;
            continue;
        };
        let text = inner.as_text().filter(|text| !text.has_hole())?;
        edits.push(edit::replace_text(tree, pair.key(), name));
        edits.push(edit::replace_text(tree, text, &delimited(&path_expression(text.value, input)?)));
    }
    Some(())
}

/// A value inside an expression; of a payload template with what its paths stand for.
fn literal(value: Node<'_>, input: &str, is_template: bool) -> Option<String> {
    let parts: Option<Vec<String>> = match value.kind() {
        Kind::String => {
            return value.as_text().filter(|text| !text.has_hole()).map(|text| quoted(text.value));
        }
        Kind::Array => value.items().map(|item| literal(item, input, is_template)).collect(),
        Kind::Object => value
            .pairs()
            .map(|pair| {
                let key = pair.key().value;
                let (key, value) = match key.strip_suffix(".$").filter(|_| is_template) {
                    Some(name) => (name, expression(pair.value()?, input)?),
                    None => (key, literal(pair.value()?, input, is_template)?),
                };
                Some(format!("{}: {value}", quoted(key)))
            })
            .collect(),
        Kind::Null => return Some("null".to_owned()),
        Kind::Bool => return value.as_bool().map(|value| value.to_string()),
        Kind::Number => return value.as_f64().map(|value| value.to_string()),
        Kind::Hole | Kind::Error => return None,
    };
    let parts = parts?.join(", ");
    Some(if value.kind() == Kind::Array { format!("[{parts}]") } else { format!("{{{parts}}}") })
}
