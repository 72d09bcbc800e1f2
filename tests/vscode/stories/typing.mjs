// Whole state machines, typed by hand as fast as a person does: no list of suggestions takes an Enter, a comma or a quote that
// belongs to the text.

import fs from 'node:fs';
import path from 'node:path';

export const workspace = 'workspace';

/** The time between two keys, in milliseconds: about nine keys a second. */
const DELAY = 110;

// ⏎ is Enter; ↓ goes to the end of the next line, behind a bracket that the editor has closed; ← is Backspace, which takes away one
// level of indentation.
const JSON_MACHINE =
  '{⏎"StartAt": "A",⏎"States": {⏎"A": {⏎"Type": "Task",⏎"Resource": "arn:aws:states:::lambda:invoke",⏎' +
  '"Parameters": {⏎"Payload.$": "$.x"↓,⏎"Retry": [⏎{⏎"ErrorEquals": [⏎"States.Timeout"↓,⏎"MaxAttempts": 2↓↓,⏎' +
  '"Catch": [⏎{⏎"ErrorEquals": ["States.ALL"],⏎"ResultPath": null,⏎"Next": "C"↓↓,⏎"Next": "BA"↓,⏎' +
  '"BA": {⏎"Type": "Pass",⏎"Next": "B"↓,⏎"B": {⏎"Type": "Wait",⏎"Seconds": 5,⏎"End": true⏎↓,⏎"C": {⏎"Type": "Succeed"↓↓↓';
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
const CLOUDFORMATION =
  '{\n  "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {\n    "Definition": ';
const TERRAFORM = 'resource "aws_sfn_state_machine" "flow" {\n  definition = jsonencode(';

/** The texts before and after what is typed. */
const FILES = {
  'typed.asl.json': { before: '', typed: JSON_MACHINE, after: '' },
  'typed.json': { before: '', typed: JSON_MACHINE, after: '' },
  'typed.template.json': { before: CLOUDFORMATION, typed: JSON_MACHINE, after: '\n  } } }\n}\n' },
  'typed.asl.yaml': { before: '', typed: YAML_MACHINE, after: '' },
  'typed.template.yaml': { before: SAM, typed: YAML_MACHINE, after: '\n' },
  'typed.tf': { before: TERRAFORM, typed: TERRAFORM_MACHINE, after: ')\n}\n' },
};

export function steps({ page, folder, open, line }) {
  // Before the explorer is read: it may miss later files on a busy machine.
  for (const [name, { before, after }] of Object.entries(FILES)) fs.writeFileSync(path.join(folder, name), before + after);

  async function check(name, { before, typed }) {
    await open(name);
    await page.locator('.tab.active', { hasText: name }).waitFor();
    await page.locator('.editor-instance .view-line').first().click();
    const lines = before.split('\n');
    await page.keyboard.press('Control+G');
    await page.locator('.quick-input-widget input').first().waitFor();
    await page.keyboard.insertText(`:${lines.length}:${lines.at(-1).length + 1}`);
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    for (const key of typed) await press(key);
    await page.keyboard.press('Control+S');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    const expected = significant(before + typed);
    const found = significant(fs.readFileSync(path.join(folder, name), 'utf8'));
    const index = expected.findIndex((one, index) => one !== found[index]);
    if (index >= 0) throw new Error(`line ${index + 1} is \`${found[index]}\` instead of \`${expected[index]}\``);
  }

  async function press(key) {
    const keys = { '⏎': ['Enter'], '←': ['Backspace'], '↓': ['ArrowDown', 'End'] }[key];
    if (!keys) return page.keyboard.type(key, { delay: DELAY });
    // Arrow keys move in a list that is still open, as one may be on a busy machine.
    if (keys[0] === 'ArrowDown') await page.keyboard.press('Escape');
    for (const one of keys) await page.keyboard.press(one, { delay: DELAY });
  }

  const start = {
    async 'the server runs'() {
      await open('order.asl.json');
      await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
      await line('"StartAt"').waitFor();
    },
  };
  const files = Object.entries(FILES).map(([name, file]) => [name, () => check(name, file)]);
  return { ...start, ...Object.fromEntries(files) };
}

/** The lines of a text without what the editor adds: indentation and closing brackets. */
function significant(text) {
  const lines = text.replaceAll(/[←}\])]/g, '').split(/[\n⏎↓]/).map((line) => line.trim());
  return lines.filter((line) => line !== '' && line !== ',');
}
