use super::helpers::{known_resource, known_text, s3_action};
use crate::catalog::readers::{CONFLICTS, Conflict, S3_ACTIONS, S3Action};
use crate::rules::prelude::*;
use crate::syntax::Text;
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    name: "distributed-map-config",
    group: Group::Integrations,
    docs: include_str!("distributed_map_config.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
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
    let Some((resource, action)) = s3_call(reader) else { return };
    let is_single = action.name == "getObject";
    if !is_single && action.name != "listObjectsV2" {
        return;
    }
    check_payload(cx, reader, resource, action);
    let config = reader.objects("ReaderConfig").next();
    if is_single {
        let is_known = config.is_some_and(|config| {
            config.has_or_misspells("InputType") || is(config, "ManifestType", "S3_INVENTORY")
        });
        let is_object = config.is_some() || !reader.has_or_misspells("ReaderConfig");
        if !is_known && is_object {
            let span = config.map_or(reader.name(), Object::name);
            cx.report(&RULE, span, "the format of the file is not specified")
                .help("set `InputType` in `ReaderConfig`");
        }
    }
    if let Some(config) = config {
        check_transformation(cx, config, resource, is_single);
        for conflict in CONFLICTS {
            check_conflict(cx, reader, config, action, conflict);
        }
        check_duplicates(cx, config);
    }
}

/// The action that a reader or writer calls, if it is one that they support.
fn s3_call(object: Object<'_>) -> Option<(Text<'_>, &'static S3Action)> {
    let resource = known_resource(object)?;
    Some((resource, S3Action::named(s3_action(resource.value)?)?))
}

fn check_transformation(cx: &mut Context<'_>, config: Object<'_>, resource: Text<'_>, is_single: bool) {
    let field = config.field("Transformation").filter(|_| is(config, "Transformation", "LOAD_AND_FLATTEN"));
    let Some(field) = field else { return };
    if is_single {
        cx.report(&RULE, field.key().span, "`Transformation` requires `s3:listObjectsV2`")
            .related(resource.span, "this action reads a single file");
    } else if !config.has_or_misspells("InputType") {
        cx.report(&RULE, field.key().span, "the format of the files is not specified")
            .help("set `InputType`");
    }
}

fn is(object: Object<'_>, field: &str, value: &str) -> bool {
    object.get(field).and_then(Node::as_str) == Some(value)
}

fn check_conflict(
    cx: &mut Context<'_>,
    reader: Object<'_>,
    config: Object<'_>,
    action: &S3Action,
    conflict: &Conflict,
) {
    let (key, setting) = match config.field(conflict.setting) {
        Some(field) => (field.key(), field.value().and_then(Node::as_text)),
        None => match parameters(reader).find(|(name, _)| *name == conflict.setting) {
            Some((_, key)) => (key, None),
            None => return,
        },
    };
    let shown = match conflict.value {
        Some(value) => match setting.filter(|setting| setting.value == value) {
            Some(setting) => setting,
            None => return,
        },
        None => key,
    };
    let (other, value) = match conflict.other {
        "Resource" => (reader.get("Resource").and_then(Node::as_text), action.name),
        field => {
            let other = known_text(config, field);
            (other, other.map_or("", |other| other.value))
        }
    };
    if let Some(other) = other.filter(|_| conflict.values.contains(&value)) {
        let name = shown.value.strip_suffix(".$").unwrap_or(shown.value);
        cx.report(&RULE, shown.span, format!("`{name}` cannot be combined with `{value}`"))
            .related(other.span, format!("`{value}` is set here"));
    }
}

/// The names, without `.$`, and keys of the parameters of the S3 action.
fn parameters<'a>(object: Object<'a>) -> impl Iterator<Item = (&'a str, Text<'a>)> {
    let payload =
        ["Parameters", "Arguments"].into_iter().find_map(|name| object.field_or_misspelling(name)?.value());
    payload.into_iter().flat_map(Node::pairs).map(|pair| {
        let key = pair.key();
        (key.value.strip_suffix(".$").unwrap_or(key.value), key)
    })
}

fn check_duplicates(cx: &mut Context<'_>, config: Object<'_>) {
    let headers = config.get("CSVHeaders");
    let mut seen = HashSet::new();
    for name in headers.into_iter().flat_map(Node::items).filter_map(Node::as_text) {
        if !seen.insert(name.value) && !name.has_placeholder() {
            cx.report(&RULE, name.span, format!("duplicate column `{}`", name.value))
                .note("the execution fails with `CSV headers cannot contain duplicates.`");
        }
    }
}

fn check_batcher(cx: &mut Context<'_>, batcher: Object<'_>) {
    const LIMITS: [&str; 4] =
        ["MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"];
    if !LIMITS.iter().any(|limit| batcher.has_or_misspells(limit)) {
        cx.report(&RULE, batcher.name(), "`ItemBatcher` does not limit the batch size")
            .help("set `MaxItemsPerBatch` or `MaxInputBytesPerBatch`");
    }
}

