//! States, objects and fields by their kind. There are more than a hundred rules, and most are about one kind: they do not
//! walk over all states or fields to find their own.

use super::{FieldData, FieldId, ObjectData, ObjectId, StateData, StateId};
use crate::catalog::{FieldInfo, FieldNumber, FieldSet, ObjectKind, StateKind};

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
        let (mut numbers, mut unknown, mut of_other_language) = (FieldSet::default(), Vec::new(), Vec::new());
        for (id, field) in (0..).map(FieldId).zip(fields) {
            match field.number {
                None => unknown.push(id),
                Some(_) if field.is_of_other_language => of_other_language.push(id),
                Some(number) => numbers.insert(number),
            }
        }
        let number = |field: &FieldData| field.number.filter(|_| !field.is_of_other_language);
        let index = |field: &FieldData| number(field).map(FieldNumber::index);
        let kind = |state: &StateData| state.kind.map(|kind| kind as usize);
        Groups {
            states: Grouped::new(StateKind::ALL.len(), states, kind, StateId),
            objects: Grouped::new(ObjectKind::ALL.len(), objects, |one| Some(one.kind as usize), ObjectId),
            fields: Grouped::new(FieldNumber::COUNT, fields, index, FieldId),
            numbers: numbers.iter().collect(),
            unknown,
            of_other_language,
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

/// The members of each group, in their original order (sorted by counting).
#[derive(Debug, Clone)]
struct Grouped<T> {
    members: Vec<T>,
    /// The index of the first member of each group, and at the end the number of members.
    starts: Vec<u32>,
}

impl<T: Copy> Grouped<T> {
    /// `group` returns the group of an item, below `count`, and `id` the ID of the item with an index.
    fn new<D>(
        count: usize,
        items: &[D],
        group: impl Fn(&D) -> Option<usize>,
        id: impl Fn(u32) -> T,
    ) -> Grouped<T> {
        let mut starts = vec![0; count + 1];
        items.iter().filter_map(&group).for_each(|group| starts[group] += 1);
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        let mut members = vec![id(0); end as usize];
        for (i, item) in items.iter().enumerate().rev() {
            if let Some(group) = group(item) {
                starts[group] -= 1;
                members[starts[group] as usize] = id(i as u32);
            }
        }
        Grouped { members, starts }
    }

    fn of(&self, group: usize) -> &[T] {
        &self.members[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}
