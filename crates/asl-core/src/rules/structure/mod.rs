//! Rules about the syntax and the structure of a definition.

use crate::metadata::Rule;
use crate::rules::context::Check;

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

pub(super) const RULES: &[(&Rule, Check)] = &[
    (&invalid_json::RULE, invalid_json::run),
    (&invalid_yaml::RULE, invalid_yaml::run),
    (&invalid_hcl::RULE, invalid_hcl::run),
    (&not_an_object::RULE, not_an_object::run),
    (&duplicate_key::RULE, duplicate_key::run),
    (&ambiguous_scalar::RULE, ambiguous_scalar::run),
    (&too_deep::RULE, too_deep::run),
    (&too_large::RULE, too_large::run),
    (&missing_field::RULE, missing_field::run),
    (&unknown_field::RULE, unknown_field::run),
    (&wrong_query_language_field::RULE, wrong_query_language_field::run),
    (&wrong_type::RULE, wrong_type::run),
    (&invalid_value::RULE, invalid_value::run),
    (&out_of_range::RULE, out_of_range::run),
    (&exclusive_fields::RULE, exclusive_fields::run),
    (&invalid_timestamp::RULE, invalid_timestamp::run),
    (&empty_collection::RULE, empty_collection::run),
    (&query_language_downgrade::RULE, query_language_downgrade::run),
    (&invalid_state_name::RULE, invalid_state_name::run),
    (&invalid_label::RULE, invalid_label::run),
    (&duplicate_label::RULE, duplicate_label::run),
    (&duplicate_state_name::RULE, duplicate_state_name::run),
    (&redundant_default::RULE, redundant_default::run),
];
