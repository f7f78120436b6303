import type { Instant } from '../decide/run-state.ts';
import type { Finding } from '../finding.ts';
import { readInstant } from '../model/values.ts';
import type { Source } from '../source.ts';
import type { Span } from '../span.ts';

/** A comment that says that somebody has looked at a finding and accepts it. */
export interface Suppression {
  readonly ids: readonly { readonly value: string; readonly span: Span }[];
  readonly reason: string | undefined;
  /** The last moment that it holds; `instant` is absent where that cannot be read. */
  readonly until: { readonly text: string; readonly span: Span; readonly instant?: Instant } | undefined;
  /** The comment, from its `#`. */
  readonly span: Span;
  /** Where findings have to begin to be meant: the rest of this line, or the whole next line. */
  readonly covers: Span;
}

const COMMENT =
  /(^|\s)(#\s*bailiwick:\s*ignore\b[ \t]*)([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)?([ \t]+until[ \t]+)?((?<=until[ \t]+)\S+)?[ \t]*(?:--[ \t]*(.*))?$/;

/** `# bailiwick: ignore rule-id, other-id until 2027-02-28 -- reason`, at the end of a line or on the line above. */
export function suppressionsOf(source: Source): Suppression[] {
  if (!source.text.includes('bailiwick:')) return [];
  const lines = source.text.split('\n');
  const found: Suppression[] = [];
  let start = 0;
  const starts = lines.map((line) => {
    const at = start;
    start += line.length + 1;
    return at;
  });
  lines.forEach((raw, index) => {
    const line = raw.replace(/\r$/, '');
    const match = COMMENT.exec(line);
    if (!match || insideQuotes(line.slice(0, match.index))) return;
    const from = starts[index]! + match.index + match[1]!.length;
    const ids: Suppression['ids'][number][] = [];
    let at = from + match[2]!.length;
    for (const part of (match[3] ?? '').split(',')) {
      const value = part.trim();
      const offset = at + part.indexOf(value);
      if (value !== '') ids.push({ value, span: { start: offset, end: offset + value.length } });
      at += part.length + 1;
    }
    const alone = line.slice(0, match.index).trim() === '';
    let target = index;
    if (alone) {
      target++;
      while (target < lines.length && /^\s*(#.*)?$/.test(lines[target]!)) target++;
    }
    const covered = starts[target];
    const untilText = match[4] === undefined ? undefined : (match[5] ?? '');
    const untilStart = from + match[2]!.length + (match[3] ?? '').length + (match[4] ?? '').length;
    const instant = untilText === undefined ? undefined : readInstant(untilText, 'its end');
    found.push({
      ids,
      reason: match[6]?.trim() || undefined,
      until:
        untilText === undefined
          ? undefined
          : {
              text: untilText,
              span: { start: untilStart, end: untilStart + untilText.length },
              ...(instant && 'value' in instant ? { instant: instant.value } : {}),
            },
      span: { start: from, end: starts[index]! + line.length },
      covers: covered === undefined ? { start: 0, end: 0 } : { start: covered, end: covered + lines[target]!.length },
    });
  });
  return found;
}

function insideQuotes(before: string): boolean {
  let quote = '';
  for (const char of before) {
    if (quote === '') {
      if (char === '"' || char === "'") quote = char;
    } else if (char === quote) quote = '';
  }
  return quote !== '';
}

/** Does the suppression mean this finding? `items` are stretches such as rules, which a comment above their first line means as a whole. */
export function suppresses(suppression: Suppression, finding: Finding, items: readonly Span[]): boolean {
  if (!suppression.ids.some(({ value }) => value === finding.rule)) return false;
  const { covers } = suppression;
  const within = (span: Span) => finding.span.start >= span.start && finding.span.start <= span.end;
  if (covers.end === 0) return false;
  return within(covers) || items.some((item) => item.start >= covers.start && item.start <= covers.end && within(item));
}
