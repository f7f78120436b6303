import type { Edit, Finding, Fix } from '../finding.ts';
import type { Source } from '../source.ts';
import { readIn } from '../workspace/foreign.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';
import { affectedRoles } from './affected-roles.ts';
import { type Changed, withEdits } from './apply-edits.ts';
import { allowsNoMore } from './context.ts';
import { neededAndLost } from './needed.ts';
import { isNarrower, newlyAllowed } from './newly-allowed.ts';
import { AUDIENCES } from './rule-options.ts';
import { exampleFails } from './rules/example-fails.ts';

/** How findings are worked out, whatever the audience: given by the analysis, which also gives the fixes. */
export interface Analyser {
  /** What one rule finds in a source. */
  ofRule(snapshot: Snapshot, read: ReadSource, rule: string): readonly Finding[];
  /** What those rules find in a source that can find something where a role may do less than before. */
  afterNarrowing(snapshot: Snapshot, read: ReadSource): readonly Finding[];
}

/**
 * The fixes after which the text still reads, the finding is gone, no other has come that is as severe, and nothing is
 * allowed that was not. A fix is offered to a person and never applied as safe where that last could only be sampled,
 * because exact comparison gave up; where it takes away what an example or a scenario needs; or where it makes something
 * a finding that was possible all along, such as a side door of the deny that it adds. It says what.
 */
export function verifiedFixes(
  snapshot: Snapshot,
  finding: Finding,
  fixes: readonly Fix[],
  analyser: Analyser,
): readonly Fix[] {
  return fixes.flatMap((fix) => {
    const { problem, exact, lost, brings } = checkFix(snapshot, finding, fix, analyser);
    if (problem !== undefined) return [];
    const isSafe = exact && lost.length === 0 && brings.length === 0;
    return [
      {
        ...fix,
        kind: isSafe ? fix.kind : 'offer',
        ...(lost.length > 0 ? { breaks: lost } : {}),
        ...(brings.length > 0 ? { brings } : {}),
      },
    ];
  });
}

/** Why a fix must not be offered; undefined when it is sound. */
export function verifyFix(snapshot: Snapshot, finding: Finding, fix: Fix, analyser: Analyser): string | undefined {
  return checkFix(snapshot, finding, fix, analyser).problem;
}

/** What is wrong with edits, whether that nothing is newly allowed was proved or only sampled, and what is lost that is needed. */
export interface Verdict {
  readonly problem?: string;
  readonly exact: boolean;
  readonly lost: readonly string[];
}

function checkFix(
  snapshot: Snapshot,
  finding: Finding,
  fix: Fix,
  analyser: Analyser,
): Verdict & { readonly brings: readonly string[] } {
  const refused = (problem: string) => ({ ...wrong(problem), brings: [] });
  const { changed, verdict } = examined(snapshot, fix.edits);
  if (!changed || verdict.problem !== undefined) return { ...verdict, brings: [] };
  const sources = [
    ...changed.foreign.map(({ before, after }) => [readIn(snapshot, before), readIn(changed.after, after)] as const),
    ...changed.pairs.map(({ before, after }) => [before, after] as const),
  ];
  if (sources.length === 0) return refused('it changes nothing');
  for (const [before, after] of sources) {
    if (before.source !== finding.source) continue;
    const count = (snap: Snapshot, read: ReadSource) => analyser.ofRule(snap, read, finding.rule).length;
    if (count(changed.after, after) >= count(snapshot, before)) return refused('the finding is still there');
  }
  const come = sources
    .flatMap(([before, after]) =>
      newFindings(finding, analyser.afterNarrowing(snapshot, before), analyser.afterNarrowing(changed.after, after)),
    )
    // An example that a rule declares is told among what the fix breaks.
    .filter(({ rule }) => rule !== exampleFails.id);
  // What a run shows was possible before, since nothing is newly allowed; any other finding is the fix's own doing.
  const own = come.find(({ witness }) => !witness);
  if (own) return refused(`it brings another finding, ${own.rule}: ${own.message}`);
  return { ...verdict, brings: [...new Set(come.map(({ rule, message }) => `${rule}: ${message}`))] };
}

/** What several fixes together come to: each may be sound alone and not beside the others. */
export function checkEdits(snapshot: Snapshot, edits: readonly Edit[]): Verdict {
  return examined(snapshot, edits).verdict;
}

interface Examined {
  /** Absent where the edits do not fit the text. */
  readonly changed?: Changed;
  readonly verdict: Verdict;
}

const examinations = new WeakMap<Snapshot, Map<string, Examined>>();
/** Changed workspaces that are remembered per snapshot: the alternatives of a few findings. */
const MOST_EXAMINED = 24;

