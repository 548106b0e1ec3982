/**
 * What was not planned. `code` is `area.whatHappened`; `message` is for a person; `context` must hold nothing personal.
 * Expected outcomes are values with reasons instead.
 */
export class HeraldError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly context: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'HeraldError';
  }
}

export function isHeraldError(error: unknown, code?: string): error is HeraldError {
  return error instanceof HeraldError && (code === undefined || error.code === code);
}

/** For the default of a switch over a union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new HeraldError('internal.missingCase', `No case for ${JSON.stringify(value)}`);
}
