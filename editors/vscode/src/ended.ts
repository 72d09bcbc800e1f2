// Where a key or a value has ended, so that nothing is completed until the next one begins.

/** A key of YAML with its colon. */
const YAML_KEY = /^\s*(- +)*("[^"]*"|'[^']*'|[^\s:#"'{[][^:]*):$/;

/** Whether the text of a line before the cursor ends with a closing quote, a separator or a closing bracket. */
export function hasEnded(before: string, language: string): boolean {
  const isYaml = language.endsWith('yaml');
  const last = before.at(-1) ?? '';
  if (isInString(before, isYaml)) return false;
  if (isYaml && last === ':') return YAML_KEY.test(before);
  return '",:]})'.includes(last) || (isYaml && last === "'");
}

function isInString(before: string, hasApostrophes: boolean): boolean {
  let quote = '';
  for (let i = 0; i < before.length; i++) {
    const c = before[i]!;
    if (quote === '"' && c === '\\') i++;
    else if (quote) quote = c === quote ? '' : quote;
    else if (c === '"') quote = c;
    // Within a plain scalar of YAML, it is a letter.
    else if (c === "'" && hasApostrophes && /(^|[\s[{,])$/.test(before.slice(0, i))) quote = c;
  }
  return quote !== '';
}
