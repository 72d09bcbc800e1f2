//! Finds the assignments and the reads of variables.

use super::guard;
use super::{Assignedness, Assigner, Declaration, Reference, Scope, Test, Variable, VariableId, Variables};
use crate::catalog::functions;
use crate::catalog::{ObjectKind, StateKind, Value};
use crate::expr::path::Path;
use crate::expr::{Code, Expression, ExpressionRef};
use crate::model::{Model, Object, State};
use crate::syntax::{Node, Text};
use crate::text::Span;
use jsonata_syntax::{self as jsonata, NodeKind, Parsed, Resolution};

pub(super) fn declarations(variables: &mut Variables, model: &Model) {
    if model.fields_where(|info| info.value == Value::Variables).next().is_none() {
        return;
    }
    scopes(variables, model);
    for state in model.states() {
        let Some(object) = state.object() else { continue };
        assign(variables, state, object, Assigner::State);
        for (i, rule) in object.objects("Choices").enumerate() {
            assign(variables, state, rule, Assigner::Rule(i));
        }
        for (i, catcher) in object.objects("Catch").enumerate() {
            assign(variables, state, catcher, Assigner::Catcher(i));
        }
    }
}

fn scopes(variables: &mut Variables, model: &Model) {
    variables.scopes = model
        .machines()
        .map(|machine| Scope {
            parent: machine.parent().map(State::id),
            is_cut: machine.parent().is_some_and(State::is_distributed_map),
            is_open: machine.is_damaged(),
            ..Scope::default()
        })
        .collect();
}

fn assign(variables: &mut Variables, state: State<'_>, object: Object<'_>, by: Assigner) {
    let Some(field) = object.field("Assign").filter(|field| field.info().is_some()) else { return };
    let machine = state.machine().id();
    let value = field.value().filter(|value| value.is_object());
    let Some(value) = value else { return variables.scopes[machine.index()].is_open = true };
    let is_jsonpath = object.language() == crate::catalog::QueryLanguage::JsonPath;
    for pair in value.pairs() {
        let key = pair.key();
        let scope = &mut variables.scopes[machine.index()];
        if key.has_placeholder() {
            scope.is_open = true;
            continue;
        }
        let written = match is_jsonpath {
            true => key.value.strip_suffix(".$").unwrap_or(key.value),
            false => key.value,
        };
        let local = scope.by_name.len();
        // For an invalid name, the variable that was probably meant.
        let name = identifier(written);
        let variable = *scope.by_name.entry(name.to_owned()).or_insert_with(|| {
            variables.variables.push(Variable {
                name: name.to_owned(),
                machine,
                local,
                declarations: Vec::new(),
            });
            VariableId(variables.variables.len() as u32 - 1)
        });
        let span = state.model().tree().to_file(key, Span::new(0, written.len()));
        variables.variables[variable.0 as usize].declarations.push(variables.declarations.len() as u32);
        variables.declarations.push(Declaration { variable, state: state.id(), by, key: pair.id(), span });
    }
}

fn identifier(name: &str) -> &str {
    let name = name.trim_start_matches('$');
    &name[..name.find(|c| !continues_name(c)).unwrap_or(name.len())]
}

fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn continues_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii()
}

pub(super) fn references(variables: &mut Variables, model: &Model, expressions: &[Expression]) {
    let mut found = Vec::new();
    for (index, expression) in expressions.iter().enumerate() {
        let site = ExpressionRef::new(model, expression);
        // Most strings contain no variables, and this check is fast.
        if dollars(site.text().value).next().is_none() || site.field().key().value == "ResultPath" {
            continue;
        }
        if let Some(state) = site.object().state() {
            Collector { variables, site, index, state, found: &mut found }.read();
        }
    }
    found.sort_by_key(|reference| reference.span);
    variables.references = found;
    if variables.scopes.is_empty() && !variables.references.is_empty() {
        scopes(variables, model);
    }
}

