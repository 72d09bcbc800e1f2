//! What is offered as a whole: states, retriers, catchers, machines. Written as JSON; `‹...›` is a place to fill in, and a
//! string that begins with `=` stands for what follows that.

use super::write::ValueTemplate;
use asl_core::catalog::QueryLanguage;
use asl_core::syntax::{Dialect, parse};

pub(super) struct Template {
    pub label: &'static str,
    pub docs: &'static str,
    pub jsonpath: &'static str,
    /// The same in JSONata; nothing where it is the same.
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

/// A template of JSON.
pub(super) fn form(text: &str) -> ValueTemplate {
    let tree = parse(text, Dialect::Json);
    tree.root().map_or_else(|| ValueTemplate::Raw(String::new()), ValueTemplate::read)
}

/// One for each type of state, named like it.
pub(super) const STATES: &[Template] = &[
    Template {
        label: "Task",
        docs: "Calls a service and goes on with its answer.",
        jsonpath: r#"{ "Type": "Task", "Resource": "‹arn:aws:states:::lambda:invoke›", "Parameters": { "FunctionName": "‹function›", "Payload.$": "$" }, "End": "=‹true›" }"#,
        jsonata: r#"{ "Type": "Task", "Resource": "‹arn:aws:states:::lambda:invoke›", "Arguments": { "FunctionName": "‹function›", "Payload": "{% ‹$states.input› %}" }, "Output": "{% ‹$states.result.Payload› %}", "End": "=‹true›" }"#,
    },
    Template {
        label: "Wait",
        docs: "Waits for a while, or until a time.",
        jsonpath: r#"{ "Type": "Wait", "Seconds": "=‹60›", "End": "=‹true›" }"#,
        jsonata: "",
    },
    Template {
        label: "Pass",
        docs: "Hands its input on, changed or not.",
        jsonpath: r#"{ "Type": "Pass", "Parameters": { "‹name›.$": "$.‹name›" }, "End": "=‹true›" }"#,
        jsonata: r#"{ "Type": "Pass", "Output": "{% ‹$states.input› %}", "End": "=‹true›" }"#,
    },
    Template {
        label: "Succeed",
        docs: "Ends the execution, branch or iteration well.",
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
        docs: "Goes on by the first of its rules that matches.",
        jsonpath: r#"{ "Type": "Choice", "Choices": [{ "Variable": "$.‹name›", "StringEquals": "‹value›", "Next": "‹›" }], "Default": "‹›" }"#,
        jsonata: r#"{ "Type": "Choice", "Choices": [{ "Condition": "{% ‹$states.input.name = 'value'› %}", "Next": "‹›" }], "Default": "‹›" }"#,
    },
    Template {
        label: "Parallel",
        docs: "Runs branches at the same time.",
        jsonpath: r#"{ "Type": "Parallel", "Branches": [{ "StartAt": "‹First›", "States": { "‹First›": { "Type": "Pass", "End": true } } }], "End": "=‹true›" }"#,
        jsonata: "",
    },
    Template {
        label: "Map",
        docs: "Runs a machine for each item of an array.",
        jsonpath: r#"{ "Type": "Map", "ItemsPath": "$.‹items›", "ItemProcessor": { "StartAt": "‹Each›", "States": { "‹Each›": { "Type": "Pass", "End": true } } }, "End": "=‹true›" }"#,
        jsonata: r#"{ "Type": "Map", "Items": "{% ‹$states.input.items› %}", "ItemProcessor": { "StartAt": "‹Each›", "States": { "‹Each›": { "Type": "Pass", "End": true } } }, "End": "=‹true›" }"#,
    },
];

/// For a JSON array `Retry`.
pub(super) const RETRIERS: &[Template] = &[
    Template {
        label: "retry service errors of Lambda",
        docs: "The errors of the Lambda service that pass, as AWS recommends to retry them.",
        jsonpath: r#"{ "ErrorEquals": ["Lambda.ClientExecutionTimeoutException", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"], "IntervalSeconds": "=‹2›", "MaxAttempts": "=‹6›", "BackoffRate": "=‹2›", "JitterStrategy": "FULL" }"#,
        jsonata: "",
    },
    Template {
        label: "retry throttled calls",
        docs: "Waits longer and longer, at random, so that callers do not come back all at once.",
        jsonpath: r#"{ "ErrorEquals": ["‹Lambda.TooManyRequestsException›"], "IntervalSeconds": "=‹1›", "MaxAttempts": "=‹8›", "BackoffRate": "=‹2›", "MaxDelaySeconds": "=‹60›", "JitterStrategy": "FULL" }"#,
        jsonata: "",
    },
    Template {
        label: "retry all errors",
        docs: "Retries whatever fails, a few times.",
        jsonpath: r#"{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": "=‹1›", "MaxAttempts": "=‹3›", "BackoffRate": "=‹2›" }"#,
        jsonata: "",
    },
    Template {
        label: "retry an error",
        docs: "Retries errors of one name.",
        jsonpath: r#"{ "ErrorEquals": ["‹States.TaskFailed›"], "MaxAttempts": "=‹3›" }"#,
        jsonata: "",
    },
];

/// For a JSON array `Catch`.
pub(super) const CATCHERS: &[Template] = &[
    Template {
        label: "catch all errors",
        docs: "Goes on elsewhere after any error, with the error beside the input.",
        jsonpath: r#"{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.‹error›", "Next": "‹›" }"#,
        jsonata: r#"{ "ErrorEquals": ["States.ALL"], "Output": "{% ‹$states.errorOutput› %}", "Next": "‹›" }"#,
    },
    Template {
        label: "catch an error",
        docs: "Goes on elsewhere after errors of one name.",
        jsonpath: r#"{ "ErrorEquals": ["‹States.TaskFailed›"], "Next": "‹›" }"#,
        jsonata: "",
    },
    Template {
        label: "catch the time limit",
        docs: "Goes on elsewhere when the state takes too long.",
        jsonpath: r#"{ "ErrorEquals": ["States.Timeout"], "Next": "‹›" }"#,
        jsonata: "",
    },
];

/// For `Choices`.
pub(super) const RULES: &[Template] = &[Template {
    label: "choice rule",
    docs: "A condition, and the state to go to when it holds.",
    jsonpath: r#"{ "Variable": "$.‹name›", "StringEquals": "‹value›", "Next": "‹›" }"#,
    jsonata: r#"{ "Condition": "{% ‹$states.input.name = 'value'› %}", "Next": "‹›" }"#,
}];

/// For an empty document.
pub(super) const MACHINES: &[Template] = &[
    Template {
        label: "state machine with JSONata",
        docs: "A definition that runs, in the query language that AWS recommends.",
        jsonpath: r#"{ "Comment": "‹what it does›", "QueryLanguage": "JSONata", "StartAt": "‹First›", "States": { "‹First›": { "Type": "Pass", "Output": "{% ‹$states.input› %}", "End": true } } }"#,
        jsonata: "",
    },
    Template {
        label: "state machine with JSONPath",
        docs: "A definition that runs, in the older query language.",
        jsonpath: r#"{ "Comment": "‹what it does›", "StartAt": "‹First›", "States": { "‹First›": { "Type": "Pass", "End": true } } }"#,
        jsonata: "",
    },
    Template {
        label: "state machine that calls a Lambda function",
        docs: "One Task with the retries that AWS recommends.",
        jsonpath: r#"{ "Comment": "‹what it does›", "QueryLanguage": "JSONata", "StartAt": "‹Call›", "States": { "‹Call›": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": { "FunctionName": "‹function›", "Payload": "{% $states.input %}" }, "Output": "{% $states.result.Payload %}", "TimeoutSeconds": "=‹60›", "Retry": [{ "ErrorEquals": ["Lambda.ClientExecutionTimeoutException", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"], "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 2, "JitterStrategy": "FULL" }], "End": true } } }"#,
        jsonata: "",
    },
];
