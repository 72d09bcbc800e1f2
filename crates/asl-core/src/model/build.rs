//! Walks the tree along the catalog: the value that a field takes determines the kind of the objects inside it.

use std::cell::LazyCell;

use super::{FieldData, Groups, MachineData, MachineId, Model, ObjectData, ObjectId, StateData, StateId};
use crate::catalog::{self, FieldNumber, FieldSet, ObjectKind, QueryLanguage, StateKind, Value};
use crate::fuzzy::nearest;
use crate::name::NameKey;
use crate::syntax::{Kind, Node, NodeId, Text, Tree};
use crate::text::Span;

pub(super) fn model(tree: Tree) -> Model {
    let mut builder = Builder {
        tree: &tree,
        language: QueryLanguage::JsonPath,
        machines: Vec::new(),
        states: Vec::new(),
        objects: Vec::with_capacity(tree.nodes().len() / 4),
        fields: Vec::with_capacity(tree.nodes().len()),
        keys: Vec::with_capacity(tree.nodes().len()),
        misplaced: Vec::new(),
        placeholders: Vec::new(),
    };
    if let Some(root) = tree.root() {
        if root.is_object() {
            // A `QueryLanguage` that is inside `States` by mistake counts as intended: one report is enough.
            let language = language_of(root).or_else(|| language_of(root.get("States")?));
            builder.language = language.unwrap_or(QueryLanguage::JsonPath);
            builder.machine(root, ObjectKind::Machine, root.opening(), None);
        } else {
            builder.misplaced.push((root.id(), ObjectKind::Machine));
        }
    }
    let Builder { machines, states, objects, fields, keys, misplaced, placeholders, .. } = builder;
    let is_elsewhere = |placeholder: &Span| tree.root().is_some_and(|root| !root.span().covers(*placeholder));
    let has_placeholders_elsewhere = placeholders.iter().any(is_elsewhere);
    let groups = Groups::new(&states, &objects, &fields);
    Model {
        machines,
        states,
        objects,
        fields,
        keys,
        groups,
        misplaced,
        placeholders,
        has_placeholders_elsewhere,
        tree,
    }
}

struct Builder<'t> {
    tree: &'t Tree,
    /// The language of states without a `QueryLanguage`.
    language: QueryLanguage,
    machines: Vec<MachineData>,
    states: Vec<StateData>,
    objects: Vec<ObjectData>,
    fields: Vec<FieldData>,
    keys: Vec<NameKey>,
    misplaced: Vec<(NodeId, ObjectKind)>,
    placeholders: Vec<Span>,
}

