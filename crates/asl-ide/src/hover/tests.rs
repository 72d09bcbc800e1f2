use asl_core::testing::{analyses, marked_place};

/// The hover at a mark, and the text that it covers.
fn hover(text: &str) -> Option<(String, String)> {
    let (text, offset) = marked_place(text);
    let hover = super::hover(&analyses(&text), offset)?;
    Some((text[hover.span.range()].to_owned(), hover.markdown))
}

#[track_caller]
fn check(text: &str, shown: &str, markdown: &str) {
    assert_eq!(hover(text), Some((shown.to_owned(), markdown.to_owned())));
}

/// A definition with one state.
fn state(language: &str, fields: &str) -> String {
    format!(
        r#"{{ "QueryLanguage": "{language}", "StartAt": "A", "States": {{ "A": {{ {fields}, "End": true }} }} }}"#
    )
}

#[track_caller]
fn check_jsonpath(fields: &str, shown: &str, markdown: &str) {
    check(&state("JSONPath", fields), shown, markdown);
}

#[track_caller]
fn check_jsonata(fields: &str, shown: &str, markdown: &str) {
    check(&state("JSONata", fields), shown, markdown);
}

const ORDER: &str = r#"{
  "StartAt": "Ch`oose",
  "States": {
    "Ch`oose": { "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsNull": true, "Next": "Pay" }], "Default": "Stop" },
    "Pay": {
      "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Comment": "Pays *now*",
      "TimeoutSeconds": 3600, "Assign": { "paid": true },
      "Retry": [{ "ErrorEquals": ["E"], "MaxAttempts": 2, "JitterStrategy": "FULL" }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Stop" }], "End": true
    },
    "Stop": { "Type": "Fail", "Error": "X" }
  }
}"#;

