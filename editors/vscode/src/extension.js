// Starts asl-lsp and implements the commands that need the editor: graphs, policies and lists of references. Everything else is in
// the server.

const fs = require('fs');
const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

const LANGUAGES = ['asl', 'asl-yaml', 'json', 'jsonc', 'yaml', 'terraform', 'markdown'];

/**
 * The documents that we format. With two formatters for a document, VS Code asks the user to choose and formats nothing,
 * so we only register for files whose names say that they are definitions.
 */
const FORMATTED = [{ language: 'asl' }, { language: 'asl-yaml' }, { pattern: '**/*.asl.{yaml,yml}' }];

/** The delay between an edit and the update of a graph, in milliseconds. */
const REDRAW_DELAY = 300;

/** The commands that the server may put into code lenses and completion items. */
const COMMANDS = ['asl.showGraph', 'asl.showPolicy', 'asl.showReferences', 'editor.action.triggerSuggest'];

/** The client of the running server, if any. */
let client;

/** Resolves when the last start has finished. */
let started;

/** What the last policy does not say, at the states of the definition and in the policy. */
const remarks = vscode.languages.createDiagnosticCollection('asl-iam');

/** The open graph panels, by document and state machine name. */
const graphs = new Map();

exports.activate = async (context) => {
  context.subscriptions.push(
    remarks,
    vscode.commands.registerCommand('asl.restart', () => restart(context)),
    vscode.commands.registerCommand('asl.showGraph', showGraph),
    vscode.commands.registerCommand('asl.showPolicy', showPolicy),
    vscode.commands.registerCommand('asl.showReferences', showReferences),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      redraw(document.uri);
      remarks.delete(document.uri);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document.isUntitled && remarks.has(document.uri)) remarks.clear();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('asl-lint.server.path')) restart(context);
    }),
  );
  started = start(context);
  await started;
};

exports.deactivate = () => client?.stop();

async function start(context) {
  const command = serverPath(context);
  const options = {
    documentSelector: LANGUAGES.map((language) => ({ language })),
    outputChannelName: 'ASL Lint',
  };
  client = new LanguageClient('asl-lint', 'ASL Lint', { command }, options);
  client.registerFeature({
    fillClientCapabilities: (capabilities) => (capabilities.experimental = { commands: { commands: COMMANDS } }),
    initialize() {},
    getState: () => ({ kind: 'static' }),
    clear() {},
  });
  for (const method of ['textDocument/formatting', 'textDocument/rangeFormatting']) {
    const feature = client.getFeature(method);
    const initialize = feature.initialize.bind(feature);
    feature.initialize = (capabilities) => initialize(capabilities, FORMATTED);
  }
  try {
    await client.start();
  } catch (error) {
    const setting = 'Open Setting';
    const chosen = vscode.window.showErrorMessage(`Failed to start \`${command}\`: ${error.message ?? error}`, setting);
    chosen.then((choice) => {
      if (choice) vscode.commands.executeCommand('workbench.action.openSettings', 'asl-lint.server.path');
    });
  }
}

/** Waits for a pending start first: a client that is still starting cannot be stopped and would keep running. */
function restart(context) {
  started = started.then(async () => {
    // Disposing of a client whose server never ran fails.
    await client.dispose().catch(() => {});
    await start(context);
  });
  return started;
}

/** The server from the settings, or else the bundled one, or else the one on the PATH. */
function serverPath(context) {
  const chosen = vscode.workspace.getConfiguration('asl-lint').get('server.path');
  if (chosen) return chosen;
  const name = process.platform === 'win32' ? 'asl-lsp.exe' : 'asl-lsp';
  const bundled = context.asAbsolutePath(`server/${name}`);
  return fs.existsSync(bundled) ? bundled : name;
}

/** The command of the code lens "3 references". Its arguments are LSP types. */
function showReferences(uri, position, locations) {
  const { protocol2CodeConverter: code } = client;
  const targets = locations.map((location) => code.asLocation(location));
  return vscode.commands.executeCommand('editor.action.showReferences', code.asUri(uri), code.asPosition(position), targets);
}

/** The command of the code lens "Show graph". From the command palette, it has no arguments. */
async function showGraph(target, name) {
  const uri = target ? vscode.Uri.parse(target.toString()) : vscode.window.activeTextEditor?.document.uri;
  if (!uri) return;
  const key = JSON.stringify([uri.toString(), name]);
  let graph = graphs.get(key);
  if (graph) return graph.panel.reveal();

  const title = name ?? vscode.workspace.asRelativePath(uri).split('/').pop();
  const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  const panel = vscode.window.createWebviewPanel('asl.graph', `Graph: ${title}`, column, {});
  graph = { uri, name, panel, timer: undefined, isClosed: false };
  graphs.set(key, graph);
  panel.onDidDispose(() => {
    graph.isClosed = true;
    clearTimeout(graph.timer);
    graphs.delete(key);
  });
  await draw(graph);
}

/**
 * The command of the code lens "IAM policy", which opens the policy as a new document. Its arguments are LSP types. From
 * the command palette, it has none, and the policy is that of the definition at the cursor.
 */
async function showPolicy(target, position) {
  const { code2ProtocolConverter: protocol, protocol2CodeConverter: code } = client;
  const editor = vscode.window.activeTextEditor;
  const uri = target ?? (editor && protocol.asUri(editor.document.uri));
  if (!uri) return;
  const at = target ? position : protocol.asPosition(editor.selection.active);
  const params = { command: 'asl.policy', arguments: [uri, at] };
  const found = await client.sendRequest('workspace/executeCommand', params).catch(() => null);
  if (!found) return vscode.window.showInformationMessage('No state machine found.');

  const document = await vscode.workspace.openTextDocument({ language: 'json', content: found.policy });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false });
  const remark = ({ message, range }) => {
    const place = range ? code.asRange(range) : new vscode.Range(0, 0, 0, 1);
    const diagnostic = new vscode.Diagnostic(place, message, vscode.DiagnosticSeverity.Information);
    diagnostic.source = 'IAM policy';
    return diagnostic;
  };
  remarks.clear();
  remarks.set(code.asUri(uri), found.remarks.filter(({ range }) => range).map(remark));
  remarks.set(document.uri, found.remarks.filter(({ range }) => !range).map(remark));
}

function redraw(uri) {
  for (const graph of graphs.values()) {
    if (graph.uri.toString() !== uri.toString()) continue;
    clearTimeout(graph.timer);
    graph.timer = setTimeout(() => draw(graph), REDRAW_DELAY);
  }
}

/** Keeps the previous graph if the definition cannot be drawn in the middle of an edit. */
async function draw(graph) {
  const uri = client.code2ProtocolConverter.asUri(graph.uri);
  const params = { command: 'asl.graph', arguments: [uri, 'svg', graph.name] };
  const svg = await client.sendRequest('workspace/executeCommand', params).catch(() => null);
  if (graph.isClosed) return;
  if (svg) graph.panel.webview.html = page(svg);
  else if (!graph.panel.webview.html) graph.panel.webview.html = page('<p>No state machine found.</p>');
}

/** A page without scripts or external resources. Its colors follow the theme of the editor, not of the system. */
function page(body) {
  const dark = '.vscode-dark,.vscode-high-contrast:not(.vscode-high-contrast-light)';
  return `<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
${body.replace('@media(prefers-color-scheme:dark)', dark)}
<style>body{padding:0}p{padding:1em}svg .page{fill:transparent!important}</style>`;
}
