//! Rules about the graph of states.

use super::Rule;

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

pub(super) const RULES: &[&Rule] = &[
    &unknown_state::RULE,
    &missing_next_or_end::RULE,
    &next_and_end::RULE,
    &unreachable_state::RULE,
    &no_terminal_state::RULE,
    &endless_loop::RULE,
    &busy_loop::RULE,
    &missing_default::RULE,
    &unreachable_choice::RULE,
    &history_limit::RULE,
    &pointless_state::RULE,
];
