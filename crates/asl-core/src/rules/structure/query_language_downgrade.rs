use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "query-language-downgrade",
    group: Group::Structure,
    docs: include_str!("query_language_downgrade.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Parent),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.is_downgrade()) {
        let Some(field) = state.object().and_then(|object| object.field("QueryLanguage")) else { continue };
        let Some(value) = field.value() else { continue };
        let remove = cx.remove_field(field);
        let message =
            format!("state `{}` uses JSONPath, but the definition uses JSONata", state.name().value);
        cx.report(&RULE, value.span(), message)
            .note("a JSONPath definition can contain JSONata states, but not the other way round")
            .help("rewrite the state in JSONata, or make JSONPath the query language of the definition")
            .fix(Fix::suggested("Remove `QueryLanguage`", vec![remove]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_at_every_depth() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "QueryLanguage": "JSONPath", "Next": "M" },
//                                          ^^^^^^^^^^ state `A` uses JSONPath, but the definition uses JSONata
    "M": {
      "Type": "Map",
      "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Succeed", "QueryLanguage": "JSONPath" } } },
//                                                                                              ^^^^^^^^^^ state `B` uses JSONPath, but the definition uses JSONata
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn a_jsonpath_definition_may_have_states_in_both() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": {
                "A": { "Type": "Pass", "QueryLanguage": "JSONata", "Next": "B" },
                "B": { "Type": "Succeed", "QueryLanguage": "JSONPath" } } }"#,
        );
    }

    #[test]
    fn aws_names_the_state_and_the_fix_removes_the_field() {
        let before = r#"{ "QueryLanguage": "JSONata", "States": { "A": { "Type": "Succeed", "QueryLanguage": "JSONPath" } } }"#;
        assert_eq!(only_finding(&RULE, before).aws_location.as_deref(), Some("/States/A"));
        check_fix(
            &RULE,
            before,
            r#"{ "QueryLanguage": "JSONata", "States": { "A": { "Type": "Succeed" } } }"#,
        );
    }
}
