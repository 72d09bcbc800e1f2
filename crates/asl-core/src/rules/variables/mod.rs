//! Variables.

use crate::metadata::Rule;
use crate::rules::context::Check;

mod invalid_variable_name;
mod maybe_undefined_variable;
mod outer_variable_in_distributed_map;
mod reserved_variable_name;
mod same_state_variable;
mod shadowed_variable;
mod undefined_variable;
mod unused_variable;

pub(super) const RULES: &[(&Rule, Check)] = &[
    (&invalid_variable_name::RULE, invalid_variable_name::run),
    (&reserved_variable_name::RULE, reserved_variable_name::run),
    (&undefined_variable::RULE, undefined_variable::run),
    (&maybe_undefined_variable::RULE, maybe_undefined_variable::run),
    (&same_state_variable::RULE, same_state_variable::run),
    (&shadowed_variable::RULE, shadowed_variable::run),
    (&outer_variable_in_distributed_map::RULE, outer_variable_in_distributed_map::run),
    (&unused_variable::RULE, unused_variable::run),
];
