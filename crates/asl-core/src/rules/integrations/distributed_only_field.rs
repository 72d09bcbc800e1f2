use crate::catalog::InlineUse;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "distributed-only-field",
    group: Group::Integrations,
    docs: include_str!("distributed_only_field.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Map) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        check_execution_type(cx, state);
        let Some(mode) = inline_mode(state) else { continue };
        for field in object.fields().filter(|field| !field.is_of_other_language()) {
            let key = field.key();
            let inline = field.info().map_or(InlineUse::Used, |info| info.inline);
            let message = match inline {
                InlineUse::Used => continue,
                InlineUse::Unused => format!("an inline Map does not use `{}`", key.value),
                InlineUse::Undocumented => {
                    format!("`{}` is documented for distributed Maps only", key.value)
                }
            };
            let remove = cx.remove_field(field);
            let diag = cx.report(&RULE, key.span, message);
            if inline == InlineUse::Undocumented {
                diag.advice();
            }
            diag.related(mode, "this Map is inline");
            diag.help("set `\"Mode\": \"DISTRIBUTED\"` in `ProcessorConfig`, or remove the field");
            diag.fix(Fix::suggested(format!("Remove `{}`", key.value), vec![remove]));
        }
    }
}

/// Reports a type of child executions on a Map without a mode, which does not start any.
fn check_execution_type(cx: &mut Context<'_>, map: State<'_>) {
    let processors = ["ItemProcessor", "Iterator"].into_iter().flat_map(|name| map.objects(name));
    for config in processors.flat_map(|processor| processor.objects("ProcessorConfig")) {
        let Some(field) = config.field("ExecutionType").filter(|_| !config.has_or_misspells("Mode")) else {
            continue;
        };
        let add = cx.insert_field(config, None, "Mode", "\"DISTRIBUTED\"");
        cx.report(&RULE, field.key().span, "an inline Map does not use `ExecutionType`")
            .note("a Map without a `Mode` is inline")
            .help("set `\"Mode\": \"DISTRIBUTED\"`, or remove the field")
            .fix(Fix::suggested("Add `\"Mode\": \"DISTRIBUTED\"`", vec![add]));
    }
}

/// The span that makes a Map inline: its mode, or the processor that has none. `None` if the Map is or may be
/// distributed.
fn inline_mode(map: State<'_>) -> Option<Span> {
    let processor = ["ItemProcessor", "Iterator"].into_iter().find_map(|name| map.objects(name).next())?;
    let Some(config) = processor.field_or_misspelling("ProcessorConfig") else {
        return Some(processor.name());
    };
    let config = config.value().filter(|config| config.is_object())?;
    match config.get("Mode") {
        Some(mode) => (mode.as_str() == Some("INLINE")).then(|| mode.span()),
        // `check_execution_type` reports a type of child executions, which shows that the Map is meant to be distributed.
        None => config.pairs().next().is_none().then_some(processor.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_distributed_maps() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Map", "ItemProcessor": {}, "Label": "a", "ToleratedFailureCount": 3, "Next": "B" },
//                                             ^^^^^^^ an inline Map does not use `Label`
//                                                           ^^^^^^^^^^^^^^^^^^^^^^^ `ToleratedFailureCount` is documented for distributed Maps only
    "B": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "INLINE" } }, "ItemBatcher": {}, "Next": "C" },
//                                                                                      ^^^^^^^^^^^^^ an inline Map does not use `ItemBatcher`
    "C": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED" } }, "Label": "c", "Next": "D" },
    "D": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "${Mode}" } }, "Label": "d", "Next": "E" },
    "E": { "Type": "Map", "Iterator": { "ProcessorConfig": { "Mode": "DISTRIBUTED" } }, "Label": "e", "Next": "F" },
    "F": { "Type": "Map", "Label": "f", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn tolerated_failures_are_advice() {
        for field in [
            r#""ToleratedFailurePercentage": 10"#,
            r#""ToleratedFailurePercentagePath": "$.p""#,
            r#""ToleratedFailureCount": 1"#,
            r#""ToleratedFailureCountPath": "$.n""#,
        ] {
            let map = format!(
                r#"{{ "States": {{ "A": {{ "Type": "Map", {field}, "ItemProcessor": {{ "ProcessorConfig": {{ "Mode": "INLINE" }} }} }} }} }}"#
            );
            assert_eq!(only_finding(&RULE, &map).severity, Severity::Info, "{field}");
        }
    }

    #[test]
    fn an_execution_type_without_a_mode() {
        let map = |mode: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ "Type": "Map", "Label": "a", "ItemProcessor": {{ "ProcessorConfig": {{ {mode}"ExecutionType": "EXPRESS" }} }} }} }} }}"#
            )
        };
        check_fix(&RULE, &map(""), &map(r#""Mode": "DISTRIBUTED", "#));
        check(&RULE, &map(r#""Mode": "DISTRIBUTED", "#));
    }

    #[test]
    fn the_fix_removes_the_field() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Map", "Label": "a", "ItemProcessor": {} } } }"#,
            r#"{ "States": { "A": { "Type": "Map", "ItemProcessor": {} } } }"#,
        );
    }
}
