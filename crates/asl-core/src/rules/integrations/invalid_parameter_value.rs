use std::collections::HashMap;

use aws_services::{Bounds, Shape, StringPattern, StringShape, version};

use crate::model::Call;
use crate::rules::prelude::*;
use crate::semantic::arguments::{Argument, TaskCall};
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "invalid-parameter-value",
    group: Group::Integrations,
    docs: include_str!("invalid_parameter_value.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let mut patterns = Patterns::default();
    for TaskCall { call, arguments, .. } in cx.calls() {
        for argument in arguments.iter().flat_map(|arguments| &arguments.values) {
            match argument.shape {
                Shape::String(string) if string.values().len() > 0 => {
                    let text = argument.node.as_text().filter(|text| !is_filled_in(*text));
                    let Some(text) = text.filter(|text| string.values().all(|word| word != text.value))
                    else {
                        continue;
                    };
                    not_a_word(cx, *call, *argument, text, &string.values().collect::<Vec<_>>());
                }
                Shape::String(string) => {
                    let text = argument.node.as_text().filter(|text| !is_example(*text));
                    let Some(text) = text else { continue };
                    if !wrong_length(cx, *call, *argument, text, string.length) {
                        not_matching(cx, *call, *argument, text, patterns.violated(string, text.value));
                    }
                }
                Shape::Integer(range) | Shape::Float(range) => out_of_range(cx, *call, *argument, range),
                _ => {}
            }
        }
    }
}

/// Whether a template or an expression provides the value before the call.
fn is_filled_in(text: Text<'_>) -> bool {
    text.has_placeholder() || is_placeholder(text.value) || text.value.contains(['{', '$'])
}

fn not_a_word(cx: &mut Context<'_>, call: Call<'_>, argument: Argument<'_>, text: Text<'_>, words: &[&str]) {
    let value = text.value;
    let near = words.iter().copied().find(|word| word.eq_ignore_ascii_case(value.trim()));
    let near = near.or_else(|| nearest(value, words.iter().copied()));
    let fix =
        near.map(|near| Fix::suggested(format!("Change to `{near}`"), vec![cx.replace_text(text, near)]));
    let accepted = listed_names(words, "or");
    let name = argument.member.name();
    let diag = cx.report(&RULE, text.span, format!("`{}` is not a valid `{name}`", excerpt(value)));
    diag.note(match call.is_sdk() {
        true => format!("according to {}, `{}` accepts {accepted}", version(), call.name()),
        false => format!("`{}` accepts {accepted}", call.name()),
    });
    if let (Some(near), Some(fix)) = (near, fix) {
        diag.help(format!("did you mean `{near}`?")).fix(fix);
    }
}

