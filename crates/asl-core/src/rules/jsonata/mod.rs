//! JSONata.

use crate::metadata::Rule;
use crate::rules::context::Check;

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

pub(super) const RULES: &[(&Rule, Check)] = &[
    (&invalid_jsonata::RULE, invalid_jsonata::run),
    (&jsonata_delimiters::RULE, jsonata_delimiters::run),
    (&jsonata_as_text::RULE, jsonata_as_text::run),
    (&unsupported_jsonata::RULE, unsupported_jsonata::run),
    (&unknown_function::RULE, unknown_function::run),
    (&function_arguments::RULE, function_arguments::run),
    (&operand_type::RULE, operand_type::run),
    (&condition_not_boolean::RULE, condition_not_boolean::run),
    (&value_type::RULE, value_type::run),
    (&sequence_as_items::RULE, sequence_as_items::run),
    (&jsonata_in_jsonpath_state::RULE, jsonata_in_jsonpath_state::run),
    (&jsonpath_in_jsonata_state::RULE, jsonpath_in_jsonata_state::run),
];
