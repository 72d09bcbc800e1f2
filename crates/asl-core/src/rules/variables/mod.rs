//! Variables.

use super::Rule;

mod invalid_variable_name;
mod maybe_undefined_variable;
mod outer_variable_in_distributed_map;
mod reserved_variable_name;
mod same_state_variable;
mod shadowed_variable;
mod undefined_variable;
mod unused_variable;

pub(super) const RULES: &[&Rule] = &[
    &invalid_variable_name::RULE,
    &reserved_variable_name::RULE,
    &undefined_variable::RULE,
    &maybe_undefined_variable::RULE,
    &same_state_variable::RULE,
    &shadowed_variable::RULE,
    &outer_variable_in_distributed_map::RULE,
    &unused_variable::RULE,
];
