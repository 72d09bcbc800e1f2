import type { Finding } from "./finding.js";

export * from "./finding.js";

/**
 * A path, the text of a definition or template, or a definition as an object.
 *
 * A string with a line break or a `{` is text, and any other string is a path.
 */
export type Source = string | object;

export interface CheckOptions {
  /** The name to assume for a text, which determines its language. */
  filename?: string;
  /** The workflow type if no template sets it. */
  type?: "standard" | "express";
  /** Whether to include findings of severity `info`. */
  advice?: boolean;
  /** Rules and groups to run. */
  select?: string[];
  /** Rules and groups to disable. */
  ignore?: string[];
  /** The configuration file instead of the nearest `asl-lint.toml`. */
  config?: string;
}

/** Returns the findings in a file, a folder or a text. Rejects if it cannot be read or an option is invalid. */
export function check(source: Source, options?: CheckOptions): Promise<Finding[]>;

export interface FixOptions {
  /** The name to assume for a text, which determines its language. */
  filename?: string;
  /** Whether to also apply fixes that need a review. */
  suggested?: boolean;
}

/** Returns a file or a text with safe fixes applied. The file itself is not changed. */
export function fix(source: Source, options?: FixOptions): Promise<string>;

export interface GraphOptions {
  /** `mermaid` if not given. */
  format?: "mermaid" | "dot" | "svg";
  /** The resource to draw, if a template has several. */
  name?: string;
}

/** Returns a drawing of a definition. */
export function graph(source: Source, options?: GraphOptions): Promise<string>;
