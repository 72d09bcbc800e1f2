export interface AslLintOptions {
  /** Whether to include findings of severity `info`. */
  advice?: boolean;
  /** Rules and groups to run. */
  select?: string[];
  /** Rules and groups to disable. */
  ignore?: string[];
  /** The lowest severity that fails the synthesis; `warning` if not given. */
  failOn?: "error" | "warning" | "info";
}

/** A finding in a state machine. */
export interface Violation {
  readonly ruleName: string;
  /** The message, and the location in the definition as a JSON Pointer. */
  readonly description: string;
  readonly severity: "error" | "warning" | "info";
  readonly fix?: string;
  readonly ruleMetadata: { readonly url: string };
  readonly violatingResources: {
    readonly resourceLogicalId: string;
    readonly templatePath: string;
    readonly locations: string[];
  }[];
}

/**
 * A policy validation plugin that checks every state machine of an app.
 *
 *     Validations.of(app).addPlugins(new AslLint());
 *
 * In versions of the CDK without `Validations`:
 *
 *     new App({ policyValidationBeta1: [new AslLint()] });
 */
export class AslLint {
  readonly name: string;
  readonly version: string;
  constructor(options?: AslLintOptions);
  /** Throws if a template cannot be read or an option is invalid. */
  validate(context: { readonly templatePaths: string[] }): { success: boolean; violations: Violation[] };
}
