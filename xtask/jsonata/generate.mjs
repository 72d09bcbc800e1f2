// Generates JSONata expressions, asks the reference parser about each, and prints one line of JSON for each: the
// expression and the verdict. The same seed gives the same expressions.
//
// usage: node generate.mjs [count] [seed]

import jsonata from 'jsonata';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 1);

// A small generator of random numbers with a seed (xorshift).
let state = (seed * 2654435761 + 88172645) >>> 0 || 1;
function random() {
  state ^= state << 13; state >>>= 0;
  state ^= state >>> 17;
  state ^= state << 5; state >>>= 0;
  return state / 2 ** 32;
}
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];
const chance = (p) => random() < p;

const seeds = [
  '$states.input.orders[status = "open"].lines.(price * quantity)',
  '$sum($states.input.items.price) > 100 and $count($states.input.items) <= 5',
  '( $total := function($list, $n)<a<n>n?:n>{ $n > 0 ? $sum($list) * $n : 0 }; $total([1..3], 2) )',
  '$map($states.input.rows, function($row, $i) { { "id": $row.id, "index": $i } })',
  '$states.input ~> |orders[total > 10]|{"big": true}, ["draft", "note"]|',
  'library.books@$b#$i.authors[$b.year < 1990]^(>name, <born){name: $count($)}',
  'a.b.%.c[%.d = 1].%.%.e',
  '$replace($states.input.name, /[^a-z\\/]+(x|y)*/im, "-") & \'\\u00e9\\t\'',
  '$reduce([1, 2.5, -3e2], λ($a, $b){ $a + $b }, 0)[]',
  '$f := $substring(?, 0, 5); $f ~> $uppercase',
  '/* comment */ `odd name`.**.*[0][-1].{"k": null, "v": [true, false, null]}',
  '$states.context.Execution.Input."quoted step".$string()',
  'and.or.in and (or in and)',
  'x ? y : z ? 1 : {"a": -b}{c: d}#$i[0]',
  '$a[1] != $b[$c >= 2 or $d in ["q", \'r\']] ? % : $$.e',
  '(x; y; z)#$p@$q{"k": %.v}^(%.s, >t)',
  '-(-5) % 3 / 2 - -x.y[z] * *',
  '|**[%.p]|{}|~>$f(?, %)(1)(2)',
  '$each($o, function($v, $k)<x-(sn)?:o>{ $k & "=" & $v })',
  '"a".b.("c").%[1].[d.%, e]@$f.%{g: %}',
  '(%.a).b[(c.%).d]#$i^(e.%.%)[%.%.f].%',
  'a#$i@$j.b@$k.c@$l.%[%.x].(%)',
  '(a.(b.(%.%.c))).[%.%]',
];

const atoms = [
  'a', 'b', 'foo', '$x', '$', '$$', '$states', '1', '0', '2.5', '1e3', '"s"', "'t'", 'true', 'false', 'null',
  '*', '**', '%', '/r/', '/(a|b)[/]/i', '`q r`', 'and', 'or', 'in', 'function', 'λ', '"\\n"', '"\\ud83d"', 'é', '😀',
  '"😀"', '1e21', '1e-7', '0.000001', '123456789012345680000', '""', '``', '$é', 'constructor', '__proto__', '"%"',
];
const operators = [
  '+', '-', '*', '/', '%', '=', '!=', '<', '<=', '>', '>=', '&', 'and', 'or', 'in', '~>', ':=', '..', '.', '.', '.', '@', '#',
];
const noise = [
  '(', ')', '[', ']', '{', '}', ',', ';', ':', '?', '|', '^', '^(', '@', '#', '.', '..', '!', '~', '~>', '??', '?:', ':=', '==',
  '=>', '&&', '||', '//', '/', '/*', '*/', '/**/', '"', "'", '`', '\\', '\\u12', '\\x', '$', '%', '\f', '\u00a0', '\u2028', '\v',
  '\r\n', '\t', '\u0000', '😀', '\u0301', 'ÿ', '01', '1e400', '1.', '.5', '1e', '-', '<', '>', 'function(', 'function($a)<', '<a<n>>', '>{',
  'i', 'm', '[]', '()', '{}', '"\\', '"\\u', '"\\u1', '"\\😀"', '@$v', '#$i', '[%.a]', '.%', '{a:1}', '^(a)', '(%)', ':%', '$x:=',
];
const blanks = ['', '', '', ' ', ' ', '  ', '\n', '\t', '\v', '\r\n', ' /* c */ ', '/**/'];

