//! Errors, retries and time.

use crate::metadata::Rule;
use crate::rules::context::Check;

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

pub(super) const RULES: &[(&Rule, Check)] = &[
    (&catch_all_not_alone::RULE, catch_all_not_alone::run),
    (&catch_all_not_last::RULE, catch_all_not_last::run),
    (&duplicate_error_name::RULE, duplicate_error_name::run),
    (&unreachable_retrier::RULE, unreachable_retrier::run),
    (&unreachable_catcher::RULE, unreachable_catcher::run),
    (&unknown_error_name::RULE, unknown_error_name::run),
    (&uncatchable_error::RULE, uncatchable_error::run),
    (&callback_without_timeout::RULE, callback_without_timeout::run),
    (&retry_delay::RULE, retry_delay::run),
    (&retry_never::RULE, retry_never::run),
    (&heartbeat_not_below_timeout::RULE, heartbeat_not_below_timeout::run),
    (&timeout_not_covered::RULE, timeout_not_covered::run),
    (&wait_too_long::RULE, wait_too_long::run),
    (&fixed_timestamp::RULE, fixed_timestamp::run),
    (&error_cannot_occur::RULE, error_cannot_occur::run),
    (&retry_storm::RULE, retry_storm::run),
    (&missing_retry::RULE, missing_retry::run),
    (&pointless_retry::RULE, pointless_retry::run),
    (&missing_timeout::RULE, missing_timeout::run),
    (&missing_catch::RULE, missing_catch::run),
];
