// Runs inside VS Code's extension host, which may be in a browser.

const assert = require('./assert');
const vscode = require('vscode');

const { commands, languages, workspace } = vscode;

const TESTS = {
  ...require('./completion'),
  async 'findings with rule names'() {
    const uri = await open('order.asl.json');
    const found = await findings(uri);
    const unknown = found.find((one) => one.code.value === 'unknown-state');
    assert.equal(workspace.textDocuments.find((one) => one.uri.path === uri.path).getText(unknown.range), '"Aprove"');
    assert.match(unknown.code.target.path, /unknown/);
  },
  async 'findings in a template'() {
    const found = await findings(await open('template.yaml'));
    assert(found.some((one) => one.code.value === 'unknown-state' && one.range.start.line === 17));
  },
  async 'findings in Terraform'() {
    const uri = await open('orders.tf');
    const document = await workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'terraform');
    assert((await findings(uri)).some((one) => one.code.value === 'unknown-state'));
  },
  async 'plain JSON keeps the formatter of VS Code'() {
    const uri = await open('other.json');
    const format = () => commands.executeCommand('vscode.executeFormatDocumentProvider', uri, { tabSize: 2, insertSpaces: true });
    await until(async () => (await format())?.length);
  },
  async 'formatting of a definition'() {
    const uri = await open('order.asl.json');
    const document = await workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'asl');
    const edits = await commands.executeCommand('vscode.executeFormatDocumentProvider', uri, { tabSize: 4, insertSpaces: true });
    assert(edits.some((edit) => edit.newText === '    '));
  },
  async 'formatting beside other formatters'() {
    const other = languages.registerDocumentFormattingEditProvider(['asl', 'asl-yaml', 'yaml'], {
      provideDocumentFormattingEdits: () => [vscode.TextEdit.insert(new vscode.Position(0, 0), '# other\n')],
    });
    const [json, yaml] = ['{"StartAt":"A"}', 'States:\n  A:\n     Type: Succeed\n'];
    for (const language of ['asl', 'asl-lint']) assert.equal(await formatted(language, json), '{ "StartAt": "A" }\n');
    for (const language of ['asl-yaml', 'asl-lint-yaml']) assert.equal(await formatted(language, yaml), 'States:\n  A:\n    Type: Succeed\n');
    assert.equal(await formatted('yaml', yaml), `# other\n${yaml}`);
    other.dispose();
  },
  async 'languages that only this extension knows'() {
    const texts = {
      'asl-lint': '{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }',
      'asl-lint-yaml': 'StartAt: B\nStates:\n  A:\n    Type: Succeed\n',
    };
    for (const [language, text] of Object.entries(texts)) {
      await findings((await opened(language, text)).uri);
      await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  },
  async hover() {
    const uri = await open('order.asl.json');
    const hovers = await commands.executeCommand('vscode.executeHoverProvider', uri, new vscode.Position(12, 10));
    assert(hovers.some((hover) => hover.contents.some((content) => /Task/.test(content.value))));
  },
  async completion() {
    const uri = await open('order.asl.json');
    const list = await commands.executeCommand('vscode.executeCompletionItemProvider', uri, new vscode.Position(9, 18));
    assert(list.items.some((item) => /Approve/.test(item.label.label ?? item.label)));
  },
  async outline() {
    const uri = await open('order.asl.json');
    const symbols = await commands.executeCommand('vscode.executeDocumentSymbolProvider', uri);
    assert.match(JSON.stringify(symbols), /"Approve"/);
  },
  async 'an outline of definition files only'() {
    const settings = workspace.getConfiguration('asl-lint');
    const symbols = async (name) => {
      const found = await commands.executeCommand('vscode.executeDocumentSymbolProvider', await open(name));
      return found ?? [];
    };
    assert((await symbols('template.yaml')).length);
    await settings.update('outline.enable', false);
    await until(async () => !(await symbols('template.yaml')).length);
    await until(async () => (await symbols('order.asl.json')).length);
    await settings.update('outline.enable', undefined);
    await until(async () => (await symbols('template.yaml')).length);
  },
  async 'code lenses with their commands'() {
    const uri = await open('template.yaml');
    const lenses = await commands.executeCommand('vscode.executeCodeLensProvider', uri, 99);
    const click = (lens) => commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    const [orders, refunds] = lenses.filter((lens) => lens.command.title === 'Show graph');
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
    const graphs = () => tabs().filter((label) => label.startsWith('Graph'));
    await click(orders);
    await until(() => graphs().join() === 'Graph: Orders');
    await click(refunds);
    await until(() => graphs().join() === 'Graph: Refunds');
    await click(lenses.find((lens) => /reference/.test(lens.command.title)));
  },
  async 'the policy of a definition'() {
    const uri = await open('policy.asl.json');
    const lenses = await commands.executeCommand('vscode.executeCodeLensProvider', uri, 99);
    const { command } = lenses.find((lens) => lens.command.title === 'IAM policy');
    await commands.executeCommand(command.command);
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.isUntitled).document;
    assert.equal(shown.languageId, 'json');
    assert.deepEqual(JSON.parse(shown.getText()).Statement[0].Action, ['dynamodb:DeleteTable']);
    const remarks = () => languages.getDiagnostics(uri).filter((one) => one.source === 'IAM policy');
    assert.match(remarks()[0].message, /TableName/);
    assert(languages.getDiagnostics(shown.uri).length);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), '\n');
    await workspace.applyEdit(edit);
    await until(() => !remarks().length);
    await commands.executeCommand('undo');
  },
  async 'languages of definition files'() {
    const folder = workspace.workspaceFolders[0].uri;
    const uri = vscode.Uri.joinPath(folder, 'steps.asl.yaml');
    await workspace.fs.writeFile(uri, new TextEncoder().encode('StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n'));
    await open('steps.asl.yaml');
    assert.equal((await workspace.openTextDocument(uri)).languageId, 'asl-yaml');
    assert((await findings(uri)).some((one) => one.code.value === 'unknown-state'));
    await commands.executeCommand('workbench.action.closeActiveEditor');
    await workspace.fs.delete(uri);
  },
  async 'a file that is deleted as soon as it is closed'() {
    const uri = vscode.Uri.joinPath(workspace.workspaceFolders[0].uri, 'gone.asl.json');
    const text = '{ "StartAt": "Nowhere", "States": { "A": { "Type": "Succeed" } } }';
    await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    // A document that an extension opens stays open for minutes without an editor.
    await commands.executeCommand('vscode.open', uri);
    await findings(uri);
    await commands.executeCommand('workbench.action.closeActiveEditor');
    await workspace.fs.delete(uri);
    await until(() => !languages.getDiagnostics(uri).length);
    // Nor do they come back with the next report of the workspace.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.deepEqual(languages.getDiagnostics(uri), []);
  },
  async 'the task and its problem matcher'() {
    const [task] = await vscode.tasks.fetchTasks({ type: 'asl-lint' });
    assert.equal(task.name, 'check');
    assert.deepEqual(task.problemMatchers, ['$asl-lint']);
    const { packageJSON } = vscode.extensions.getExtension('asl-lint.asl-lint');
    const [{ pattern }] = packageJSON.contributes.problemMatchers;
    const line = 'src/order.asl.json:5:36: error[unknown-state] no state named `Bx` here';
    assert.deepEqual(new RegExp(pattern.regexp).exec(line).slice(1), [
      'src/order.asl.json', '5', '36', 'error', 'unknown-state', 'no state named `Bx` here',
    ]);
  },
  async 'restart of the server'() {
    await commands.executeCommand('asl.restart');
    await findings(await open('order.asl.json'));
  },
  async 'restart after two concurrent restarts'() {
    const uri = await open('order.asl.json');
    const restart = () => commands.executeCommand('asl.restart');
    await Promise.all([restart(), restart()]);
    await findings(uri);
    let stopped = false;
    const watch = setInterval(() => (stopped ||= !languages.getDiagnostics(uri).length), 1);
    await restart();
    await findings(uri);
    clearInterval(watch);
    assert(stopped);
  },
  async 'the configuration of the folder'() {
    const uri = await open('order.asl.json');
    await findings(uri);
    const file = vscode.Uri.joinPath(workspace.workspaceFolders[0].uri, 'asl-lint.toml');
    const rules = () => languages.getDiagnostics(uri).map((one) => one.code?.value);
    await workspace.fs.writeFile(file, new TextEncoder().encode('ignore = ["unknown-state"]'));
    await until(() => rules().length && !rules().includes('unknown-state'));
    await workspace.fs.delete(file);
    await until(() => rules().includes('unknown-state'));
  },
  async 'a quick fix'() {
    const uri = await open('order.asl.json');
    const unknown = (await findings(uri)).find((one) => one.code.value === 'unknown-state');
    const actions = await commands.executeCommand('vscode.executeCodeActionProvider', uri, unknown.range);
    const fix = actions.find((action) => action.title === 'Change to `Approve`');
    assert(await workspace.applyEdit(fix.edit));
    await until(() => !languages.getDiagnostics(uri).some((one) => one.code.value === 'unknown-state'));
    const lenses = await commands.executeCommand('vscode.executeCodeLensProvider', uri, 99);
    assert.equal(lenses.filter((lens) => lens.command.title === '1 reference').length, 2);
  },
};

