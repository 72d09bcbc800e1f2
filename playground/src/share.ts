// Documents in the fragment of the address, which browsers do not send.

import { deflated, inflated } from './compression';
import { type Host, hostOf } from './hosts';
import { fragment } from './links';
import { type Sample, sampleOf } from './samples';

export type Shared = { host: Host; text: string; sample?: Sample };

/** The fragment of a document: `#json=` and the compressed text. */
export async function fragmentOf(host: Host, text: string): Promise<string> {
  return fragment(host.id, await deflated(text));
}

/** The document in a fragment, which may also name a sample: `#sample=misspelled`. */
export async function sharedIn(hash: string): Promise<Shared | undefined> {
  const [key = '', value = ''] = hash.replace(/^#/, '').split('=');
  const sample = key === 'sample' ? sampleOf(value) : undefined;
  if (sample) return { host: sample.host, text: sample.text, sample };
  const host = hostOf(key);
  const text = host && (await inflated(value).catch(() => undefined));
  return host && text !== undefined ? { host, text } : undefined;
}
