//! Views of states.

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

    /// The model that the state belongs to.
    pub fn model(self) -> &'m Model {
        self.model
    }

    /// The ID of the state in its model.
    pub fn id(self) -> StateId {
        self.id
    }

    /// The pair in `States`.
    pub fn pair(self) -> Pair<'m> {
        self.model.tree.pair(self.data().key)
    }

    /// The name of the state: its key in `States`.
    pub fn name(self) -> Text<'m> {
        self.pair().key()
    }

    /// The machine that the state belongs to.
    pub fn machine(self) -> Machine<'m> {
        Machine { model: self.model, id: self.data().machine }
    }

    /// The next state of the machine in the order of the text.
    pub(crate) fn following(self) -> Option<State<'m>> {
        let MachineData { first, count, .. } = *self.machine().data();
        // A state of a duplicate `States` comes before those of the last one.
        let next = first.max(self.id.0 + 1);
        (next < first + count).then(|| self.model.state(StateId(next)))
    }

    /// The fields of the state; `None` if its value is not an object.
    pub fn object(self) -> Option<Object<'m>> {
        self.data().object.map(|id| Object { model: self.model, id })
    }

    /// The type of the state, if it is one of the eight or a misspelling of one.
    pub fn kind(self) -> Option<StateKind> {
        self.data().kind
    }

    /// Whether the state has this type.
    pub fn is(self, kind: StateKind) -> bool {
        self.kind() == Some(kind)
    }

    /// The query language of the state: its own, or else that of the whole definition (§1.4).
    pub fn language(self) -> QueryLanguage {
        self.data().language
    }

    /// Whether this is a JSONPath state of a JSONata definition. Step Functions does not check its fields any further
    /// (§1.4).
    pub(crate) fn is_downgrade(self) -> bool {
        self.data().is_downgrade
    }

    /// Returns the value of a field of the state.
    #[inline]
    pub fn get(self, field: &str) -> Option<Node<'m>> {
        self.object()?.get(field)
    }

    /// Whether the state has a field with exactly this name.
    #[inline]
    pub(crate) fn has(self, field: &str) -> bool {
        self.object().is_some_and(|object| object.has(field))
    }

    /// The objects inside a field, such as `Retry` or `Choices`.
    #[inline]
    pub fn objects(self, field: &str) -> impl DoubleEndedIterator<Item = Object<'m>> + use<'m> {
        let field = self.object().and_then(|object| object.field(field));
        self.model.objects_in(field)
    }

    /// Whether the state is `Succeed` or `Fail`, or has `"End": true`.
    pub fn is_terminal(self) -> bool {
        match self.kind() {
            Some(StateKind::Succeed | StateKind::Fail) => true,
            Some(StateKind::Choice) => false,
            _ => self.get("End").and_then(Node::as_bool) == Some(true),
        }
    }

    /// Whether this is a Distributed Map, which starts child executions for its items.
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
