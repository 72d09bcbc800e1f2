use super::prelude::*;
use super::reader_config::{known_resource, known_text, s3_action};
use crate::model::Field;
use crate::syntax::Text;
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    name: "distributed-map-config",
    group: Group::Integrations,
    summary: "a setting of a distributed Map does not go with the others",
    docs: include_str!("distributed_map_config.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.is_distributed_map()) {
        let objects = ["ItemReader", "ItemBatcher", "ResultWriter"].map(|name| state.objects(name).next());
        let [reader, batcher, writer] =
            objects.map(|o| o.filter(|o| o.node().is_object() && !o.is_damaged()));
        if let Some(reader) = reader {
            check_reader(cx, reader);
        }
        if let Some(batcher) = batcher {
            check_batcher(cx, batcher);
        }
        if let Some(writer) = writer {
            check_writer(cx, writer);
        }
    }
}

fn check_reader(cx: &mut Context<'_>, reader: Object<'_>) {
    let Some(resource) = known_resource(reader) else { return };
    let action = s3_action(resource.value);
    let is_single = action == Some("getObject");
    if !is_single && action != Some("listObjectsV2") {
        return;
    }
    let required: &[&str] = if is_single { &["Bucket", "Key"] } else { &["Bucket"] };
    check_payload(cx, reader, resource, required);
    let config = reader.objects("ReaderConfig").next();
    if is_single {
        let is_known = config
            .is_some_and(|config| config.means("InputType") || is(config, "ManifestType", "S3_INVENTORY"));
        let is_readable = config.is_some() || !reader.means("ReaderConfig");
        if !is_known && is_readable {
            let span = config.map_or(reader.name(), Object::name);
            cx.report(&RULE, span, "the format of the file is not given")
                .help("say what `InputType` it has in `ReaderConfig`");
        }
    }
    if let Some(config) = config {
        check_config(cx, config, resource, is_single);
    }
}

fn check_config(cx: &mut Context<'_>, config: Object<'_>, resource: Text<'_>, is_single: bool) {
    let input = known_text(config, "InputType");
    let is_input = |formats: &[&str]| input.is_some_and(|input| formats.contains(&input.value));
    if let Some(field) =
        config.field("Transformation").filter(|_| is(config, "Transformation", "LOAD_AND_FLATTEN"))
    {
        if is_single {
            cx.report(&RULE, field.key().span, "a single file is not transformed")
                .related(resource.span, "`Transformation` goes with `s3:listObjectsV2`");
        } else if !config.means("InputType") {
            cx.report(&RULE, field.key().span, "the format of the files to load is not given")
                .help("say what `InputType` they have");
        }
    }
    let mut misfit = |field: &str, formats: &[&str]| {
        if let (Some(field), Some(input), true) = (config.field(field), input, is_input(formats)) {
            does_not_go_with(cx, field, input);
        }
    };
    misfit("CSVDelimiter", &["JSON", "JSONL", "PARQUET"]);
    misfit("CSVHeaders", &["JSON", "JSONL", "PARQUET"]);
    misfit("ItemsPointer", &["CSV", "JSONL", "PARQUET", "MANIFEST"]);
    if let Some(headers) = config.field("CSVHeaders") {
        if let Some(location) =
            known_text(config, "CSVHeaderLocation").filter(|text| text.value == "FIRST_ROW")
        {
            does_not_go_with(cx, headers, location);
        }
        check_duplicates(cx, headers);
    }
}

fn is(object: Object<'_>, field: &str, value: &str) -> bool {
    object.get(field).and_then(Node::as_str) == Some(value)
}

fn does_not_go_with(cx: &mut Context<'_>, field: Field<'_>, value: Text<'_>) {
    let key = field.key();
    cx.report(&RULE, key.span, format!("`{}` does not go with `{}`", key.value, value.value))
        .related(value.span, format!("`{}` is set here", value.value));
}

fn check_duplicates(cx: &mut Context<'_>, headers: Field<'_>) {
    let mut seen = HashSet::new();
    for name in headers.value().into_iter().flat_map(Node::items).filter_map(Node::as_text) {
        if !seen.insert(name.value) && !name.has_hole() {
            cx.report(&RULE, name.span, format!("there are two columns named `{}`", name.value))
                .note("the execution fails with `CSV headers cannot contain duplicates.`");
        }
    }
}

fn check_batcher(cx: &mut Context<'_>, batcher: Object<'_>) {
    const LIMITS: [&str; 4] =
        ["MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"];
    if !LIMITS.iter().any(|limit| batcher.means(limit)) {
        cx.report(&RULE, batcher.name(), "the batches have no limit")
            .help("set `MaxItemsPerBatch` or `MaxInputBytesPerBatch`");
    }
}

fn check_writer(cx: &mut Context<'_>, writer: Object<'_>) {
    let payload = ["Parameters", "Arguments"].into_iter().find_map(|name| writer.field_meant(name));
    if !writer.means("Resource") {
        if let Some(payload) = payload {
            let key = payload.key();
            cx.report(&RULE, key.span, format!("`{}` is given, but no `Resource` to write with", key.value))
                .help("set `\"Resource\": \"arn:aws:states:::s3:putObject\"`");
        } else if !writer.means("WriterConfig") {
            cx.report(&RULE, writer.name(), "`ResultWriter` says neither where nor how to write")
                .help("give it a `Resource` with a bucket, or a `WriterConfig`");
        }
        return;
    }
    let Some(resource) = known_resource(writer) else { return };
    if s3_action(resource.value) == Some("putObject") {
        check_payload(cx, writer, resource, &["Bucket"]);
    } else {
        cx.report(&RULE, resource.span, format!("a result writer cannot call `{}`", resource.value))
            .help("it writes with `arn:aws:states:::s3:putObject`");
    }
}

