// Starts the server when something could be a definition, so that other JSON and YAML files do not pay for it.

import * as vscode from 'vscode';
import { LANGUAGES } from './client';
import type { Server } from './server';

/** Every document with a state machine contains one of these. */
const SIGNS = /StartAt|StateMachine|stateMachines|stepFunctions|_state_machine|definition\b.*file\(/;

const DEFINITIONS = '**/*.{asl,asl.json,asl.jsonc,asl.yaml,asl.yml}';

/** The delay between an edit and the search for the signs, in milliseconds. */
const DELAY = 200;

/** Starts the server as soon as it is needed; at once if the workspace has definitions. */
export async function startWhenNeeded(server: Server): Promise<vscode.Disposable> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (document: vscode.TextDocument) => {
    if (server.state.kind === 'idle' && needsServer(document)) void server.start();
  };
  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (server.state.kind !== 'idle') return;
      clearTimeout(timer);
      timer = setTimeout(() => look(document), DELAY);
    }),
  );
  if (vscode.workspace.textDocuments.some(needsServer) || (await hasDefinitions())) await server.start();
  return listeners;
}

function needsServer(document: vscode.TextDocument): boolean {
  const { languageId } = document;
  return languageId.startsWith('asl') || (LANGUAGES.includes(languageId) && SIGNS.test(document.getText()));
}

/** Whether the workspace has definitions, by their names; false if it cannot be searched. */
async function hasDefinitions(): Promise<boolean> {
  const search = vscode.workspace.findFiles(DEFINITIONS, undefined, 1);
  return Promise.resolve(search).then((found) => found.length > 0, () => false);
}
