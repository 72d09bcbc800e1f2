// Where state machines are written. Each host has a document of its own.

import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import type { Extension } from '@codemirror/state';
import { hcl } from './hcl';

export interface Host {
  /** Its name in links. */
  id: string;
  label: string;
  /** The name of the document, from which the server knows its language. */
  file: string;
  languageId: string;
  language: Extension;
}

export const HOSTS: readonly Host[] = [
  { id: 'json', label: 'JSON', file: 'definition.asl.json', languageId: 'json', language: json() },
  { id: 'yaml', label: 'YAML', file: 'definition.asl.yaml', languageId: 'yaml', language: yaml() },
  { id: 'sam', label: 'SAM', file: 'template.yaml', languageId: 'yaml', language: yaml() },
  { id: 'terraform', label: 'Terraform', file: 'main.tf', languageId: 'terraform', language: hcl() },
  { id: 'serverless', label: 'Serverless', file: 'serverless.yml', languageId: 'yaml', language: yaml() },
];

export function hostOf(id: string): Host | undefined {
  return HOSTS.find((host) => host.id === id);
}

/** The address of a document. Another number is another document. */
export function uriOf(host: Host, number: number): string {
  return `file:///${number}/${host.file}`;
}