/// The names after a `$` in any string, with their offsets in bytes.
fn dollars(text: &str) -> impl Iterator<Item = (usize, &str)> {
    memchr::memchr_iter(b'$', text.as_bytes()).filter_map(|at| {
        let rest = &text[at + 1..];
        let is_name = rest.starts_with(starts_name) && !text[..at].ends_with('$');
        is_name.then(|| (at + 1, &rest[..rest.find(|c| !continues_name(c)).unwrap_or(rest.len())]))
    })
}

struct Collector<'r, 'm> {
    variables: &'r Variables,
    site: ExpressionRef<'m>,
    index: usize,
    state: State<'m>,
    found: &'r mut Vec<Reference>,
}

impl<'m> Collector<'_, 'm> {
    fn read(&mut self) {
        let text = self.site.text();
        match self.site.code() {
            _ if text.has_placeholder() => self.guess(text),
            Code::Text => self.guess(text),
            Code::Path(path) => self.path(path, path.errors.is_empty()),
            Code::Intrinsic(intrinsic) => {
                let Some(call) = &intrinsic.call else { return self.guess(text) };
                for path in call.paths() {
                    self.path(path, intrinsic.errors.is_empty());
                }
            }
            Code::Jsonata(parsed) => self.jsonata(parsed),
        }
    }

    /// Adds what may be meant as a read, or become one when the placeholders are replaced.
    fn guess(&mut self, text: Text<'m>) {
        for (at, name) in dollars(text.value) {
            let span = self.state.model().tree().to_file(text, Span::new(at, at + name.len()));
            self.add(name, span, false, Test::None);
        }
    }

    fn path(&mut self, path: &Path, is_sure: bool) {
        let object = self.site.object();
        let is_test = self.site.field().key().value == "Variable" && object.has("IsPresent");
        let is_present = object.get("IsPresent").and_then(Node::as_bool) == Some(true);
        let test = match is_test {
            true if is_present && object.kind() == ObjectKind::ChoiceRule => Test::Proves,
            true => Test::Exists,
            false => Test::None,
        };
        for (name, span) in path.variables() {
            self.add(name, self.site.span(span), is_sure, test);
        }
    }

    fn jsonata(&mut self, parsed: &Parsed) {
        let tree = &parsed.tree;
        let (variables, state) = (self.variables, self.state);
        let is_candidate = |name: &str| match name {
            "states" => false,
            name => functions::function(name).is_none() || variables.resolve(state, name).is_some(),
        };
        let mut free = jsonata::variables(parsed)
            .filter(|read| read.resolution == Resolution::Free && is_candidate(read.name))
            .peekable();
        if free.peek().is_none() {
            return;
        }
        let mut is_called = vec![false; tree.len()];
        for (_, node) in tree.nodes() {
            if let NodeKind::Call { callee: called, .. }
            | NodeKind::Partial { callee: called, .. }
            | NodeKind::Apply { function: called, .. } = node.kind
            {
                is_called[called.index()] = true;
            }
        }
        let tests = guard::tests(parsed);
        for read in free {
            let span = Span { start: read.span.end - read.name.len() as u32, end: read.span.end };
            let is_sure = parsed.errors.is_empty() && !is_called[read.node.index()];
            self.add(read.name, self.site.span(span), is_sure, tests[read.node.index()]);
        }
    }

    fn add(&mut self, name: &str, span: Span, is_sure: bool, test: Test) {
        let variable = self.variables.resolve(self.state, name);
        if is_sure || variable.is_some() {
            let (state, site) = (self.state.id(), self.index);
            let name = name.to_owned();
            let value = Assignedness::Assumed;
            self.found.push(Reference { name, span, state, site, variable, is_sure, value, test });
        }
    }
}

/// The index of the choice rule whose condition the expression is.
pub(super) fn rule_of(site: ExpressionRef<'_>) -> Option<usize> {
    let (object, state) = (site.object(), site.object().state()?);
    if object.kind() != ObjectKind::ChoiceRule || !state.is(StateKind::Choice) {
        return None;
    }
    object.position_in(state.object()?.field("Choices")?)
}
