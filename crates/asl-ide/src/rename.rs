//! States and variables by name: where they are declared, where they are meant, and how they get another name.

use std::fmt;

use super::cursor::{Cursor, Role};
use asl_core::edit::{self, Edit};
use asl_core::model::{Machine, MachineId, State, StateId};
use asl_core::semantic::{Analysis, VariableId};
use asl_core::syntax::Text;
use asl_core::text::Span;

/// Something with a name that can be meant in several places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    State(StateId),
    Variable(VariableId),
}

/// A place where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The name itself, without quotes.
    pub span: Span,
    pub is_declaration: bool,
}

/// Why something cannot have a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenameError {
    Empty,
    /// More characters than AWS takes; the limit.
    TooLong(usize),
    /// AWS takes letters of any language, digits and `_`, with no digit first.
    NotAName,
    /// The name of a substitution has letters, digits, and these.
    NotASubstitution(&'static [char]),
    /// The name also stands where it cannot be changed.
    Hidden,
    /// `states` belongs to the language.
    Reserved,
    /// The name is in use.
    Taken,
    /// It stands in a text that the definition is put together from in a way that cannot be changed.
    PutTogether,
}

impl fmt::Display for RenameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RenameError::Empty => f.write_str("a name has at least one character"),
            RenameError::TooLong(limit) => write!(f, "a name has at most {limit} characters"),
            RenameError::NotAName => {
                f.write_str("the name of a variable has letters, digits and `_`, and no digit first")
            }
            RenameError::NotASubstitution(others) => {
                let others: Vec<String> = others.iter().map(|c| format!("`{c}`")).collect();
                let others = others.join(", ");
                write!(
                    f,
                    "the name of a substitution begins with a letter or `_`, and has letters, digits, {others}"
                )
            }
            RenameError::Hidden => {
                f.write_str("the name also stands in an expression or in a value that the template works out")
            }
            RenameError::Reserved => f.write_str("`states` is the name of what the language provides"),
            RenameError::Taken => f.write_str("there is one of that name already"),
            RenameError::PutTogether => f.write_str(
                "the definition is put together from texts that are not quoted alike; change it by hand",
            ),
        }
    }
}

/// Characters of the name of a state (§3.3) and of a variable (§7.1).
const LIMIT: usize = 80;

/// What is named at the cursor, and the span of its name there.
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

/// All places where it stands, in the order of the text.
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

/// The same thing where the conditions of a template do not hold.
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

/// The strings that are the name of a state: where it is declared, and where transitions name it.
fn texts_of<'a>(analysis: &'a Analysis, state: State<'a>) -> impl Iterator<Item = (Text<'a>, bool)> {
    let machine = state.machine();
    let start = machine.start_at().filter(move |start| machine.state(start.value) == Some(state));
    let edges = machine.states().flat_map(|from| analysis.graph().edges(from));
    let targets = edges.filter(move |edge| edge.to == Some(state)).map(|edge| edge.target);
    std::iter::once((state.name(), true)).chain(start.into_iter().chain(targets).map(|text| (text, false)))
}

/// The changes that give it another name everywhere.
///
/// # Errors
///
/// If AWS does not take the name, or something else has it.
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
                return Err(RenameError::NotAName);
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
    if edit::are_applicable(analysis, &edits) { Ok(edits) } else { Err(RenameError::PutTogether) }
}

/// Whether a variable has the name already in a machine around that of another one, inside it, or in it.
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

    /// The text after what is under the cursor has got another name.
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
