// The looks of the editor. All colors are in style.css.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--page)', color: 'var(--text)', fontSize: 'var(--code-size)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--brand)', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--brand)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--page)', color: 'var(--faint)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--active)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--selection)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--match)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--match)', outline: '1px solid var(--line)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--soft)', border: 'none', color: 'var(--muted)', padding: '0 4px' },
  '.cm-panels': { backgroundColor: 'var(--soft)', color: 'var(--text)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)', border: '1px solid var(--line)', borderRadius: '8px', boxShadow: 'var(--shadow)', maxWidth: 'min(560px, 92vw)' },
  '.cm-tooltip-hover': { maxHeight: '50vh', overflow: 'auto' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '16em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--brand-soft)', color: 'var(--text)' },
  '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--brand)', fontWeight: '600' },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', padding: '6px 10px', maxWidth: '560px' },
  '.cm-diagnostic p': { margin: '2px 0' },
  '.cm-diagnosticAction': { margin: '4px 6px 2px 0', backgroundColor: 'var(--brand-strong)', color: '#fff', borderRadius: '5px', padding: '3px 8px', font: '600 12px var(--sans)', cursor: 'pointer' },
  '.cm-lintRange-active': { backgroundColor: 'var(--match)' },
  '.token-function': { color: 'var(--code-keyword)' },
  '.token-variable, .token-parameter, .token-namespace': { color: 'var(--code-variable)' },
  '.token-number, .token-keyword, .token-enumMember': { color: 'var(--code-value)' },
  '.token-operator': { color: 'var(--muted)' },
  '.token-class': { color: 'var(--code-state)' },
  '.token-type': { color: 'var(--code-keyword)' },
  '.token-property': { color: 'var(--code-name)' },
  '.token-string, .token-regexp': { color: 'var(--code-string)' },
  '.flash': { animation: 'flash 1.5s ease-out' },
});

export const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: 'var(--code-name)' },
    { tag: tags.definition(tags.propertyName), color: 'var(--code-name)' },
    { tag: tags.string, color: 'var(--code-string)' },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--code-value)' },
    { tag: [tags.keyword, tags.typeName], color: 'var(--code-keyword)' },
    { tag: tags.function(tags.variableName), color: 'var(--code-keyword)' },
    { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
    { tag: [tags.punctuation, tags.separator, tags.bracket], color: 'var(--muted)' },
    { tag: tags.invalid, color: 'var(--error)' },
  ]),
);
