//! Rules about the syntax and the structure of a definition.

use super::Rule;

mod ambiguous_scalar;
mod duplicate_key;
mod duplicate_label;
mod duplicate_state_name;
mod empty_collection;
mod exclusive_fields;
mod invalid_hcl;
mod invalid_json;
mod invalid_label;
mod invalid_state_name;
mod invalid_timestamp;
mod invalid_value;
mod invalid_yaml;
mod missing_field;
mod not_an_object;
mod out_of_range;
mod query_language_downgrade;
mod redundant_default;
mod too_deep;
mod too_large;
mod unknown_field;
mod wrong_query_language_field;
mod wrong_type;

pub(super) const RULES: &[&Rule] = &[
    &invalid_json::RULE,
    &invalid_yaml::RULE,
    &invalid_hcl::RULE,
    &not_an_object::RULE,
    &duplicate_key::RULE,
    &ambiguous_scalar::RULE,
    &too_deep::RULE,
    &too_large::RULE,
    &missing_field::RULE,
    &unknown_field::RULE,
    &wrong_query_language_field::RULE,
    &wrong_type::RULE,
    &invalid_value::RULE,
    &out_of_range::RULE,
    &exclusive_fields::RULE,
    &invalid_timestamp::RULE,
    &empty_collection::RULE,
    &query_language_downgrade::RULE,
    &invalid_state_name::RULE,
    &invalid_label::RULE,
    &duplicate_label::RULE,
    &duplicate_state_name::RULE,
    &redundant_default::RULE,
];