/// The compiled patterns of the strings in a file. Many arguments have the same.
#[derive(Default)]
struct Patterns(HashMap<&'static str, Option<StringPattern>>);

impl Patterns {
    /// The pattern of a string if a text does not match it.
    fn violated(&mut self, string: StringShape<'static>, text: &str) -> Option<&'static str> {
        let pattern = string.pattern()?;
        let compiled = self.0.entry(pattern).or_insert_with(|| StringPattern::new(pattern));
        (compiled.as_ref()?.matches(text) == Some(false)).then_some(pattern)
    }
}

/// Whether a string does not have its final form. The patterns of ARNs are not reliable: many know one partition only.
fn is_example(text: Text<'_>) -> bool {
    let is_marked = text.value.contains(['<', '>']) || text.value.contains("EXAMPLE");
    is_filled_in(text) || is_marked || text.value.starts_with("arn:")
}

fn not_matching(
    cx: &mut Context<'_>,
    call: Call<'_>,
    argument: Argument<'_>,
    text: Text<'_>,
    pattern: Option<&str>,
) {
    let Some(pattern) = pattern else { return };
    let name = argument.member.name();
    cx.report(&RULE, text.span, format!("`{}` is not a valid `{name}`", excerpt(text.value)))
        .note(format!("according to {}, it must match `{pattern}`", source(call)));
}

fn wrong_length(
    cx: &mut Context<'_>,
    call: Call<'_>,
    argument: Argument<'_>,
    text: Text<'_>,
    length: Bounds,
) -> bool {
    let count = text.value.chars().count();
    let limit = match length {
        // Services count UTF-16 code units or bytes, of which there are at least as many.
        Bounds { min: Some(min), .. } if (text.value.len() as f64) < min => format!("the minimum is {min}"),
        Bounds { max: Some(max), .. } if count as f64 > max => format!("the maximum is {max}"),
        Bounds { .. } => return false,
    };
    let (name, unit) = (argument.member.name(), if count == 1 { "character" } else { "characters" });
    cx.report(&RULE, text.span, format!("`{name}` has {count} {unit}; {limit}"))
        .note(format!("according to {}", source(call)));
    true
}

/// Where the facts about a parameter are from.
fn source(call: Call<'_>) -> &'static str {
    if call.is_sdk() { version() } else { "the API of the service" }
}

fn out_of_range(cx: &mut Context<'_>, call: Call<'_>, argument: Argument<'_>, range: Bounds) {
    let Some(number) = argument.node.as_f64().filter(|number| !range.contains(*number)) else { return };
    let limit = match range {
        Bounds { min: Some(min), .. } if number < min => format!("the minimum is {min}"),
        Bounds { max: Some(max), .. } => format!("the maximum is {max}"),
        Bounds { .. } => return,
    };
    let name = argument.member.name();
    cx.report(&RULE, argument.node.span(), format!("{number} is not a valid `{name}`; {limit}"))
        .note(format!("according to {}", source(call)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(resource: &str, parameters: &str) -> String {
        format!(
            r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::{resource}", "Parameters": {{ {parameters} }} }} }} }}"#
        )
    }

    #[test]
    fn values_of_parameters() {
        for (resource, parameters, message) in [
            ("http:invoke", r#""Method": "FETCH""#, "`FETCH` is not a valid `Method`"),
            ("http:invoke", r#""Method": """#, "`` is not a valid `Method`"),
            ("apigateway:invoke", r#""Method": "TRACE""#, "`TRACE` is not a valid `Method`"),
            (
                "http:invoke",
                r#""Transform": { "RequestBodyEncoding": "JSON" }"#,
                "`JSON` is not a valid `RequestBodyEncoding`",
            ),
        ] {
            assert_eq!(only_finding(&RULE, &call(resource, parameters)).message, message);
        }
        for (resource, parameters) in [
            ("http:invoke", r#""Method": "PATCH""#),
            ("http:invoke", r#""Method.$": "$.method""#),
            ("http:invoke", r#""Method": "${Method}""#),
            ("http:invoke", r#""Method": "{% $method %}""#),
            ("http:invoke", r#""RequestBody": { "Method": "FETCH" }"#),
            ("http:invoke", r#""Method": "<method>""#),
            ("http:invoke", r#""Method": "HTTP_METHOD""#),
        ] {
            check(&RULE, &call(resource, parameters));
        }
        let text = call("http:invoke", r#""Method": "FETCH""#)
            .replace("Parameters", "Arguments")
            .replace(r#""Task","#, r#""Task", "QueryLanguage": "JSONata","#);
        assert_eq!(only_finding(&RULE, &text).message, "`FETCH` is not a valid `Method`");
    }

    #[test]
    fn values_of_the_apis() {
        for (resource, parameters, message) in [
            (
                "aws-sdk:ec2:runInstances",
                r#""InstanceType": "t9.huge""#,
                "`t9.huge` is not a valid `InstanceType`",
            ),
            ("ecs:runTask", r#""LaunchType": "FARGAT""#, "`FARGAT` is not a valid `LaunchType`"),
            (
                "aws-sdk:sqs:receiveMessage",
                r#""AttributeNames": ["Everything"]"#,
                "`Everything` is not a valid `AttributeNames`",
            ),
            (
                "aws-sdk:lambda:createFunction",
                r#""Timeout": 0"#,
                "0 is not a valid `Timeout`; the minimum is 1",
            ),
            ("aws-sdk:s3:listObjectsV2", r#""EncodingType": "uri""#, "`uri` is not a valid `EncodingType`"),
        ] {
            assert_eq!(only_finding(&RULE, &call(resource, parameters)).message, message);
        }
        for (resource, parameters) in [
            ("aws-sdk:lambda:createFunction", r#""Timeout": 1"#),
            ("aws-sdk:lambda:createFunction", r#""Timeout": "0""#),
            ("aws-sdk:ec2:runInstances", r#""InstanceType.$": "$.type""#),
            ("aws-sdk:unheard:ofThis", r#""InstanceType": "x""#),
        ] {
            check(&RULE, &call(resource, parameters));
        }
    }

    #[test]
    fn patterns_and_lengths() {
        let table = |name: &str| format!(r#""TableName": "{name}", "Key": {{}}"#);
        let long = "t".repeat(1025);
        for (resource, parameters, message) in [
            ("dynamodb:getItem", table(""), "`TableName` has 0 characters; the minimum is 1"),
            ("dynamodb:getItem", table(&long), "`TableName` has 1025 characters; the maximum is 1024"),
            (
                "aws-sdk:ssm:sendCommand",
                r#""InstanceIds": ["web-1"]"#.to_owned(),
                "`web-1` is not a valid `InstanceIds`",
            ),
            (
                "aws-sdk:ssm:sendCommand",
                r#""MaxErrors": "10 %""#.to_owned(),
                "`10 %` is not a valid `MaxErrors`",
            ),
        ] {
            assert_eq!(only_finding(&RULE, &call(resource, &parameters)).message, message);
        }
        for (resource, parameters) in [
            ("dynamodb:getItem", table(&long[1..])),
            ("aws-sdk:ssm:sendCommand", r#""InstanceIds": ["mi-0123456789abcdef0"]"#.to_owned()),
            // What somebody replaces, and ARNs, whose patterns are not reliable.
            ("aws-sdk:ssm:sendCommand", r#""InstanceIds": ["<instance>"]"#.to_owned()),
            ("aws-sdk:ssm:sendCommand", r#""InstanceIds": ["i-EXAMPLE"]"#.to_owned()),
            ("aws-sdk:ssm:sendCommand", r#""InstanceIds": ["INSTANCE_ID"]"#.to_owned()),
            ("aws-sdk:ssm:sendCommand", r#""InstanceIds": ["${Instance}"]"#.to_owned()),
            (
                "aws-sdk:rekognition:createStreamProcessor",
                r#""NotificationChannel": { "SNSTopicArn": "arn:aws-cn:sns:cn-north-1:111122223333:t" }"#
                    .to_owned(),
            ),
        ] {
            check(&RULE, &call(resource, &parameters));
        }
    }

    #[test]
    fn the_fix_suggests_the_nearest_value() {
        for (before, after) in [("get", "GET"), ("POTS", "POST"), ("DELETE ", "DELETE")] {
            let text = |method| call("http:invoke", &format!(r#""Method": "{method}""#));
            check_fix(&RULE, &text(before), &text(after));
        }
    }
}
