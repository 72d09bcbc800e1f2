use crate::catalog::FIELDS;
use crate::edit::quoted;
use crate::model::Field;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "wrong-query-language-field",
    group: Group::Structure,
    docs: include_str!("wrong_query_language_field.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Parent),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for field in cx.model().fields_of_other_language() {
        let object = field.object();
        let Some(state) = object.state() else { continue };
        // `query-language-downgrade` reports the state. In `And`, `Or` and `Not`, the outer field is reported.
        if state.is_downgrade() || object.kind() == ObjectKind::NestedRule {
            continue;
        }
        let here = state.language();
        let name = field.key().value;
        let fix = switch_state(cx, state, here).or_else(|| rename(cx, field, here));
        let message =
            format!("`{name}` is a {} field, but the state uses {}", here.other().name(), here.name());
        let diag = cx.report(&RULE, field.key().span, message);
        diag.help(advice(name, object.kind(), here));
        if let Some(fix) = fix {
            diag.fix(fix);
        }
    }
}

/// What to use instead (reference, Appendix E).
fn advice(name: &str, place: ObjectKind, here: QueryLanguage) -> String {
    if here == QueryLanguage::JsonPath {
        let instead = match name {
            "Arguments" => "`Parameters`",
            "Items" => "`ItemsPath`",
            "Condition" => "`Variable` with a comparison",
            _ if place == ObjectKind::Pass => "`Parameters` or `Result`",
            _ if place == ObjectKind::Catcher => "`ResultPath`",
            _ if catalog::field(place, "ResultSelector").is_some() => {
                "`ResultSelector`, `ResultPath` and `OutputPath`"
            }
            _ => "`InputPath` and `OutputPath`",
        };
        return format!("use {instead}, or set `\"QueryLanguage\": \"JSONata\"` on the state");
    }
    match name {
        "Parameters" if place == ObjectKind::Pass => "use `Output`".to_owned(),
        "Parameters" if place == ObjectKind::Map => "use `ItemSelector`".to_owned(),
        "Parameters" => "use `Arguments`".to_owned(),
        "Result" => "use `Output`".to_owned(),
        "InputPath" => "use `$states.input` in the expressions".to_owned(),
        "OutputPath" | "ResultSelector" => "use `Output`, with `$states.result` for the result".to_owned(),
        "ResultPath" => "use `Output`, and `Assign` for data that later states need".to_owned(),
        "ItemsPath" => "use `Items`".to_owned(),
        "RoleArn.$" => "use `RoleArn` with a `{% ... %}` expression".to_owned(),
        _ => match name.strip_suffix("Path") {
            Some(base) if accepts_expression(base) => {
                format!("use `{base}` with a `{{% ... %}}` expression")
            }
            _ => "use `Condition` with a JSONata expression".to_owned(),
        },
    }
}

/// Whether some object has a field with this name that accepts an expression.
fn accepts_expression(name: &str) -> bool {
    FIELDS.iter().any(|field| field.name == name && field.expression)
}

/// Switches a JSONPath state without JSONPath fields to JSONata.
fn switch_state<'a>(cx: &Context<'a>, state: State<'a>, here: QueryLanguage) -> Option<Fix> {
    let object = state.object()?;
    let is_jsonpath =
        |field: Field<'_>| field.info().and_then(|info| info.language) == Some(QueryLanguage::JsonPath);
    let parts = ["Choices", "Catch"].into_iter().flat_map(|name| object.objects(name));
    let has_jsonpath = object.fields().chain(parts.flat_map(|part| part.fields())).any(is_jsonpath);
    if here == QueryLanguage::Jsonata || has_jsonpath || object.has("QueryLanguage") {
        return None;
    }
    let language = quoted("JSONata");
    let edit = cx.insert_field(object, object.field("Type").map(Field::pair), "QueryLanguage", &language);
    Some(Fix::suggested(format!("Add `\"QueryLanguage\": {language}`"), vec![edit]))
}