/** What does not exist in a browser: tasks, and findings in files that are not open. */
const NEEDS_PROCESS = ['the task and its problem matcher', 'a file that is deleted as soon as it is closed'];

exports.run = async () => {
  const results = [];
  const isWeb = vscode.extensions.getExtension('asl-lint.asl-lint').packageJSON.main === undefined;
  for (const [name, test] of Object.entries(TESTS)) {
    if (isWeb && NEEDS_PROCESS.includes(name)) continue;
    const error = await test().then(() => undefined, (error) => String(error.stack));
    results.push({ name, error });
  }
  const file = vscode.Uri.joinPath(workspace.workspaceFolders[0].uri, 'inhost.json');
  await workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(results)));
};

exports.activate = () => {};

async function open(name) {
  const uri = vscode.Uri.joinPath(workspace.workspaceFolders[0].uri, name);
  await vscode.window.showTextDocument(uri);
  return uri;
}

/** Opens a definition in a language. */
async function opened(language, text) {
  const name = language.endsWith('yaml') ? 'beside.asl.yaml' : 'beside.asl.json';
  const uri = vscode.Uri.joinPath(workspace.workspaceFolders[0].uri, name).with({ scheme: 'untitled' });
  const edit = new vscode.WorkspaceEdit();
  const { document } = await vscode.window.showTextDocument(uri);
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await workspace.applyEdit(edit);
  return languages.setTextDocumentLanguage(document, language);
}

/** A definition as VS Code formats it. The command would not end if it asked which formatter to use. */
async function formatted(language, text) {
  const document = await opened(language, text);
  void commands.executeCommand('editor.action.formatDocument');
  await until(() => document.getText() !== text);
  const result = document.getText();
  await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return result;
}

async function findings(uri) {
  return until(() => {
    const found = languages.getDiagnostics(uri).filter((one) => one.source === 'asl-lint');
    return found.length ? found : undefined;
  });
}

async function until(condition) {
  for (const start = Date.now(); Date.now() - start < 15000; ) {
    const value = await condition();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not within 15 s: ${condition}`);
}
