//! Parameters of calls of which something is known besides their name: which words they take (§8.3, §8.7), and which of
//! them are paths or code of the called service, that Step Functions hands on as they are.

/// Where parameters stand in what a call gets: names from the outermost on. Places in arrays do not count; `*` stands for
/// any name, `**` for any names, also none.
pub type ParameterPath = &'static [&'static str];

/// The words that a parameter of an optimized integration takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    pub service: &'static str,
    pub action: &'static str,
    pub path: ParameterPath,
    pub words: &'static [&'static str],
}

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// All parameters with a fixed set of words.
pub const WORDS: &[Words] = &[
    words("http", "invoke", &["Method"], METHODS),
    words("http", "invoke", &["Transform", "RequestBodyEncoding"], &["NONE", "URL_ENCODED"]),
    words(
        "http",
        "invoke",
        &["Transform", "RequestEncodingOptions", "ArrayFormat"],
        &["INDICES", "REPEAT", "COMMAS", "BRACKETS"],
    ),
    words("apigateway", "invoke", &["Method"], METHODS),
    words("apigateway", "invoke", &["AuthType"], &["NO_AUTH", "IAM_ROLE", "RESOURCE_POLICY"]),
];

const fn words(
    service: &'static str,
    action: &'static str,
    path: ParameterPath,
    words: &'static [&'static str],
) -> Words {
    Words { service, action, path, words }
}

/// What the called service reads in a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// Paths that look like those of Step Functions.
    Paths,
    /// Code or a pattern in which such paths may stand.
    Code,
}

/// A parameter that belongs to the called service, for all actions of it that have the parameter. Optimized integrations
/// and those of the AWS SDK have names of their own for some services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnParameter {
    pub services: &'static [&'static str],
    pub path: ParameterPath,
    pub own: Own,
}

/// All parameters that are known to be paths or code of the service.
#[rustfmt::skip]
pub const OWN: &[OwnParameter] = &[
    // What a transform job reads and keeps of each record, and what a monitor reads.
    own(&["sagemaker"], &["**", "DataProcessing", "*"], Own::Paths),
    own(&["sagemaker"], &["**", "FeaturesAttribute"], Own::Paths),
    own(&["sagemaker"], &["**", "InferenceAttribute"], Own::Paths),
    own(&["sagemaker"], &["**", "ProbabilityAttribute"], Own::Paths),
    own(&["sagemaker"], &["**", "LabelAttribute"], Own::Paths),
    // Targets, and the steps of a pipe, read the event: in nearly all of their parameters.
    own(&["events", "eventbridge"], &["Targets", "**"], Own::Paths),
    own(&["pipes"], &["SourceParameters", "**"], Own::Paths),
    own(&["pipes"], &["EnrichmentParameters", "**"], Own::Paths),
    own(&["pipes"], &["TargetParameters", "**"], Own::Paths),
    own(&["events", "eventbridge"], &["EventPattern"], Own::Code),
    // Classifiers, sources of visual jobs, and what a job says of its data.
    own(&["glue"], &["**", "JsonPath"], Own::Paths),
    // `{ $.status = 500 }`, and the fields that a metric is made of.
    own(&["cloudwatchlogs"], &["**", "FilterPattern"], Own::Code),
    own(&["cloudwatchlogs"], &["LogEventFilterPattern"], Own::Code),
    own(&["cloudwatchlogs"], &["MetricTransformations", "**"], Own::Paths),
    own(&["cloudwatchlogs"], &["QueryString"], Own::Code),
    // Where a record has its columns.
    own(&["kinesisanalytics", "kinesisanalyticsv2"], &["**", "Mapping"], Own::Paths),
    own(&["kinesisanalytics", "kinesisanalyticsv2"], &["**", "RecordRowPath"], Own::Paths),
    own(&["kinesisanalytics", "kinesisanalyticsv2"], &["**", "TextContent"], Own::Code),
    own(&["codepipeline"], &["**", "JsonPath"], Own::Paths),
    own(&["iotevents"], &["**", "JsonPath"], Own::Paths),
    own(&["bedrockagent"], &["Definition", "**"], Own::Paths),
    // Definitions of other machines.
    own(&["sfn"], &["Definition", "**"], Own::Paths),
    // Templates and programs.
    own(&["apigateway"], &["**", "RequestTemplates", "*"], Own::Code),
    own(&["apigateway"], &["**", "ResponseTemplates", "*"], Own::Code),
    own(&["apigateway"], &["**", "RequestParameters", "*"], Own::Code),
    own(&["apigateway"], &["**", "ResponseParameters", "*"], Own::Code),
    own(&["apigateway"], &["Body"], Own::Code),
    own(&["apigatewayv2"], &["**", "RequestParameters", "*"], Own::Code),
    own(&["apigatewayv2"], &["**", "RequestTemplates", "*"], Own::Code),
    own(&["apigatewayv2"], &["Body"], Own::Code),
    own(&["appsync"], &["RequestMappingTemplate"], Own::Code),
    own(&["appsync"], &["ResponseMappingTemplate"], Own::Code),
    own(&["appsync"], &["**", "Code"], Own::Code),
    own(&["appsync"], &["Template"], Own::Code),
    own(&["b2bi"], &["**", "Template"], Own::Code),
    own(&["b2bi"], &["**", "MappingTemplate"], Own::Code),
    own(&["connect"], &["Content"], Own::Code),
    own(&["iot"], &["**", "Sql"], Own::Code),
    own(&["ssm"], &["Content"], Own::Code),
    own(&["cloudformation"], &["TemplateBody"], Own::Code),
    own(&["osis"], &["PipelineConfigurationBody"], Own::Code),
    // Queries: `json_extract(line, '$.id')`.
    own(&["athena", "timestreamquery", "timestreamwrite"], &["**", "QueryString"], Own::Code),
    own(&["redshiftdata", "rdsdata"], &["**", "Sql"], Own::Code),
    own(&["redshiftdata"], &["Sqls"], Own::Code),
    own(&["dynamodb"], &["**", "Statement"], Own::Code),
    own(&["s3"], &["Expression"], Own::Code),
    own(&["config"], &["Expression"], Own::Code),
];

