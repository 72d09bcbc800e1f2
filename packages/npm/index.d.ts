/**
 * A path, the text of a definition or template, or a definition as an object.
 *
 * A string with a line break or a `{` is text, and any other string is a path.
 */
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
