//! The `Resource` of a Task: which service and action it calls, and with which pattern (§8.1 to §8.3).

use memchr::memmem;

pub use aws_services::optimized::{INTEGRATIONS, Integration, Pattern, actions, alternatives};

/// What a Task calls, according to its `Resource`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource<'r> {
    /// An optimized integration: `arn:<partition>:states:::<service>:<action>` with the suffix of a pattern.
    Optimized {
        /// The service.
        service: &'r str,
        /// The action.
        action: &'r str,
        /// The pattern.
        pattern: Pattern,
    },
    /// An AWS SDK integration: the same with `aws-sdk:` before the service.
    Sdk {
        /// The service.
        service: &'r str,
        /// The action.
        action: &'r str,
        /// The pattern.
        pattern: Pattern,
    },
    /// An activity.
    Activity,
    /// A Lambda function, a substitution, or an unknown resource.
    Other,
}

impl<'r> Resource<'r> {
    /// Parses a `Resource` (§8.1). Substitutions may be in place of the partition, the region and the account.
    pub fn parse(text: &'r str) -> Resource<'r> {
        // Nearly all of them begin in one of two ways.
        let rest = match text.strip_prefix("arn:aws:states:::") {
            Some(rest) => rest,
            None if text.starts_with("arn:aws:lambda:") => return Resource::Other,
            None => {
                let Some(["arn", partition, "states", region, _, rest]) = arn_parts(text) else {
                    return Resource::Other;
                };
                if !partition.starts_with("aws") && !is_filled_in(partition) {
                    return Resource::Other;
                }
                if !region.is_empty() && !rest.starts_with("activity:") {
                    return Resource::Other;
                }
                rest
            }
        };
        if rest.starts_with("activity:") {
            return Resource::Activity;
        }
        // The substitution may be a suffix.
        if rest.ends_with('}') {
            return Resource::Other;
        }
        let (is_sdk, rest) = rest.strip_prefix("aws-sdk:").map_or((false, rest), |rest| (true, rest));
        // The empty suffix last, because it matches everything.
        let ending = Pattern::ALL.into_iter().rev().find_map(|p| Some((p, rest.strip_suffix(p.suffix())?)));
        let parts = ending.and_then(|(pattern, name)| {
            let colon = name.bytes().position(|byte| byte == b':')?;
            Some((pattern, &name[..colon], &name[colon + 1..]))
        });
        let Some((pattern, service, action)) = parts else { return Resource::Other };
        match is_sdk {
            true => Resource::Sdk { service, action, pattern },
            false => Resource::Optimized { service, action, pattern },
        }
    }

    /// Returns the name and the qualifier of the Lambda function that a `Resource` calls directly:
    /// `arn:<partition>:lambda:<region>:<account>:function:<name>[:<qualifier>]`. Substitutions may be in place of any
    /// of them.
    pub fn function(text: &'r str) -> Option<(&'r str, Option<&'r str>)> {
        let rest = text.strip_prefix("arn:aws")?;
        let colon = memchr::memchr(b':', rest.as_bytes())?;
        let rest = rest[colon..].strip_prefix(":lambda:")?;
        let name = memmem::find(rest.as_bytes(), b":function:").map(|at| &rest[at + ":function:".len()..])?;
        // A substitution may contain colons: `${AWS::StackName}`.
        let mut depth = 0;
        let colon = name.bytes().position(|byte| {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            byte == b':' && depth == 0
        });
        Some(colon.map_or((name, None), |colon| (&name[..colon], Some(&name[colon + 1..]))))
    }

    /// Returns the URL of AWS's page about the integration; `None` for an unknown resource.
    pub fn page(self) -> Option<String> {
        let page = match self {
            Resource::Optimized { service, .. } => {
                PAGES.iter().find(|(known, _)| *known == service).map(|(_, page)| *page)?
            }
            Resource::Sdk { .. } => "supported-services-awssdk",
            Resource::Activity => "concepts-activities",
            Resource::Other => return None,
        };
        Some(format!("https://docs.aws.amazon.com/step-functions/latest/dg/{page}.html"))
    }

    /// Returns the pattern of an integration.
    pub fn pattern(self) -> Option<Pattern> {
        match self {
            Resource::Optimized { pattern, .. } | Resource::Sdk { pattern, .. } => Some(pattern),
            _ => None,
        }
    }
}

/// Returns the six parts of an ARN. Colons in substitutions do not separate parts.
pub(crate) fn arn_parts(text: &str) -> Option<[&str; 6]> {
    let mut rest = text;
    let mut parts = [""; 6];
    for part in &mut parts[..5] {
        let mut at = 0;
        while let Some(inner) = rest[at..].strip_prefix("${") {
            at += 2 + inner.find('}')? + 1;
        }
        let end = at + rest.as_bytes()[at..].iter().position(|&byte| byte == b':')?;
        (*part, rest) = (&rest[..end], &rest[end + 1..]);
    }
    parts[5] = rest;
    Some(parts)
}

/// Returns whether a part of an ARN is a substitution as a whole.
pub fn is_filled_in(part: &str) -> bool {
    part.starts_with("${") && part.ends_with('}')
}

/// The names of AWS's pages about the services (§8.3).
const PAGES: &[(&str, &str)] = &[
    ("apigateway", "connect-api-gateway"),
    ("athena", "connect-athena"),
    ("batch", "connect-batch"),
    ("bedrock", "connect-bedrock"),
    ("bedrockagentcore", "connect-bedrockagentcore"),
    ("codebuild", "connect-codebuild"),
    ("databrew", "connect-databrew"),
    ("dynamodb", "connect-ddb"),
    ("ecs", "connect-ecs"),
    ("eks", "connect-eks"),
    ("elasticmapreduce", "connect-emr"),
    ("emr-containers", "connect-emr-eks"),
    ("emr-serverless", "connect-emr-serverless"),
    ("events", "connect-eventbridge"),
    ("glue", "connect-glue"),
    ("http", "call-https-apis"),
    ("lambda", "connect-lambda"),
    ("mediaconvert", "connect-mediaconvert"),
    ("sagemaker", "connect-sagemaker"),
    ("sns", "connect-sns"),
    ("sqs", "connect-sqs"),
    ("states", "connect-stepfunctions"),
];

#[cfg(test)]
mod tests {
    use Pattern::{Callback, RequestResponse, Sync, Sync2};

