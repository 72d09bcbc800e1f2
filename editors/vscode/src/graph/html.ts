import * as vscode from 'vscode';

/** The page of a panel. It loads nothing but its own script and style sheet. */
export function html(webview: vscode.Webview, folder: vscode.Uri): string {
  const nonce = Array.from({ length: 4 }, () => Math.random().toString(36).slice(2)).join('');
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Graph</title>
<link rel="stylesheet" nonce="${nonce}" href="${file('page.css')}">
<body>
<script nonce="${nonce}" src="${file('main.js')}"></script>`;
}