const fn own(services: &'static [&'static str], path: ParameterPath, own: Own) -> OwnParameter {
    OwnParameter { services, path, own }
}

/// What the called service reads in the string at a place of what it gets; nothing where it takes values.
pub fn own_parameter(service: &str, path: &[&str]) -> Option<Own> {
    let found = OWN.iter().find(|row| row.services.contains(&service) && is_at(row.path, path));
    found.map(|row| row.own).or_else(|| path.iter().find_map(|name| said_by_name(name)))
}

/// What a key says of its value, wherever it stands.
fn said_by_name(key: &str) -> Option<Own> {
    const CODE: [&str; 9] =
        ["expression", "formula", "jmespath", "jq", "pattern", "regex", "script", "sql", "template"];
    let letters: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_lowercase();
    if matches!(key, "InputPath" | "InputPathsMap") || letters.contains("jsonpath") {
        return Some(Own::Paths);
    }
    CODE.iter().any(|word| letters.ends_with(word)).then_some(Own::Code)
}

/// Whether a path leads to a place, in whatever case its names are written.
pub fn is_at(place: &[&str], path: &[&str]) -> bool {
    match place.split_first() {
        None => path.is_empty(),
        Some((&"**", rest)) => (0..=path.len()).any(|skipped| is_at(rest, &path[skipped..])),
        Some((name, rest)) => path.split_first().is_some_and(|(first, others)| {
            (*name == "*" || name.eq_ignore_ascii_case(first)) && is_at(rest, others)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::services;
    use super::*;

    #[test]
    fn words_belong_to_calls_that_exist() {
        for row in WORDS {
            assert!(services::actions(row.service).any(|call| call.action == row.action), "{row:?}");
        }
    }

    #[test]
    fn places_have_names_and_gaps() {
        for (place, path, is_there) in [
            (&["A"][..], &["A"][..], true),
            (&["A"], &["a"], true),
            (&["A"], &["A", "B"], false),
            (&["A", "*"], &["A", "B"], true),
            (&["A", "*"], &["A"], false),
            (&["A", "**"], &["A"], true),
            (&["A", "**"], &["A", "B", "C"], true),
            (&["**", "C"], &["A", "B", "C"], true),
            (&["**", "C"], &["C"], true),
            (&["**", "C"], &["C", "D"], false),
            (&[], &[], true),
        ] {
            assert_eq!(is_at(place, path), is_there, "{place:?} {path:?}");
        }
    }

    #[test]
    fn what_services_read_themselves() {
        for (service, path) in [
            ("sagemaker", &["DataProcessing", "InputFilter"][..]),
            ("events", &["Targets", "InputTransformer", "InputPathsMap", "id"]),
            ("eventbridge", &["Targets", "InputPath"]),
            ("pipes", &["TargetParameters", "KinesisStreamParameters", "PartitionKey"]),
            ("glue", &["JsonClassifier", "JsonPath"]),
            ("cloudwatchlogs", &["MetricTransformations", "MetricValue"]),
            ("lambda", &["Payload", "json_path"]),
            ("lambda", &["Payload", "jsonPaths"]),
        ] {
            assert_eq!(own_parameter(service, path), Some(Own::Paths), "{service} {path:?}");
        }
        for (service, path) in
            [("athena", &["QueryString"][..]), ("lambda", &["Payload", "expression"]), ("", &["match_regex"])]
        {
            assert_eq!(own_parameter(service, path), Some(Own::Code), "{service} {path:?}");
        }
        for (service, path) in
            [("sns", &["Message"][..]), ("lambda", &["Payload", "path"]), ("glue", &["JobName"])]
        {
            assert_eq!(own_parameter(service, path), None, "{service} {path:?}");
        }
    }
}
