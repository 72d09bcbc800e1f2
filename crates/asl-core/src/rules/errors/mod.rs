//! Errors, retries and time.

use super::Rule;

mod callback_without_timeout;
mod catch_all_not_alone;
mod catch_all_not_last;
mod duplicate_error_name;
mod error_cannot_occur;
mod fixed_timestamp;
mod heartbeat_not_below_timeout;
mod limit;
mod missing_catch;
mod missing_retry;
mod missing_timeout;
mod pointless_retry;
mod retry_delay;
mod retry_never;
mod retry_storm;
mod timeout_not_covered;
mod uncatchable_error;
mod unknown_error_name;
mod unreachable_catcher;
mod unreachable_entries;
mod unreachable_retrier;
mod wait_too_long;

pub(super) const RULES: &[&Rule] = &[
    &catch_all_not_alone::RULE,
    &catch_all_not_last::RULE,
    &duplicate_error_name::RULE,
    &unreachable_retrier::RULE,
    &unreachable_catcher::RULE,
    &unknown_error_name::RULE,
    &uncatchable_error::RULE,
    &callback_without_timeout::RULE,
    &retry_delay::RULE,
    &retry_never::RULE,
    &heartbeat_not_below_timeout::RULE,
    &timeout_not_covered::RULE,
    &wait_too_long::RULE,
    &fixed_timestamp::RULE,
    &error_cannot_occur::RULE,
    &retry_storm::RULE,
    &missing_retry::RULE,
    &pointless_retry::RULE,
    &missing_timeout::RULE,
    &missing_catch::RULE,
];
