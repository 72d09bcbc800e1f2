//! Security and limits.

use super::Rule;

mod insecure_url;
mod payload_too_large;
mod role_from_input;
mod secret_in_definition;
mod weak_random;

pub(super) const RULES: &[&Rule] = &[
    &role_from_input::RULE,
    &secret_in_definition::RULE,
    &insecure_url::RULE,
    &payload_too_large::RULE,
    &weak_random::RULE,
];