#[test]
fn states_are_summed_up() {
    const PAY: &str = "**Task** that calls `sqs:sendMessage` and waits for the task token\n\n\
        Pays \\*now\\*\n\n\
        - from `Ch oose` (rule 1)\n\
        - to `Stop` (on `States.ALL`)\n\
        - ends the execution\n\
        - retries `E`: 1 s, 2 s, 2 retries, 3 s in all, with full jitter\n\
        - time limit 1 h\n\
        - assigns `paid`";
    check(&ORDER.replace(r#""Next": "Pay""#, r#""Next": "P<|>ay""#), "Pay", PAY);
    check(&ORDER.replace(r#""Pay":"#, r#""<|>Pay":"#), "Pay", PAY);
    let wait = r#"{ "StartAt": "A<|>", "States": { "A": { "Type": "Wait", "Seconds": 90, "End": true } } }"#;
    check(wait, "A", "**Wait** for 1 min 30 s\n\n- starts the execution\n- ends the execution");
    check(
        &ORDER.replace(r#""Stop":"#, r#""Stop<|>":"#),
        "Stop",
        "**Fail**\n\n- from `Ch oose` (default), `Pay` (on `States.ALL`)\n- fails with `X`",
    );
    check(
        &ORDER.replace(r#""StartAt": ""#, r#""StartAt": "<|>"#),
        "Ch`oose",
        "**Choice**\n\n- starts the execution\n- to `Pay` (rule 1), `Stop` (default)",
    );
}

#[test]
fn fields_are_explained() {
    check_jsonpath(
        r#""Type": "Task", "Resource": "x", "Time<|>outSeconds": 5"#,
        "TimeoutSeconds",
        "The maximum duration of the task in seconds, after which it fails with `States.Timeout`.\n\n\
         - Takes an integer from 1 to 99999999, or in JSONata `{% ... %}`\n\
         - Default: `99999999`\n\
         - Cannot be combined with `TimeoutSecondsPath`",
    );
    check_jsonpath(
        r#""Type": "Task", "Resource": "x", "Re<|>try": [{ "ErrorEquals": ["A"] }]"#,
        "Retry",
        "The retriers: which errors are retried, how often and with which delay.\n\n\
         - Takes an array; each item is a retrier\n\n\
         Retries:\n\n- `A`: 1 s, 2 s, 4 s, 3 retries, 7 s in all",
    );
    assert_eq!(hover(&state("JSONPath", r#""Type": "Pass", "Nothing<|>": 5"#)), None);
    assert_eq!(hover(&state("JSONPath", r#""Type": "Pass", "Result": { "a": "b<|>" }"#)), None);
}

#[test]
fn words_errors_and_times_are_explained() {
    check_jsonpath(
        r#""Type": "Ma<|>p""#,
        "Map",
        "Runs the same states for each item of an array or of a data set.",
    );
    check_jsonpath(
        r#""Type": "Task", "Catch": [{ "ErrorEquals": ["States.Time<|>out"] }]"#,
        "States.Timeout",
        "A Task state or the execution ran longer than `TimeoutSeconds`, or missed a heartbeat.\n\n\
         Also matched by `States.ALL`, but not by `States.TaskFailed`.",
    );
    check_jsonpath(
        r#""Type": "Task", "Catch": [{ "ErrorEquals": ["Sqs.Sqs<|>Exception"] }]"#,
        "Sqs.SqsException",
        "An error raised by `Sqs`.\n\nAlso matched by `States.ALL` and `States.TaskFailed`.",
    );
    check_jsonata(
        r#""Type": "Fail", "Error": "States.Permissions<|>""#,
        "States.Permissions",
        "A Task state lacks the permissions for its call.",
    );
    check_jsonpath(r#""Type": "Wait", "Seconds": 864<|>00"#, "86400", "1 d");
}

#[test]
fn resources_are_explained() {
    check_jsonpath(
        r#""Type": "Task", "Resource": "arn:aws:states:::<|>sns:publish""#,
        "arn:aws:states:::sns:publish",
        "Calls `publish` of Amazon SNS. The Task continues with the response.\n\n\
         Sends a message to an Amazon SNS topic, a text message (SMS message) directly to a phone number, or a message to a…\n\n\
         - Requires `Message`\n- Requires one of `TopicArn`, `TargetArn`, `PhoneNumber`\n- Supports `.waitForTaskToken`\n\
         - Raises `SNS.NotFoundException`, `SNS.InvalidParameterException`, `SNS.AmazonSNSException`, `SNS.SdkClientException`\n\n\
         [AWS documentation](https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html)",
    );
    check_jsonpath(
        r#""Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:listQueues<|>""#,
        "arn:aws:states:::aws-sdk:sqs:listQueues",
        "Calls `listQueues` of Amazon SQS through the AWS SDK. The Task continues with the response.\n\n\
         Returns a list of your queues in the current region.\n\n\
         - Supports `.waitForTaskToken`\n\
         - Raises `Sqs.RequestThrottledException`, `Sqs.InvalidSecurityException`, `Sqs.InvalidAddressException`, `Sqs.UnsupportedOperationException`\n\n\
         [API reference](https://docs.aws.amazon.com/goto/WebAPI/sqs-2012-11-05/ListQueues) · [AWS documentation](https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html)",
    );
    check_jsonpath(
        r#""Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:pay:li<|>ve""#,
        "arn:aws:lambda:eu-west-1:111122223333:function:pay:live",
        "Calls the Lambda function `pay` (version or alias `live`) with the input of the Task as its event.",
    );
}

#[test]
fn parts_of_paths_are_explained() {
    check_jsonpath(r#""Type": "Pass", "InputPath": "<|>$.a""#, "$", "The input of the state.");
    check_jsonpath(
        r#""Type": "Pass", "Parameters": { "a.$": "$$.Execution.I<|>d" }"#,
        "Id",
        "The ARN of the execution.",
    );
    check_jsonpath(
        r#""Type": "Pass", "Parameters": { "a.$": "$.a[-<|>1]" }"#,
        "[-1]",
        "An element, counted from the end.",
    );
    check_jsonpath(
        r#""Type": "Pass", "Parameters": { "a.$": "$.a[?(<|>@.b == 1)]" }"#,
        "@",
        "The element that the filter tests.",
    );
    assert_eq!(hover(&state("JSONPath", r#""Type": "Pass", "InputPath": "$.a<|>""#)), None);
}

#[test]
fn known_data_is_described() {
    const GET: &str = r#""Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem""#;
    let selector = |path: &str| format!(r#"{GET}, "ResultSelector": {{ "x.$": "{path}" }}"#);
    let (shown, docs) =
        hover(&state("JSONPath", &selector("$.Consumed<|>Capacity.TableName"))).unwrap_or_default();
    assert!(
        shown == "ConsumedCapacity" && docs.starts_with("An object with the fields `CapacityUnits`, "),
        "{docs}"
    );
    check_jsonpath(&selector("$.ConsumedCapacity.Table<|>Name"), "TableName", "A string.");
    assert_eq!(hover(&state("JSONPath", &selector("$.Consumd<|>Capacity"))), None);
    let jsonata = r#""Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:listQueues", "Output": "{% $states.result.Queue<|>Urls[0] %}""#;
    check_jsonata(jsonata, "QueueUrls", "An array.");
    let result =
        hover(&state("JSONata", &jsonata.replace("<|>", "").replace("$states.result", "$states.res<|>ult")));
    let docs = result.map(|(_, docs)| docs).unwrap_or_default();
    assert!(docs.ends_with("An object with the fields `NextToken`, `QueueUrls`."), "{docs}");
}

#[test]
fn functions_are_explained() {
    check_jsonpath(
        r#""Type": "Pass", "Parameters": { "a.$": "States.Format('{}', States.UU<|>ID())" }"#,
        "States.UUID",
        "```\nStates.UUID() -> string\n```\n\nReturns a random version 4 UUID.",
    );
    check_jsonpath(
        r#""Type": "Pass", "Parameters": { "a.$": "States.Format('{<|>}', $.b)" }"#,
        "{}",
        "Replaced with `$.b`.",
    );
    check_jsonata(
        r#""Type": "Pass", "Output": "{% $su<|>m($states.input.x) %}""#,
        "$sum",
        "```\n$sum(array: array) -> number\n```\n\nReturns the sum of the numbers in an array.",
    );
}

#[test]
fn members_of_states_are_explained() {
    check_jsonata(
        r#""Type": "Pass", "Output": "{% $states.in<|>put.x %}""#,
        "input",
        "The input of the state.",
    );
    check_jsonata(
        r#""Type": "Pass", "Output": "{% $states.context.Execution.I<|>d & \"a\" %}""#,
        "Id",
        "The ARN of the execution.",
    );
    check_jsonata(
        r#""Type": "Pass", "Output": "{% 'a' <|>& 'b' %}""#,
        "&",
        "Concatenates two strings; other values are converted to strings first.",
    );
    assert_eq!(hover(&state("JSONata", r#""Type": "Pass", "Output": "{% $states.input.x<|> %}""#)), None);
}

#[test]
fn variables_are_explained() {
    let text = r#"{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {
        "A": { "Type": "Choice", "Choices": [{ "Condition": "{% true %}", "Next": "C" }], "Default": "B" },
        "B": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "C" },
        "C": { "Type": "Pass", "Output": "{% $x<|> %}", "End": true } } }"#;
    check(
        text,
        "x",
        "Variable, assigned in `B`\n\nIt may have no value here: not every path to this state assigns it.",
    );
}

#[test]
fn the_sign_of_a_variable_belongs_to_it() {
    for (language, value) in
        [("JSONata", r#""Output": "{% <|>$x %}""#), ("JSONPath", r#""InputPath": "<|>$x.a""#)]
    {
        let text = format!(
            r#"{{ "QueryLanguage": "{language}", "StartAt": "A", "States": {{
                "A": {{ "Type": "Pass", "Assign": {{ "x": 1 }}, "Next": "B" }},
                "B": {{ "Type": "Pass", {value}, "End": true }} }} }}"#
        );
        check(&text, "$x", "Variable, assigned in `A`");
    }
}

#[test]
fn placeholders_are_explained() {
    check_jsonpath(
        r#""Type": "Task", "Resource": "arn:aws:lambda:us-east-1:${Acc<|>ount}:function:f""#,
        "${Account}",
        "Substituted when the definition is deployed.",
    );
}

#[test]
fn terraform_and_markdown_are_explained() {
    let hover = |name: &str, marked: &str| {
        let (text, offset) = marked_place(marked);
        let analyses = asl_core::analyze(asl_core::Source::new(&text, name));
        super::hover(&analyses, offset).map(|hover| hover.markdown)
    };
    let summary = Some("**Succeed**\n\n- starts the execution\n- ends the execution".to_owned());
    let hcl = "resource \"aws_sfn_state_machine\" \"x\" {\n  definition = jsonencode({ StartAt = \"<|>A\", States = { A = { Type = \"Succeed\" } } })\n}\n";
    assert_eq!(hover("a.tf", hcl), summary);
    let heredoc = "resource \"aws_sfn_state_machine\" \"x\" {\n  definition = <<EOF\n{ \"StartAt\": \"A\", \"States\": { \"A<|>\": { \"Type\": \"Succeed\" } } }\nEOF\n}\n";
    assert_eq!(hover("a.tf", heredoc), summary);
    let markdown =
        "# A\n\n```json\n{ \"StartAt\": \"A<|>\", \"States\": { \"A\": { \"Type\": \"Succeed\" } } }\n```\n";
    assert_eq!(hover("a.md", markdown), summary);
}

#[test]
fn damage_does_not_keep_it_silent() {
    check(
        "{ \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Pa<|>ss\", \"Next",
        "Pass",
        "Passes its input to its output, or transforms it.",
    );
    check_jsonata(
        r#""Type": "Pass", "Output": "{% $uu<|>id("#,
        "$uuid",
        "```\n$uuid() -> string\n```\n\nReturns a random version 4 UUID.",
    );
}

const YAML: &str = "\
QueryLanguage: JSONata
StartAt: A
States:
  A:
    Type: Pass
    Comment: >-
      First
      of all
    Output: >-
      {% $states.input
        & $states.context.State.Name %}
    Next: B
  B: { Type: Succeed }
";

#[test]
fn yaml_is_explained() {
    let marked = |place: &str| {
        let at = place.find("<|>").unwrap();
        YAML.replacen(&place.replace("<|>", ""), &[&place[..at], &place[at..]].concat(), 1)
    };
    check(&marked("StartAt: A<|>"), "A", "**Pass**\n\nFirst of all\n\n- starts the execution\n- to `B`");
    check(&marked("  <|>B: {"), "B", "**Succeed**\n\n- from `A`\n- ends the execution");
    check(&marked("State.N<|>ame"), "Name", "The name of the state.");
    check(
        &marked("Ty<|>pe: Pass"),
        "Type",
        "What the state does.\n\n- Takes `Task`, `Wait`, `Pass`, `Succeed`, `Fail`, `Choice`, `Parallel`, `Map`\n- Required",
    );
    check(&marked("Type: <|>Succeed"), "Succeed", "Ends the execution, branch or iteration successfully.");
}

const TEMPLATE: &str = "\
Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionSubstitutions: { Limit: 90, Table: !Ref Orders }
      Definition:
        StartAt: A
        States:
          A: { Type: Task, Resource: 'arn:aws:states:::dynamodb:getItem', Parameters: { TableName: '${Table}', Key: '${Limit}' }, End: true }
";

#[test]
fn templates_are_explained() {
    let marked = |place: &str| TEMPLATE.replacen(&place.replace("<|>", ""), place, 1);
    check(
        &marked("StartAt: <|>A"),
        "A",
        "**Task** that calls `dynamodb:getItem`\n\n- starts the execution\n- ends the execution",
    );
    check(&marked("${Li<|>mit}"), "${Limit}", "Substituted by CloudFormation with `90`.");
    check(&marked("${<|>Table}"), "${Table}", "Substituted by CloudFormation.");
    let text = r#"{ "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
        "DefinitionString": "{ \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Pa<|>ss\" } } }" } } } }"#;
    check(text, "Pass", "Passes its input to its output, or transforms it.");
}

#[test]
fn rules_are_described_in_suppressions() {
    let url = asl_core::rule("lost-input").unwrap().url();
    let expected = format!(
        "**[lost-input]({url})**\n\n\
        Reports catchers whose error output replaces input that a later state reads.\n\n\
        **warning** · Paths, payload templates and context object"
    );
    let comment = "{\n  // asl-lint: ignore[too-deep, lost-<|>input] for now\n  \"StartAt\": \"A\"\n}";
    check(comment, "lost-input", &expected);
    check(r#"{ "Comment": "asl-lint: ignore[<|>lost-input]" }"#, "lost-input", &expected);
    check("# asl-lint: ignore[lost-input<|>]\nStartAt: A\n", "lost-input", &expected);
    let template = "Resources:\n  # asl-lint: ignore[<|>lost-input]\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    \
        Properties: { DefinitionUri: a.json }\n";
    check(template, "lost-input", &expected);
    assert_eq!(hover(r#"{ "Comment": "asl-lint: ignore[lost-<|>inptu]" }"#), None);
    assert_eq!(hover(r#"{ "Comment": "asl-lint: ignore[lost-input] lost-<|>input" }"#), None);
    assert_eq!(hover(r#"{ "StartAt": "asl-lint: ignore[lost-<|>input]" }"#), None);
}

#[test]
fn parameters_are_explained_at_every_depth() {
    const RUN: &str =
        r#""Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ecs:runTask", "Parameters": PARAMETERS"#;
    let run = |parameters: &str| state("JSONPath", &RUN.replace("PARAMETERS", parameters));
    let markdown = |text: &str| hover(text).unwrap_or_default().1;
    let shown = |text: &str| hover(text).unwrap_or_default().0;
    let text = run(r#"{ "NetworkConfiguration": { "AwsvpcConfiguration": { "Sub<|>nets.$": "$.s" } } }"#);
    assert_eq!(shown(&text), "Subnets.$");
    let subnets = markdown(&text);
    assert!(subnets.ends_with("\n\n- Takes an array of strings\n- Required"), "{subnets}");
    let launch = markdown(&run(r#"{ "<|>LaunchType": "EC2" }"#));
    assert!(launch.ends_with("- Takes `EC2`, `FARGATE`, `EXTERNAL`, `MANAGED_INSTANCES`"), "{launch}");
    let weight = markdown(&run(r#"{ "CapacityProviderStrategy": [{}, { "Weig<|>ht": 1 }] }"#));
    assert!(weight.ends_with("- Takes an integer from 0 to 1000"), "{weight}");
    let token = markdown(&run(r#"{ "<|>ClientToken": "x" }"#));
    assert!(token.contains("Step Functions passes one"), "{token}");
    let nowhere = [
        r#"{ "<|>Unheard": 1 }"#,
        r#"{ "Tags": [{ "Key": [{ "<|>Key": 1 }] }] }"#,
        r#"{ "Overrides.$": { "<|>Cpu": "1" } }"#,
        r#"{ "Unheard": { "<|>Cpu": "1" } }"#,
        r#"{ "TaskDefinition": { "<|>Cpu": "1" } }"#,
    ];
    for none in nowhere {
        assert_eq!(hover(&run(none)), None, "{none}");
    }
    let jsonata = state(
        "JSONata",
        r#""Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rds:createDBInstance", "Arguments": { "DbInstance<|>Identifier": "{% $x %}" }"#,
    );
    let name = markdown(&jsonata);
    assert!(
        name.ends_with("- Takes a string\n- Required\n- Called `DBInstanceIdentifier` in the API"),
        "{name}"
    );
    let unknown = jsonata.replace("aws-sdk:rds:createDBInstance", "aws-sdk:${Call}:x");
    assert_eq!(hover(&unknown), None);
}

#[test]
fn calls_through_the_sdk_are_explained() {
    let text = |resource: &str| state("JSONPath", &format!(r#""Type": "Task", "Resource": "{resource}<|>""#));
    let markdown = |resource: &str| hover(&text(resource)).unwrap_or_default().1;
    let create = markdown("arn:aws:states:::aws-sdk:rds:createDBInstance.waitForTaskToken");
    for part in [
        "Calls `createDBInstance` of Amazon RDS through the AWS SDK. The Task waits until the task token is returned.",
        "Creates a new DB instance.",
        "- Requires `DbInstanceClass`, `DbInstanceIdentifier`, `Engine`\n- Supports `.waitForTaskToken`\n- Raises `Rds.",
        " more\n\n[API reference](https://docs.aws.amazon.com/goto/WebAPI/rds-2014-10-31/CreateDBInstance) · [AWS documentation](",
    ] {
        assert!(create.contains(part), "no {part} in {create}");
    }
    assert_eq!(
        markdown("arn:aws:states:::aws-sdk:unheard:ofThis"),
        "Calls `ofThis` of `unheard` through the AWS SDK. The Task continues with the response.\n\n\
         [AWS documentation](https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html)"
    );
    let unknown = markdown("arn:aws:states:::aws-sdk:dynamodb:ofThis");
    assert!(
        unknown.contains("response.\n\n- Its error names begin with `DynamoDb.` and end in `Exception`\n\n["),
        "{unknown}"
    );
}

#[test]
fn errors_of_the_called_action_are_explained() {
    let text = |error: &str| {
        state(
            "JSONPath",
            &format!(
                r#""Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:getItem", "Catch": [{{ "ErrorEquals": ["{error}<|>"], "Next": "A" }}]"#
            ),
        )
    };
    for (error, by) in [
        ("DynamoDb.ResourceNotFoundException", "An error that `aws-sdk:dynamodb:getItem` can raise."),
        ("DynamoDb.OtherException", "An error raised by DynamoDB."),
        ("Rds.OtherException", "An error raised by `Rds`."),
    ] {
        let markdown = hover(&text(error)).unwrap_or_default().1;
        assert!(markdown.starts_with(&format!("{by}\n\nAlso matched by")), "{markdown}");
    }
}
