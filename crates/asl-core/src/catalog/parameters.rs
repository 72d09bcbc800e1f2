//! Parameters of calls that contain paths or code for the called service, which Step Functions passes on unchanged.

/// The path of a parameter in the arguments of a call: names from the outside in, without the indices of arrays. `*`
/// matches any name, `**` any number of names, including none.
pub(crate) type ParameterPath = &'static [&'static str];

/// What a parameter contains that the called service evaluates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    /// Paths that look like those of Step Functions.
    Paths,
    /// Code or a pattern that may contain such paths.
    Code,
}

/// A parameter that the called service evaluates, for all actions that have the parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OwnParameter {
    /// The names of the service. Some services have different names in their optimized and AWS SDK integrations.
    pub(crate) services: &'static [&'static str],
    /// The path of the parameter.
    pub(crate) path: ParameterPath,
    /// What it contains.
    pub(crate) own: Own,
}

/// All parameters that are known to contain paths or code for the service.
#[rustfmt::skip]
pub(crate) const OWN: &[OwnParameter] = &[
    // The parts of each record that a transform job reads and writes, and that a monitor reads.
    own(&["sagemaker"], &["**", "DataProcessing", "*"], Own::Paths),
    own(&["sagemaker"], &["**", "FeaturesAttribute"], Own::Paths),
    own(&["sagemaker"], &["**", "InferenceAttribute"], Own::Paths),
    own(&["sagemaker"], &["**", "ProbabilityAttribute"], Own::Paths),
    own(&["sagemaker"], &["**", "LabelAttribute"], Own::Paths),
    // Nearly all parameters of targets and of the steps of a pipe can read the event.
    own(&["events", "eventbridge"], &["Targets", "**"], Own::Paths),
    own(&["pipes"], &["SourceParameters", "**"], Own::Paths),
    own(&["pipes"], &["EnrichmentParameters", "**"], Own::Paths),
    own(&["pipes"], &["TargetParameters", "**"], Own::Paths),
    own(&["events", "eventbridge"], &["EventPattern"], Own::Code),
    // Classifiers, sources of visual jobs, and descriptions of the data of a job.
    own(&["glue"], &["**", "JsonPath"], Own::Paths),
    // `{ $.status = 500 }`, and the fields of a metric.
    own(&["cloudwatchlogs"], &["**", "FilterPattern"], Own::Code),
    own(&["cloudwatchlogs"], &["LogEventFilterPattern"], Own::Code),
    own(&["cloudwatchlogs"], &["MetricTransformations", "**"], Own::Paths),
    own(&["cloudwatchlogs"], &["QueryString"], Own::Code),
    // The columns of a record.
    own(&["kinesisanalytics", "kinesisanalyticsv2"], &["**", "Mapping"], Own::Paths),
    own(&["kinesisanalytics", "kinesisanalyticsv2"], &["**", "RecordRowPath"], Own::Paths),
    own(&["kinesisanalytics", "kinesisanalyticsv2"], &["**", "TextContent"], Own::Code),
    own(&["codepipeline"], &["**", "JsonPath"], Own::Paths),
    own(&["iotevents"], &["**", "JsonPath"], Own::Paths),
    own(&["bedrockagent"], &["Definition", "**"], Own::Paths),
    // Definitions of other state machines.
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

/// Returns what the called service evaluates in the string at a path of its arguments; `None` if it takes plain values.
pub(crate) fn own_parameter(service: &str, path: &[&str]) -> Option<Own> {
    let found = OWN.iter().find(|row| row.services.contains(&service) && is_at(row.path, path));
    found.map(|row| row.own).or_else(|| path.iter().find_map(|name| by_name(name)))
}

/// Returns what the name of a key suggests about its value, in any call.
fn by_name(key: &str) -> Option<Own> {
    const CODE: [&str; 9] =
        ["expression", "formula", "jmespath", "jq", "pattern", "regex", "script", "sql", "template"];
    let letters: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_lowercase();
    if matches!(key, "InputPath" | "InputPathsMap") || letters.contains("jsonpath") {
        return Some(Own::Paths);
    }
    CODE.iter().any(|word| letters.ends_with(word)).then_some(Own::Code)
}

/// Returns whether a path matches a [`ParameterPath`]. The names are not case-sensitive.
pub(crate) fn is_at(pattern: &[&str], path: &[&str]) -> bool {
    match pattern.split_first() {
        None => path.is_empty(),
        Some((&"**", rest)) => (0..=path.len()).any(|skipped| is_at(rest, &path[skipped..])),
        Some((name, rest)) => path.split_first().is_some_and(|(first, others)| {
            (*name == "*" || name.eq_ignore_ascii_case(first)) && is_at(rest, others)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_names_and_wildcards() {
        for (pattern, path, is_match) in [
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
            assert_eq!(is_at(pattern, path), is_match, "{pattern:?} {path:?}");
        }
    }

    #[test]
    fn parameters_that_services_evaluate() {
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
