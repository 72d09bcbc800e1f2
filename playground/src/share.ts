// Documents in the fragment of the address, which browsers do not send.

import { deflated, inflated } from './compression';
import type { Editor } from './editor';
import { type Host, hostOf } from './hosts';
import { fragment } from './links';
import { SAMPLES, type Sample, sampleOf } from './samples';

/** Milliseconds from an edit until the address has the text. */
const PAUSE = 500;

export interface Shared {
  host: Host;
  text: string;
  sample?: Sample;
  /** A rule to enable. */
  rule?: string;
}

export function shared(sample: Sample): Shared {
  return { host: sample.host, text: sample.text, sample };
}

/** The document in a fragment, which may also name a sample: `#sample=order`. */
export async function sharedIn(hash: string): Promise<Shared | undefined> {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const [[key, value]] = [...parameters, ['', ''] as const];
  const rule = parameters.get('rule') ?? undefined;
  const sample = key === 'sample' ? sampleOf(value) : undefined;
  if (sample) return shared(sample);
  const host = hostOf(key);
  const text = host && (await inflated(value).catch(() => undefined));
  return host && text !== undefined ? { host, text, ...(rule && { rule }) } : undefined;
}

/** The address of the page, which has the text of the editor. */
export class Address {
  private written = location.hash;
  private timer: number | undefined;
  /** The rule that is enabled for the text. */
  rule: string | undefined;

  constructor(
    private readonly editor: Editor,
    open: (wanted: Shared) => void,
  ) {
    window.addEventListener('hashchange', async () => {
      const wanted = location.hash === this.written ? undefined : await sharedIn(location.hash);
      if (wanted) open(wanted);
    });
  }

  /** Keeps the text, so that it survives a reload. A sample only needs its name. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { host, text } = this.editor;
      const sample = SAMPLES.find((sample) => sample.host === host && sample.text === text);
      if (sample) this.write(`#sample=${sample.id}`);
      else void this.share();
    }, PAUSE);
  }

  /** Writes the text into the address, and copies it. Returns whether that was possible. */
  async copy(): Promise<boolean> {
    await this.share();
    return navigator.clipboard.writeText(location.href).then(
      () => true,
      () => false,
    );
  }

  private async share(): Promise<void> {
    const { host, text } = this.editor;
    this.write(fragment(host.id, await deflated(text), this.rule));
  }

  private write(hash: string): void {
    this.written = hash;
    history.replaceState(null, '', hash);
  }
}
