//! Error names (§4.4, §4.5).

use super::QueryLanguage;

/// The error names of Step Functions and of the Lambda integration.
pub const KNOWN: &[&str] = &[
    "States.ALL",
    "States.BranchFailed",
    "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout",
    "States.Http.Socket",
    "States.IntrinsicFailure",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ParameterPathFailure",
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.ReferencePathConflict",
    "States.ResultPathMatchFailure",
    "States.ResultWriterFailed",
    "States.Runtime",
    "States.TaskFailed",
    "States.Timeout",
    "Sandbox.Timedout",
    "Lambda.AWSLambdaException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.CodeStorageExceededException",
    "Lambda.EC2AccessDeniedException",
    "Lambda.EC2ThrottledException",
    "Lambda.EC2UnexpectedException",
    "Lambda.EFSIOException",
    "Lambda.EFSMountConnectivityException",
    "Lambda.EFSMountFailureException",
    "Lambda.EFSMountTimeoutException",
    "Lambda.ENILimitReachedException",
    "Lambda.ENINotReadyException",
    "Lambda.InvalidParameterValueException",
    "Lambda.InvalidRequestContentException",
    "Lambda.InvalidRuntimeException",
    "Lambda.InvalidSecurityGroupIDException",
    "Lambda.InvalidSubnetIDException",
    "Lambda.InvalidZipFileException",
    "Lambda.KMSAccessDeniedException",
    "Lambda.KMSDisabledException",
    "Lambda.KMSInvalidStateException",
    "Lambda.KMSNotFoundException",
    "Lambda.LambdaException",
    "Lambda.PolicyLengthExceededException",
    "Lambda.PreconditionFailedException",
    "Lambda.RecursiveInvocationException",
    "Lambda.RequestTooLargeException",
    "Lambda.ResourceConflictException",
    "Lambda.ResourceInUseException",
    "Lambda.ResourceNotFoundException",
    "Lambda.ResourceNotReadyException",
    "Lambda.SdkClientException",
    "Lambda.ServiceException",
    "Lambda.SnapStartException",
    "Lambda.SnapStartNotReadyException",
    "Lambda.SnapStartTimeoutException",
    "Lambda.SubnetIPAddressLimitReachedException",
    "Lambda.TimeoutException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Lambda.UnsupportedMediaTypeException",
];

/// The kind of state, or the setting of a state, that can raise an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A Choice state.
    Choice,
    /// A Parallel state.
    Parallel,
    /// A Map state.
    Map,
    /// A state with this query language.
    Language(QueryLanguage),
    /// A JSONPath state with `ResultPath`.
    ResultPath,
    /// A Task with a heartbeat timeout.
    Heartbeat,
    /// A Task that calls `http:invoke`.
    Http,
}

/// Returns which states can raise an error of Step Functions. Returns `None` if any state can.
pub(crate) fn origin(name: &str) -> Option<Origin> {
    Some(match name {
        "States.NoChoiceMatched" => Origin::Choice,
        "States.BranchFailed" => Origin::Parallel,
        "States.ExceedToleratedFailureThreshold"
        | "States.ItemReaderFailed"
        | "States.ResultWriterFailed" => Origin::Map,
        "States.ParameterPathFailure" | "States.IntrinsicFailure" => {
            Origin::Language(QueryLanguage::JsonPath)
        }
        "States.QueryEvaluationError" => Origin::Language(QueryLanguage::Jsonata),
        "States.ReferencePathConflict" | "States.ResultPathMatchFailure" => Origin::ResultPath,
        "States.HeartbeatTimeout" => Origin::Heartbeat,
        _ if name.starts_with("States.Http.") => Origin::Http,
        _ => return None,
    })
}

/// Returns the documentation of an error, for hovers: what it means and what raises it.
pub fn meaning(name: &str) -> Option<&'static str> {
    Some(match name {
        "States.ALL" => "Matches every error except `States.DataLimitExceeded` and `States.Runtime`.",
        "States.BranchFailed" => "A branch of a Parallel state failed.",
        "States.DataLimitExceeded" => "The output or the result of a state exceeds 256 KiB.",
        "States.ExceedToleratedFailureThreshold" => "More items of a Map state failed than it tolerates.",
        "States.HeartbeatTimeout" => "A Task state received no heartbeat within `HeartbeatSeconds`.",
        "States.Http.Socket" => {
            "A Task state that calls `http:invoke` got no response in time, or no connection."
        }
        "States.IntrinsicFailure" => "An intrinsic function failed, in a JSONPath state.",
        "States.ItemReaderFailed" => "A Map state could not read its items with `ItemReader`.",
        "States.NoChoiceMatched" => "No rule of a Choice state matched, and it has no `Default`.",
        "States.ParameterPathFailure" => {
            "The path of a key that ends in `.$` selected nothing, in a JSONPath state."
        }
        "States.Permissions" => "A Task state lacks the permissions for its call.",
        "States.QueryEvaluationError" => {
            "A JSONata expression failed, or returned a value that is not valid for the field."
        }
        "States.ReferencePathConflict" => {
            "`ResultPath`, or the `ItemsPath` of a Map, does not match the input of a JSONPath state, for example because it refers to a property of a string or of an array."
        }
        "States.ResultPathMatchFailure" => {
            "`ResultPath` cannot be applied to the input, in a JSONPath state."
        }
        "States.ResultWriterFailed" => "A Map state could not write its results with `ResultWriter`.",
        "States.Runtime" => {
            "The state could not be processed, for example because a path leads into `null`. It always fails the execution."
        }
        "States.TaskFailed" => {
            "A Task state failed. In `ErrorEquals`, it matches every error except `States.Timeout`."
        }
        "States.Timeout" => {
            "A Task state or the execution ran longer than `TimeoutSeconds`, or missed a heartbeat."
        }
        "Sandbox.Timedout" => "A Lambda function exceeded its own timeout.",
        "Lambda.Unknown" => {
            "A Lambda function ended without a response, for example because it ran out of memory."
        }
        "Lambda.TooManyRequestsException" => {
            "A Lambda function was throttled: it reached its concurrency limit."
        }
        name if name.starts_with("States.Http.StatusCode.") => {
            "A Task state that calls `http:invoke` got this HTTP status code."
        }
        _ => return None,
    })
}

/// Returns whether a name is one of [`KNOWN`] or `States.Http.StatusCode.` with a status code.
pub fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
        || name
            .strip_prefix("States.Http.StatusCode.")
            .is_some_and(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns the prefixes of the errors of a service in its optimized integration and in its AWS SDK integration, if they
/// differ.
pub fn prefixes(service: &str) -> Option<(&'static str, &'static str)> {
    Some(match service {
        "dynamodb" => ("DynamoDB", "DynamoDb"),
        "sns" => ("SNS", "Sns"),
        "sqs" => ("SQS", "Sqs"),
        "states" | "sfn" => ("StepFunctions", "Sfn"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_of_step_functions_is_known_and_documented() {
        for name in KNOWN.iter().filter(|name| name.starts_with("States.")) {
            assert!(meaning(name).is_some_and(|meaning| meaning.ends_with('.')), "{name}");
        }
        for name in ["States.ReferencePathConflict", "States.ResultPathMatchFailure"] {
            assert!(is_known(name) && origin(name) == Some(Origin::ResultPath), "{name}");
        }
    }
}