fn check_writer(cx: &mut Context<'_>, writer: Object<'_>) {
    let payload = ["Parameters", "Arguments"].into_iter().find_map(|name| writer.field_or_misspelling(name));
    if !writer.has_or_misspells("Resource") {
        if let Some(payload) = payload {
            let key = payload.key();
            cx.report(&RULE, key.span, format!("`ResultWriter` has `{}` but no `Resource`", key.value))
                .help("set `\"Resource\": \"arn:aws:states:::s3:putObject\"`");
        } else if !writer.has_or_misspells("WriterConfig") {
            cx.report(&RULE, writer.name(), "`ResultWriter` has neither a `Resource` nor a `WriterConfig`")
                .help("add a `Resource` with a bucket, or a `WriterConfig`");
        }
        return;
    }
    let Some(resource) = known_resource(writer) else { return };
    match s3_call(writer).filter(|(_, action)| action.name == "putObject") {
        Some((_, action)) => check_payload(cx, writer, resource, action),
        None => {
            cx.report(&RULE, resource.span, format!("`ResultWriter` cannot call `{}`", resource.value))
                .help("use `arn:aws:states:::s3:putObject`");
        }
    }
}

/// Checks the parameters of the S3 action, unless they are a single expression.
fn check_payload(cx: &mut Context<'_>, object: Object<'_>, resource: Text<'_>, action: &S3Action) {
    let field = ["Parameters", "Arguments"].into_iter().find_map(|name| object.field_or_misspelling(name));
    if field.is_some_and(|field| !field.value().is_some_and(Node::is_object)) {
        return;
    }
    let is_open = field.and_then(|field| field.value()).is_some_and(Node::is_open);
    let mut replaced = Vec::new();
    for (name, key) in parameters(object) {
        let belongs_to_another = S3_ACTIONS.iter().any(|other| other.takes(name));
        if action.takes(name) || !belongs_to_another {
            continue;
        }
        let instead = action.instead_of(name);
        replaced.extend(instead);
        let diag = cx.report(&RULE, key.span, format!("`{name}` is not a parameter of `s3:{}`", action.name));
        diag.related(resource.span, "the action is set here");
        if let Some(instead) = instead {
            diag.help(format!("did you mean `{instead}`?"));
        }
    }
    let has = |name: &str| parameters(object).any(|(other, key)| other == name || key.has_placeholder());
    let required = action.required.iter().filter(|name| !has(name) && !replaced.contains(name));
    let missing: Vec<&str> = required.copied().collect();
    if !missing.is_empty() && !is_open {
        let span = field.map_or(resource.span, |field| field.key().span);
        cx.report(&RULE, span, format!("`s3:{}` requires {}", action.name, listed_names(&missing, "and")));
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
        let which = if action == "getObject" { r#""Key.$": "$.k""# } else { r#""Prefix": "p/""# };
        with_parameters(action, config, which)
    }

    fn with_parameters(action: &str, config: &str, which: &str) -> String {
        map(&format!(
            r#""ItemReader": {{ "Resource": "arn:aws:states:::s3:{action}", "ReaderConfig": {config}, "Parameters": {{ "Bucket": "b", {which} }} }}"#
        ))
    }

    #[test]
    fn an_iterator_counts_as_an_item_processor() {
        let text = with_parameters("listObjectsV2", "{}", r#""Key": "k""#);
        only_finding(&RULE, &text);
        only_finding(&RULE, &text.replace("ItemProcessor", "Iterator"));
        check(&RULE, &text.replace("DISTRIBUTED", "INLINE"));
        check(&RULE, &text.replace("\"Map\"", "\"Parallel\""));
    }

    #[test]
    fn parameters_of_another_action_or_format() {
        for (action, config, which, message) in [
            ("listObjectsV2", "{}", r#""Key": "k""#, "`Key` is not a parameter of `s3:listObjectsV2`"),
            (
                "listObjectsV2",
                "{}",
                r#""Key.$": "$.k", "Prefix": "p""#,
                "`Key` is not a parameter of `s3:listObjectsV2`",
            ),
            (
                "listObjectsV2",
                "{}",
                r#""VersionId": "1""#,
                "`VersionId` is not a parameter of `s3:listObjectsV2`",
            ),
            (
                "getObject",
                r#"{ "InputType": "JSON" }"#,
                r#""Prefix": "p""#,
                "`Prefix` is not a parameter of `s3:getObject`",
            ),
            (
                "getObject",
                r#"{ "InputType": "PARQUET" }"#,
                r#""Key": "k", "VersionId.$": "$.v""#,
                "`VersionId` cannot be combined with `PARQUET`",
            ),
        ] {
            assert_eq!(only_finding(&RULE, &with_parameters(action, config, which)).message, message);
        }
        for (action, which) in [
            ("getObject", r#""Key": "k", "VersionId": "1", "ExpectedBucketOwner": "111122223333""#),
            ("listObjectsV2", r#""Prefix": "p", "ExpectedBucketOwner": "111122223333""#),
            ("listObjectsV2", r#""StartAfter": "a""#),
            ("getObject", r#""${Which}": "k""#),
        ] {
            check(&RULE, &with_parameters(action, r#"{ "InputType": "JSON" }"#, which));
        }
        let text = map(
            r#""ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": { "InputType": "PARQUET" }, "Arguments": { "Bucket": "b", "Key": "k", "VersionId": "1" } }"#,
        );
        assert_eq!(only_finding(&RULE, &text).message, "`VersionId` cannot be combined with `PARQUET`");
    }

    #[test]
    fn settings_of_the_reader() {
        for (action, config, message) in [
            ("getObject", "{}", "the format of the file is not specified"),
            (
                "getObject",
                r#"{ "InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN" }"#,
                "`Transformation` requires `s3:listObjectsV2`",
            ),
            (
                "listObjectsV2",
                r#"{ "Transformation": "LOAD_AND_FLATTEN" }"#,
                "the format of the files is not specified",
            ),
            (
                "getObject",
                r#"{ "InputType": "JSON", "CSVDelimiter": "TAB" }"#,
                "`CSVDelimiter` cannot be combined with `JSON`",
            ),
            (
                "getObject",
                r#"{ "InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVHeaders": ["a"] }"#,
                "`CSVHeaders` cannot be combined with `FIRST_ROW`",
            ),
            (
                "getObject",
                r#"{ "InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b", "a"] }"#,
                "duplicate column `a`",
            ),
            (
                "getObject",
                r#"{ "InputType": "JSONL", "ItemsPointer": "/a" }"#,
                "`ItemsPointer` cannot be combined with `JSONL`",
            ),
            (
                "getObject",
                r#"{ "InputType": "JSON", "ManifestType": "ATHENA_DATA" }"#,
                "`ATHENA_DATA` cannot be combined with `JSON`",
            ),
            (
                "getObject",
                r#"{ "InputType": "CSV", "ManifestType": "S3_INVENTORY", "CSVHeaderLocation": "FIRST_ROW" }"#,
                "`S3_INVENTORY` cannot be combined with `CSV`",
            ),
            (
                "listObjectsV2",
                r#"{ "ManifestType": "S3_INVENTORY" }"#,
                "`ManifestType` cannot be combined with `listObjectsV2`",
            ),
            (
                "listObjectsV2",
                r#"{ "InputType": "MANIFEST", "Transformation": "LOAD_AND_FLATTEN" }"#,
                "`LOAD_AND_FLATTEN` cannot be combined with `MANIFEST`",
            ),
        ] {
            assert_eq!(only_finding(&RULE, &reader(action, config)).message, message, "{config}");
        }
        for (action, config) in [
            ("getObject", r#"{ "InputType": "JSON", "ItemsPointer": "/a" }"#),
            ("getObject", r#"{ "ManifestType": "S3_INVENTORY" }"#),
            ("getObject", r#"{ "InputType": "PARQUET", "ManifestType": "ATHENA_DATA" }"#),
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
                "`s3:listObjectsV2` requires `Bucket`",
            ),
            (r#""ItemBatcher": { "BatchInput": {} }"#, "`ItemBatcher` does not limit the batch size"),
            (r#""ResultWriter": {}"#, "`ResultWriter` has neither a `Resource` nor a `WriterConfig`"),
            (
                r#""ResultWriter": { "Parameters": { "Bucket": "b" } }"#,
                "`ResultWriter` has `Parameters` but no `Resource`",
            ),
            (
                r#""ResultWriter": { "Resource": "arn:aws:states:::s3:getObject" }"#,
                "`ResultWriter` cannot call `arn:aws:states:::s3:getObject`",
            ),
            (
                r#""ResultWriter": { "Resource": "arn:aws:states:::s3:putObject", "Parameters": { "Prefix": "p" } }"#,
                "`s3:putObject` requires `Bucket`",
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

    #[test]
    fn a_reader_without_a_known_configuration() {
        let map = |resource: &str, more: &str| {
            format!(
                r#"{{ "States": {{ "M": {{ "Type": "Map",
                "ItemProcessor": {{ "ProcessorConfig": {{ "Mode": "DISTRIBUTED" }} }},
                "ItemReader": {{ "Resource": "{resource}", "Parameters": {{ "Bucket": "b", "Key": "k" }}{more} }} }} }} }}"#
            )
        };
        let read = "arn:aws:states:::s3:getObject";
        only_finding(&RULE, &map(read, ""));
        only_finding(&RULE, &map("arn:${AWS::Partition}:states:::s3:getObject", ""));
        check(&RULE, &map("arn:aws${Suffix}:states:::s3:getObject", ""));
        check(&RULE, &map(read, r#", "ReaderConfig": "x""#));
        check(&RULE, &map(read, r#", "ReaderConfig": }, "x": {"#));
    }
}
