//! The rules: one file and one page each, and the list of them.

use crate::diagnostic::{Diagnostic, Severity};
use crate::semantic::Analysis;
use crate::suppress::suppressions;
use context::Context;

mod context;
mod prelude;

mod ambiguous_scalar;
mod busy_loop;
mod callback_without_timeout;
mod catch_all_not_alone;
mod catch_all_not_last;
mod condition_not_boolean;
mod credentials;
mod definition_conflict;
mod definition_form;
mod deprecated_field;
mod direct_lambda_arn;
mod distributed_map_config;
mod distributed_only_field;
mod doubtful_path;
mod duplicate_error_name;
mod duplicate_key;
mod duplicate_label;
mod duplicate_payload_key;
mod duplicate_state_name;
mod empty_collection;
mod endless_loop;
mod error_cannot_occur;
mod exclusive_fields;
mod express_too_long;
mod express_unsupported;
mod filter_then_index;
mod fixed_timestamp;
mod function_arguments;
mod hard_coded_account;
mod heartbeat_not_below_timeout;
mod history_limit;
mod insecure_url;
mod intrinsic_arguments;
mod intrinsic_not_allowed;
mod invalid_account;
mod invalid_hcl;
mod invalid_intrinsic;
mod invalid_json;
mod invalid_json_pointer;
mod invalid_jsonata;
mod invalid_label;
mod invalid_parameter_value;
mod invalid_path;
mod invalid_payload_value;
mod invalid_reference_path;
mod invalid_resource;
mod invalid_state_name;
mod invalid_timestamp;
mod invalid_value;
mod invalid_variable_name;
mod invalid_yaml;
mod jsonata_as_text;
mod jsonata_delimiters;
mod jsonata_in_jsonpath_state;
mod jsonpath_in_jsonata_state;
mod lambda_metadata;
mod logging_off;
mod lost_input;
mod maybe_undefined_variable;
mod missing_catch;
mod missing_default;
mod missing_definition_file;
mod missing_field;
mod missing_next_or_end;
mod missing_parameter;
mod missing_retry;
mod missing_task_token;
mod missing_timeout;
mod mixed_partitions;
mod next_and_end;
mod no_terminal_state;
mod not_an_object;
mod null_in_template;
mod operand_type;
mod out_of_range;
mod outer_variable_in_distributed_map;
mod path_in_text;
mod path_without_dollar_key;
mod path_without_path_field;
mod payload_too_large;
mod pointless_retry;
mod pointless_state;
mod polling_loop;
mod query_language_downgrade;
mod reader_config;
mod redundant_default;
mod reserved_variable_name;
mod result_path_target;
mod retry_delay;
mod retry_never;
mod retry_storm;
mod role_from_input;
mod same_state_variable;
mod secret_in_definition;
mod sequence_as_items;
mod shadowed_variable;
mod single_dollar_context;
mod static_pass_result;
mod sync_for_start_execution;
mod timeout_not_covered;
mod too_deep;
mod too_large;
mod tracing_off;
mod unbounded_map;
mod uncatchable_error;
mod unchecked_definition;
mod undefined_variable;
mod unknown_context_field;
mod unknown_error_name;
mod unknown_field;
mod unknown_function;
mod unknown_integration;
mod unknown_intrinsic;
mod unknown_rule;
mod unknown_state;
mod unknown_substitution;
mod unqualified_lambda;
mod unreachable_catcher;
mod unreachable_choice;
mod unreachable_retrier;
mod unreachable_state;
mod unsupported_jsonata;
mod unsupported_pattern;
mod unused_substitution;
mod unused_suppression;
mod unused_variable;
mod value_type;
mod wait_too_long;
mod weak_random;
mod wrong_query_language_field;
mod wrong_type;

