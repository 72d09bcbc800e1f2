// Links to the playground, which the pages of rules on the documentation site have as well.

/** The host of an example, by the language of its code block. */
export const HOST_OF_LANGUAGE: Record<string, string> = { json: 'json', yaml: 'yaml', hcl: 'terraform' };

/** The part of an address that contains a text: compressed (raw deflate), in base64url. */
export function fragment(host: string, compressed: string): string {
  return `#${host}=${compressed}`;
}
