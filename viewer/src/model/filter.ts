import { decisionOf, type Table } from './table.ts';

/** One condition of a filter. A filter holds for a step when all of its terms do. */
export interface Term {
  /** Absent: any part of the step's text. */
  readonly field?: string;
  /** Any of them is enough. */
  readonly values: readonly string[];
  readonly not: boolean;
}

export interface Filter {
  readonly terms: readonly Term[];
  /** Fields that nobody knows; their terms are looked for as text. */
  readonly unknown: readonly string[];
}

/** Fields that look into the text of a step; `decision`, `expect` and `changed` look at columns. */
const TEXT_FIELDS: Readonly<Record<string, string>> = {
  tool: 'tool',
  path: 'path',
  rule: 'rule',
  role: 'role',
  verb: 'verb',
  reason: 'reason',
  run: 'run',
  url: 'fetch',
  value: 'value',
  step: 'number',
};

/** Names of the columns' fields, with what their values may be: for the hint below the box. */
export const COLUMN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  decision: ['allow', 'ask', 'deny', 'none'],
  expect: ['failed', 'met'],
  changed: ['yes', 'widening', 'narrowing'],
};

/** Reads `decision:deny,ask tool:github -path:"my file" text`. Everything is a filter; nothing is an error. */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  const unknown: string[] = [];
  for (const match of text.matchAll(/([-!]?)(?:([A-Za-z]+):)?("[^"]*"?|[^\s"]+)?/g)) {
    const [whole, sign, field, raw] = match;
    if (whole === '' || (raw === undefined && field === undefined)) continue;
    const value = (raw ?? '').replace(/^"|"$/g, '').toLowerCase();
    if (value === '') continue;
    const name = field?.toLowerCase();
    const not = sign !== '';
    if (name === undefined) terms.push({ values: [value], not });
    else if (name in TEXT_FIELDS || name in COLUMN_FIELDS) {
      terms.push({ field: name, values: raw?.startsWith('"') ? [value] : value.split(',').filter(Boolean), not });
    } else {
      // `https://…` has a colon as well.
      if (!value.startsWith('//')) unknown.push(name);
      terms.push({ values: [`${name}:${value}`], not });
    }
  }
  return { terms, unknown };
}

/** The indexes of the steps that the filter lets through, ascending. */
export function matching(table: Table, filter: Filter): Uint32Array {
  const { count } = table.columns;
  let passing = new Uint32Array(count);
  for (let i = 0; i < count; i++) passing[i] = i;
  // Columns are quick to look at and leave less text to search.
  const ordered = [...filter.terms].sort((a, b) => Number(isText(a)) - Number(isText(b)));
  for (const term of ordered) {
    const holds = isText(term) ? textTest(table, term) : columnTest(table, term);
    let kept = 0;
    for (const step of passing) if (holds(step) !== term.not) passing[kept++] = step;
    passing = passing.subarray(0, kept);
  }
  return passing;
}

function isText(term: Term): boolean {
  return term.field === undefined || !(term.field in COLUMN_FIELDS);
}

function columnTest(table: Table, { field, values }: Term): (step: number) => boolean {
  const { columns, changes } = table;
  const has = (value: string) => values.some((each) => value.startsWith(each));
  if (field === 'decision') return (step) => has(decisionOf(columns, step));
  if (field === 'expect') return (step) => has(columns.failed[step] ? 'failed' : 'met');
  return (step) => {
    const change = changes.get(step);
    return change !== undefined && (has('yes') || has(change.kind));
  };
}

function textTest(table: Table, { field, values }: Term): (step: number) => boolean {
  const search = table.search();
  const { searchStarts } = table.columns;
  if (field !== undefined) {
    const name = TEXT_FIELDS[field] ?? field;
    return (step) => {
      const text = search.slice(searchStarts[step], searchStarts[step + 1]);
      return text.split('\n').some((line) => {
        if (!line.startsWith(`${name} `)) return false;
        const value = line.slice(name.length + 1);
        return values.some((each) => (name === 'number' ? value === each : value.includes(each)));
      });
    };
  }
  // One pass over the whole text finds all steps with the word, which is quicker than looking into each.
  const found = new Set<number>();
  for (const value of values) {
    let step = 0;
    for (let at = search.indexOf(value); at >= 0; ) {
      while (searchStarts[step + 1]! <= at) step++;
      found.add(step);
      at = search.indexOf(value, searchStarts[step + 1]!);
    }
  }
  return (step) => found.has(step);
}

/** The filter's text with a value of a field switched on or off: `decision:deny` and `ask` become `decision:deny,ask`. */
export function toggled(text: string, field: string, value: string): string {
  const words = text.split(/\s+/).filter(Boolean);
  const at = words.findIndex((word) => word.toLowerCase().startsWith(`${field}:`));
  const values =
    at < 0
      ? []
      : words[at]!.slice(field.length + 1)
          .split(',')
          .filter(Boolean);
  const next = values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
  const term = next.length === 0 ? [] : [`${field}:${next.join(',')}`];
  return at < 0 ? [...words, ...term].join(' ') : [...words.slice(0, at), ...term, ...words.slice(at + 1)].join(' ');
}

export function hasValue(text: string, field: string, value: string): boolean {
  return parseFilter(text).terms.some((term) => term.field === field && !term.not && term.values.includes(value));
}
