/** A half-open range of UTF-16 offsets. Offsets count from the start of the {@link Source} that the value was read from. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value together with the place where somebody wrote it, so that no rule ever computes a range. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

export function contains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

export function shifted(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}
