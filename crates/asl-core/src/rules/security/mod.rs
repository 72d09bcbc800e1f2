//! Security and limits.

use crate::metadata::Rule;
use crate::rules::context::Check;

mod insecure_url;
mod payload_too_large;
mod role_from_input;
mod secret_in_definition;
mod weak_random;

pub(super) const RULES: &[(&Rule, Check)] = &[
    (&role_from_input::RULE, role_from_input::run),
    (&secret_in_definition::RULE, secret_in_definition::run),
    (&insecure_url::RULE, insecure_url::run),
    (&payload_too_large::RULE, payload_too_large::run),
    (&weak_random::RULE, weak_random::run),
];
