//! `asl-lint iam`: the policy that a definition needs, and the comparison with the role of a template.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use common::Folder;
use snapbox::str;

const ORDER: &str = r#"{ "StartAt": "Load", "States": {
  "Load": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem",
    "Parameters": { "TableName": "${Orders}", "Key": { "Id": { "S.$": "$.id" } } }, "Next": "Ship" },
  "Ship": { "Type": "Task", "Resource": "${Work}", "End": true } } }"#;

const TEMPLATE: &str = "Transform: AWS::Serverless-2016-10-31
Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: order.asl.json
      DefinitionSubstitutions:
        Work: !GetAtt Work.Arn
        Orders: !Ref Orders
      Tracing:
        Enabled: true
      Policies:
        - LambdaInvokePolicy:
            FunctionName: !Ref Work
        - Statement:
            - Effect: Allow
              Action: [dynamodb:*, sns:Publish]
              Resource: !GetAtt Orders.Arn
  Work:
    Type: AWS::Serverless::Function
  Orders:
    Type: AWS::DynamoDB::Table
";

const NIGHTLY: &str = r#"{ "StartAt": "Report", "States": {
  "Report": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
    "Parameters": { "FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:report" } } } }"#;

#[test]
fn the_policy_is_json() {
    let folder = Folder::new("iam-json", &[("nightly.asl.json", NIGHTLY)]);
    folder.lint(&["iam", "nightly.asl.json"]).assert().success().stderr_eq("").stdout_eq(str![[r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "lambda:InvokeFunction"
      ],
      "Resource": [
        "arn:aws:lambda:eu-west-1:123456789012:function:report"
      ]
    }
  ]
}

"#]]);
}

