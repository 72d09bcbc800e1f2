// Evaluates JSONata expressions with the reference implementation and the functions that Step Functions adds.
//
// Each line of the standard input is a question: the value of `$states`, variables and expressions. Each line of the
// standard output has the answers: `[value]`, or `[]` where an expression fails or gives nothing.

import { readFileSync } from 'node:fs';
import jsonata from 'jsonata';

// What Step Functions does without an argument, or with one of another type, is not known: nobody may rely on it.
const unknown = 'nobody knows';

const added = {
  parse: (text) => (typeof text === 'string' ? JSON.parse(text) : unknown),
  partition: (items, size) => {
    if (!Array.isArray(items) || !Number.isInteger(size) || size < 1) return unknown;
    return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
  },
  range: (first, last, step) => {
    if (![first, last, step].every(Number.isInteger)) return unknown;
    if (step === 0 || Math.trunc((last - first) / step) >= 1000) throw new Error('a range');
    const items = [];
    for (let item = first; step > 0 ? item <= last : item >= last; item += step) items.push(item);
    return items;
  },
  hash: (data, algorithm) => (typeof data === 'string' ? `${algorithm} of ${data}` : unknown),
  uuid: () => '123e4567-e89b-42d3-a456-426614174000',
  random: () => 0.5,
};

const compiled = new Map();

function compile(text) {
  let expression = compiled.get(text);
  if (!expression) {
    expression = jsonata(text);
    for (const [name, body] of Object.entries(added)) expression.registerFunction(name, body);
    if (compiled.size > 10_000) compiled.clear();
    compiled.set(text, expression);
  }
  return expression;
}

async function answer(text, bindings) {
  try {
    const value = await compile(text).evaluate(undefined, bindings);
    const written = value === undefined || typeof value === 'function' ? undefined : JSON.stringify(value);
    return written === undefined ? '[]' : `[${written}]`;
  } catch {
    return '[]';
  }
}

const lines = [];
for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const { states, variables, expressions } = JSON.parse(line);
  const answers = [];
  for (const text of expressions) answers.push(await answer(text, { states, ...variables }));
  lines.push(`[${answers.join(',')}]`);
}
process.stdout.write(lines.join('\n') + '\n');
