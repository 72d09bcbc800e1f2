//! Rules about JSONPath, payload templates, intrinsic functions and the context object.

use crate::metadata::Rule;
use crate::rules::context::Check;

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
mod never_present_path;
mod path_in_text;
mod path_without_dollar_key;
mod path_without_path_field;
mod result_path_target;
mod single_dollar_context;
mod static_pass_result;
mod unknown_context_field;
mod unknown_intrinsic;

pub(super) const RULES: &[(&Rule, Check)] = &[
    (&invalid_path::RULE, invalid_path::run),
    (&invalid_reference_path::RULE, invalid_reference_path::run),
    (&invalid_intrinsic::RULE, invalid_intrinsic::run),
    (&invalid_payload_value::RULE, invalid_payload_value::run),
    (&duplicate_payload_key::RULE, duplicate_payload_key::run),
    (&path_without_dollar_key::RULE, path_without_dollar_key::run),
    (&path_in_text::RULE, path_in_text::run),
    (&path_without_path_field::RULE, path_without_path_field::run),
    (&static_pass_result::RULE, static_pass_result::run),
    (&unknown_intrinsic::RULE, unknown_intrinsic::run),
    (&intrinsic_arguments::RULE, intrinsic_arguments::run),
    (&intrinsic_not_allowed::RULE, intrinsic_not_allowed::run),
    (&result_path_target::RULE, result_path_target::run),
    (&unknown_context_field::RULE, unknown_context_field::run),
    (&single_dollar_context::RULE, single_dollar_context::run),
    (&filter_then_index::RULE, filter_then_index::run),
    (&lost_input::RULE, lost_input::run),
    (&doubtful_path::RULE, doubtful_path::run),
    (&never_present_path::RULE, never_present_path::run),
];
