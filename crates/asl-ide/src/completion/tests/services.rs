//! Code completion of calls: services, actions, parameters and their values.

use super::*;

const SDK: &str = "arn:aws:states:::aws-sdk:";

/// A definition with one Task.
fn task(language: &str, fields: &str) -> String {
    format!(
        "{{\n  \"QueryLanguage\": \"{language}\",\n  \"StartAt\": \"A\",\n  \"States\": {{\n    \"A\": {{\n      \"Type\": \"Task\",\n      {fields}\n    }}\n  }}\n}}"
    )
}

fn jsonpath(fields: &str) -> String {
    task("JSONPath", fields)
}

/// A Task that calls a service, with the given parameters.
fn call(resource: &str, parameters: &str) -> String {
    jsonpath(&format!("\"Resource\": \"arn:aws:states:::{resource}\",\n      \"Parameters\": {parameters}"))
}

fn item(text: &str, label: &str) -> Item {
    let (_, items) = items("a.asl.json", text);
    let found = items.iter().map(|item| item.label.clone()).collect::<Vec<_>>();
    items.into_iter().find(|item| item.label == label).unwrap_or_else(|| panic!("no {label} among {found:?}"))
}

#[test]
fn from_nothing_to_a_whole_call() {
    let empty = jsonpath("\"Resource\": \"<|>\"");
    let start = taken("a.asl.json", &empty, "arn:aws:states:::aws-sdk:service:action");
    assert_eq!(start, empty.replace("<|>", SDK));
    let services = empty.replace("<|>", &format!("{SDK}<|>"));
    assert_eq!(item(&services, "rds").detail, "Amazon RDS");
    let service = taken("a.asl.json", &services, "rds");
    assert_eq!(service, empty.replace("<|>", &format!("{SDK}rds:")));
    let actions = service.replace("rds:", "rds:<|>");
    let docs = item(&actions, "createDBInstance").docs;
    assert!(docs.starts_with("Creates a new DB instance.\n\nRequires `DbInstanceClass`, "), "{docs}");
    let after = taken("a.asl.json", &actions, "createDBInstance");
    let wanted = format!(
        "\"{SDK}rds:createDBInstance\",\n      \"Parameters\": {{\n        \"DbInstanceClass\": \"\",\n        \"DbInstanceIdentifier\": \"\",\n        \"Engine\": \"\"\n      }}"
    );
    assert_eq!(after, empty.replace("\"<|>\"", &wanted));
    let found = findings("a.asl.json", &after);
    assert!(!found.iter().any(|rule| ["missing-parameter", "invalid-resource"].contains(rule)), "{found:?}");
    let jsonata = taken("a.asl.json", &actions.replace("JSONPath", "JSONata"), "createDBInstance");
    assert_eq!(jsonata, after.replace("JSONPath", "JSONata").replace("Parameters", "Arguments"));
}

#[test]
fn services_are_matched_as_they_are_typed() {
    let at = |typed: &str| jsonpath(&format!("\"Resource\": \"{typed}\""));
    let rds = item(&at(&format!("{SDK}r<|>")), "rds");
    assert_eq!(rds.filter, format!("\"{SDK}rds:"));
    assert_eq!(rds.text.snippet(), format!("\"{SDK}rds:"));
    // The closing quote stays, or stays missing; without quotes, there are two.
    for (value, after) in [
        ("\"<|>\"", format!("\"{SDK}rds:\"")),
        ("\"<|>", format!("\"{SDK}rds:")),
        ("\"<|>s3:getObject\"", format!("\"{SDK}rds:\"")),
    ] {
        let text = |value: &str| jsonpath(&format!("\"Resource\": {value},\n      \"End\": true"));
        check_taken(&text(&value.replace("<|>", &format!("{SDK}<|>"))), "rds", &text(&after));
    }
    let start = "arn:aws:states:::aws-sdk:service:action";
    check_taken(&jsonpath("\"Resource\": <|>"), start, &jsonpath(&format!("\"Resource\": \"{SDK}\"")));
    // Behind a string, the whole string is replaced.
    check_taken(
        &jsonpath("\"Resource\": \"${F}\"<|>"),
        start,
        &jsonpath(&format!("\"Resource\": \"{SDK}\"")),
    );
    // Services that Step Functions does not list come last; retired ones are missing.
    let found = labels(&at(&format!("{SDK}<|>")));
    assert_eq!(found[0], "accessanalyzer");
    assert!(!found.contains(&"qldb".to_owned()));
    let place = |name: &str| found.iter().position(|label| label == name).unwrap();
    assert!(place("xray") < place("aiops"));
    // Without the ARN, a name is enough.
    assert!(items("a.asl.json", &at("<|>")).1.iter().all(|item| item.is_for_typed));
    for (typed, label) in [("rds", "aws-sdk:rds"), ("RD", "aws-sdk:rds"), ("logs", "aws-sdk:cloudwatchlogs")]
    {
        let text = at(&format!("{typed}<|>"));
        assert!(item(&text, label).is_for_typed);
        check_taken(&text, label, &at(&format!("arn:aws:states:::{label}:")));
    }
    assert_eq!(labels(&at(&format!("{SDK}unheard:<|>"))), [] as [&str; 0]);
    assert_eq!(labels(&at(&format!("{SDK}qldb:<|>"))), [] as [&str; 0]);
}

