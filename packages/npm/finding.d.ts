// The entries of `asl-lint check --format json`.

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
