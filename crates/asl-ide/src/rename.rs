//! States and variables as symbols: declarations, references and rename.

use std::fmt;

use super::cursor::{Cursor, Role};
use asl_core::edit::{self, Edit};
use asl_core::model::{Machine, MachineId, State, StateId};
use asl_core::semantic::{Analysis, VariableId};
use asl_core::syntax::Text;
use asl_core::text::Span;

/// A named item with references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// A state.
    State(StateId),
    /// A workflow variable.
    Variable(VariableId),
}

/// An occurrence of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The span of the name, without quotes.
    pub span: Span,
    /// Whether this is a declaration rather than a reference.
    pub is_declaration: bool,
}

/// The reason why a symbol cannot be renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenameError {
    /// The name is empty.
    Empty,
    /// The name has more characters than AWS allows; contains the maximum.
    TooLong(usize),
    /// The name is not a valid variable name: letters of any language, digits and `_`, not starting with a digit.
    InvalidVariableName,
    /// The name is not a valid name of a substitution: letters, digits and the given characters.
    InvalidSubstitutionName(&'static [char]),
    /// The name is also used in an expression that cannot be changed.
    Hidden,
    /// `states` is a reserved variable name.
    Reserved,
    /// The name is already taken.
    Taken,
    /// The name is part of a string from which the template assembles the definition, and that cannot be changed.
    Assembled,
}

impl fmt::Display for RenameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RenameError::Empty => f.write_str("the name is empty"),
            RenameError::TooLong(limit) => write!(f, "the name has more than {limit} characters"),
            RenameError::InvalidVariableName => {
                f.write_str("the name of a variable contains only letters, digits and `_`, and does not start with a digit")
            }
            RenameError::InvalidSubstitutionName(others) => {
                let others: Vec<String> = others.iter().map(|c| format!("`{c}`")).collect();
                let others = others.join(", ");
                write!(
                    f,
                    "the name of a substitution starts with a letter or `_`, and contains only letters, digits and {others}"
                )
            }
            RenameError::Hidden => {
                f.write_str("the name is also used in an expression or in a value that the template computes")
            }
            RenameError::Reserved => f.write_str("`states` is a reserved variable name"),
            RenameError::Taken => f.write_str("the name is already taken"),
            RenameError::Assembled => f.write_str(
                "the template assembles the definition from strings with different quoting; rename it by hand",
            ),
        }
    }
}

/// The maximum number of characters in the name of a state (§3.3) or a variable (§7.1).
const LIMIT: usize = 80;

/// Returns the symbol under the cursor, and the span of its name there.
pub fn symbol_at(cursor: Cursor<'_>) -> Option<(Symbol, Span)> {
    let tree = cursor.analysis.tree();
    let inner = |text: Text<'_>| tree.to_file(text, Span::new(0, text.value.len()));
    match cursor.role() {
        Role::StateName(state) => Some((Symbol::State(state.id()), inner(state.name()))),
        Role::StateRef(machine, text) => Some((Symbol::State(machine.state(text.value)?.id()), inner(text))),
        Role::Variable(id, span) => Some((Symbol::Variable(id), span)),
        _ => None,
    }
}

/// Returns all occurrences of a symbol in document order.
pub fn occurrences(analysis: &Analysis, named: Symbol) -> Vec<Occurrence> {
    let mut found = occurrences_in(analysis, named);
    if let Some((other, named)) = otherwise(analysis, named) {
        found.extend(occurrences_in(other, named));
    }
    found.sort_by_key(|occurrence| occurrence.span);
    found.dedup();
    found
}

fn occurrences_in(analysis: &Analysis, named: Symbol) -> Vec<Occurrence> {
    match named {
        Symbol::State(id) => {
            let tree = analysis.tree();
            let texts = texts_of(analysis, analysis.model().state(id));
            let place = |(text, is_declaration): (Text<'_>, bool)| Occurrence {
                span: tree.to_file(text, Span::new(0, text.value.len())),
                is_declaration,
            };
            texts.map(place).collect()
        }
        Symbol::Variable(id) => {
            let variables = analysis.variables();
            let declared = variables.declarations_of(id).map(|one| (one.span, true));
            let read = variables.references_of(id).map(|one| (one.span, false));
            let place = |(span, is_declaration)| Occurrence { span, is_declaration };
            declared.chain(read).map(place).collect()
        }
    }
}

/// The same symbol in the tree of the other branches of a template's conditions.
fn otherwise(analysis: &Analysis, named: Symbol) -> Option<(&Analysis, Symbol)> {
    let other = analysis.otherwise()?;
    let same = match named {
        Symbol::State(id) => {
            let name = analysis.model().state(id).name().value;
            Symbol::State(other.model().states().find(|state| state.name().value == name)?.id())
        }
        Symbol::Variable(id) => {
            let name = &analysis.variables().all().find(|(one, _)| *one == id)?.1.name;
            let mut found = other.variables().all().filter(|(_, variable)| variable.name == *name);
            Symbol::Variable(found.next().filter(|_| found.next().is_none())?.0)
        }
    };
    Some((other, same))
}

