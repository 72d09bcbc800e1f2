/** The text of a definition or template, or a definition as an object. */
export type Source = string | object;

export type Severity = "error" | "warning" | "info";

/** `line` and `column` count from 1, the column in Unicode characters; `offset` counts bytes from 0. */
export interface Position {
  line: number;
  column: number;
  offset: number;
}

/** A part of a file. The end is not part of it. */
export interface Range {
  start: Position;
  end: Position;
}

/** A change that fixes a finding. A `suggested` one needs a review. */
export interface Fix {
  title: string;
  applicability: "safe" | "suggested";
  /** Replacements of the bytes from `offset` to `end`. */
  edits: { offset: number; end: number; text: string }[];
}

/** A problem. Its fields are those of `asl-lint check --format json`. */
export interface Finding {
  path: string;
  rule: string;
  severity: Severity;
  message: string;
  range: Range;
  notes: string[];
  help?: string;
  related: { message: string; range: Range }[];
  url: string;
  fingerprint: string;
  pointer?: string;
  definition?: string;
  aws_code?: string;
  aws_location?: string;
  fix?: Fix;
}

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