/// All rules, by subject.
pub static RULES: &[&Rule] = &[
    // Text and structure.
    &invalid_json::RULE,
    &invalid_yaml::RULE,
    &invalid_hcl::RULE,
    &not_an_object::RULE,
    &duplicate_key::RULE,
    &ambiguous_scalar::RULE,
    &too_deep::RULE,
    &too_large::RULE,
    &missing_field::RULE,
    &unknown_field::RULE,
    &wrong_query_language_field::RULE,
    &wrong_type::RULE,
    &invalid_value::RULE,
    &out_of_range::RULE,
    &exclusive_fields::RULE,
    &invalid_timestamp::RULE,
    &empty_collection::RULE,
    &query_language_downgrade::RULE,
    &invalid_state_name::RULE,
    &invalid_label::RULE,
    &duplicate_label::RULE,
    &duplicate_state_name::RULE,
    &redundant_default::RULE,
    // Graph.
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
    // JSONPath, templates, intrinsics, context.
    &invalid_path::RULE,
    &invalid_reference_path::RULE,
    &invalid_intrinsic::RULE,
    &invalid_payload_value::RULE,
    &duplicate_payload_key::RULE,
    &path_without_dollar_key::RULE,
    &path_in_text::RULE,
    &path_without_path_field::RULE,
    &static_pass_result::RULE,
    &unknown_intrinsic::RULE,
    &intrinsic_arguments::RULE,
    &intrinsic_not_allowed::RULE,
    &result_path_target::RULE,
    &unknown_context_field::RULE,
    &single_dollar_context::RULE,
    &filter_then_index::RULE,
    &lost_input::RULE,
    &doubtful_path::RULE,
    // JSONata.
    &invalid_jsonata::RULE,
    &jsonata_delimiters::RULE,
    &jsonata_as_text::RULE,
    &unsupported_jsonata::RULE,
    &unknown_function::RULE,
    &function_arguments::RULE,
    &operand_type::RULE,
    &condition_not_boolean::RULE,
    &value_type::RULE,
    &sequence_as_items::RULE,
    &jsonata_in_jsonpath_state::RULE,
    &jsonpath_in_jsonata_state::RULE,
    // Variables.
    &invalid_variable_name::RULE,
    &reserved_variable_name::RULE,
    &undefined_variable::RULE,
    &maybe_undefined_variable::RULE,
    &same_state_variable::RULE,
    &shadowed_variable::RULE,
    &outer_variable_in_distributed_map::RULE,
    &unused_variable::RULE,
    // Errors and retries.
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
    // Integrations and workflow types.
    &invalid_resource::RULE,
    &invalid_account::RULE,
    &mixed_partitions::RULE,
    &unknown_integration::RULE,
    &unsupported_pattern::RULE,
    &express_unsupported::RULE,
    &express_too_long::RULE,
    &missing_parameter::RULE,
    &invalid_parameter_value::RULE,
    &credentials::RULE,
    &reader_config::RULE,
    &distributed_map_config::RULE,
    &invalid_json_pointer::RULE,
    &distributed_only_field::RULE,
    &sync_for_start_execution::RULE,
    &deprecated_field::RULE,
    &missing_task_token::RULE,
    &polling_loop::RULE,
    &hard_coded_account::RULE,
    &direct_lambda_arn::RULE,
    &unqualified_lambda::RULE,
    &lambda_metadata::RULE,
    &unbounded_map::RULE,
    // Templates.
    &unknown_substitution::RULE,
    &unused_substitution::RULE,
    &definition_conflict::RULE,
    &definition_form::RULE,
    &null_in_template::RULE,
    &missing_definition_file::RULE,
    &unchecked_definition::RULE,
    &tracing_off::RULE,
    &logging_off::RULE,
    // Security and limits.
    &role_from_input::RULE,
    &secret_in_definition::RULE,
    &insecure_url::RULE,
    &payload_too_large::RULE,
    &weak_random::RULE,
    // Suppressions.
    &unknown_rule::RULE,
    &unused_suppression::RULE,
];

/// A rule: what it looks for, and how it is documented.
#[derive(Debug)]
pub struct Rule {
    /// In kebab case; reads as "allow X".
    pub name: &'static str,
    pub group: Group,
    /// One line, lower case, without a full stop.
    pub summary: &'static str,
    /// The page, in Markdown. Its examples are tests.
    pub docs: &'static str,
    pub severity: Severity,
    pub default: Default,
    /// What AWS says of the same fault.
    pub aws: Option<Aws>,
    pub fix: FixKind,
    pub(crate) check: fn(&mut Context<'_>),
}

/// The subject of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Structure,
    Graph,
    Paths,
    Jsonata,
    Variables,
    Errors,
    Integrations,
    Hosts,
    Security,
    Suppressions,
}

