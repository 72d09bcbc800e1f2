//! Service integrations and workflow types.

use crate::metadata::Rule;
use crate::rules::context::Check;

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
mod parameter_type;
mod polling_loop;
mod reader_config;
mod sync_for_start_execution;
mod unbounded_map;
mod unknown_integration;
mod unknown_parameter;
mod unqualified_lambda;
mod unsupported_integration;
mod unsupported_pattern;

pub(super) const RULES: &[(&Rule, Check)] = &[
    (&invalid_resource::RULE, invalid_resource::run),
    (&invalid_account::RULE, invalid_account::run),
    (&mixed_partitions::RULE, mixed_partitions::run),
    (&unknown_integration::RULE, unknown_integration::run),
    (&unsupported_integration::RULE, unsupported_integration::run),
    (&unsupported_pattern::RULE, unsupported_pattern::run),
    (&express_unsupported::RULE, express_unsupported::run),
    (&express_too_long::RULE, express_too_long::run),
    (&missing_parameter::RULE, missing_parameter::run),
    (&unknown_parameter::RULE, unknown_parameter::run),
    (&parameter_type::RULE, parameter_type::run),
    (&invalid_parameter_value::RULE, invalid_parameter_value::run),
    (&credentials::RULE, credentials::run),
    (&reader_config::RULE, reader_config::run),
    (&distributed_map_config::RULE, distributed_map_config::run),
    (&invalid_json_pointer::RULE, invalid_json_pointer::run),
    (&distributed_only_field::RULE, distributed_only_field::run),
    (&sync_for_start_execution::RULE, sync_for_start_execution::run),
    (&deprecated_field::RULE, deprecated_field::run),
    (&missing_task_token::RULE, missing_task_token::run),
    (&polling_loop::RULE, polling_loop::run),
    (&hard_coded_account::RULE, hard_coded_account::run),
    (&direct_lambda_arn::RULE, direct_lambda_arn::run),
    (&unqualified_lambda::RULE, unqualified_lambda::run),
    (&lambda_metadata::RULE, lambda_metadata::run),
    (&unbounded_map::RULE, unbounded_map::run),
];
