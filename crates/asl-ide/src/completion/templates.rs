//! Templates of whole values: states, retriers, catchers, machines. They are written in JSON, with two extensions:
//! `‹...›` is a tab stop, and a string that begins with `=` stands for the raw text after it.

use super::write::ValueTemplate;
use asl_core::catalog::QueryLanguage;
use asl_core::syntax::{Dialect, parse};

pub(super) struct Template {
    pub label: &'static str,
    pub docs: &'static str,
    pub jsonpath: &'static str,
    /// The JSONata version; empty if it is the same.
    pub jsonata: &'static str,
}

impl Template {
    pub(super) fn form(&self, language: QueryLanguage) -> ValueTemplate {
        let text = match language {
            QueryLanguage::Jsonata if !self.jsonata.is_empty() => self.jsonata,
            _ => self.jsonpath,
        };
        form(text)
    }
}

/// Parses a template.
pub(super) fn form(text: &str) -> ValueTemplate {
    let tree = parse(text, Dialect::Json);
    tree.root().map_or_else(|| ValueTemplate::Raw(String::new()), ValueTemplate::read)
}

/// One for each state type, with the type as its label.
pub(super) const STATES: &[Template] = &[
    Template {
        label: "Task",
        docs: "Calls a service and continues with its response.",
        jsonpath: r#"{ "Type": "Task", "Resource": "arn:aws:states:::‹lambda:invoke›", "Parameters": { "FunctionName": "‹function›", "Payload.$": "$" }, "End": "=‹true›" }"#,
        jsonata: r#"{ "Type": "Task", "Resource": "arn:aws:states:::‹lambda:invoke›", "Arguments": { "FunctionName": "‹function›", "Payload": "{% ‹$states.input› %}" }, "Output": "{% ‹$states.result.Payload› %}", "End": "=‹true›" }"#,
    },
    Template {
        label: "Wait",
        docs: "Waits for a duration or until a timestamp.",
        jsonpath: r#"{ "Type": "Wait", "Seconds": "=‹60›", "End": "=‹true›" }"#,
        jsonata: "",
    },
    Template {
        label: "Pass",
        docs: "Passes its input to its output, optionally transformed.",
        jsonpath: r#"{ "Type": "Pass", "Parameters": { "‹name›.$": "$.‹name›" }, "End": "=‹true›" }"#,
        jsonata: r#"{ "Type": "Pass", "Output": "{% ‹$states.input› %}", "End": "=‹true›" }"#,
    },
    Template {
        label: "Succeed",
        docs: "Ends the execution, branch or iteration successfully.",
        jsonpath: r#"{ "Type": "Succeed" }"#,
        jsonata: "",
    },
    Template {
        label: "Fail",
        docs: "Ends the execution with an error.",
        jsonpath: r#"{ "Type": "Fail", "Error": "‹ErrorName›", "Cause": "‹what happened›" }"#,
        jsonata: "",
    },
    Template {
        label: "Choice",
        docs: "Takes the transition of the first choice rule that matches.",
        jsonpath: r#"{ "Type": "Choice", "Choices": [{ "Variable": "$.‹name›", "StringEquals": "‹value›", "Next": "‹›" }], "Default": "‹›" }"#,
        jsonata: r#"{ "Type": "Choice", "Choices": [{ "Condition": "{% ‹$states.input.name = 'value'› %}", "Next": "‹›" }], "Default": "‹›" }"#,
    },
    Template {
        label: "Parallel",
        docs: "Runs branches concurrently.",
        jsonpath: r#"{ "Type": "Parallel", "Branches": [{ "StartAt": "‹First›", "States": { "‹First›": { "Type": "Pass", "End": true } } }], "End": "=‹true›" }"#,
        jsonata: "",
    },
    Template {
        label: "Map",
        docs: "Runs a state machine for each item of an array.",
        jsonpath: r#"{ "Type": "Map", "ItemsPath": "$.‹items›", "ItemProcessor": { "StartAt": "‹Each›", "States": { "‹Each›": { "Type": "Pass", "End": true } } }, "End": "=‹true›" }"#,
        jsonata: r#"{ "Type": "Map", "Items": "{% ‹$states.input.items› %}", "ItemProcessor": { "StartAt": "‹Each›", "States": { "‹Each›": { "Type": "Pass", "End": true } } }, "End": "=‹true›" }"#,
    },
];