#[test]
fn templates_fill_in_names() {
    let folder = Folder::new("iam-sam", &[("order.asl.json", ORDER), ("template.yaml", TEMPLATE)]);
    let policies = str![[r#"
Policies:
  - Version: '2012-10-17'
    Statement:
      - Effect: Allow
        Action:
          - dynamodb:GetItem
        Resource:
          - !Sub 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Orders}'
      - Effect: Allow
        Action:
          - lambda:InvokeFunction
        Resource:
          - !GetAtt Work.Arn
      - Effect: Allow
        Action:
          - xray:PutTraceSegments
          - xray:PutTelemetryRecords
          - xray:GetSamplingRules
          - xray:GetSamplingTargets
        Resource:
          - '*'

"#]];
    let lint = |file: &str| folder.lint(&["iam", file, "--format", "sam"]).assert().success().stderr_eq("");
    lint("template.yaml").stdout_eq(policies.clone());
    lint("order.asl.json").stdout_eq(policies);
    folder.lint(&["iam", "template.yaml", "--format", "cloudformation"]).assert().success().stdout_eq(str![
        [r#"
FlowPolicy:
  Type: AWS::IAM::Policy
  Properties:
    PolicyName: FlowPolicy
    Roles:
      - !Ref FlowRole
    PolicyDocument:
      Version: '2012-10-17'
...
"#]
    ]);
}

#[test]
fn names_that_the_template_does_not_define_are_named() {
    let template = TEMPLATE
        .replace("Orders: !Ref Orders", "Orders: !ImportValue Orders")
        .replace("  Orders:\n", "  Table:\n");
    let folder = Folder::new("iam-names", &[("order.asl.json", ORDER), ("template.yaml", &template)]);
    folder
        .lint(&["iam", "template.yaml", "--format", "sam"])
        .assert()
        .success()
        .stderr_eq("note: replace these names, which the template does not define: `Orders`\n");
}

#[test]
fn terraform_gets_a_data_source() {
    let text = NIGHTLY.replace("arn:aws:lambda:eu-west-1:123456789012:function:report", "report");
    let folder = Folder::new("iam-terraform", &[("nightly.asl.json", &text)]);
    folder.lint(&["iam", "nightly.asl.json", "--format", "terraform"]).assert().success().stdout_eq(str![[r#"
data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "nightly" {
  statement {
    actions   = ["lambda:InvokeFunction"]
    resources = ["arn:${data.aws_partition.current.partition}:lambda:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:function:report"]
  }
}

"#]]);
}

#[test]
fn several_state_machines_have_a_policy_each() {
    let template = format!(
        r#"{{ "Resources": {{
            "A": {{ "Type": "AWS::StepFunctions::StateMachine", "Properties": {{ "Definition": {NIGHTLY} }} }},
            "B": {{ "Type": "AWS::StepFunctions::StateMachine", "Properties": {{ "Definition": {NIGHTLY} }} }} }} }}"#
    );
    let folder = Folder::new("iam-several", &[("template.json", &template)]);
    let output = folder.lint(&["iam", "template.json"]).output().unwrap();
    let policies: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(policies["A"], policies["B"]);
    assert_eq!(policies["A"]["Statement"][0]["Action"][0], "lambda:InvokeFunction");
}

#[test]
fn a_state_machine_with_one_of_several_definitions_has_one_policy() {
    let other = NIGHTLY.replace("function:report", "function:other");
    let template = format!(
        r#"{{ "Resources": {{ "A": {{ "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {{ "Definition": {{ "Fn::If": ["Test", {NIGHTLY}, {other}] }} }} }} }} }}"#
    );
    let folder = Folder::new("iam-branches", &[("template.json", &template)]);
    let output = folder.lint(&["iam", "template.json"]).output().unwrap();
    let policy: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(policy["Statement"][0]["Resource"].as_array().map(Vec::len), Some(2));
}

#[test]
fn logging_needs_permissions() {
    let template = ROLES.replacen(
        "      Definition:",
        "      LoggingConfiguration: { Level: ALL }\n      Definition:",
        1,
    );
    let folder = Folder::new("iam-logs", &[("template.yaml", &template)]);
    let output = folder.lint(&["iam", "template.yaml"]).output().unwrap();
    let policies: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let actions = |name: &str| policies[name]["Statement"].to_string();
    assert!(actions("A").contains("logs:CreateLogDelivery"));
    assert!(!actions("B").contains("logs:CreateLogDelivery"));
}

#[test]
fn what_is_not_known_is_said() {
    let text = NIGHTLY.replace(r#""FunctionName":"#, r#""FunctionName.$": "$.name", "Payload":"#);
    let folder = Folder::new("iam-unknown", &[("nightly.asl.json", &text)]);
    folder.lint(&["iam", "nightly.asl.json"]).assert().success().stderr_eq(str![[r#"
nightly.asl.json:2:3: note: the resource of `lambda:InvokeFunction` in state `Report` depends on `FunctionName`, which is not known: `arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:*`
note: the region and the account are not part of the definition; `*` stands for them

"#]]);
}

#[test]
fn roles_are_compared() {
    let template =
        TEMPLATE.replace("LambdaInvokePolicy:\n            FunctionName: !Ref Work", "Statement: []");
    let folder = Folder::new("iam-check", &[("order.asl.json", ORDER), ("template.yaml", &template)]);
    let args = ["iam", "order.asl.json", "--check", "template.yaml"];
    folder.lint(&args).assert().code(1).stderr_eq("").stdout_eq(str![[r#"
template.yaml:3:3: info[missing-permission] the role does not allow `lambda:InvokeFunction` on `${Work.Arn}`
template.yaml:16:24: info[excess-permission] `dynamodb:*` allows more than the definition needs: `dynamodb:GetItem`
template.yaml:16:36: info[excess-permission] the definition does not need `sns:Publish`

"#]]);
    let output = folder.lint(&[&args[..], &["--format", "json"]].concat()).output().unwrap();
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(findings[1]["rule"], "excess-permission");
    assert_eq!((&findings[1]["line"], &findings[1]["column"]), (&16.into(), &24.into()));
}

#[test]
fn a_role_with_exactly_what_is_needed_has_no_findings() {
    let template = TEMPLATE
        .replace("[dynamodb:*, sns:Publish]", "dynamodb:GetItem")
        .replace("      Tracing:\n        Enabled: true\n", "");
    let folder = Folder::new("iam-exact", &[("order.asl.json", ORDER), ("template.yaml", &template)]);
    folder
        .lint(&["iam", "template.yaml", "--check", "template.yaml"])
        .assert()
        .success()
        .stderr_eq("")
        .stdout_eq("");
}

const ROLES: &str = "Resources:
  A:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      Definition:
        StartAt: Load
        States:
          Load: { Type: Task, Resource: !GetAtt Load.Arn, End: true }
  B:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      Definition:
        StartAt: Tell
        States:
          Tell:
            Type: Task
            Resource: arn:aws:states:::sns:publish
            Parameters: { TopicArn: !Ref Topic, Message: done }
            End: true
  Role:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref Role]
      PolicyDocument:
        Statement:
          Effect: Allow
          Action: [lambda:InvokeFunction, sns:Publish, sqs:SendMessage, sqs:DeleteMessage]
          Resource: '*'
  Load:
    Type: AWS::Lambda::Function
  Topic:
    Type: AWS::SNS::Topic
";

#[test]
fn state_machines_share_a_role() {
    let folder = Folder::new("iam-shared", &[("template.yaml", ROLES)]);
    let args = ["iam", "template.yaml", "--check", "template.yaml"];
    folder.lint(&args).assert().code(1).stderr_eq("").stdout_eq(str![[r#"
template.yaml:26:11: info[excess-permission] the definition does not need the policy `AWSXRayDaemonWriteAccess`
template.yaml:34:20: info[excess-permission] the definition needs `lambda:InvokeFunction` only on `${Load.Arn}`
template.yaml:34:43: info[excess-permission] the definition needs `sns:Publish` only on `${Topic}`
template.yaml:34:56: info[excess-permission] the definition does not need `sqs:SendMessage`, `sqs:DeleteMessage`

"#]]);
}

#[test]
fn nothing_is_unneeded_if_other_resources_have_the_role() {
    let template = ROLES.replace(
        "  Load:\n    Type: AWS::Lambda::Function\n",
        "  Load:\n    Type: AWS::Lambda::Function\n    Properties: { Role: !GetAtt Role.Arn }\n",
    );
    let folder = Folder::new("iam-users", &[("template.yaml", &template)]);
    let args = ["iam", "template.yaml", "--check", "template.yaml"];
    folder
        .lint(&args)
        .assert()
        .success()
        .stdout_eq("")
        .stderr_eq("template.yaml: note: several resources have the same role: A, B, Load\n");
}

#[test]
fn connectors_of_sam_are_not_known() {
    let template = TEMPLATE
        .replace("LambdaInvokePolicy:\n            FunctionName: !Ref Work", "Statement: []")
        + "  Connector:\n    Type: AWS::Serverless::Connector\n    Properties:\n      Source: { Id: Flow }\n      Destination: { Id: Work }\n      Permissions: [Write]\n";
    let folder = Folder::new("iam-connector", &[("order.asl.json", ORDER), ("template.yaml", &template)]);
    let output = folder.lint(&["iam", "template.yaml", "--check", "template.yaml"]).output().unwrap();
    assert!(!String::from_utf8(output.stdout).unwrap().contains("missing-permission"));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "template.yaml: note: a policy of the role is not known: Connector\n"
    );
}

#[test]
fn failures_have_a_reason() {
    let template = TEMPLATE.replace("Policies:", "Role: arn:aws:iam::123456789012:role/flow\n      Unused:");
    let folder = Folder::new(
        "iam-failures",
        &[("order.asl.json", ORDER), ("template.yaml", &template), ("list.json", "[]")],
    );
    folder
        .lint(&["iam", "list.json"])
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq("error: list.json does not contain a state machine\n");
    folder
        .lint(&["iam", "none.asl.json"])
        .assert()
        .code(2)
        .stderr_eq("error: cannot read none.asl.json: No such file or directory (os error 2)\n");
    folder
        .lint(&["iam", "template.yaml", "--check", "template.yaml"])
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq("error: template.yaml does not contain the role of state machine Flow\n");
    folder
        .lint(&["iam", "order.asl.json", "--check", "list.json"])
        .assert()
        .code(2)
        .stderr_eq("error: list.json is not a CloudFormation or SAM template with a state machine\n");
}
