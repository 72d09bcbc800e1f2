// Whole state machines in YAML and Terraform, typed by hand.

import { typing } from '../typist.mjs';

export const workspace = 'workspace';

// VS Code keeps the indentation of the line before in YAML, so deeper lines begin with blanks.
const YAML_MACHINE =
  'StartAt: A⏎States:⏎  A:⏎  Type: Task⏎Resource: arn:aws:states:::lambda:invoke⏎Parameters:⏎  FunctionName: f⏎Payload.$: $.x⏎' +
  '←Retry:⏎  - ErrorEquals: [States.Timeout]⏎  MaxAttempts: 2⏎←←Catch:⏎  - ErrorEquals:⏎    - States.ALL⏎←ResultPath: null⏎' +
  'Next: C⏎←←Next: BA⏎←BA:⏎  Type: Pass⏎InputPath: $⏎Next: B⏎←B:⏎  Type: Wait⏎Seconds: 5⏎End: true⏎←"C":⏎  Type: "Succeed"⏎';
const TERRAFORM_MACHINE =
  '{⏎StartAt = "A"⏎States = {⏎A = {⏎Type = "Task"⏎Resource = "arn:aws:states:::lambda:invoke"⏎' +
  'Parameters = {⏎"Payload.$" = "$.x"↓⏎Retry = [⏎{⏎ErrorEquals = ["States.Timeout"]⏎MaxAttempts = 2↓↓⏎Next = "BA"↓⏎' +
  'BA = {⏎Type = "Pass"⏎Next = "B"↓⏎B = {⏎Type = "Wait"⏎Seconds = 5⏎End = true↓↓↓';

const SAM = 'Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        ';
const TERRAFORM = 'resource "aws_sfn_state_machine" "flow" {\n  definition = jsonencode(';

const FILES = {
  'typed.asl.yaml': { before: '', typed: YAML_MACHINE, after: '' },
  'typed.template.yaml': { before: SAM, typed: YAML_MACHINE, after: '\n' },
  'typed.tf': { before: TERRAFORM, typed: TERRAFORM_MACHINE, after: ')\n}\n' },
};

export const steps = (window) => typing(FILES, window);
