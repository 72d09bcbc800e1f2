//! States, objects and fields by their kind. There are a hundred rules, and most are about one kind: when each of them
//! walked over all states or fields to find its own, the walks were a fifth of the time of a definition.

use super::{FieldData, FieldId, ObjectData, ObjectId, StateData, StateId};
use crate::catalog::{FieldInfo, FieldNumber, ObjectKind, StateKind};

#[derive(Debug, Clone)]
pub(super) struct Groups {
    states: Grouped<StateId>,
    objects: Grouped<ObjectId>,
    /// The fields of the catalog by their numbers, without those of the other query language.
    fields: Grouped<FieldId>,
    /// The numbers of these fields.
    numbers: Vec<FieldNumber>,
    pub(super) unknown: Vec<FieldId>,
    pub(super) of_other_language: Vec<FieldId>,
}

impl Groups {
    pub(super) fn new(states: &[StateData], objects: &[ObjectData], fields: &[FieldData]) -> Groups {
        let with_ids = || (0..).map(FieldId).zip(fields);
        let ids = |is_member: fn(&FieldData) -> bool| {
            with_ids().filter(|(_, field)| is_member(field)).map(|(id, _)| id).collect()
        };
        let number = |field: &FieldData| field.number.filter(|_| !field.is_of_other_language);
        let fields =
            Grouped::new(FieldNumber::COUNT, with_ids(), |field| number(field).map(FieldNumber::index));
        let numbers = FieldNumber::all().filter(|number| !fields.of(number.index()).is_empty()).collect();
        Groups {
            states: Grouped::new(StateKind::ALL.len(), (0..).map(StateId).zip(states), |state| {
                state.kind.map(|kind| kind as usize)
            }),
            objects: Grouped::new(ObjectKind::ALL.len(), (0..).map(ObjectId).zip(objects), |object| {
                Some(object.kind as usize)
            }),
            fields,
            numbers,
            unknown: ids(|field| field.number.is_none()),
            of_other_language: ids(|field| field.is_of_other_language),
        }
    }

    pub(super) fn states(&self, kind: StateKind) -> &[StateId] {
        self.states.of(kind as usize)
    }

    pub(super) fn objects(&self, kind: ObjectKind) -> &[ObjectId] {
        self.objects.of(kind as usize)
    }

    /// Returns the fields whose row of the catalog meets a condition.
    pub(super) fn fields(
        &self,
        is_wanted: impl Fn(&'static FieldInfo) -> bool,
    ) -> impl Iterator<Item = FieldId> {
        let wanted = self.numbers.iter().filter(move |number| is_wanted(number.info()));
        wanted.flat_map(move |number| self.fields.of(number.index()).iter().copied())
    }
}

/// The members of each group, in their original order.
#[derive(Debug, Clone)]
struct Grouped<T> {
    members: Vec<T>,
    /// The index of the first member of each group, and at the end the number of members.
    starts: Vec<u32>,
}

impl<T: Copy> Grouped<T> {
    /// `group` returns the group of a value, below `count`.
    fn new<'d, D: 'd>(
        count: usize,
        values: impl Iterator<Item = (T, &'d D)> + Clone,
        group: impl Fn(&D) -> Option<usize>,
    ) -> Grouped<T> {
        let mut starts = vec![0; count + 1];
        let mut first = None;
        for (id, value) in values.clone() {
            if let Some(group) = group(value) {
                first.get_or_insert(id);
                starts[group + 1] += 1;
            }
        }
        for group in 0..count {
            starts[group + 1] += starts[group];
        }
        let mut next = starts.clone();
        let mut members = first.map_or_else(Vec::new, |first| vec![first; starts[count] as usize]);
        for (id, value) in values {
            if let Some(group) = group(value) {
                members[next[group] as usize] = id;
                next[group] += 1;
            }
        }
        Grouped { members, starts }
    }

    fn of(&self, group: usize) -> &[T] {
        &self.members[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}
