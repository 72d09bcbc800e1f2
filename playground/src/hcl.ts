// The colors of Terraform.

import { StreamLanguage, type StreamParser } from '@codemirror/language';

interface State {
  /** The end of the heredoc around. */
  heredoc: string | undefined;
  /** The string around, and the braces that are open in each of its interpolations. */
  isString: boolean;
  braces: number[];
}

const parser: StreamParser<State> = {
  name: 'terraform',
  languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '{', '"'] } },
  startState: () => ({ heredoc: undefined, isString: false, braces: [] }),
  copyState: (state) => ({ ...state, braces: [...state.braces] }),
  token(stream, state) {
    if (state.heredoc !== undefined) {
      if (stream.sol() && stream.string.trim() === state.heredoc) state.heredoc = undefined;
      stream.skipToEnd();
      return 'string';
    }
    if (state.isString) {
      if (stream.match('${') || stream.match('%{')) {
        state.braces.push(0);
        state.isString = false;
        return 'punctuation';
      }
      if (stream.next() === '"') state.isString = false;
      else stream.match(/^(\\.|\$(?!\{)|%(?!\{)|[^"\\$%])*/);
      return 'string';
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^(#|\/\/).*/)) return 'comment';
    const heredoc = stream.match(/^<<-?(\w+)/) as RegExpMatchArray | null;
    if (heredoc) {
      state.heredoc = heredoc[1];
      return 'keyword';
    }
    if (stream.match('"')) {
      state.isString = true;
      return 'string';
    }
    if (stream.match(/^\d+(\.\d+)?/)) return 'number';
    if (stream.match(/^(true|false|null)\b/)) return 'bool';
    if (stream.match(/^(resource|data|variable|output|locals|module|provider|terraform|for|in|if)\b(?!\s*=)/)) return 'keyword';
    if (stream.match(/^[\w-]+(?=\s*[=:](?!=))/)) return 'propertyName';
    if (stream.match(/^[A-Za-z_][\w-]*(?=\()/)) return 'variableName.function';
    if (stream.match(/^[A-Za-z_][\w-]*/)) return 'variableName';
    const char = stream.next();
    const depth = state.braces.length - 1;
    if (char === '{' && depth >= 0) state.braces[depth]!++;
    if (char === '}' && depth >= 0 && state.braces[depth]!-- === 0) {
      state.braces.pop();
      state.isString = true;
    }
    return 'punctuation';
  },
};

export function hcl() {
  return StreamLanguage.define(parser);
}