function expression(depth) {
  if (depth <= 0 || chance(0.15)) return pick(atoms);
  const e = () => expression(depth - 1 - below(2));
  const list = (max, separator = ',') => Array.from({ length: below(max + 1) }, e).join(separator);
  const pair = () => `${e()}:${e()}`;
  const pairs = () => Array.from({ length: below(3) }, pair).join(',');
  const s = pick(blanks);
  switch (below(27)) {
    case 0: case 1: case 2: return `${e()}${s}${pick(operators)}${pick(blanks)}${e()}`;
    case 3: case 4: case 5: case 6: return `${e()}.${s}${e()}`;
    case 7: case 8: return `${e()}[${s}${e()}]`;
    case 9: return `${e()}[]`;
    case 10: return `(${list(3, ';')}${s})`;
    case 11: return `[${list(3)}]`;
    case 12: return `[${e()}..${e()}]`;
    case 13: return `{${pairs()}}`;
    case 14: return `${e()}${s}{${pairs()}}`;
    case 15: return `${e()}^(${pick(['', '<', '>'])}${e()}${chance(0.3) ? ',' + e() : ''})`;
    case 16: return `${e()}@${pick(['$v', '$w', '$v', e()])}`;
    case 17: return `${e()}#${pick(['$i', '$j', '$i', e()])}`;
    case 18: return `${e()}?${e()}${chance(0.7) ? ':' + e() : ''}`;
    case 19: return `$x${s}:=${e()}`;
    case 20: return `$f(${list(3)})`;
    case 21: return `$f(${chance(0.5) ? '?,' : ''}${e()}${chance(0.5) ? ',?' : ''})`;
    case 22: return `${pick(['function', 'λ'])}(${pick(['', '$a', '$a,$b', '$a,' + e()])})${chance(0.3) ? signature() : ''}{${e()}}`;
    case 23: return `|${e()}|${e()}${chance(0.4) ? ',' + e() : ''}|`;
    case 24: return `-${e()}`;
    case 25: return `${e()}.%`;
    default: return `/${regex()}/${pick(['', '', 'i', 'm', 'im', 'ii'])}`;
  }
}

function signature() {
  const letters = [...'snblofajx-?+:', '(ns)', '(sf)', '<n>', '<s:o>', '(a<n>)', ' ', 'q', '1', '"x"', '(', ')', '(z-a)', '😀', 'null', '/x/i'];
  return '<' + Array.from({ length: below(6) }, () => pick(letters)).join('') + pick(['>', '>', '>', '']);
}

function regex() {
  const parts = [
    'a', 'b', '.', '*', '+', '?', '|', '^', '$', '(', ')', '[', ']', '{', '}', '(a)', '[a-z]', '[z-a]', '[^x]', '{1}', '{1,}', '{2,1}', '{,2}',
    '(?:', '(?=', '(?!', '(?<=', '(?<!', '(?<n>', '(?<m>', '(?', '\\k<n>', '\\k', '\\d', '\\b', '\\B', '\\1', '\\x41', '\\u0041', '\\c', '\\cA',
    '-', '[\\d-z]', '[\\b-a]', '[\\x41-\\u0040]', '[\\101-a]', '\\/', '\\\\', 'é', '😀', '[a-😀]', '[😀-a]', '[\\k]', '/', '\\', '\n', '[\\c]', '[\\c0-a]',
  ];
  return Array.from({ length: 1 + below(6) }, () => pick(parts)).join('');
}

