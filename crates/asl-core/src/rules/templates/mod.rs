//! State machines in templates.

use super::Rule;

mod definition_conflict;
mod definition_form;
mod logging_off;
mod missing_definition_file;
mod null_in_template;
mod tracing_off;
mod unchecked_definition;
mod unknown_substitution;
mod unused_substitution;

pub(super) const RULES: &[&Rule] = &[
    &unknown_substitution::RULE,
    &unused_substitution::RULE,
    &definition_conflict::RULE,
    &definition_form::RULE,
    &null_in_template::RULE,
    &missing_definition_file::RULE,
    &unchecked_definition::RULE,
    &tracing_off::RULE,
    &logging_off::RULE,
];
