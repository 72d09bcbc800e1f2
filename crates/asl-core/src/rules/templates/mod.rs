//! State machines in templates.

use crate::metadata::Rule;
use crate::rules::context::Check;

mod definition_conflict;
mod definition_form;
mod logging_off;
mod missing_definition_file;
mod null_in_template;
mod tracing_off;
mod unchecked_definition;
mod unknown_substitution;
mod unused_substitution;

pub(super) const RULES: &[(&Rule, Check)] = &[
    (&unknown_substitution::RULE, unknown_substitution::run),
    (&unused_substitution::RULE, unused_substitution::run),
    (&definition_conflict::RULE, definition_conflict::run),
    (&definition_form::RULE, definition_form::run),
    (&null_in_template::RULE, null_in_template::run),
    (&missing_definition_file::RULE, missing_definition_file::run),
    (&unchecked_definition::RULE, unchecked_definition::run),
    (&tracing_off::RULE, tracing_off::run),
    (&logging_off::RULE, logging_off::run),
];
