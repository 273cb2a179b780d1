/**
 * One error class with stable codes. A message names the value, the expectation and the next
 * step; codes that start with `internal:` are bugs of ours.
 */
export class ImanticsError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ImanticsError";
    this.code = code;
  }
}

/** The message of anything thrown, for ledgers and logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
