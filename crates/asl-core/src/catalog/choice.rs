//! The comparison operators of choice rules (§2.9.2).

/// An operator that compares the value of `Variable` with something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    pub name: &'static str,
    pub operand: Operand,
    pub comparison: Comparison,
    /// The operand is a path to the value, not the value.
    pub by_path: bool,
}

/// The type of value that an operator works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    String,
    Number,
    Boolean,
    Timestamp,
    /// The operand says whether the test must hold: `"IsNull": true`.
    Test,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Equals,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    /// `StringMatches`: `*` stands for any run of characters.
    Matches,
    IsNull,
    IsPresent,
    IsNumeric,
    IsString,
    IsBoolean,
    IsTimestamp,
}

/// The operator with a name.
pub fn operator(name: &str) -> Option<Operator> {
    let name = OPERATOR_NAMES.iter().copied().find(|&known| known == name)?;
    let test = |comparison| Some(Operator { name, operand: Operand::Test, comparison, by_path: false });
    match name {
        "IsNull" => return test(Comparison::IsNull),
        "IsPresent" => return test(Comparison::IsPresent),
        "IsNumeric" => return test(Comparison::IsNumeric),
        "IsString" => return test(Comparison::IsString),
        "IsBoolean" => return test(Comparison::IsBoolean),
        "IsTimestamp" => return test(Comparison::IsTimestamp),
        _ => {}
    }
    let (stem, by_path) = name.strip_suffix("Path").map_or((name, false), |stem| (stem, true));
    let families = [
        ("String", Operand::String),
        ("Numeric", Operand::Number),
        ("Boolean", Operand::Boolean),
        ("Timestamp", Operand::Timestamp),
    ];
    let (relation, operand) =
        families.into_iter().find_map(|(family, operand)| Some((stem.strip_prefix(family)?, operand)))?;
    let comparison = match relation {
        "Equals" => Comparison::Equals,
        "LessThan" => Comparison::Less,
        "GreaterThan" => Comparison::Greater,
        "LessThanEquals" => Comparison::LessOrEqual,
        "GreaterThanEquals" => Comparison::GreaterOrEqual,
        "Matches" => Comparison::Matches,
        _ => return None,
    };
    Some(Operator { name, operand, comparison, by_path })
}

pub(super) const OPERATOR_NAMES: &[&str] = &[
    "StringEquals",
    "StringEqualsPath",
    "StringLessThan",
    "StringLessThanPath",
    "StringGreaterThan",
    "StringGreaterThanPath",
    "StringLessThanEquals",
    "StringLessThanEqualsPath",
    "StringGreaterThanEquals",
    "StringGreaterThanEqualsPath",
    "StringMatches",
    "NumericEquals",
    "NumericEqualsPath",
    "NumericLessThan",
    "NumericLessThanPath",
    "NumericGreaterThan",
    "NumericGreaterThanPath",
    "NumericLessThanEquals",
    "NumericLessThanEqualsPath",
    "NumericGreaterThanEquals",
    "NumericGreaterThanEqualsPath",
    "BooleanEquals",
    "BooleanEqualsPath",
    "TimestampEquals",
    "TimestampEqualsPath",
    "TimestampLessThan",
    "TimestampLessThanPath",
    "TimestampGreaterThan",
    "TimestampGreaterThanPath",
    "TimestampLessThanEquals",
    "TimestampLessThanEqualsPath",
    "TimestampGreaterThanEquals",
    "TimestampGreaterThanEqualsPath",
    "IsNull",
    "IsPresent",
    "IsNumeric",
    "IsString",
    "IsBoolean",
    "IsTimestamp",
];

#[cfg(test)]
mod tests {
    use super::super::{Place, field};
    use super::*;

    #[test]
    fn every_operator_is_known_and_a_field_of_choice_rules() {
        assert_eq!(OPERATOR_NAMES.len(), 39);
        for name in OPERATOR_NAMES {
            let operator = operator(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(operator.by_path, name.ends_with("Path"));
            assert!(
                field(Place::ChoiceRule, name).is_some() && field(Place::NestedRule, name).is_some(),
                "{name}"
            );
        }
        assert_eq!(operator("StringNotEquals"), None);
    }
}
