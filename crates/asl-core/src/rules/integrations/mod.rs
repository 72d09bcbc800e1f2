//! Service integrations and workflow types.

use super::Rule;

mod credentials;
mod deprecated_field;
mod direct_lambda_arn;
mod distributed_map_config;
mod distributed_only_field;
mod express_too_long;
mod express_unsupported;
mod hard_coded_account;
mod helpers;
mod invalid_account;
mod invalid_json_pointer;
mod invalid_parameter_value;
mod invalid_resource;
mod lambda_metadata;
mod missing_parameter;
mod missing_task_token;
mod mixed_partitions;
mod polling_loop;
mod reader_config;
mod sync_for_start_execution;
mod unbounded_map;
mod unknown_integration;
mod unqualified_lambda;
mod unsupported_pattern;

pub(super) const RULES: &[&Rule] = &[
    &invalid_resource::RULE,
    &invalid_account::RULE,
    &mixed_partitions::RULE,
    &unknown_integration::RULE,
    &unsupported_pattern::RULE,
    &express_unsupported::RULE,
    &express_too_long::RULE,
    &missing_parameter::RULE,
    &invalid_parameter_value::RULE,
    &credentials::RULE,
    &reader_config::RULE,
    &distributed_map_config::RULE,
    &invalid_json_pointer::RULE,
    &distributed_only_field::RULE,
    &sync_for_start_execution::RULE,
    &deprecated_field::RULE,
    &missing_task_token::RULE,
    &polling_loop::RULE,
    &hard_coded_account::RULE,
    &direct_lambda_arn::RULE,
    &unqualified_lambda::RULE,
    &lambda_metadata::RULE,
    &unbounded_map::RULE,
];
