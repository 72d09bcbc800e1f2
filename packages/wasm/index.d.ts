import type { Finding } from "./finding.js";

export * from "./finding.js";

/** The text of a definition or template, or a definition as an object. */
export type Source = string | object;

export interface TextOptions {
  /** The name to assume for a text, which determines its language. `definition.asl.json` if not given. */
  filename?: string;
}

export interface CheckOptions extends TextOptions {
  /** Whether to include findings of severity `info`. */
  advice?: boolean;
  /** The text of an `asl-lint.toml`. Its overrides for certain files do not apply. */
  configuration?: string;
}

export interface FixOptions extends CheckOptions {
  /** Whether to also apply fixes that need a review. */
  suggested?: boolean;
}

export interface GraphOptions extends TextOptions {
  /** `svg` if not given. */
  format?: "svg" | "mermaid" | "dot";
  /** The resource to draw, if a template has several. */
  name?: string;
}

export interface AslLint {
  /** The version of asl-lint. */
  readonly version: string;
  /** Returns the findings in a text. Rejects if an option is invalid. */
  check(source: Source, options?: CheckOptions): Promise<Finding[]>;
  /** Returns a text with safe fixes applied. */
  fix(source: Source, options?: FixOptions): Promise<string>;
  /** Returns the text of a definition, formatted. Rejects if it has syntax errors or is not a definition as a whole. */
  format(source: Source, options?: TextOptions): Promise<string>;
  /** Returns a drawing of a definition. Rejects if there is no such state machine. */
  graph(source: Source, options?: GraphOptions): Promise<string>;
  /** Returns the page of a rule in Markdown. Throws if there is no such rule. */
  explain(rule: string): string;
}

export interface LoadOptions {
  /** The module, or its address, if it is not beside this script. */
  module?: string | URL | BufferSource | WebAssembly.Module;
  /** The models of the AWS services, or their address. They are loaded when a definition calls a service first. */
  models?: string | URL | Uint8Array;
}

/** Loads the module. */
export function load(options?: LoadOptions): Promise<AslLint>;
