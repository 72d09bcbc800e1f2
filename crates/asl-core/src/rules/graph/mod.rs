//! Rules about the graph of states.

use crate::metadata::Rule;
use crate::rules::context::Check;

mod busy_loop;
mod endless_loop;
mod history_limit;
mod missing_default;
mod missing_next_or_end;
mod next_and_end;
mod no_terminal_state;
mod pointless_state;
mod unknown_state;
mod unreachable_choice;
mod unreachable_state;

pub(super) const RULES: &[(&Rule, Check)] = &[
    (&unknown_state::RULE, unknown_state::run),
    (&missing_next_or_end::RULE, missing_next_or_end::run),
    (&next_and_end::RULE, next_and_end::run),
    (&unreachable_state::RULE, unreachable_state::run),
    (&no_terminal_state::RULE, no_terminal_state::run),
    (&endless_loop::RULE, endless_loop::run),
    (&busy_loop::RULE, busy_loop::run),
    (&missing_default::RULE, missing_default::run),
    (&unreachable_choice::RULE, unreachable_choice::run),
    (&history_limit::RULE, history_limit::run),
    (&pointless_state::RULE, pointless_state::run),
];