/// Items of `Retry`.
pub(super) const RETRIERS: &[Template] = &[
    Template {
        label: "retry Lambda service errors",
        docs: "Retries transient errors of the Lambda service, as AWS recommends.",
        jsonpath: r#"{ "ErrorEquals": ["Lambda.ClientExecutionTimeoutException", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"], "IntervalSeconds": "=‹2›", "MaxAttempts": "=‹6›", "BackoffRate": "=‹2›", "JitterStrategy": "FULL" }"#,
        jsonata: "",
    },
    Template {
        label: "retry throttled calls",
        docs: "Uses exponential backoff with jitter, so that callers do not retry all at once.",
        jsonpath: r#"{ "ErrorEquals": ["‹Lambda.TooManyRequestsException›"], "IntervalSeconds": "=‹1›", "MaxAttempts": "=‹8›", "BackoffRate": "=‹2›", "MaxDelaySeconds": "=‹60›", "JitterStrategy": "FULL" }"#,
        jsonata: "",
    },
    Template {
        label: "retry all errors",
        docs: "Retries any error a few times.",
        jsonpath: r#"{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": "=‹1›", "MaxAttempts": "=‹3›", "BackoffRate": "=‹2›" }"#,
        jsonata: "",
    },
    Template {
        label: "retry an error",
        docs: "Retries a specific error.",
        jsonpath: r#"{ "ErrorEquals": ["‹States.TaskFailed›"], "MaxAttempts": "=‹3›" }"#,
        jsonata: "",
    },
];

/// Items of `Catch`.
pub(super) const CATCHERS: &[Template] = &[
    Template {
        label: "catch all errors",
        docs: "Catches any error, and adds the error to the input.",
        jsonpath: r#"{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.‹error›", "Next": "‹›" }"#,
        jsonata: r#"{ "ErrorEquals": ["States.ALL"], "Output": "{% ‹$states.errorOutput› %}", "Next": "‹›" }"#,
    },
    Template {
        label: "catch an error",
        docs: "Catches a specific error.",
        jsonpath: r#"{ "ErrorEquals": ["‹States.TaskFailed›"], "Next": "‹›" }"#,
        jsonata: "",
    },
    Template {
        label: "catch timeouts",
        docs: "Catches timeouts of the state.",
        jsonpath: r#"{ "ErrorEquals": ["States.Timeout"], "Next": "‹›" }"#,
        jsonata: "",
    },
];

/// Items of `Choices`.
pub(super) const RULES: &[Template] = &[Template {
    label: "choice rule",
    docs: "A condition, and the transition to take if it matches.",
    jsonpath: r#"{ "Variable": "$.‹name›", "StringEquals": "‹value›", "Next": "‹›" }"#,
    jsonata: r#"{ "Condition": "{% ‹$states.input.name = 'value'› %}", "Next": "‹›" }"#,
}];

/// Whole definitions, for an empty document.
pub(super) const MACHINES: &[Template] = &[
    Template {
        label: "state machine in JSONata",
        docs: "A minimal definition in JSONata, the query language that AWS recommends.",
        jsonpath: r#"{ "Comment": "‹what it does›", "QueryLanguage": "JSONata", "StartAt": "‹First›", "States": { "‹First›": { "Type": "Pass", "Output": "{% ‹$states.input› %}", "End": true } } }"#,
        jsonata: "",
    },
    Template {
        label: "state machine in JSONPath",
        docs: "A minimal definition in JSONPath, the older query language.",
        jsonpath: r#"{ "Comment": "‹what it does›", "StartAt": "‹First›", "States": { "‹First›": { "Type": "Pass", "End": true } } }"#,
        jsonata: "",
    },
    Template {
        label: "state machine that calls a Lambda function",
        docs: "A single Task with the retries that AWS recommends.",
        jsonpath: r#"{ "Comment": "‹what it does›", "QueryLanguage": "JSONata", "StartAt": "‹Call›", "States": { "‹Call›": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": { "FunctionName": "‹function›", "Payload": "{% $states.input %}" }, "Output": "{% $states.result.Payload %}", "TimeoutSeconds": "=‹60›", "Retry": [{ "ErrorEquals": ["Lambda.ClientExecutionTimeoutException", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"], "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 2, "JitterStrategy": "FULL" }], "End": true } } }"#,
        jsonata: "",
    },
];