impl Builder<'_> {
    fn machine(&mut self, node: Node<'_>, kind: ObjectKind, name: Span, parent: Option<StateId>) {
        let object = self.reserve(node, kind, name, MachineId(self.machines.len() as u32), parent);
        self.fill(object);
    }

    /// Adds an object without its fields, which [`Builder::fill`] reads. This gives the objects of an array consecutive
    /// indices.
    fn reserve(
        &mut self,
        node: Node<'_>,
        kind: ObjectKind,
        name: Span,
        machine: MachineId,
        state: Option<StateId>,
    ) -> ObjectId {
        let language = state.map_or(QueryLanguage::JsonPath, |state| self.states[state.0 as usize].language);
        self.objects.push(ObjectData {
            language,
            kind,
            node: node.id(),
            name,
            machine,
            state,
            first: 0,
            count: 0,
            names: 0,
            mentioned: FieldSet::default(),
            has_misspelt: false,
        });
        ObjectId(self.objects.len() as u32 - 1)
    }

    fn fill(&mut self, id: ObjectId) {
        let tree = self.tree;
        let (kind, node, state) = {
            let object = &self.objects[id.0 as usize];
            (object.kind, tree.node(object.node), object.state)
        };
        let first = self.fields.len() as u32;
        let language = self.objects[id.0 as usize].language;
        let (mut names, mut mentioned, mut has_misspelt) = (0, FieldSet::default(), false);
        // The fields that an unknown name may misspell.
        let absent = LazyCell::new(|| {
            let known = catalog::fields(kind, language).map(|info| info.name);
            known.filter(|known| node.pair(known).is_none()).collect::<Vec<_>>()
        });
        let keys = &mut self.keys;
        self.fields.extend(node.pairs().map(|pair| {
            let name = pair.key_bytes();
            let key = NameKey::of(name);
            names |= key.bit();
            keys.push(key);
            let number = catalog::field_number_of(kind, name, key);
            let meant = if number.is_none() { misspelt(kind, &absent, pair.key().value) } else { None };
            has_misspelt |= meant.is_some();
            number.or(meant).into_iter().for_each(|number| mentioned.insert(number));
            let only = number.and_then(|number| number.info().language);
            FieldData {
                object: id,
                pair: pair.id(),
                number,
                meant,
                is_of_other_language: only.is_some_and(|only| only != language),
                inside: (0, 0),
            }
        }));
        if node.is_open() {
            self.placeholders.push(node.span());
        }
        let count = self.fields.len() as u32 - first;
        let object = &mut self.objects[id.0 as usize];
        (object.first, object.count) = (first, count);
        (object.names, object.mentioned, object.has_misspelt) = (names, mentioned, has_misspelt);
        if kind.is_machine() {
            let machine = MachineId(self.machines.len() as u32);
            let parent = state;
            let object = &mut self.objects[id.0 as usize];
            object.machine = machine;
            self.machines.push(MachineData { object: id, parent, first: 0, count: 0, by_name: Vec::new() });
        }
        for field in first..first + count {
            self.descend(id, field as usize);
        }
    }

    /// Records a value that is not the expected object.
    fn misplace(&mut self, node: Node<'_>, expected: ObjectKind) {
        if node.kind() == Kind::Placeholder {
            self.placeholders.push(node.span());
        }
        self.misplaced.push((node.id(), expected));
    }

    /// Reads the objects inside a field.
    fn descend(&mut self, id: ObjectId, field: usize) {
        let FieldData { pair, number, .. } = self.fields[field];
        let pair = self.tree.pair(pair);
        let (Some(info), Some(value)) = (number.map(FieldNumber::info), pair.value()) else { return };
        let ObjectData { machine, state, .. } = self.objects[id.0 as usize];
        let first = self.objects.len() as u32;
        let holds_objects = matches!(info.value, Value::States | Value::Object(_) | Value::Objects { .. });
        if holds_objects && (value.kind() == Kind::Placeholder || value.is_open()) {
            self.placeholders.push(value.span());
        }
        match info.value {
            Value::States => return self.states(machine, value),
            Value::Object(kind) if value.is_object() => {
                self.reserve(value, kind, pair.key().span, machine, state);
            }
            Value::Objects { of, .. } => {
                for item in value.items() {
                    // Misplaced items are objects too, so that the indices are those of the array.
                    if !item.is_object() {
                        self.misplace(item, of);
                    }
                    self.reserve(item, of, item.opening(), machine, state);
                }
            }
            _ => return,
        }
        let last = self.objects.len() as u32;
        self.fields[field].inside = (first, last - first);
        for object in first..last {
            self.fill(ObjectId(object));
        }
    }

    fn states(&mut self, machine: MachineId, value: Node<'_>) {
        let first = self.states.len() as u32;
        for pair in value.pairs() {
            let node = pair.value();
            if let Some(value) = node.filter(|node| !node.is_object()) {
                self.misplace(value, ObjectKind::AnyState);
            }
            let own = node.and_then(language_of);
            let language = own.unwrap_or(self.language);
            self.states.push(StateData {
                machine,
                key: pair.id(),
                object: None,
                kind: node.and_then(kind_of),
                language,
                is_downgrade: language == QueryLanguage::JsonPath && self.language == QueryLanguage::Jsonata,
            });
        }
        let count = self.states.len() as u32 - first;
        let name = |id: StateId| self.tree.pair(self.states[id.0 as usize].key).key().value;
        let mut by_name: Vec<(NameKey, StateId)> =
            (first..first + count).map(StateId).map(|id| (NameKey::of(name(id)), id)).collect();
        // The last of duplicates comes last.
        by_name.sort_unstable_by(|a, b| a.0.compare(b.0, || name(a.1).cmp(name(b.1))).then(a.1.cmp(&b.1)));
        let data = &mut self.machines[machine.0 as usize];
        // Of duplicate `States` fields, the last counts; the rule for duplicate keys reports them.
        (data.first, data.count, data.by_name) = (first, count, by_name);
        for id in (first..first + count).map(StateId) {
            let pair = self.tree.pair(self.states[id.0 as usize].key);
            let Some(node) = pair.value().filter(|node| node.is_object()) else { continue };
            let kind = self.states[id.0 as usize].kind.map_or(ObjectKind::AnyState, StateKind::place);
            let object = self.reserve(node, kind, pair.key().span, machine, Some(id));
            self.states[id.0 as usize].object = Some(object);
            self.fill(object);
        }
    }
}

/// The type of a state. A misspelling counts as the type that was probably intended.
fn kind_of(node: Node<'_>) -> Option<StateKind> {
    // A template may have a different type in each branch of a condition.
    if node.is_open() && node.pairs().filter(|pair| pair.is_named("Type")).count() > 1 {
        return None;
    }
    let name = node.get("Type")?.as_str()?;
    StateKind::from_name(name)
        .or_else(|| StateKind::from_name(nearest(name, StateKind::ALL.into_iter().map(StateKind::name))?))
}

/// The field that an unknown name probably misspells: a similar one that is absent.
fn misspelt(kind: ObjectKind, absent: &[&'static str], name: &str) -> Option<FieldNumber> {
    // An operator with `Not` in its name is not a misspelling of the operator without it: it means the opposite.
    if catalog::operator(&name.replacen("Not", "", 1)).is_some() {
        return None;
    }
    catalog::field_number(kind, nearest(name, absent.iter().copied())?)
}

/// The object's own `QueryLanguage`. Only the exact string `JSONPath` counts as JSONPath (§1.4). If the value contains a
/// placeholder, the expressions of the object decide.
fn language_of(node: Node<'_>) -> Option<QueryLanguage> {
    let value = node.get("QueryLanguage")?;
    if value.is_unknown() || value.as_text().is_some_and(Text::has_placeholder) {
        let has_jsonata = node.mentions("{%");
        return Some(if has_jsonata { QueryLanguage::Jsonata } else { QueryLanguage::JsonPath });
    }
    Some(match value.as_str()? {
        "JSONPath" => QueryLanguage::JsonPath,
        _ => QueryLanguage::Jsonata,
    })
}
