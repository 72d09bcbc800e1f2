// A whole state machine in a CloudFormation template in JSON, typed by hand. Besides ours, VS Code's own completion of JSON offers
// the values of the document there, and keeps its list open until it answers again. So this needs a machine that does nothing else.

import { typing } from '../typist.mjs';
import { JSON_MACHINE } from './typing-json.mjs';

export const workspace = 'workspace';

const CLOUDFORMATION =
  '{\n  "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {\n    "Definition": ';

/** The file that is typed into. */
const FILES = { 'typed.template.json': { before: CLOUDFORMATION, typed: JSON_MACHINE, after: '\n  } } }\n}\n' } };

export const steps = (window) => typing(FILES, window);
