// Tests of single functions of the completion.

const assert = require('./assert');
const vscode = require('vscode');
const { fits } = require('../../../editors/vscode/src/completion');

module.exports = {
  async 'an item fits the letters that are in it, in their order'() {
    for (const typed of ['', 'Ship', 'ship', 'sp', '"Sh']) assert(await isFit('"ShipOrder"', typed), typed);
    for (const typed of ['x', 'pihs', 'Shipp', 'ShipOrders']) assert(!(await isFit('"ShipOrder"', typed)), typed);
  },
  async 'the space before what is typed does not count'() {
    assert(await isFit('Ship', ' Sh '));
  },
  async 'an item fits what is typed for its other name'() {
    assert(await isFit('Ship', 'order', { filterText: 'Order' }));
    assert(!(await isFit('Ship', 'ship', { filterText: 'Order' })));
    assert(await isFit({ label: 'Ship' }, 'ship'));
  },
  async 'an item fits at other places than its own'() {
    assert(await isFit('Ship', 'x', { range: undefined }));
    assert(await isFit('Ship', 'x', { range: range(1, 0) }));
    assert(await isFit('Ship', 'x', { range: range(0, 5) }));
    const place = { inserting: range(0, 0), replacing: range(0, 0) };
    assert(!(await isFit('Ship', 'x', { range: place })));
  },
};

/** Whether an item that begins with the document fits after some text has been typed there. */
async function isFit(label, typed, fields = {}) {
  const document = await vscode.workspace.openTextDocument({ content: `${typed}\n` });
  const item = Object.assign(new vscode.CompletionItem(label), { range: range(0, 0) }, fields);
  return fits(item, document, new vscode.Position(0, typed.length));
}

function range(line, character) {
  return new vscode.Range(line, character, line, character);
}
