//! The catalog entries for a completion context. They are looked up along the path to it, so that they are known in
//! incomplete objects too.

use super::context::{CompletionContext, Expected, TypedStep};
use asl_core::catalog::{self, FieldInfo, ObjectKind, QueryLanguage, StateKind, Value};
use asl_core::model::{Machine, State};
use asl_core::syntax::{Node, Pair};
use aws_services::Shape;

use crate::services;

/// What a completion context belongs to.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub at: At,
    /// The innermost object with fields of the States Language.
    pub place: ObjectKind,
    pub object: Option<Node<'a>>,
    pub machine: Option<Machine<'a>>,
    pub state: Option<State<'a>>,
    pub language: QueryLanguage,
    /// The innermost key of a payload template.
    pub key: Option<Pair<'a>>,
    /// What the called action takes here, in the payload of a Task.
    pub shape: Option<Shape<'static>>,
}

/// The kind of position.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// In an object, where a field is expected; or where the object itself is expected.
    Object(ObjectKind),
    /// At the value of a field.
    Field(&'static FieldInfo),
    /// Nested in the value of a field, where the States Language has no fields.
    Inside(&'static FieldInfo),
    /// Under an unknown key.
    Unknown,
}

impl<'a> Scope<'a> {
    pub(super) fn of(context: &CompletionContext<'a>) -> Scope<'a> {
        let model = context.analysis.model();
        let root = context.analysis.tree().root();
        let mut scope = Scope {
            at: At::Object(ObjectKind::Machine),
            place: ObjectKind::Machine,
            object: root,
            machine: model.root(),
            state: None,
            language: root.and_then(language).unwrap_or(QueryLanguage::JsonPath),
            key: None,
            shape: None,
        };
        for step in &context.steps {
            scope.enter();
            scope.follow(*step);
        }
        if matches!(context.expected, Expected::Key { .. }) {
            scope.enter();
        }
        scope
    }

    /// Whether the value is an object according to the catalog.
    pub(super) fn wants_keys(&self) -> bool {
        match self.at {
            At::Object(_) => true,
            At::Field(info) => {
                matches!(info.value, Value::States | Value::Object(_) | Value::Template | Value::Variables)
            }
            At::Inside(info) => matches!(info.value, Value::Template),
            At::Unknown => false,
        }
    }

    /// Enters the object that is the value of a field.
    fn enter(&mut self) {
        if let At::Field(FieldInfo { value: Value::Object(place), .. }) = self.at {
            self.at = At::Object(*place);
        }
        if let At::Object(place) = self.at {
            self.place = place;
        }
    }

    fn follow(&mut self, step: TypedStep<'a>) {
        let value = match step {
            TypedStep::Pair(pair) => pair.value(),
            TypedStep::Item(item) => item,
        };
        self.shape = match (self.at, step) {
            (At::Object(ObjectKind::Task | ObjectKind::AnyState), TypedStep::Pair(pair))
                if matches!(pair.key().value, "Parameters" | "Arguments") =>
            {
                self.state.and_then(|state| state.call()?.input()).map(Shape::Structure)
            }
            (_, TypedStep::Pair(pair)) => self.shape.and_then(|shape| services::below(shape, pair)),
            (_, TypedStep::Item(_)) => self.shape.and_then(services::element),
        };
        self.at = match (self.at, step) {
            (At::Object(place), TypedStep::Pair(pair)) => {
                catalog::field(place, pair.key().value).map_or(At::Unknown, At::Field)
            }
            (At::Field(FieldInfo { value: Value::States, .. }), TypedStep::Pair(pair)) => {
                At::Object(self.set_state(pair))
            }
            (At::Field(FieldInfo { value: Value::Objects { of, .. }, .. }), TypedStep::Item(_)) => {
                At::Object(*of)
            }
            (At::Field(info) | At::Inside(info), step) => {
                if let TypedStep::Pair(pair) = step {
                    self.key = Some(pair);
                }
                At::Inside(info)
            }
            _ => At::Unknown,
        };
        let place = match self.at {
            At::Field(FieldInfo { value: Value::Object(place), .. }) => Some(*place),
            At::Object(place) => Some(place),
            _ => None,
        };
        if let Some(place) = place {
            self.object = value.filter(|value| value.is_object());
            if place.is_machine() {
                self.set_machine();
            }
        }
    }

    fn set_machine(&mut self) {
        let id = self.object.map(Node::id);
        let machines = self.state.map(|state| state.model().machines());
        let is_here = |machine: &Machine<'_>| Some(machine.object().node().id()) == id;
        self.machine = machines.and_then(|mut machines| machines.find(is_here));
    }

    fn set_state(&mut self, pair: Pair<'a>) -> ObjectKind {
        let value = pair.value();
        let mut states = self.machine.into_iter().flat_map(Machine::states);
        self.state = states.find(|state| state.pair().id() == pair.id());
        if let Some(own) = value.and_then(language) {
            self.language = own;
        }
        let kind = value.and_then(|value| StateKind::from_name(value.get("Type")?.as_str()?));
        kind.map_or(ObjectKind::AnyState, StateKind::place)
    }
}

/// The object or array of a context that gets a key or contains the value.
pub(super) fn holder<'a>(context: &CompletionContext<'a>) -> Option<Node<'a>> {
    if let Expected::Key { object, .. } = context.expected {
        return object;
    }
    let outer = context.steps.iter().rev().nth(1).map(|step| match step {
        TypedStep::Pair(pair) => pair.value(),
        TypedStep::Item(item) => *item,
    });
    outer.unwrap_or_else(|| context.analysis.tree().root())
}

fn language(object: Node<'_>) -> Option<QueryLanguage> {
    let name = object.get("QueryLanguage")?.as_str()?;
    [QueryLanguage::JsonPath, QueryLanguage::Jsonata].into_iter().find(|language| language.name() == name)
}
