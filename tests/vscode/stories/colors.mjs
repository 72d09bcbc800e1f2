// Expressions have colors of their own without those of the server.

import fs from 'node:fs';
import path from 'node:path';

export const file = 'colors.asl.json';
export const settings = { 'editor.semanticHighlighting.enabled': false };

const JSON_TEXT = `{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $count($states.input) %}", "Next": "B" },
    "B": { "Type": "Pass", "Parameters": { "a.$": "$.order.id", "b.$": "States.UUID()" }, "End": true }
  }
}
`;

const YAML_TEXT = `StartAt: A
States:
  A: { Type: Pass, QueryLanguage: JSONata, Output: "{% $count($states.input) %}", End: true }
`;

export function prepare({ folder }) {
  fs.writeFileSync(path.join(folder, 'colors.asl.json'), JSON_TEXT);
  fs.writeFileSync(path.join(folder, 'colors.asl.yaml'), YAML_TEXT);
}

export function steps({ page, line, open }) {
  /** Waits until a part of the text, which is a token of its own, has another color than the plain text "Pass". */
  const isColored = (text) =>
    page.waitForFunction((text) => {
      const tokens = [...document.querySelectorAll('.view-line span span')];
      const color = (is) => tokens.filter(is).map((token) => getComputedStyle(token).color)[0];
      const own = color((token) => token.textContent.trim() === text);
      const plain = color((token) => /Pass/.test(token.textContent));
      return own && plain && own !== plain;
    }, text);

  return {
    async JSONata() {
      await line('"StartAt"').waitFor();
      await isColored('$count');
    },
    async 'paths and intrinsic functions'() {
      await isColored('$.order.id');
      await isColored('States.UUID');
    },
    async YAML() {
      await open('colors.asl.yaml');
      await line('StartAt: A').waitFor();
      await isColored('$count');
    },
  };
}
