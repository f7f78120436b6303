import { type Finding, finding, type Severity } from '../finding.ts';
import type { Source } from '../source.ts';

/** Something that reading met, before it is known of which source: offsets count from the start of the text that was read. */
export interface Problem {
  readonly rule: ReaderRuleId;
  readonly severity: Severity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The text that would put it right. */
  readonly fix?: {
    readonly title: string;
    readonly kind: 'safe' | 'offer';
    readonly start: number;
    readonly end: number;
    readonly newText: string;
  };
}

/** Every rule id that reading a manifest reports under, with one sentence for tables. Syntax first, then meaning. */
export const READER_RULES = {
  'syntax-error': 'The text is not YAML that can be read.',
  'half-written': 'A key has no colon yet.',
  'duplicate-key': 'A key stands twice in one mapping, and only the first counts.',
  'unquoted-pattern': 'A pattern that begins with `*`, `!` or `&` means something else to YAML unless it is in quotes.',
  'unknown-alias': 'A YAML alias names an anchor that is not there.',
  'too-deep': 'The text is nested deeper than is read.',
  'too-large': 'The text is longer than is read, or a role has more patterns than are looked at for risks.',
  'too-many-aliases': 'The aliases stand for more text than is read.',
  'too-many-problems': 'More problems than are listed.',
  'merge-conflict': 'The file has an unresolved merge conflict.',
  'control-character': 'The text contains a character that no text should.',
  'not-utf8': 'The file is not valid UTF-8.',
  'empty-manifest': 'There is no manifest in the text yet.',
  'not-a-manifest': 'The text is no mapping of keys to values.',
  'missing-key': 'A required key is missing.',
  'unknown-key': 'A key that the schema does not know.',
  'misplaced-key': 'A key stands beside what it does not apply to.',
  'wrong-type': 'A value is of another kind than is expected.',
  'unknown-value': 'A value is none of those that are possible.',
  'bad-value': 'A date, duration, quantity or address cannot be read.',
  'bad-pattern': 'A pattern cannot be used.',
  'unknown-kind': 'The manifest is of a kind that is not known.',
  'unknown-version': 'The manifest is written in a version of the language that is not known.',
  'no-verb': 'A rule or step does not say what it is about.',
  'several-verbs': 'A rule or step is about several verbs at once.',
  'setting-without-effect':
    "A key or a file of another tool's configuration does nothing where it stands, or not what it seems to.",
} as const;

export type ReaderRuleId = keyof typeof READER_RULES;

/** At most so many findings are listed per manifest; one more says how many there are beside them. */
export const MOST_FINDINGS = 50;

export function shiftedProblem(problem: Problem, by: number): Problem {
  if (by === 0) return problem;
  const moved = { ...problem, start: problem.start + by, end: problem.end + by };
  return problem.fix
    ? { ...moved, fix: { ...problem.fix, start: problem.fix.start + by, end: problem.fix.end + by } }
    : moved;
}

/** The findings of a source's problems: in the order of the text, inside the text, and capped in number. */
export function problemsToFindings(source: Source, problems: readonly Problem[]): Finding[] {
  const length = source.text.length;
  const inside = (offset: number) => Math.max(0, Math.min(offset, length));
  const sorted = [...problems].sort((a, b) => a.start - b.start || a.end - b.end);
  const findings = sorted.slice(0, MOST_FINDINGS).map((problem) => {
    const start = inside(problem.start);
    const end = Math.max(start, inside(problem.end));
    const { rule, severity, message, fix } = problem;
    return finding({
      rule,
      severity,
      message,
      source,
      span: { start, end },
      ...(fix
        ? {
            fixes: [
              {
                title: fix.title,
                kind: fix.kind,
                edits: [{ source, span: { start: fix.start, end: fix.end }, newText: fix.newText }],
              },
            ],
          }
        : {}),
    });
  });
  const more = sorted.length - findings.length;
  const first = sorted[MOST_FINDINGS];
  if (more > 0 && first) {
    const start = inside(first.start);
    findings.push(
      finding({
        rule: 'too-many-problems',
        severity: 'error',
        message: `${more} more problem${more === 1 ? '' : 's'} from here on ${more === 1 ? 'is' : 'are'} not listed`,
        source,
        span: { start, end: Math.max(start, inside(first.end)) },
      }),
    );
  }
  return findings;
}