/// The parameters of the S3 action. Those that are one expression are not known.
fn check_payload(cx: &mut Context<'_>, object: Object<'_>, resource: Text<'_>, required: &[&str]) {
    let field = ["Parameters", "Arguments"].into_iter().find_map(|name| object.field_meant(name));
    let payload = field.map(Field::value);
    if matches!(payload, Some(value) if !value.is_some_and(Node::is_object)) {
        return;
    }
    let pairs = || payload.flatten().into_iter().flat_map(Node::pairs);
    let has = |name: &str| {
        pairs().any(|pair| {
            let key = pair.key();
            key.has_hole() || key.value.strip_suffix(".$").unwrap_or(key.value) == name
        })
    };
    let missing: Vec<String> =
        required.iter().filter(|name| !has(name)).map(|name| format!("`{name}`")).collect();
    if !missing.is_empty() {
        let action = s3_action(resource.value).unwrap_or_default();
        let span = field.map_or(resource.span, |field| field.key().span);
        cx.report(&RULE, span, format!("`s3:{action}` needs {}", listed(&missing, "and")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(rest: &str) -> String {
        format!(
            r#"{{ "States": {{ "M": {{ "Type": "Map", {rest}, "ItemProcessor": {{ "ProcessorConfig": {{ "Mode": "DISTRIBUTED" }} }} }} }} }}"#
        )
    }

    fn reader(action: &str, config: &str) -> String {
        map(&format!(
            r#""ItemReader": {{ "Resource": "arn:aws:states:::s3:{action}", "ReaderConfig": {config}, "Parameters": {{ "Bucket": "b", "Key.$": "$.k" }} }}"#
        ))
    }

    #[test]
    fn settings_of_the_reader() {
        for (action, config, message) in [
            ("getObject", "{}", "the format of the file is not given"),
            (
                "getObject",
                r#"{ "InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN" }"#,
                "a single file is not transformed",
            ),
            (
                "listObjectsV2",
                r#"{ "Transformation": "LOAD_AND_FLATTEN" }"#,
                "the format of the files to load is not given",
            ),
            (
                "getObject",
                r#"{ "InputType": "JSON", "CSVDelimiter": "TAB" }"#,
                "`CSVDelimiter` does not go with `JSON`",
            ),
            (
                "getObject",
                r#"{ "InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVHeaders": ["a"] }"#,
                "`CSVHeaders` does not go with `FIRST_ROW`",
            ),
            (
                "getObject",
                r#"{ "InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b", "a"] }"#,
                "there are two columns named `a`",
            ),
            (
                "getObject",
                r#"{ "InputType": "JSONL", "ItemsPointer": "/a" }"#,
                "`ItemsPointer` does not go with `JSONL`",
            ),
        ] {
            assert_eq!(only_finding(&RULE, &reader(action, config)).message, message, "{config}");
        }
        for (action, config) in [
            ("getObject", r#"{ "InputType": "JSON", "ItemsPointer": "/a" }"#),
            ("getObject", r#"{ "ManifestType": "S3_INVENTORY" }"#),
            ("listObjectsV2", "{}"),
            ("listObjectsV2", r#"{ "InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN" }"#),
        ] {
            check(&RULE, &reader(action, config));
        }
    }

    #[test]
    fn parameters_batches_and_results() {
        for (text, message) in [
            (
                r#""ItemReader": { "Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {} }"#,
                "`s3:listObjectsV2` needs `Bucket`",
            ),
            (r#""ItemBatcher": { "BatchInput": {} }"#, "the batches have no limit"),
            (r#""ResultWriter": {}"#, "`ResultWriter` says neither where nor how to write"),
            (
                r#""ResultWriter": { "Parameters": { "Bucket": "b" } }"#,
                "`Parameters` is given, but no `Resource` to write with",
            ),
            (
                r#""ResultWriter": { "Resource": "arn:aws:states:::s3:getObject" }"#,
                "a result writer cannot call `arn:aws:states:::s3:getObject`",
            ),
            (
                r#""ResultWriter": { "Resource": "arn:aws:states:::s3:putObject", "Parameters": { "Prefix": "p" } }"#,
                "`s3:putObject` needs `Bucket`",
            ),
        ] {
            assert_eq!(only_finding(&RULE, &map(text)).message, message, "{text}");
        }
        for text in [
            r#""ItemBatcher": { "MaxItemsPerBatchPath": "$.n" }"#,
            r#""ResultWriter": { "WriterConfig": { "OutputType": "JSON", "Transformation": "NONE" } }"#,
            r#""ResultWriter": { "Resource": "arn:aws:states:::s3:putObject", "Arguments": "{% $a %}" }"#,
        ] {
            check(&RULE, &map(text));
        }
    }
}