/** The workspace after edits, and what is to be said about it. Findings with one cause offer the same edits. */
function examined(snapshot: Snapshot, edits: readonly Edit[]): Examined {
  const known = examinations.get(snapshot) ?? new Map<string, Examined>();
  examinations.set(snapshot, known);
  const key = JSON.stringify(edits.map(({ source, span, newText }) => [startOf(snapshot, source), span, newText]));
  const result = known.get(key) ?? examine(snapshot, edits);
  // The latest stay.
  known.delete(key);
  known.set(key, result);
  if (known.size > MOST_EXAMINED) known.delete(known.keys().next().value!);
  return result;
}

function startOf(snapshot: Snapshot, source: Source): string {
  const file = snapshot.files.get(source.uri);
  return `${source.uri} ${file?.starts[file.sources.indexOf(source)]}`;
}

function examine(snapshot: Snapshot, edits: readonly Edit[]): Examined {
  const changed = withEdits(snapshot, edits);
  if (!changed) return { verdict: wrong('the edits do not fit the text') };
  const broken = mistakeIn(snapshot, changed);
  return { changed, verdict: broken === undefined ? checkChange(snapshot, changed) : wrong(broken) };
}

function wrong(problem: string): Verdict {
  return { problem, exact: false, lost: [] };
}

function mistakeIn(snapshot: Snapshot, { after, pairs, foreign }: Changed): string | undefined {
  const read = [
    ...foreign.map((each) => findingsOfForeign(snapshot, after, each)),
    ...pairs.map(({ before, after: now }) => ({ old: before.findings, now: now.findings })),
  ];
  for (const { old, now } of read) {
    const broken = now.find(
      (each) =>
        each.severity === 'error' && !old.some((other) => other.rule === each.rule && other.message === each.message),
    );
    if (broken) return `the text then has a mistake: ${broken.message}`;
  }
  const other = pairs.some(({ before, after: now }) => before.manifest.kind !== now.manifest.kind);
  return other ? 'it is another kind of manifest then' : undefined;
}

function findingsOfForeign(
  snapshot: Snapshot,
  after: Snapshot,
  change: { readonly before: Source; readonly after: Source },
): { readonly old: readonly Finding[]; readonly now: readonly Finding[] } {
  return { old: snapshot.foreign.findingsOf(change.before), now: after.foreign.findingsOf(change.after) };
}

function checkChange(snapshot: Snapshot, changed: Changed): Verdict {
  const { after, foreign } = changed;
  let exact = true;
  for (const now of foreign.length > 0 ? after.foreign.principals : []) {
    const old = snapshot.foreign.principal(now.name);
    if (!old) return wrong(`there is a principal ${now.name} then`);
    if (isNarrower(now, old)) {
      allowsNoMore(now, old);
      continue;
    }
    const gained = newlyAllowed(snapshot, old, now);
    if (gained.action) return wrong(`it then allows ${gained.action.verb} ${gained.action.value}`);
    exact = false;
  }
  const affected = affectedRoles(snapshot, changed);
  for (const { before, after: now } of affected) {
    const gained = newlyAllowed(snapshot, before, now);
    if (gained.action) {
      const who = affected.length > 1 ? ` ${now.name}` : '';
      return wrong(`it then allows${who} ${gained.action.verb} ${gained.action.value}`);
    }
    exact &&= gained.exact;
  }
  return { exact, lost: neededAndLost(snapshot, after, affected) };
}

const SEVERITIES = ['info', 'warning', 'error'];

/** Findings that the readers of the fixed one would see, that are as severe, and that were not there. */
function newFindings(fixed: Finding, old: readonly Finding[], now: readonly Finding[]): readonly Finding[] {
  const isSeen = (each: Finding) =>
    SEVERITIES.indexOf(each.severity) >= SEVERITIES.indexOf(fixed.severity) &&
    AUDIENCES.indexOf(each.audience) <= AUDIENCES.indexOf(fixed.audience);
  const before = old.filter(isSeen);
  // Of one rule as many as before are the same ones, however their words have changed with the rest.
  const left = new Map<string, number>();
  for (const { rule } of before) left.set(rule, (left.get(rule) ?? 0) + 1);
  const isSame = (a: Finding) => before.some((b) => a.rule === b.rule && a.message === b.message);
  return [...now.filter(isSeen)]
    .sort((a, b) => Number(isSame(b)) - Number(isSame(a)))
    .filter(({ rule }) => {
      const count = left.get(rule) ?? 0;
      left.set(rule, count - 1);
      return count <= 0;
    });
}
