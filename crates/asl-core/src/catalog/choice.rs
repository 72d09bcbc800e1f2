//! The comparison operators of choice rules in JSONPath states (§2.9.2).

/// An operator that compares the value of `Variable` with an operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// The type of the operand.
    pub operand: Operand,
    /// How the values are compared.
    pub comparison: Comparison,
    /// Whether the operand is a path to a value instead of the value.
    pub by_path: bool,
}

/// The type of values that an operator compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// Strings.
    String,
    /// Numbers.
    Number,
    /// Booleans.
    Boolean,
    /// Strings that are RFC 3339 timestamps.
    Timestamp,
    /// Any values. The operand is whether the test must succeed: `"IsNull": true`.
    Test,
}

/// The relation that an operator tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `…Equals`.
    Equals,
    /// `…LessThan`.
    Less,
    /// `…GreaterThan`.
    Greater,
    /// `…LessThanEquals`.
    LessOrEqual,
    /// `…GreaterThanEquals`.
    GreaterOrEqual,
    /// `StringMatches`, where `*` matches any characters.
    Matches,
    /// `IsNull`.
    IsNull,
    /// `IsPresent`.
    IsPresent,
    /// `IsNumeric`.
    IsNumeric,
    /// `IsString`.
    IsString,
    /// `IsBoolean`.
    IsBoolean,
    /// `IsTimestamp`.
    IsTimestamp,
}

/// Returns the operator with a name, such as `StringEqualsPath`.
pub fn operator(name: &str) -> Option<Operator> {
    let test = |comparison| Some(Operator { operand: Operand::Test, comparison, by_path: false });
    match name {
        "IsNull" => return test(Comparison::IsNull),
        "IsPresent" => return test(Comparison::IsPresent),
        "IsNumeric" => return test(Comparison::IsNumeric),
        "IsString" => return test(Comparison::IsString),
        "IsBoolean" => return test(Comparison::IsBoolean),
        "IsTimestamp" => return test(Comparison::IsTimestamp),
        "StringMatches" => {
            let comparison = Comparison::Matches;
            return Some(Operator { operand: Operand::String, comparison, by_path: false });
        }
        _ => {}
    }
    let families = [
        ("String", Operand::String),
        ("Numeric", Operand::Number),
        ("Boolean", Operand::Boolean),
        ("Timestamp", Operand::Timestamp),
    ];
    let (relation, operand) =
        families.into_iter().find_map(|(family, operand)| Some((name.strip_prefix(family)?, operand)))?;
    let (relation, by_path) = relation.strip_suffix("Path").map_or((relation, false), |stem| (stem, true));
    if operand == Operand::Boolean && relation != "Equals" {
        return None;
    }
    let comparison = match relation {
        "Equals" => Comparison::Equals,
        "LessThan" => Comparison::Less,
        "GreaterThan" => Comparison::Greater,
        "LessThanEquals" => Comparison::LessOrEqual,
        "GreaterThanEquals" => Comparison::GreaterOrEqual,
        _ => return None,
    };
    Some(Operator { operand, comparison, by_path })
}

#[cfg(test)]
mod tests {
    use super::super::{FIELDS, ObjectKind, field};
    use super::*;

    #[test]
    fn operators_are_fields_of_choice_rules() {
        let names: Vec<&str> =
            FIELDS.iter().map(|field| field.name).filter(|name| operator(name).is_some()).collect();
        assert_eq!(names.len(), 39);
        for name in names {
            assert_eq!(
                operator(name).map(|operator| operator.by_path),
                Some(name.ends_with("Path")),
                "{name}"
            );
            assert!(
                field(ObjectKind::ChoiceRule, name).is_some()
                    && field(ObjectKind::NestedRule, name).is_some(),
                "{name}"
            );
        }
        for name in ["StringNotEquals", "BooleanLessThan", "StringMatchesPath", "IsPresentPath", "Variable"] {
            assert_eq!(operator(name), None, "{name}");
        }
    }
}