    use super::*;

    #[test]
    fn resources_are_classified() {
        let optimized = |service, action, pattern| Resource::Optimized { service, action, pattern };
        for (text, resource) in [
            ("arn:aws:states:::lambda:invoke", optimized("lambda", "invoke", RequestResponse)),
            ("arn:aws-cn:states:::ecs:runTask.sync", optimized("ecs", "runTask", Sync)),
            ("arn:aws:states:::states:startExecution.sync:2", optimized("states", "startExecution", Sync2)),
            ("arn:aws:states:::sqs:sendMessage.waitForTaskToken", optimized("sqs", "sendMessage", Callback)),
            (
                "arn:aws-us-gov:states:::aws-sdk:s3:getObject",
                Resource::Sdk { service: "s3", action: "getObject", pattern: RequestResponse },
            ),
            ("arn:aws:states:us-east-1:111122223333:activity:pick", Resource::Activity),
            ("arn:aws:lambda:us-east-1:111122223333:function:f", Resource::Other),
            ("arn:aws:states:us-east-1:111122223333:lambda:invoke", Resource::Other),
            ("arn:${AWS::Partition}:states:::lambda:invoke", optimized("lambda", "invoke", RequestResponse)),
            ("arn:${Partition}:states:${AWS::Region}:${AWS::AccountId}:activity:pick", Resource::Activity),
            ("arn:aws:states:::${Service}:${Action}.sync", optimized("${Service}", "${Action}", Sync)),
            ("arn:aws:states:::sqs:sendMessage${Ending}", Resource::Other),
            ("arn:${AWS::Partition:states:::lambda:invoke", Resource::Other),
            ("${Function}", Resource::Other),
            ("", Resource::Other),
        ] {
            assert_eq!(Resource::parse(text), resource, "{text}");
        }
    }

    #[test]
    fn functions_have_a_name_and_perhaps_a_qualifier() {
        let function = Resource::function;
        assert_eq!(function("arn:aws:lambda:us-east-1:111122223333:function:f"), Some(("f", None)));
        assert_eq!(function("arn:aws-cn:lambda:cn-north-1:1:function:f:live"), Some(("f", Some("live"))));
        assert_eq!(
            function("arn:aws:lambda:${AWS::Region}:1:function:${AWS::StackName}-f:2"),
            Some(("${AWS::StackName}-f", Some("2")))
        );
        assert_eq!(function("arn:aws:states:::lambda:invoke"), None);
        assert_eq!(function("${Function}"), None);
    }
}
