import * as vscode from 'vscode';

/** How many lenses keep their arguments: more than there are on the screens of a window. */
const LIMIT = 500;

/**
 * Keeps the arguments of code lenses. VS Code shows a lens until newer ones come into sight, but forgets its arguments before
 * that, and a click in between fails. So each lens gets a command of its own, which has no arguments.
 */
export class Lenses implements vscode.Disposable {
  /** By identifier; the oldest first. */
  private readonly commands = new Map<string, vscode.Disposable>();

  keep<T extends vscode.CodeLens>(lens: T): T {
    const { command } = lens;
    if (!command?.arguments?.length) return lens;
    const { command: name, arguments: args } = command;
    const id = `${name} ${JSON.stringify(args)}`;
    const known = this.commands.get(id);
    this.commands.delete(id);
    this.commands.set(id, known ?? vscode.commands.registerCommand(id, () => vscode.commands.executeCommand(name, ...args)));
    for (const [oldest, registered] of this.commands) {
      if (this.commands.size <= LIMIT) break;
      registered.dispose();
      this.commands.delete(oldest);
    }
    lens.command = { ...command, command: id, arguments: [] };
    return lens;
  }

  dispose(): void {
    for (const registered of this.commands.values()) registered.dispose();
    this.commands.clear();
  }
}
