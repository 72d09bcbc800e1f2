//! A view of a state.

use super::*;

/// A member of `States`.
#[derive(Clone, Copy)]
pub struct State<'m> {
    pub(super) model: &'m Model,
    pub(super) id: StateId,
}

impl PartialEq for State<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<'m> State<'m> {
    fn data(self) -> &'m StateData {
        &self.model.states[self.id.0 as usize]
    }

    pub fn model(self) -> &'m Model {
        self.model
    }

    pub fn id(self) -> StateId {
        self.id
    }

    pub fn pair(self) -> Pair<'m> {
        self.model.tree.pair(self.data().key)
    }

    pub fn name(self) -> Text<'m> {
        self.pair().key()
    }

    pub fn machine(self) -> Machine<'m> {
        Machine { model: self.model, id: self.data().machine }
    }

    /// The fields of the state; nothing where its value is not an object.
    pub fn object(self) -> Option<Object<'m>> {
        self.data().object.map(|id| Object { model: self.model, id })
    }

    /// The type, if it is one of the eight, or evidently meant to be.
    pub fn kind(self) -> Option<StateKind> {
        self.data().kind
    }

    pub fn is(self, kind: StateKind) -> bool {
        self.kind() == Some(kind)
    }

    /// The language that holds in this state: its own, or else that of the whole definition (§1.4).
    pub fn language(self) -> QueryLanguage {
        self.data().language
    }

    /// A JSONPath state of a JSONata definition. Step Functions says no more about its fields (§1.4).
    pub fn is_downgrade(self) -> bool {
        self.data().is_downgrade
    }

    pub fn get(self, field: &str) -> Option<Node<'m>> {
        self.object()?.get(field)
    }

    pub fn has(self, field: &str) -> bool {
        self.object().is_some_and(|object| object.has(field))
    }

    /// The objects of an array of objects, as `Retry` or `Choices`.
    pub fn objects(self, field: &str) -> impl Iterator<Item = Object<'m>> + use<'m> {
        let objects = self.object().map(|object| object.objects(field));
        objects.into_iter().flatten()
    }

    /// `Succeed`, `Fail`, or `"End": true`.
    pub fn is_terminal(self) -> bool {
        match self.kind() {
            Some(StateKind::Succeed | StateKind::Fail) => true,
            Some(StateKind::Choice) => false,
            _ => self.get("End").and_then(Node::as_bool) == Some(true),
        }
    }

    /// A Map that starts a child execution for each item.
    pub fn is_distributed_map(self) -> bool {
        if !self.is(StateKind::Map) {
            return false;
        }
        let processors = ["ItemProcessor", "Iterator"].into_iter().flat_map(move |name| self.objects(name));
        processors
            .filter_map(|processor| processor.objects("ProcessorConfig").next()?.get("Mode")?.as_str())
            .any(|mode| mode == "DISTRIBUTED")
    }
}
