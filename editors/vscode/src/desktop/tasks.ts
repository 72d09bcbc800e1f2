import * as vscode from 'vscode';

/** A task of tasks.json: `{ "type": "asl-lint", "arguments": ["--advice", "src"] }`. */
interface Definition extends vscode.TaskDefinition {
  arguments?: string[];
}

const TYPE = 'asl-lint';

/** Runs `asl-lint check`, and shows what it finds among the problems. */
export function registerTasks(): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(TYPE, {
    provideTasks: () => (vscode.workspace.workspaceFolders ?? []).map((folder) => task({ type: TYPE }, folder)),
    resolveTask: ({ definition, scope }) => task(definition as Definition, scope ?? vscode.TaskScope.Workspace),
  });
}

function task(definition: Definition, scope: vscode.WorkspaceFolder | vscode.TaskScope): vscode.Task {
  const { arguments: args = [] } = definition;
  const execution = new vscode.ShellExecution('asl-lint', ['check', '--format', 'compact', ...args]);
  const name = ['check', ...args].join(' ');
  const where = scope === vscode.TaskScope.Global ? vscode.TaskScope.Workspace : scope;
  const task = new vscode.Task(definition, where, name, 'asl-lint', execution, '$asl-lint');
  task.group = vscode.TaskGroup.Build;
  return task;
}