#[test]
fn actions_and_their_patterns() {
    let at = |typed: &str| jsonpath(&format!("\"Resource\": \"{SDK}{typed}\", \"Parameters\": {{}}"));
    let found = labels(&at("dynamodb:get<|>"));
    assert!(found.contains(&"getItem".to_owned()) && !found.iter().any(|name| name.contains('.')));
    check_first(&at("dynamodb:getItem<|>"), &["getItem", "getItem.waitForTaskToken"]);
    assert_eq!(labels(&at("dynamodb:getItem.<|>")), ["getItem", "getItem.waitForTaskToken"]);
    check_taken(
        &at("dynamodb:getItem.w<|>"),
        "getItem.waitForTaskToken",
        &at("dynamodb:getItem.waitForTaskToken"),
    );
    // Everything is replaced, wherever the cursor is.
    check_taken(&at("dynamodb:<|>putItem"), "getItem", &at("dynamodb:getItem"));
    // Step Functions does not support streams.
    assert!(!labels(&at("sts:<|>")).contains(&"assumeRole".to_owned()));
    assert!(!labels(&at("bedrockruntime:<|>")).contains(&"converseStream".to_owned()));
    let (_, many) = items("a.asl.json", &at("ec2:<|>"));
    assert!(many.len() == 300 && many.iter().all(|item| item.is_for_typed));
    assert!(labels(&at("ec2:runInst<|>")).contains(&"runInstances".to_owned()));
    let (text, offset) = marked_place(&at("dynamodb:getItem<|>"));
    let source = Source { workflow: asl_core::WorkflowType::Express, ..Source::new(&text, "a.asl.json") };
    let items = complete(&analyze(source), offset);
    assert!(!items.is_empty() && items.iter().all(|item| !item.label.contains(".wait")));
}

#[test]
fn the_partition_is_kept() {
    for partition in ["aws-cn", "aws-us-gov", "${AWS::Partition}", "${partition}"] {
        let at = |typed: &str| {
            jsonpath(&format!("\"Resource\": \"arn:{partition}:states:::{typed}\", \"Parameters\": {{}}"))
        };
        check_taken(&at("aws-sdk:dynamodb:<|>"), "getItem", &at("aws-sdk:dynamodb:getItem"));
        check_taken(&at("aws-sdk:<|>"), "dynamodb", &at("aws-sdk:dynamodb:"));
        let arn = format!("arn:{partition}:states:::sqs:sendMessage");
        check_taken(&at("<|>"), &arn, &at("sqs:sendMessage"));
    }
    let at = |typed: &str| jsonpath(&format!("\"Resource\": \"{typed}\""));
    assert_eq!(labels(&at("arn:aws:states:::aws-sdk:${Service}:<|>")), [] as [&str; 0]);
    assert!(!labels(&at("arn:gcp:states:::aws-sdk:<|>")).contains(&"rds".to_owned()));
}

#[test]
fn optimized_calls_have_values_of_the_right_type() {
    let empty = jsonpath("\"Resource\": \"<|>\"");
    let get = "arn:aws:states:::dynamodb:getItem";
    let after = taken("a.asl.json", &empty, get);
    assert!(after.contains("\"TableName\": \"\",\n        \"Key\": {}"), "{after}");
    assert_eq!(
        item(&empty, get).docs,
        "The GetItem operation returns a set of attributes for the item with the given primary key.\n\nRequires `Key`, `TableName`."
    );
    let after = taken("a.asl.json", &empty, "arn:aws:states:::events:putEvents");
    assert!(after.contains("\"Entries\": [{}]"), "{after}");
}