/// The strings that contain the name of a state, and whether each is its declaration.
fn texts_of<'a>(analysis: &'a Analysis, state: State<'a>) -> impl Iterator<Item = (Text<'a>, bool)> {
    let machine = state.machine();
    let start = machine.start_at().filter(move |start| machine.state(start.value) == Some(state));
    let edges = machine.states().flat_map(|from| analysis.graph().edges(from));
    let targets = edges.filter(move |edge| edge.to == Some(state)).map(|edge| edge.target);
    std::iter::once((state.name(), true)).chain(start.into_iter().chain(targets).map(|text| (text, false)))
}

/// Returns the edits that rename a symbol at all its occurrences.
///
/// # Errors
///
/// If AWS does not allow the new name, if it is already taken, or if an occurrence cannot be changed.
pub fn rename(analysis: &Analysis, named: Symbol, new: &str) -> Result<Vec<Edit>, RenameError> {
    if new.is_empty() {
        return Err(RenameError::Empty);
    }
    if new.chars().count() > LIMIT {
        return Err(RenameError::TooLong(LIMIT));
    }
    let edits: Vec<Edit> = match named {
        Symbol::State(id) => {
            let state = analysis.model().state(id);
            let is_taken = |other: State<'_>| other.name().value == new;
            let mut others = analysis.model().states().filter(|other| *other != state);
            let mut elsewhere = analysis.otherwise().into_iter().flat_map(|other| other.model().states());
            if others.any(is_taken) || elsewhere.any(is_taken) {
                return Err(RenameError::Taken);
            }
            let edits = |analysis: &Analysis, id: StateId| {
                let texts = texts_of(analysis, analysis.model().state(id));
                texts.map(|(text, _)| edit::replace_text(analysis.tree(), text, new)).collect::<Vec<Edit>>()
            };
            let mut all = edits(analysis, id);
            if let Some((other, Symbol::State(id))) = otherwise(analysis, named) {
                all.extend(edits(other, id));
            }
            all.sort_by_key(|edit| edit.span);
            all.dedup();
            all
        }
        Symbol::Variable(id) => {
            if !is_variable_name(new) {
                return Err(RenameError::InvalidVariableName);
            }
            if new == "states" {
                return Err(RenameError::Reserved);
            }
            if is_variable_taken(analysis, id, new) {
                return Err(RenameError::Taken);
            }
            if analysis.otherwise().is_some() && otherwise(analysis, named).is_none() {
                return Err(RenameError::Hidden);
            }
            let places = occurrences(analysis, named);
            places.into_iter().map(|place| Edit { span: place.span, text: new.to_owned() }).collect()
        }
    };
    if edit::are_applicable(analysis, &edits) { Ok(edits) } else { Err(RenameError::Assembled) }
}

/// Whether a variable of this name already exists in the machine of the given variable, in an enclosing or in a nested
/// one.
fn is_variable_taken(analysis: &Analysis, id: VariableId, name: &str) -> bool {
    let (model, variables) = (analysis.model(), analysis.variables());
    let around = |machine: MachineId| {
        let own = model.machines().find(|one| one.id() == machine);
        let machines = std::iter::successors(own, |machine| machine.parent().map(State::machine));
        machines.map(Machine::id).collect::<Vec<_>>()
    };
    let own = variables.all().find(|(other, _)| *other == id).map(|(_, variable)| variable.machine);
    let meets = |machine: MachineId| {
        own.is_none_or(|own| around(own).contains(&machine) || around(machine).contains(&own))
    };
    variables.all().any(|(other, variable)| other != id && variable.name == name && meets(variable.machine))
}

fn is_variable_name(name: &str) -> bool {
    let is_start = |c: char| c.is_alphabetic() || c == '_';
    name.starts_with(is_start) && name.chars().all(|c| is_start(c) || c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::with_cursor;
    use asl_core::edit;

    /// The text after the symbol under the cursor is renamed.
    fn renamed(text: &str, new: &str) -> Result<String, RenameError> {
        with_cursor(text, |cursor| {
            let (named, _) = symbol_at(cursor).unwrap();
            let edits = rename(cursor.analysis, named, new)?;
            Ok(edit::apply(cursor.analysis.tree().text(), &edits).0)
        })
    }

    #[test]
    fn a_variable_may_be_named_as_one_of_a_sibling_branch() {
        let branch = |name: &str| {
            format!(
                r#"{{ "StartAt": "{name}1", "States": {{ "{name}1": {{ "Type": "Pass", "Assign": {{ "{name}": 1 }}, "End": true }} }} }}"#
            )
        };
        let text = format!(
            r#"{{ "StartAt": "P", "QueryLanguage": "JSONata", "States": {{
                "P": {{ "Type": "Parallel", "Assign": {{ "c": 1 }}, "Branches": [{}, {}], "End": true }} }} }}"#,
            branch("a"),
            branch("b"),
        );
        let inner = text.replace(r#""Assign": { "a""#, r#""Assign": { "<|>a""#);
        assert_eq!(renamed(&inner, "b").unwrap(), text.replace(r#"{ "a": 1 }"#, r#"{ "b": 1 }"#));
        assert_eq!(renamed(&inner, "c"), Err(RenameError::Taken), "the machine around has it");
        let outer = text.replace(r#""Assign": { "c""#, r#""Assign": { "<|>c""#);
        assert_eq!(renamed(&outer, "b"), Err(RenameError::Taken), "a branch has it");
    }
}
