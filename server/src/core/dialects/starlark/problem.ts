import type { Span } from '../../span.ts';

/** Text that a Starlark interpreter refuses, or a run that ends in an error: whoever loads the file gets nothing of it. */
export class StarlarkError extends Error {
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}

/** Something that we do not model, so that what comes of the file is unknown to us. Says nothing against the file. */
export class BeyondUs extends Error {
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}
