//! Sets of fields, so that rules about many fields of every object compare two sets instead of many names.

use std::sync::LazyLock;

use super::{
    FieldInfo, FieldNumber, GROUPS, Group, ObjectKind, QueryLanguage, field_number, operator, required,
};

/// A set of fields of the catalog.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct FieldSet([u64; 4]);

impl FieldSet {
    /// Adds a field.
    pub(crate) fn insert(&mut self, field: FieldNumber) {
        const { assert!(FieldNumber::COUNT <= 4 * 64) };
        self.0[field.index() / 64] |= 1 << (field.index() % 64);
    }

    /// Returns the fields that are in both sets.
    pub(crate) fn and(self, other: FieldSet) -> FieldSet {
        FieldSet(std::array::from_fn(|i| self.0[i] & other.0[i]))
    }

    /// Returns the fields in the order of their numbers.
    pub(crate) fn iter(self) -> impl Iterator<Item = FieldNumber> {
        self.0.into_iter().enumerate().flat_map(|(word, mut bits)| {
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros() as u8)?;
                bits &= bits - 1;
                Some(FieldNumber(word as u8 * 64 + bit))
            })
        })
    }

    /// Returns the number of fields.
    pub(crate) fn len(self) -> u32 {
        self.0.iter().map(|bits| bits.count_ones()).sum()
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == [0; 4]
    }

    /// Returns whether the set has all fields of another one.
    pub(crate) fn has_all(self, other: FieldSet) -> bool {
        self.and(other) == other
    }
}

impl FromIterator<FieldNumber> for FieldSet {
    fn from_iter<I: IntoIterator<Item = FieldNumber>>(fields: I) -> FieldSet {
        let mut set = FieldSet::default();
        fields.into_iter().for_each(|field| set.insert(field));
        set
    }
}

/// Returns the fields that [`required`] returns.
pub(crate) fn required_set(object: ObjectKind, language: QueryLanguage) -> FieldSet {
    static BY_KIND: LazyLock<Vec<[FieldSet; 2]>> = LazyLock::new(|| {
        let number = |object, field: &FieldInfo| field_number(object, field.name);
        let of =
            |object, language| required(object, language).filter_map(|field| number(object, field)).collect();
        let both =
            |object| [QueryLanguage::JsonPath, QueryLanguage::Jsonata].map(|language| of(object, language));
        ObjectKind::ALL.into_iter().map(both).collect()
    });
    BY_KIND[object as usize][language as usize]
}

/// Returns the comparisons of choice rules.
pub(crate) fn comparisons() -> FieldSet {
    static SET: LazyLock<FieldSet> =
        LazyLock::new(|| FieldNumber::all().filter(|field| operator(field.info().name).is_some()).collect());
    *SET
}

/// Returns the groups of alternative fields of a kind of object, with their fields.
pub(crate) fn group_sets(object: ObjectKind) -> &'static [(&'static Group, FieldSet)] {
    static BY_KIND: LazyLock<Vec<Vec<(&'static Group, FieldSet)>>> = LazyLock::new(|| {
        let fields =
            |group: &Group| group.fields.iter().filter_map(|name| field_number(group.on, name)).collect();
        let of = |object| {
            GROUPS.iter().filter(|group| group.on == object).map(|group| (group, fields(group))).collect()
        };
        ObjectKind::ALL.into_iter().map(of).collect()
    });
    &BY_KIND[object as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_have_the_fields_that_were_added() {
        let some: Vec<FieldNumber> = FieldNumber::all().step_by(7).collect();
        let set: FieldSet = some.iter().copied().collect();
        assert!(set.iter().eq(some.iter().copied()));
        assert_eq!(set.len() as usize, some.len());
        let all: FieldSet = FieldNumber::all().collect();
        assert_eq!((all.len() as usize, all.and(set)), (FieldNumber::COUNT, set));
        assert!(all.has_all(set) && !set.has_all(all) && set.has_all(FieldSet::default()));
        assert!(FieldSet::default().is_empty() && !set.is_empty());
    }

    #[test]
    fn sets_have_the_same_fields_as_the_tables() {
        fn names(set: FieldSet) -> Vec<&'static str> {
            let mut names: Vec<&str> = set.iter().map(|field| field.info().name).collect();
            names.sort_unstable();
            names
        }
        for object in ObjectKind::ALL {
            for language in [QueryLanguage::JsonPath, QueryLanguage::Jsonata] {
                let expected: Vec<&str> = required(object, language).map(|field| field.name).collect();
                assert_eq!(names(required_set(object, language)), expected, "{object:?}");
            }
            for (group, fields) in group_sets(object) {
                let mut expected = group.fields.to_vec();
                expected.sort_unstable();
                assert_eq!(names(*fields), expected, "{object:?}");
            }
        }
        assert!(names(comparisons()).contains(&"IsPresent") && !names(comparisons()).contains(&"Variable"));
    }
}
