//! JSONata.

use super::Rule;

mod condition_not_boolean;
mod function_arguments;
mod invalid_jsonata;
mod jsonata_as_text;
mod jsonata_delimiters;
mod jsonata_in_jsonpath_state;
mod jsonpath_in_jsonata_state;
mod operand_type;
mod sequence_as_items;
mod unknown_function;
mod unsupported_jsonata;
mod value_type;

pub(super) const RULES: &[&Rule] = &[
    &invalid_jsonata::RULE,
    &jsonata_delimiters::RULE,
    &jsonata_as_text::RULE,
    &unsupported_jsonata::RULE,
    &unknown_function::RULE,
    &function_arguments::RULE,
    &operand_type::RULE,
    &condition_not_boolean::RULE,
    &value_type::RULE,
    &sequence_as_items::RULE,
    &jsonata_in_jsonpath_state::RULE,
    &jsonpath_in_jsonata_state::RULE,
];
