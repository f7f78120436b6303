import type { TraceProblem } from './trace-model.ts';

/** The JSON values of a trace file: one of them, or one a line as file exporters write them. */
export function readTraceText(text: string): {
  readonly values: readonly unknown[];
  readonly problems: readonly TraceProblem[];
} {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body.trim() === '') return { values: [], problems: [{ message: 'The file is empty' }] };
  try {
    const value: unknown = JSON.parse(body);
    return { values: Array.isArray(value) ? value : [value], problems: [] };
  } catch (error) {
    return readLines(body) ?? { values: [], problems: [problemOf(body, error)] };
  }
}

/** JSON Lines, where at least the first line with something in it is a whole object; otherwise undefined. */
function readLines(
  text: string,
): { readonly values: readonly unknown[]; readonly problems: readonly TraceProblem[] } | undefined {
  const values: unknown[] = [];
  const problems: TraceProblem[] = [];
  let bad = 0;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    try {
      values.push(JSON.parse(line));
    } catch (error) {
      if (values.length === 0) return undefined;
      bad++;
      if (problems.length < 10) problems.push({ ...problemOf(line, error), line: index + 1 });
    }
  }
  if (bad > problems.length) problems.push({ message: `${bad - problems.length} more lines are no JSON` });
  return { values, problems };
}

/** The engines word it differently; the position in it, or "end of input", is all that is taken from their message. */
function problemOf(text: string, error: unknown): TraceProblem {
  const message = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined && !/end of/i.test(message))
    return { message: 'This is not JSON', ...lineColumn(text, firstOdd(text)) };
  const at = position === undefined ? text.length : Math.min(text.length, Number(position));
  const what = at >= text.trimEnd().length ? 'The JSON ends too early' : 'This is not JSON from here on';
  return { message: what, ...lineColumn(text, at) };
}

function firstOdd(text: string): number {
  return Math.max(0, text.search(/\S/));
}

function lineColumn(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) {
    line++;
    start = next + 1;
  }
  return { line, column: at - start + 1 };
}