const tokenPattern = /\s+|\/\*.*?\*\/|"(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`|[$\w]+|\.\.|:=|[!<>]=|\*\*|~>|[^]/gu;

function mutate(text) {
  const byToken = chance(0.7);
  const parts = byToken ? text.match(tokenPattern) ?? [''] : [...text];
  const rounds = 1 + below(3);
  for (let i = 0; i < rounds; i++) {
    const at = below(parts.length + 1);
    switch (below(6)) {
      case 0: parts.splice(at, 1); break;
      case 1: parts.splice(at, 0, pick(noise)); break;
      case 2: parts.splice(at, 1, pick(noise)); break;
      case 3: parts.splice(at, 0, pick(chance(0.5) ? atoms : operators)); break;
      case 4: { const other = below(parts.length); [parts[at], parts[other]] = [parts[other] ?? '', parts[at] ?? '']; break; }
      default: if (chance(0.4)) parts.splice(at); else parts.splice(at, 0, parts[below(parts.length)] ?? ''); break;
    }
  }
  return parts.join('');
}

const suffixes = [
  '{a:1}', '{b:%.c}', '[0]', '[b]', '[%]', '[%.a]', '[%.%.a]', '[a=%.%]', '@$v', '@$w', '#$i', '#$j', '^(b)', '^(>b,%.c)', '[]', '.c', '.c', '.c', '.d',
  '.%', '.%', '.(d)', '.(%.e)', '.(a.%)', '.()', '(1)', '.$f(%)', '.1', '."s"', '.-2', '.-x', '.true', '.*', '.**', '.{k: %}', '.[%, %.%]', '.(x;%.%)',
];

function chain() {
  const start = pick(['a', 'b', '*', '%', '(a)', '(a.b)', '($x)', '$x', '$', '1', '"s"', '[a]', '{"k": a}', '-a', '-1', '(%)', 'f(%)', '**', '()']);
  const text = start + Array.from({ length: 1 + below(7) }, () => pick(suffixes)).join(pick(blanks));
  if (chance(0.1)) return `(${text};${chain()})`;
  return chance(0.2) ? `${chain()}[${text}]` : text;
}

function generate() {
  const kind = random();
  let text;
  if (kind < 0.15) text = expression(1 + below(5));
  else if (kind < 0.35) text = chain();
  else if (kind < 0.5) text = mutate(expression(1 + below(5)));
  else if (kind < 0.8) text = mutate(pick(seeds));
  else if (kind < 0.88) text = Array.from({ length: 1 + below(8) }, () => pick(chance(0.5) ? noise : chance(0.5) ? atoms : operators) + pick(blanks)).join('');
  else if (kind < 0.92) text = `/${regex()}/`;
  else if (kind < 0.95) text = `function($a)${signature()}${pick(blanks)}{1}`;
  else if (kind < 0.952) text = pick(['a', '"', '1', '`', '/x', ' ', '😀', '$', '/*']).repeat(2000) + expression(2);
  else text = `${expression(3)}.${expression(2)}${pick(['.%', '[%.a]', '^(%.b)', '@$v', '{a:%}', ''])}`;
  // Half a surrogate pair cannot be handed over.
  return text.toWellFormed();
}

function ask(text) {
  try {
    jsonata(text);
    return { ok: true };
  } catch (error) {
    if (error instanceof RangeError) return { crash: true };
    const json = (value) => (value === undefined ? null : JSON.stringify(value) ?? null);
    return {
      ok: false,
      code: error.code ?? null,
      position: Number.isInteger(error.position) ? error.position : null,
      token: json(error.token),
      value: json(error.value),
      message: error.message,
    };
  }
}

const lines = [];
for (const text of new Set(Array.from({ length: count }, generate))) {
  const verdict = ask(text);
  // Where the reference parser overflows its own stack, it says nothing.
  if (!verdict.crash) lines.push(JSON.stringify({ expr: text, ...verdict }));
}
process.stdout.write(lines.join('\n') + '\n');
