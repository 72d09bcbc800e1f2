// Whole state machines in JSON, typed by hand.

import { typing } from '../typist.mjs';

export const workspace = 'workspace';

export const JSON_MACHINE =
  '{⏎"StartAt": "A",⏎"States": {⏎"A": {⏎"Type": "Task",⏎"Resource": "arn:aws:states:::lambda:invoke",⏎' +
  '"Parameters": {⏎"Payload.$": "$.x"↓,⏎"Retry": [⏎{⏎"ErrorEquals": [⏎"States.Timeout"↓,⏎"MaxAttempts": 2↓↓,⏎' +
  '"Catch": [⏎{⏎"ErrorEquals": ["States.ALL"],⏎"ResultPath": null,⏎"Next": "C"↓↓,⏎"Next": "BA"↓,⏎' +
  '"BA": {⏎"Type": "Pass",⏎"Next": "B"↓,⏎"B": {⏎"Type": "Wait",⏎"Seconds": 5,⏎"End": true⏎↓,⏎"C": {⏎"Type": "Succeed"↓↓↓';

const FILES = {
  'typed.asl.json': { before: '', typed: JSON_MACHINE, after: '' },
  'typed.json': { before: '', typed: JSON_MACHINE, after: '' },
};

export const steps = (window) => typing(FILES, window);
