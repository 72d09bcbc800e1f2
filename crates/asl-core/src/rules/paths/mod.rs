//! Rules about JSONPath, payload templates, intrinsic functions and the context object.

use super::Rule;

mod doubtful_path;
mod duplicate_payload_key;
mod filter_then_index;
mod helpers;
mod intrinsic_arguments;
mod intrinsic_not_allowed;
mod invalid_intrinsic;
mod invalid_path;
mod invalid_payload_value;
mod invalid_reference_path;
mod lost_input;
mod path_in_text;
mod path_without_dollar_key;
mod path_without_path_field;
mod result_path_target;
mod single_dollar_context;
mod static_pass_result;
mod unknown_context_field;
mod unknown_intrinsic;

pub(super) const RULES: &[&Rule] = &[
    &invalid_path::RULE,
    &invalid_reference_path::RULE,
    &invalid_intrinsic::RULE,
    &invalid_payload_value::RULE,
    &duplicate_payload_key::RULE,
    &path_without_dollar_key::RULE,
    &path_in_text::RULE,
    &path_without_path_field::RULE,
    &static_pass_result::RULE,
    &unknown_intrinsic::RULE,
    &intrinsic_arguments::RULE,
    &intrinsic_not_allowed::RULE,
    &result_path_target::RULE,
    &unknown_context_field::RULE,
    &single_dollar_context::RULE,
    &filter_then_index::RULE,
    &lost_input::RULE,
    &doubtful_path::RULE,
];
