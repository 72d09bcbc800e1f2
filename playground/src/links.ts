// Links to the playground, which the pages of rules on the documentation site have as well.

/** The host of an example, by the language of its code block. */
export const HOST_OF_LANGUAGE: Record<string, string> = { json: 'json', yaml: 'yaml', hcl: 'terraform' };

/**
 * The part of an address that contains a text: compressed (raw deflate), in base64url. It may name a rule to enable, with its
 * severity: `weak-random:warning`.
 */
export function fragment(host: string, compressed: string, rule?: string): string {
  return `#${host}=${compressed}${rule ? `&rule=${rule}` : ''}`;
}

/** The rule that the examples on its page need, if it is off by default, by the Markdown of the page. */
export function ruleToEnable(page: string): string | undefined {
  const [, name, severity] = /^# (\S+)\n\n\*\*(\w+)\*\* · off by default/.exec(page) ?? [];
  return name && `${name}:${severity}`;
}
