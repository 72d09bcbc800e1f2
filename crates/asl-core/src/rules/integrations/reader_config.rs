use super::helpers::{known_resource, known_text, s3_action};
use crate::catalog::services::{arn_parts, is_filled_in};
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "reader-config",
    group: Group::Integrations,
    docs: include_str!("reader_config.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Parent),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.is_distributed_map() && !state.is_downgrade()) {
        for reader in state.objects("ItemReader").filter(|reader| !reader.is_damaged()) {
            if let Some(resource) = known_resource(reader) {
                check_resource(cx, resource);
            }
            for config in reader.objects("ReaderConfig") {
                check_headers(cx, reader, config);
            }
        }
    }
}

fn check_resource(cx: &mut Context<'_>, resource: Text<'_>) {
    const ACTIONS: [&str; 2] = ["getObject", "listObjectsV2"];
    let action = s3_action(resource.value);
    if action.is_some_and(|action| ACTIONS.contains(&action)) {
        return;
    }
    let written = resource.value.rsplit(':').next().unwrap_or_default();
    let near = ACTIONS.into_iter().find(|action| *action == written).or_else(|| nearest(written, ACTIONS));
    let is_partition = |name: &&str| name.starts_with("aws") || is_filled_in(name);
    let partition = arn_parts(resource.value).map(|parts| parts[1]).filter(is_partition).unwrap_or("aws");
    let fixed = near.map(|near| format!("arn:{partition}:states:::s3:{near}"));
    let fix = fixed
        .as_ref()
        .map(|fixed| Fix::suggested(format!("Change to `{fixed}`"), vec![cx.replace_text(resource, fixed)]));
    let diag = cx.report(&RULE, resource.span, format!("`ItemReader` cannot call `{}`", resource.value));
    diag.help(match fixed {
        Some(fixed) => format!("did you mean `{fixed}`?"),
        None => "use `arn:aws:states:::s3:getObject` or `arn:aws:states:::s3:listObjectsV2`".to_owned(),
    });
    if let Some(fix) = fix {
        diag.fix(fix);
    }
}

fn check_headers(cx: &mut Context<'_>, reader: Object<'_>, config: Object<'_>) {
    let location = config.field_or_misspelling("CSVHeaderLocation");
    let input = known_text(config, "InputType");
    // How the objects of a manifest or a list are read is less certain.
    let is_single = known_resource(reader).and_then(|text| s3_action(text.value)) == Some("getObject")
        && !config.has("ManifestType")
        && !config.has("Transformation");
    match (input, location) {
        (Some(input), None) if input.value == "CSV" => {
            let add = config.field("InputType").map(|field| {
                cx.insert_field(config, Some(field.pair()), "CSVHeaderLocation", "\"FIRST_ROW\"")
            });
            let diag = cx.report(&RULE, input.span, "`CSV` requires `CSVHeaderLocation`");
            diag.help(
                "set `CSVHeaderLocation` to `FIRST_ROW` if the file contains the column names, or to `GIVEN`",
            );
            if let Some(add) = add {
                diag.fix(Fix::suggested("Add `\"CSVHeaderLocation\": \"FIRST_ROW\"`", vec![add]));
            }
            if !is_single {
                diag.warning();
            }
        }
        (Some(input), Some(location)) if matches!(input.value, "JSON" | "JSONL" | "PARQUET") => {
            let remove = cx.remove_field(location);
            let message = format!("`CSVHeaderLocation` does not apply to `{}`", input.value);
            let diag = cx.report(&RULE, location.key().span, message);
            diag.related(input.span, "the format is set here");
            diag.fix(Fix::suggested("Remove `CSVHeaderLocation`", vec![remove]));
            if input.value != "JSON" || !is_single {
                diag.warning();
            }
        }
        _ => {}
    }
    if let Some(given) = known_text(config, "CSVHeaderLocation").filter(|text| text.value == "GIVEN")
        && !config.has_or_misspells("CSVHeaders")
    {
        cx.report(&RULE, given.span, "`GIVEN` requires `CSVHeaders`")
            .help("list the column names in `CSVHeaders`");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(mode: &str, reader: &str) -> String {
        format!(
            r#"{{ "States": {{ "M": {{ "Type": "Map", "ItemReader": {reader}, "ItemProcessor": {{ "ProcessorConfig": {{ "Mode": "{mode}" }} }} }} }} }}"#
        )
    }

    fn config(config: &str) -> String {
        map(
            "DISTRIBUTED",
            &format!(r#"{{ "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {config} }}"#),
        )
    }

    #[test]
    fn only_two_actions_are_supported() {
        let of = |resource: &str| map("DISTRIBUTED", &format!(r#"{{ "Resource": "{resource}" }}"#));
        let found = only_finding(&RULE, &of("arn:aws:states:::s3:putObject"));
        assert_eq!(found.message, "`ItemReader` cannot call `arn:aws:states:::s3:putObject`");
        assert_eq!(found.aws_location.as_deref(), Some("/States/M/ItemReader"));
        for wrong in ["arn:aws:states:::s3:getobject", "arn:aws:states:::aws-sdk:s3:getObject"] {
            check_fix(&RULE, &of(wrong), &of("arn:aws:states:::s3:getObject"));
        }
        check_fix(
            &RULE,
            &of("arn:${AWS::Partition}:states:::s3:getobject"),
            &of("arn:${AWS::Partition}:states:::s3:getObject"),
        );
        for right in [
            "arn:aws:states:::s3:getObject",
            "arn:aws-cn:states:::s3:listObjectsV2",
            "arn:${AWS::Partition}:states:::s3:getObject",
            "arn:aws:states:::s3:${Action}",
            "${Reader}",
        ] {
            check(&RULE, &of(right));
        }
        check(&RULE, &map("INLINE", r#"{ "Resource": "x" }"#));
    }

    #[test]
    fn headers_of_csv_files() {
        for (text, message, severity) in [
            (r#"{ "InputType": "CSV" }"#, "`CSV` requires `CSVHeaderLocation`", Severity::Error),
            (
                r#"{ "InputType": "CSV", "ManifestType": "ATHENA_DATA" }"#,
                "`CSV` requires `CSVHeaderLocation`",
                Severity::Warning,
            ),
            (
                r#"{ "InputType": "CSV", "CSVHeaderLocation": "GIVEN" }"#,
                "`GIVEN` requires `CSVHeaders`",
                Severity::Error,
            ),
            (
                r#"{ "InputType": "JSON", "CSVHeaderLocation": "FIRST_ROW" }"#,
                "`CSVHeaderLocation` does not apply to `JSON`",
                Severity::Error,
            ),
            (
                r#"{ "InputType": "JSONL", "CSVHeaderLocation": "FIRST_ROW" }"#,
                "`CSVHeaderLocation` does not apply to `JSONL`",
                Severity::Warning,
            ),
        ] {
            let found = only_finding(&RULE, &config(text));
            assert_eq!((&*found.message, found.severity), (message, severity), "{text}");
            let location = (severity == Severity::Error).then_some("/States/M/ItemReader/ReaderConfig");
            assert_eq!(found.aws_location.as_deref(), location);
        }
        for text in [
            r#"{ "InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW" }"#,
            r#"{ "InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a"] }"#,
            r#"{ "InputType": "MANIFEST" }"#,
            r#"{ "InputType": "${Format}" }"#,
        ] {
            check(&RULE, &config(text));
        }
        check_fix(
            &RULE,
            &config(r#"{ "InputType": "CSV" }"#),
            &config(r#"{ "InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW" }"#),
        );
    }
}
