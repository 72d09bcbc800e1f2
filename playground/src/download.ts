import { create } from './dom';

/** Saves a file. */
export function download(name: string, address: string): void {
  const link = Object.assign(create('a'), { href: address, download: name.replaceAll(/[^\w.-]+/g, '-') });
  link.click();
}