/// Renames `Parameters` to `Arguments` or the reverse. They are equivalent as long as nothing in them is evaluated.
fn rename(cx: &Context<'_>, field: Field<'_>, here: QueryLanguage) -> Option<Fix> {
    let (from, to) = match here {
        QueryLanguage::JsonPath => ("Arguments", "Parameters"),
        QueryLanguage::Jsonata => ("Parameters", "Arguments"),
    };
    let value = field.value()?;
    let is_plain = !value.mentions("$") && !value.mentions("{%");
    let is_known = catalog::field(field.object().kind(), to).is_some();
    (field.key().value == from && is_plain && is_known && !field.object().has(to))
        .then(|| Fix::suggested(format!("Change to `{to}`"), vec![cx.replace_text(field.key(), to)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_write_instead() {
        use QueryLanguage::{JsonPath, Jsonata};
        for (name, place, here, start) in [
            ("Arguments", ObjectKind::Task, JsonPath, "use `Parameters`, or set"),
            ("Items", ObjectKind::Map, JsonPath, "use `ItemsPath`, or set"),
            ("Condition", ObjectKind::ChoiceRule, JsonPath, "use `Variable` with a comparison, or set"),
            ("Output", ObjectKind::Pass, JsonPath, "use `Parameters` or `Result`, or set"),
            ("Output", ObjectKind::Catcher, JsonPath, "use `ResultPath`, or set"),
            (
                "Output",
                ObjectKind::Task,
                JsonPath,
                "use `ResultSelector`, `ResultPath` and `OutputPath`, or set",
            ),
            ("Output", ObjectKind::Wait, JsonPath, "use `InputPath` and `OutputPath`, or set"),
            ("Parameters", ObjectKind::Pass, Jsonata, "use `Output`"),
            ("Parameters", ObjectKind::Map, Jsonata, "use `ItemSelector`"),
            ("Parameters", ObjectKind::Task, Jsonata, "use `Arguments`"),
            ("Result", ObjectKind::Pass, Jsonata, "use `Output`"),
            ("InputPath", ObjectKind::Pass, Jsonata, "use `$states.input` in the expressions"),
            ("OutputPath", ObjectKind::Pass, Jsonata, "use `Output`, with `$states.result`"),
            ("ResultSelector", ObjectKind::Task, Jsonata, "use `Output`, with `$states.result`"),
            ("ResultPath", ObjectKind::Task, Jsonata, "use `Output`, and `Assign`"),
            ("ItemsPath", ObjectKind::Map, Jsonata, "use `Items`"),
            ("Variable", ObjectKind::ChoiceRule, Jsonata, "use `Condition` with"),
            ("StringEqualsPath", ObjectKind::ChoiceRule, Jsonata, "use `Condition` with"),
            ("RoleArn.$", ObjectKind::Credentials, Jsonata, "use `RoleArn` with"),
            ("SecondsPath", ObjectKind::Wait, Jsonata, "use `Seconds` with"),
            ("CausePath", ObjectKind::Fail, Jsonata, "use `Cause` with"),
        ] {
            let found = advice(name, place, here);
            assert!(found.starts_with(start), "{name}: {found}");
        }
    }

    #[test]
    fn fields_of_jsonata_in_jsonpath_states_and_the_reverse() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Output": "x", "Next": "B" },
//                         ^^^^^^^^ `Output` is a JSONata field, but the state uses JSONPath
    "B": { "Type": "Pass", "QueryLanguage": "JSONata", "ResultPath": "$.x", "Output": 1, "Next": "C" },
//                                                     ^^^^^^^^^^^^ `ResultPath` is a JSONPath field, but the state uses JSONata
    "C": {
      "Type": "Choice",
      "QueryLanguage": "JSONata",
      "Choices": [{ "And": [{ "Variable": "$.x", "IsNull": true }], "Next": "A" }]
//                  ^^^^^ `And` is a JSONPath field, but the state uses JSONata
    }
  }
}"#,
        );
    }

    #[test]
    fn states_inside_a_jsonata_state_have_the_language_of_the_definition() {
        check(
            &RULE,
            r#"
{
  "StartAt": "M",
  "States": {
    "M": {
      "Type": "Map",
      "QueryLanguage": "JSONata",
      "Items": [],
      "ItemProcessor": { "StartAt": "A", "States": { "A": { "Type": "Pass", "ResultPath": "$.x", "End": true } } },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn a_downgraded_state_is_reported_once() {
        let text = r#"{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {
            "A": { "Type": "Pass", "QueryLanguage": "JSONPath", "Output": 1, "InputPath": "$", "End": true } } }"#;
        check(&RULE, text);
    }

    #[test]
    fn aws_names_the_state() {
        let text = r#"{ "StartAt": "M", "States": { "M": { "Type": "Map", "Items": [], "End": true } } }"#;
        assert_eq!(only_finding(&RULE, text).aws_location.as_deref(), Some("/States/M"));
    }

    #[test]
    fn the_items_of_a_map_have_a_field_of_their_own() {
        assert_eq!(advice("ItemsPath", ObjectKind::Map, QueryLanguage::Jsonata), "use `Items`");
    }

    #[test]
    fn states_with_fields_of_both_languages_have_no_fix() {
        let fix = |fields: &str| {
            let text = format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", {fields}, "End": true }} }} }}"#
            );
            only_finding(&RULE, &text).fix
        };
        assert!(fix(r#""Output": 1"#).is_some());
        assert!(fix(r#""Output": 1, "ResultPath": "$.x""#).is_none());
        assert!(fix(r#""Output": 1, "QueryLanguage": "JSONPath""#).is_none());
        assert!(fix(r#""QueryLanguage": "JSONata", "Parameters": {}, "Arguments": {}"#).is_none());
        assert!(fix(r#""QueryLanguage": "JSONata", "ResultPath": null"#).is_none());
    }

    #[test]
    fn evaluated_parameters_are_not_renamed() {
        for value in [r#"{ "a.$": "$.a" }"#, r#"{ "a": "{% 1 %}" }"#] {
            let text = format!(
                r#"{{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {{ "A": {{ "Type": "Task", "Parameters": {value}, "End": true }} }} }}"#
            );
            assert!(only_finding(&RULE, &text).fix.is_none(), "{value}");
        }
    }

    #[test]
    fn the_state_is_switched_or_the_field_renamed() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Output": 1, "End": true } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": 1, "End": true } } }"#,
        );
        check_fix(
            &RULE,
            r#"{ "QueryLanguage": "JSONata", "StartAt": "A", "States": { "A": { "Type": "Task", "Parameters": { "a": 1 }, "End": true } } }"#,
            r#"{ "QueryLanguage": "JSONata", "StartAt": "A", "States": { "A": { "Type": "Task", "Arguments": { "a": 1 }, "End": true } } }"#,
        );
    }
}
