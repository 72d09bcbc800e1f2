//! Unusual definitions that AWS accepts.

use crate::Definition::{self, Leading, State, Whole};

#[rustfmt::skip]
pub(crate) const ACCEPTED: &[(&str, Definition)] = &[
    // Machines and transitions.
    ("a branch without an end", Leading(r#"{ "Type": "Parallel", "Branches": [{ "StartAt": "I", "States": { "I": { "Type": "Wait", "Seconds": 1, "Next": "I" } } }], "Next": "B" }"#)),
    ("a Choice without Default", Leading(r#"{ "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsPresent": true, "Next": "B" }] }"#)),
    ("a Version", Whole(r#"{ "Version": "1.0", "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#)),
    ("a state that leads to itself", Leading(r#"{ "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsPresent": true, "Next": "A" }], "Default": "B" }"#)),
    ("empty lists of retriers and catchers", State(r#"{ "Type": "Parallel", "Branches": [{ "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }], "Retry": [], "Catch": [], "End": true }"#)),
    ("a Fail without Error and Cause", State(r#"{ "Type": "Fail" }"#)),
    ("a Fail with paths", State(r#"{ "Type": "Fail", "ErrorPath": "$$.Execution.Name", "CausePath": "States.Format('{} failed', $.name)" }"#)),

    // Errors.
    ("a misspelt States.ALL", State(r#"{ "Type": "Parallel", "Branches": [{ "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }], "Retry": [{ "ErrorEquals": ["State.ALL"] }], "End": true }"#)),
    ("a custom error that begins with States", State(r#"{ "Type": "Parallel", "Branches": [{ "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }], "Retry": [{ "ErrorEquals": ["States.NoQuorum"] }], "End": true }"#)),
    ("a retrier that never retries", State(r#"{ "Type": "Parallel", "Branches": [{ "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }], "Retry": [{ "ErrorEquals": ["E"], "IntervalSeconds": 1, "MaxAttempts": 0, "BackoffRate": 1.0, "MaxDelaySeconds": 5, "JitterStrategy": "FULL" }], "End": true }"#)),
    ("comments in retriers, catchers and rules", Leading(r#"{ "Type": "Parallel", "Branches": [{ "StartAt": "I", "States": { "I": { "Type": "Choice", "Choices": [{ "Comment": "c", "Not": { "Comment": "c", "Variable": "$.a", "IsPresent": true }, "Next": "J" }], "Default": "J" }, "J": { "Type": "Succeed" } } }], "Retry": [{ "Comment": "c", "ErrorEquals": ["E"] }], "Catch": [{ "Comment": "c", "ErrorEquals": ["E"], "Next": "B" }], "Next": "B" }"#)),

    // Empty and unusual values.
    ("empty Assign and Output", State(r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Assign": {}, "Output": {}, "End": true }"#)),
    ("Output that is null", State(r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": null, "End": true }"#)),
    ("Output that is a number", State(r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": 1.5, "End": true }"#)),
    ("Output that is a string", State(r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": "done", "End": true }"#)),
    ("Output that is an array of mixed types", State(r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": [1, "{% 1 + 1 %}", null, {}], "End": true }"#)),
    ("a condition that is a boolean", Leading(r#"{ "Type": "Choice", "QueryLanguage": "JSONata", "Choices": [{ "Condition": true, "Next": "B" }], "Default": "B" }"#)),
    ("And of a single rule", Leading(r#"{ "Type": "Choice", "Choices": [{ "Next": "B", "And": [{ "IsPresent": true, "Variable": "$.a" }] }], "Default": "B" }"#)),
    ("Assign of a Choice and of its rule", Leading(r#"{ "Type": "Choice", "Assign": { "a": 1 }, "Choices": [{ "Variable": "$.a", "IsPresent": true, "Assign": { "a": 2 }, "Next": "B" }], "Default": "B" }"#)),
    ("fields of a state in any order", Leading(r#"{ "Next": "B", "Result": {}, "Comment": "c", "Type": "Pass" }"#)),

    // Paths and templates.
    ("paths and calls as plain text", State(r#"{ "Type": "Pass", "Assign": { "a": "$", "b": "$.x", "c": "$$", "d": "$e", "f": "States.UUID()", "g": "{% 1 %}" }, "End": true }"#)),
    ("the whole context object", State(r#"{ "Type": "Pass", "Assign": { "a.$": "$$", "b.$": "$", "c.$": "States.UUID()" }, "End": true }"#)),
    ("keys with a dollar in Result", State(r#"{ "Type": "Pass", "Result": { "a.$": "$.b", "c": "States.UUID()", "d": "$$.Execution" }, "End": true }"#)),
    ("paths into the context object", State(r#"{ "Type": "Pass", "InputPath": "$$.Execution.Input", "OutputPath": "$$", "End": true }"#)),
    ("items from the context object", State(r#"{ "Type": "Map", "ItemsPath": "$$.Execution.Input.items", "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }"#)),
    ("a comparison with the context object", Leading(r#"{ "Type": "Choice", "Choices": [{ "Variable": "$$.Execution.Name", "StringEquals": "x", "Next": "B" }], "Default": "B" }"#)),
    ("paths that are variables", Whole(r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "s": 1 }, "Next": "B" },
        "B": { "Type": "Choice", "Choices": [{ "Variable": "$s", "NumericEqualsPath": "$s", "Next": "C" }], "Default": "C" }, "C": { "Type": "Wait", "SecondsPath": "$s", "InputPath": "$s", "End": true } } }"#)),
    ("a name with a hyphen in a path", State(r#"{ "Type": "Pass", "Parameters": { "a.$": "$.delivery-partner" }, "End": true }"#)),
    ("quotes in a name in a path", State(r#"{ "Type": "Pass", "Parameters": { "a.$": "$['Te\"st']" }, "End": true }"#)),
    ("intrinsic functions without arguments and nested ones", State(r#"{ "Type": "Pass", "Parameters": { "a.$": "States.Array()", "b.$": "States.MathAdd(States.ArrayLength(States.StringSplit($.s, ',')), 1)", "c.$": "States.Format('{}', $$.State.Name)" }, "End": true }"#)),
    ("payload keys that are names of fields", State(r#"{ "Type": "Pass", "Parameters": { "Comment": "c", "comment": "c", "Next": "Z", "Catch": 1 }, "End": true }"#)),
    ("null as a path", State(r#"{ "Type": "Pass", "InputPath": null, "ResultPath": null, "OutputPath": null, "End": true }"#)),

    // Languages.
    ("a JSONata state in a JSONPath machine", Leading(r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": { "a": "{% $states.input.b %}" }, "Next": "B" }"#)),
    ("a JSONPath state in a JSONata state", State(r#"{ "Type": "Parallel", "QueryLanguage": "JSONata", "Branches": [{ "StartAt": "I", "States": { "I": { "Type": "Pass", "InputPath": "$.a", "End": true } } }], "End": true }"#)),
    ("a variable that is never assigned", State(r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $nobody %}", "End": true }"#)),
    ("a function that does not exist", State(r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $randomSeeded(1) %}", "End": true }"#)),
    ("a misspelt $states", State(r#"{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "QueryLanguage": "JSONata", "Arguments": "{% $state.input %}", "End": true }"#)),
    ("names in later steps and predicates", State(r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.items[price > 3].name %}", "End": true }"#)),
    ("double quotes and regular expressions", State(r#"{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $contains(\"abc\", /b+/i) %}", "End": true }"#)),
    ("$states.errorOutput in a catcher", Leading(r#"{ "Type": "Parallel", "QueryLanguage": "JSONata", "Branches": [{ "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }], "Catch": [{ "ErrorEquals": ["E"], "Output": "{% $states.errorOutput.Cause %}", "Next": "B" }], "Output": "{% $states.result %}", "Next": "B" }"#)),

    // Maps.
    ("a Distributed Map with an iterator", State(r#"{ "Type": "Map", "Parameters": { "a.$": "$.a" }, "Iterator": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }"#)),
    ("an iterator with an ItemSelector", State(r#"{ "Type": "Map", "ItemSelector": { "a.$": "$.a" }, "Iterator": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }"#)),
    ("an item processor without ProcessorConfig", State(r#"{ "Type": "Map", "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }"#)),
    ("ProcessorConfig after States", State(r#"{ "Type": "Map", "ItemProcessor": { "States": { "I": { "Type": "Succeed" } }, "StartAt": "I", "ProcessorConfig": { "ExecutionType": "EXPRESS", "Mode": "DISTRIBUTED" } }, "End": true }"#)),
    ("a Distributed Map in a Distributed Map", State(r#"{ "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "I", "States": { "I": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "J", "States": { "J": { "Type": "Succeed" } } }, "End": true } } }, "End": true }"#)),
    ("ItemReader and ItemsPath", State(r#"{ "Type": "Map", "ItemsPath": "$.items", "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": { "InputType": "JSON", "MaxItems": 0 }, "Parameters": { "Bucket": "b", "Key": "k" } }, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }"#)),
    ("the maximum of MaxItems", State(r#"{ "Type": "Map", "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": { "InputType": "JSON", "MaxItems": 100000000 }, "Parameters": { "Bucket": "b", "Key": "k" } }, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }"#)),
    ("a batch with both of its limits", State(r#"{ "Type": "Map", "ItemBatcher": { "MaxItemsPerBatch": 5, "MaxInputBytesPerBatch": 1000, "BatchInput": { "a.$": "$$.Execution.Name" } }, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }"#)),
    ("a very large MaxConcurrency", State(r#"{ "Type": "Map", "MaxConcurrency": 1000000, "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }"#)),
    ("a fractional ToleratedFailurePercentage", State(r#"{ "Type": "Map", "ToleratedFailurePercentage": 1.5, "ToleratedFailureCount": 3, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" }, "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }"#)),

    // Time and Tasks.
    ("a heartbeat without a timeout", State(r#"{ "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "HeartbeatSeconds": 30, "End": true }"#)),
    ("fractions of a second", State(r#"{ "Type": "Wait", "Timestamp": "2031-02-03T04:05:06.123456789Z", "End": true }"#)),
    ("a role from the input", State(r#"{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "Credentials": { "RoleArn.$": "States.Format('arn:aws:iam::{}:role/r', $.account)" }, "End": true }"#)),
    ("a role from an expression", State(r#"{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "QueryLanguage": "JSONata", "Arguments": { "FunctionName": "f" }, "Credentials": { "RoleArn": "{% $states.input.role %}" }, "End": true }"#)),
    ("credentials with an unknown field", State(r#"{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "Credentials": { "RoleArn": "arn:aws:iam::123456789012:role/r", "Note": "n" }, "End": true }"#)),
    ("empty Arguments", State(r#"{ "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "QueryLanguage": "JSONata", "Arguments": {}, "End": true }"#)),
    ("a Lambda function by its ARN", State(r#"{ "Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST", "End": true }"#)),
];