#[test]
fn parameters_the_required_ones_first() {
    let at = |parameters: &str| call("aws-sdk:rds:createDBInstance", parameters);
    check_first(&at("{ <|> }"), &["DbInstanceClass", "DbInstanceIdentifier", "Engine"]);
    let found = labels(&at("{ \"Engine.$\": \"$.e\", \"DbInstanceClass\": \"c\", \"Db<|>\" }"));
    assert_eq!(found[0], "DbInstanceIdentifier");
    assert!(found.contains(&"DbInstanceIdentifier.$".to_owned()));
    for gone in ["Engine", "Engine.$", "DbInstanceClass", "DbInstanceClass.$", "name.$"] {
        assert!(!found.contains(&gone.to_owned()), "{gone}");
    }
    let item = item(&at("{ <|> }"), "DbInstanceIdentifier");
    assert_eq!(item.detail, "string, required");
    assert!(
        item.docs.ends_with("- Takes a string\n- Required\n- Called `DBInstanceIdentifier` in the API"),
        "{}",
        item.docs
    );
    check_taken(&at("{ \"Eng<|>\" }"), "Engine", &at("{ \"Engine\": \"\" }"));
    check_taken(&at("{ \"Eng<|>\" }"), "Engine.$", &at("{ \"Engine.$\": \"$.\" }"));
    check_taken(&at("{ \"Eng<|>\": 1 }"), "Engine", &at("{ \"Engine\": 1 }"));
    check_taken(&at("{ Eng<|> }"), "Engine", &at("{ \"Engine\": \"\" }"));
    check_taken(&at("{ \"Engine\": \"e\" <|> }"), "Iops", &at("{ \"Engine\": \"e\", \"Iops\": 1 }"));
    let jsonata = at("{ <|> }").replace("JSONPath", "JSONata").replace("Parameters", "Arguments");
    assert!(labels(&jsonata).iter().all(|label| !label.ends_with(".$")));
    check_first(&jsonata, &["DbInstanceClass", "DbInstanceIdentifier", "Engine"]);
}

#[test]
fn parameters_at_every_depth() {
    let at = |parameters: &str| call("aws-sdk:ecs:runTask", parameters);
    let network = |value: &str| at(&format!("{{ \"NetworkConfiguration\": {value} }}"));
    check_first(
        &network("{ \"AwsvpcConfiguration\": { <|> } }"),
        &["Subnets", "Subnets.$", "AssignPublicIp"],
    );
    check_taken(
        &at("{ \"TaskDefinition\": \"t\", <|> }"),
        "CapacityProviderStrategy",
        &at(
            "{ \"TaskDefinition\": \"t\", \"CapacityProviderStrategy\": [ { \"CapacityProvider\": \"\" } ] }",
        ),
    );
    check_first(&at("{ \"CapacityProviderStrategy\": [{ <|> }] }"), &["CapacityProvider"]);
    check_taken(
        &at("{ \"CapacityProviderStrategy\": [<|>] }"),
        "{ required parameters }",
        &at(
            "{ \"CapacityProviderStrategy\": [\n        {\n          \"CapacityProvider\": \"\"\n        }\n      ] }",
        ),
    );
    // The value of an expression, the entries of a map and an unknown parameter are anything.
    let found = labels(&at("{ \"NetworkConfiguration.$\": { <|> } }"));
    assert_eq!(found, ["name.$"]);
    let items = |key: &str| call("aws-sdk:dynamodb:getItem", key);
    assert_eq!(labels(&items("{ \"Key\": { <|> } }")), ["name.$"]);
    let found = labels(&items("{ \"Key\": { \"id\": { <|> } } }"));
    assert!(found.contains(&"S".to_owned()) && found.contains(&"N.$".to_owned()), "{found:?}");
    assert_eq!(labels(&items("{ \"Keys\": { \"id\": { <|> } } }")), ["name.$"]);
    assert_eq!(labels(&call("aws-sdk:unheard:ofThis", "{ <|> }")), ["name.$"]);
    assert_eq!(labels(&call("aws-sdk:dynamodb:ofThis", "{ <|> }")), ["name.$"]);
}