impl Group {
    pub fn title(self) -> &'static str {
        match self {
            Group::Structure => "Text and structure",
            Group::Graph => "Graph",
            Group::Paths => "JSONPath, templates, intrinsics, context",
            Group::Jsonata => "JSONata",
            Group::Variables => "Variables",
            Group::Errors => "Errors, retries, time",
            Group::Integrations => "Integrations and workflow types",
            Group::Hosts => "Templates",
            Group::Security => "Security and limits",
            Group::Suppressions => "Suppressions",
        }
    }
}

/// Whether a rule runs when nobody has asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Default {
    On,
    Off,
}

/// The code that AWS refuses a definition with, and which place it names (§10).
#[derive(Debug, Clone, Copy)]
pub struct Aws {
    pub code: &'static str,
    pub place: AwsPlace,
}

/// The place that AWS names, seen from the place where a rule reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwsPlace {
    Here,
    /// The object that holds the field.
    Parent,
    None,
}

/// Whether a rule can repair what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixKind {
    None,
    /// Sometimes, and a person should look at it.
    Suggested,
    /// A repair that keeps the meaning.
    Safe,
}

/// The rule with a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

impl Rule {
    /// Where the page of the rule can be read.
    pub fn url(&self) -> String {
        format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), self.name)
    }
}

/// What a rule is in one line, for the head of its page.
pub fn facts(rule: &Rule) -> String {
    let mut facts = vec![format!("**{}**", rule.severity)];
    if rule.default == Default::Off {
        facts.push("off by default".to_owned());
    }
    if let Some(aws) = rule.aws {
        facts.push(format!("AWS: `{}`", aws.code));
    }
    match rule.fix {
        FixKind::None => {}
        FixKind::Suggested => facts.push("suggested fix".to_owned()),
        FixKind::Safe => facts.push("safe fix".to_owned()),
    }
    facts.join(" · ")
}

/// What a rule is in a few lines of Markdown, with a link to its page.
pub fn summary(rule: &Rule) -> String {
    let (name, url, group) = (rule.name, rule.url(), rule.group.title());
    format!("**[{name}]({url})**: {}\n\n{} · {group}", rule.summary, facts(rule))
}

/// Runs rules over an analysis. The findings come in the order of the text.
pub fn check(analysis: &Analysis, rules: impl IntoIterator<Item = &'static Rule>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = rules.into_iter().flat_map(|rule| check_rule(rule, analysis)).collect();
    found.sort_by_key(|diagnostic| diagnostic.span);
    found
}

/// The same without what suppressions of the definition cover, and with those that cover nothing.
pub(crate) fn check_unless_suppressed(analysis: &Analysis, rules: &[&'static Rule]) -> Vec<Diagnostic> {
    let mut found = check(analysis, rules.iter().copied());
    let suppressions = suppressions(analysis.tree());
    if suppressions.is_empty() {
        return found;
    }
    let mut used: Vec<(u32, &str)> = Vec::new();
    found.retain(|finding| {
        let name = finding.rule.name;
        let covering = suppressions.iter().filter(|one| one.is_for(name, finding.span.start));
        let before = used.len();
        used.extend(covering.map(|one| (one.span.start, name)));
        used.len() == before
    });
    if rules.iter().any(|rule| rule.name == unused_suppression::RULE.name) {
        let has_run = |name: &str| rules.iter().any(|rule| rule.name == name);
        found.extend(unused_suppression::findings(analysis, &suppressions, |one, name| {
            !has_run(name) || used.contains(&(one.span.start, name))
        }));
        found.sort_by_key(|diagnostic| diagnostic.span);
    }
    found
}

pub(crate) fn check_rule(rule: &'static Rule, analysis: &Analysis) -> Vec<Diagnostic> {
    let mut context = Context::new(analysis);
    (rule.check)(&mut context);
    context.finish()
}

#[cfg(test)]
mod tests;