#[test]
fn parameters_of_optimized_calls() {
    check_first(
        &call("lambda:invoke", "{ <|> }"),
        &["FunctionName", "FunctionName.$", "Payload", "Payload.$"],
    );
    check_first(
        &call("sns:publish", "{ \"Message\": \"m\", <|> }"),
        &["PhoneNumber", "TargetArn", "TopicArn", "PhoneNumber.$"],
    );
}

#[test]
fn fixed_values() {
    let at = |parameters: &str| call("aws-sdk:ecs:runTask", parameters);
    let public = |value: &str| {
        at(&format!(
            "{{ \"NetworkConfiguration\": {{ \"AwsvpcConfiguration\": {{ \"AssignPublicIp\": {value} }} }} }}"
        ))
    };
    for value in ["<|>", "\"<|>\"", "\"DIS<|>\"", "\"<|>", "E<|>"] {
        let found = labels(&public(value));
        assert!(found.starts_with(&["ENABLED".to_owned(), "DISABLED".to_owned()]), "{value}: {found:?}");
        check_taken(&public(value), "DISABLED", &public("\"DISABLED\""));
    }
    check_first(&at("{ \"EnableExecuteCommand\": <|> }"), &["true", "false"]);
    check_taken(
        &at("{ \"EnableExecuteCommand\": f<|> }"),
        "false",
        &at("{ \"EnableExecuteCommand\": false }"),
    );
    assert_eq!(
        labels(&at("{ \"LaunchType.$\": \"<|>\" }")).iter().filter(|label| **label == "EC2").count(),
        0
    );
    let jsonata = at("{ \"LaunchType\": \"{% $<|> %}\" }")
        .replace("JSONPath", "JSONata")
        .replace("Parameters", "Arguments");
    assert!(!labels(&jsonata).contains(&"EC2".to_owned()));
    let empty = jsonata.replace("{% $<|> %}", "<|>");
    let found = labels(&empty);
    assert!(found.contains(&"EC2".to_owned()) && found.contains(&"{%  %}".to_owned()), "{found:?}");
    // Many values are not all offered.
    let (_, many) = items("a.asl.json", &call("aws-sdk:ec2:runInstances", "{ \"InstanceType\": \"<|>\" }"));
    assert!(many.len() == 150 && many.iter().all(|item| item.is_for_typed));
    assert!(
        labels(&call("aws-sdk:ec2:runInstances", "{ \"InstanceType\": \"t3.mic<|>\" }"))
            .contains(&"t3.micro".to_owned())
    );
}

#[test]
fn snippets_offer_fixed_values() {
    let text = call("aws-sdk:ecs:runTask", "{ <|> }");
    assert_eq!(
        item(&text, "LaunchType").text.snippet(),
        "\"LaunchType\": \"${1|EC2,FARGATE,EXTERNAL,MANAGED_INSTANCES|}\""
    );
    check_taken(&text, "LaunchType", &text.replace("<|>", "\"LaunchType\": \"EC2\""));
}

#[test]
fn yaml() {
    let text = |language: &str, fields: &str| {
        format!(
            "QueryLanguage: {language}\nStartAt: A\nStates:\n  A:\n    Type: Task\n    {fields}\n    End: true\n"
        )
    };
    let path = |fields: &str| text("JSONPath", fields);
    let name = "a.asl.yaml";
    let services = path(&format!("Resource: {SDK}r<|>"));
    assert_eq!(taken(name, &services, "rds"), path(&format!("Resource: {SDK}rds:")));
    let quoted = path(&format!("Resource: '{SDK}r<|>'"));
    assert_eq!(taken(name, &quoted, "rds"), path(&format!("Resource: '{SDK}rds:'")));
    let start = path("Resource: <|>");
    assert_eq!(
        taken(name, &start, "arn:aws:states:::aws-sdk:service:action"),
        path(&format!("Resource: {SDK}"))
    );
    assert!(items(name, &path(&format!("Resource: {SDK}<|>"))).1.len() > 300);
    let actions = path(&format!("Resource: {SDK}rds:<|>"));
    let after = taken(name, &actions, "createDBInstance");
    assert_eq!(
        after,
        path(&format!(
            "Resource: {SDK}rds:createDBInstance\n    Parameters:\n      DbInstanceClass: \n      DbInstanceIdentifier: \n      Engine: "
        ))
    );
    let call = path(&format!("Resource: {SDK}ecs:runTask\n    Parameters:\n      <|>"));
    let labels =
        |text: &str| -> Vec<String> { items(name, text).1.into_iter().map(|item| item.label).collect() };
    assert_eq!(labels(&call)[0], "TaskDefinition");
    let half = call.replace("<|>", "Laun<|>");
    assert_eq!(taken(name, &half, "LaunchType"), call.replace("<|>", "LaunchType: EC2"));
    let nested = call.replace("<|>", "NetworkConfiguration:\n        AwsvpcConfiguration:\n          <|>");
    assert_eq!(labels(&nested)[0], "Subnets");
    assert_eq!(taken(name, &nested, "Subnets"), nested.replace("<|>", "Subnets: []"));
    let items = call.replace("<|>", "CapacityProviderStrategy:\n        - <|>");
    assert_eq!(labels(&items)[..2], ["{ required parameters }", "CapacityProvider"]);
    let value = call.replace("<|>", "LaunchType: <|>");
    assert_eq!(labels(&value)[..2], ["EC2", "FARGATE"]);
    assert_eq!(taken(name, &value, "FARGATE"), call.replace("<|>", "LaunchType: FARGATE"));
    let flow = path(&format!("Resource: {SDK}ecs:runTask\n    Parameters: {{ Laun<|> }}"));
    assert!(labels(&flow).contains(&"LaunchType".to_owned()));
}

#[test]
fn templates() {
    let text = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        QueryLanguage: JSONata\n        StartAt: A\n        States:\n          A:\n            Type: Task\n            Resource: arn:${AWS::Partition}:states:::aws-sdk:dynamodb:getItem\n            Arguments:\n              <|>\n";
    let labels = |text: &str| -> Vec<String> {
        items("template.yaml", text).1.into_iter().map(|item| item.label).collect()
    };
    assert_eq!(labels(text)[..2], ["Key", "TableName"]);
    let text = text.replace("getItem\n            Arguments:\n              <|>\n", "get<|>\n");
    let after = taken("template.yaml", &text, "getItem");
    assert!(
        after.ends_with(
            ":dynamodb:getItem\"\n            Arguments:\n              Key:\n                \n              TableName: \n"
        ),
        "{after}"
    );
}

#[test]
fn other_strings() {
    // In a substitution of a template, in a string of JSON, and in Terraform.
    let sub = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub |\n        { \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Task\", \"Resource\": \"arn:${AWS::Partition}:states:::aws-sdk:ecs:runTask\", \"Parameters\": { <|> }, \"End\": true } } }\n";
    let after = taken("template.yaml", sub, "LaunchType");
    assert!(after.contains("\"Parameters\": { \"LaunchType\": \"EC2\" }"), "{after}");
    let escaped = r#"{ "Resources": { "M": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "DefinitionString": "{ \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Task\", \"Resource\": \"arn:aws:states:::aws-sdk:dynamodb:get<|>\", \"End\": true } } }" } } } }"#;
    let after = taken("a.template.json", escaped, "getItem");
    let wanted =
        r#"aws-sdk:dynamodb:getItem\", \"Parameters\": { \"Key\": {}, \"TableName\": \"\" }, \"End\""#;
    assert!(after.contains(wanted), "{after}");
    let terraform = "resource \"aws_sfn_state_machine\" \"m\" {\n  definition = jsonencode({\n    StartAt = \"A\"\n    States = {\n      A = {\n        Type = \"Task\"\n        Resource = \"arn:aws:states:::aws-sdk:ecs:runTask\"\n        Parameters = {\n          <|>\n        }\n        End = true\n      }\n    }\n  })\n}\n";
    let after = taken("a.tf", terraform, "LaunchType");
    assert!(after.contains("          LaunchType = \"EC2\"\n"), "{after}");
    let service = terraform.replace("ecs:runTask", "e<|>").replace("          <|>\n", "");
    let after = taken("a.tf", &service, "ecs");
    assert!(after.contains("Resource = \"arn:aws:states:::aws-sdk:ecs:\"\n"), "{after}");
}

#[test]
fn no_item_of_a_call_breaks_a_definition() {
    let text = call(
        "aws-sdk:ecs:runTask",
        "{ \"TaskDefinition\": \"t\", \"NetworkConfiguration\": { \"AwsvpcConfiguration\": { \"Subnets\": [\"s\"], \"AssignPublicIp\": \"ENABLED\" } }, \"Count\": 1 }",
    );
    check_all_taken("a.asl.json", &text);
    let short = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let escaped = asl_core::edit::quoted(&short);
    let template = format!(
        r#"{{ "Resources": {{ "M": {{ "Type": "AWS::StepFunctions::StateMachine", "Properties": {{ "DefinitionString": {escaped} }} }} }} }}"#
    );
    check_all_taken("a.template.json", &template);
    let yaml = format!(
        "StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: {SDK}ecs:runTask\n    Parameters:\n      TaskDefinition: t\n      \n      CapacityProviderStrategy:\n        - CapacityProvider: c\n          Weight: 1\n        - \n      NetworkConfiguration:\n        AwsvpcConfiguration:\n          AssignPublicIp: ENABLED\n          Subnets: []\n    End: true\n"
    );
    check_all_taken("a.asl.yaml", &yaml);
    check_damaged("a.asl.json", &text, 1);
}

#[test]
fn errors_of_the_called_action_come_first() {
    let retry = |resource: &str, names: &str| {
        jsonpath(&format!(
            "\"Resource\": \"arn:aws:states:::{resource}\", \"Retry\": [{{ \"ErrorEquals\": [{names}] }}]"
        ))
    };
    let found = labels(&retry("aws-sdk:dynamodb:getItem", "<|>"));
    let place = |name: &str| {
        found.iter().position(|label| label == name).unwrap_or_else(|| panic!("{name} in {found:?}"))
    };
    assert!(found[0].starts_with("DynamoDb."), "{found:?}");
    assert!(place("DynamoDb.ResourceNotFoundException") < place("DynamoDb.DynamoDbException"));
    assert!(place("DynamoDb.SdkClientException") < place("States.ALL"));
    assert!(!found.contains(&"DynamoDb.ConditionalCheckFailedException".to_owned()));
    let one = "\"DynamoDb.ResourceNotFoundException\", \"<|>\"";
    let found = labels(&retry("aws-sdk:dynamodb:getItem", one));
    assert!(!found.contains(&"DynamoDb.ResourceNotFoundException".to_owned()));
    let found = labels(&retry("lambda:invoke", "<|>"));
    assert!(found[0].starts_with("Lambda."), "{found:?}");
    assert_eq!(found.iter().filter(|name| *name == "Lambda.ServiceException").count(), 1);
    // What the index does not know has the errors of its service, or of no service.
    assert_eq!(labels(&retry("aws-sdk:dynamodb:ofThis", "<|>"))[0], "DynamoDb.DynamoDbException");
    assert_eq!(labels(&retry("aws-sdk:unheard:ofThis", "<|>"))[0], "States.ALL");
    let yaml = "StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: arn:aws:states:::aws-sdk:sqs:listQueues\n    Catch:\n      - ErrorEquals: [<|>]\n";
    assert!(items("a.asl.yaml", yaml).1[0].label.starts_with("Sqs."));
}

#[test]
fn completion_continues_where_there_is_more_to_complete() {
    let at = |task: &str| {
        format!("{{ \"StartAt\": \"A\", \"States\": {{ \"A\": {{ \"Type\": \"Task\", {task} }} }} }}")
    };
    let resource = |typed: &str| at(&format!("\"Resource\": {typed}"));
    for (text, label, continues) in [
        (resource(&format!("\"{SDK}r<|>\"")), "rds", true),
        (resource(&format!("\"{SDK}r<|>x\"")), "rds", true),
        (resource("\"rd<|>\""), "aws-sdk:rds", true),
        (resource("\"<|>\""), "arn:aws:states:::aws-sdk:service:action", true),
        (resource("\"<|>\""), "arn:aws:states:::sqs:sendMessage", false),
        (resource(&format!("\"{SDK}rds:createDBI<|>\"")), "createDBInstance", false),
        (at("\"<|>\""), "Next", true),
        (at("\"<|>\""), "QueryLanguage", true),
        (at("\"<|>\""), "TimeoutSeconds", false),
        (at("\"<|>\""), "Comment", false),
        (at("\"Retry\": [{ \"<|>\" }]"), "ErrorEquals", true),
        (call("aws-sdk:rds:createDBInstance", "{ \"<|>\" }"), "Engine", false),
        (call("aws-sdk:ec2:runInstances", "{ \"<|>\" }"), "InstanceType", true),
    ] {
        assert_eq!(item(&text, label).continues, continues, "{label} in {text}");
    }
}
