import { exceeds } from '../authority/policy.ts';
import type { Action } from '../decide/action.ts';
import { decide } from '../decide/decide.ts';
import { freshRun } from '../decide/run-state.ts';
import type { ForeignPolicy } from '../dialects/dialect.ts';
import type { Edit, Finding, Fix } from '../finding.ts';
import type { AgentRole, Effect } from '../model/manifest.ts';
import { readManifest } from '../model/read.ts';
import type { Source, SourceFile } from '../source.ts';
import { splitSources } from '../syntax/parse.ts';
import { type ForeignWorkspace, readForeign, readIn } from '../workspace/foreign.ts';
import { createResolver } from '../workspace/resolve.ts';
import type { ReadSource, ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { entryLine, SHOWN } from './command-line.ts';
import { contextOf } from './context.ts';
import { COMMANDS } from './data/commands/index.ts';
import { SENSITIVE_PATHS } from './data/sensitive-paths.ts';

/** The findings of one rule in one manifest, whatever the audience. */
export type FindingsOf = (snapshot: Snapshot, read: ReadSource, rule: string) => readonly Finding[];

/**
 * The fixes after which the text still reads, the finding is gone, and nothing is allowed that was not. Where that last
 * could only be sampled, because exact comparison gave up, a fix is offered to a person and never applied as safe.
 */
export function verifiedFixes(
  snapshot: Snapshot,
  finding: Finding,
  fixes: readonly Fix[],
  findingsOf: FindingsOf,
): readonly Fix[] {
  return fixes.flatMap((fix) => {
    const { problem, exact } = checkFix(snapshot, finding, fix, findingsOf);
    if (problem !== undefined) return [];
    return [exact || fix.kind === 'offer' ? fix : { ...fix, kind: 'offer' as const }];
  });
}

/** Why a fix must not be offered; undefined when it is sound. */
export function verifyFix(snapshot: Snapshot, finding: Finding, fix: Fix, findingsOf: FindingsOf): string | undefined {
  return checkFix(snapshot, finding, fix, findingsOf).problem;
}

/** What is wrong with a fix, and whether that nothing is newly allowed was proved (`exact`) or only sampled. */
function checkFix(
  snapshot: Snapshot,
  finding: Finding,
  fix: Fix,
  findingsOf: FindingsOf,
): { readonly problem?: string; readonly exact: boolean } {
  const changed = withEdits(snapshot, fix.edits);
  const wrong = (problem: string) => ({ problem, exact: false });
  if (!changed) return wrong('the edits do not fit the text');
  let exact = true;
  const { after, pairs, foreign } = changed;
  for (const { before: old, after: now } of foreign) {
    const known = snapshot.foreign.findingsOf(old);
    const broken = after.foreign
      .findingsOf(now)
      .find(
        (each) =>
          each.severity === 'error' &&
          !known.some((other) => other.rule === each.rule && other.message === each.message),
      );
    if (broken) return wrong(`the text then has a mistake: ${broken.message}`);
    const count = (snap: Snapshot, source: Source) => findingsOf(snap, readIn(snap, source), finding.rule).length;
    if (old === finding.source && count(after, now) >= count(snapshot, old)) return wrong('the finding is still there');
  }
  if (foreign.length > 0) {
    for (const now of after.foreign.principals) {
      const old = snapshot.foreign.principal(now.name);
      if (!old) return wrong(`there is a principal ${now.name} then`);
      if (isNarrower(now, old)) continue;
      const gained = newlyAllowed(snapshot, old, now, finding);
      if (gained.action) return wrong(`it then allows ${gained.action.verb} ${gained.action.value}`);
      exact = false;
    }
  }
  for (const { before: old, after: now } of pairs) {
    const broken = now.findings.find(
      (each) =>
        each.severity === 'error' &&
        !old.findings.some((other) => other.rule === each.rule && other.message === each.message),
    );
    if (broken) return wrong(`the text then has a mistake: ${broken.message}`);
    if (old.manifest.kind !== now.manifest.kind) return wrong('it is another kind of manifest then');
  }
  for (const { before: old, after: now } of pairs) {
    const count = (snap: Snapshot, read: ReadSource) => findingsOf(snap, read, finding.rule).length;
    if (old.source === finding.source && count(after, now) >= count(snapshot, old))
      return wrong('the finding is still there');
    if (old.manifest.kind !== 'AgentRole' || now.manifest.kind !== 'AgentRole') continue;
    const gained = newlyAllowed(snapshot, snapshot.resolve(old.manifest), after.resolve(now.manifest), finding);
    if (gained.action) return wrong(`it then allows ${gained.action.verb} ${gained.action.value}`);
    exact &&= gained.exact;
  }
  return { exact };
}

/** An action that a change allows, or allows unasked, and that was not: told exactly, and where that is not possible by a large sample. */
function newlyAllowed(
  before: Snapshot,
  old: ResolvedRole,
  now: ResolvedRole,
  finding: Finding,
): { readonly action?: Action; readonly exact: boolean } {
  // What patterns of another tool stand for is only known by asking about single actions.
  let unknown = old.role.foreign !== undefined;
  for (const may of unknown ? [] : (['grant', 'allow'] as const)) {
    for (const { answer } of exceeds(now, old, { now: before.now, may })) {
      if (answer.kind === 'witness') return { action: answer.action, exact: true };
      unknown = true;
    }
  }
  const state = { ...freshRun(before.now), approval: 'none' as const };
  // The role as it is has been asked most of this before, and is asked it again for the next fix.
  const { decide: decideBefore } = contextOf(old, before.now);
  const action = probes(before, old, finding, unknown).find((each) => {
    const { decision } = decideBefore(each);
    return decision !== 'allow' && STRENGTH[decide(now, each, state).decision] > STRENGTH[decision];
  });
  return { ...(action ? { action } : {}), exact: !unknown };
}

/** Whether a policy of another tool has lost allows, or gained asks and denies, and is otherwise as it was. */
function isNarrower(now: ResolvedRole, old: ResolvedRole): boolean {
  const [after, before] = [now.role.foreign, old.role.foreign];
  if (!after?.isMonotone || !before?.isMonotone) return false;
  const same = (key: 'modes' | 'attended' | 'sandbox') =>
    JSON.stringify(after[key], withoutPlaces) === JSON.stringify(before[key], withoutPlaces);
  if (!same('modes') || !same('attended') || !same('sandbox')) return false;
  const texts = (policy: ForeignPolicy, ...effects: readonly Effect[]) =>
    new Set(policy.rules.flatMap(({ effect, text }) => (effects.includes(effect) ? [text] : [])));
  const within = (some: ReadonlySet<string>, all: ReadonlySet<string>) => [...some].every((each) => all.has(each));
  return (
    within(texts(after, 'allow'), texts(before, 'allow')) &&
    within(texts(before, 'deny'), texts(after, 'deny')) &&
    within(texts(before, 'ask'), texts(after, 'ask', 'deny'))
  );
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'place' || key === 'span' ? undefined : value;
}

const STRENGTH = { deny: 0, ask: 1, allow: 2 };

/** Actions by which two versions of a role are compared: the finding's own, all known mischief, and the workspace's files and commands. */
function probes(snapshot: Snapshot, role: ResolvedRole, finding: Finding, all: boolean): Action[] {
  const paths = [
    ...SENSITIVE_PATHS.map(({ path }) => path),
    ...snapshot.facts.files.paths.slice(0, all ? 2000 : 100),
    'x/new.txt',
  ];
  const programs = new Set(
    role.rules
      .filter(({ verb }) => verb === 'run')
      .flatMap(({ patterns }) => patterns.map(({ text }) => text.split(' ')[0]!)),
  );
  const anyProgram = [...programs].some((program) => program.includes('*'));
  const commands = [
    ...COMMANDS.filter((entry) => all && (anyProgram || programs.has(entry.program))).map((entry) =>
      entryLine(entry, SHOWN),
    ),
    ...snapshot.facts.commands.map(({ command }) => command),
    ...role.rules.flatMap(({ verb, patterns }) =>
      verb === 'run' ? patterns.map(({ text }) => text.replaceAll('*', 'x')) : [],
    ),
  ];
  const operations = [...role.tools].flatMap(([tool, { operations }]) =>
    operations.map(({ name }) => `${tool}/${name.value}`),
  );
  const others = role.rules.flatMap(({ verb, patterns }) =>
    ['read', 'write', 'delete', 'run'].includes(verb)
      ? []
      : patterns.map(({ text }): Action => ({ verb, value: text.replace(/\*+/g, 'x') })),
  );
  return [
    ...(finding.witness?.steps.map(({ action }) => action) ?? []),
    ...paths.flatMap((value): Action[] => [
      { verb: 'read', value },
      { verb: 'write', value },
      { verb: 'delete', value },
    ]),
    ...commands.map((value): Action => ({ verb: 'run', value })),
    ...operations.map((value): Action => ({ verb: 'call', value })),
    ...['https://evil.example/', 'http://169.254.169.254/', 'https://api.github.com/'].map(
      (value): Action => ({ verb: 'fetch', value }),
    ),
    ...others,
  ];
}

interface Changed {
  readonly after: Snapshot;
  readonly pairs: readonly { readonly before: ReadSource; readonly after: ReadSource }[];
  /** The same for files of other tools. */
  readonly foreign: readonly { readonly before: Source; readonly after: Source }[];
}

/** The workspace as it is after edits; undefined where they overlap, or a text falls apart differently. */
export function withEdits(snapshot: Snapshot, edits: readonly Edit[]): Changed | undefined {
  const byFile = new Map<string, Edit[]>();
  for (const edit of edits) byFile.set(edit.source.uri, [...(byFile.get(edit.source.uri) ?? []), edit]);
  const files = new Map(snapshot.files);
  const replaced = new Map<Source, ReadSource>();
  const pairs: { before: ReadSource; after: ReadSource }[] = [];
  const foreignFiles = [...snapshot.foreign.files];
  const foreign: { before: Source; after: Source }[] = [];
  const readOf = new Map(snapshot.sources.map((read) => [read.source, read]));
  for (const [uri, own] of byFile) {
    const file = snapshot.files.get(uri);
    const text = file && editedText(file, own);
    if (file === undefined || text === undefined) return undefined;
    const known = foreignFiles.findIndex(({ source }) => source === file.sources[0]);
    if (known >= 0) {
      const source: Source = { uri, text };
      foreign.push({ before: file.sources[0]!, after: source });
      foreignFiles[known] = { ...foreignFiles[known]!, source };
      files.set(uri, { document: { uri, text }, sources: [source], starts: [0] });
      continue;
    }
    const next = splitSources({ uri, text }, file);
    if (next.sources.length !== file.sources.length) return undefined;
    files.set(uri, next);
    file.sources.forEach((source, index) => {
      const before = readOf.get(source);
      if (!before) return;
      const after = readManifest(next.sources[index]!);
      replaced.set(source, after);
      if (after.source !== source) pairs.push({ before, after });
    });
  }
  const sources = snapshot.sources.map((read) => replaced.get(read.source) ?? read);
  const readAnew = foreign.length > 0 ? readForeign(foreignFiles, snapshot.facts, new Map()) : snapshot.foreign;
  return { after: snapshotOf(snapshot, files, sources, readAnew), pairs, foreign };
}

/** A file's text after edits of its sources. */
export function editedText(file: SourceFile, edits: readonly Edit[]): string | undefined {
  const inFile = edits.map(({ source, span, newText }) => {
    const index = file.sources.indexOf(source);
    const start = file.starts[index];
    return start === undefined ? undefined : { start: start + span.start, end: start + span.end, newText };
  });
  let text = file.document.text;
  let last = Number.POSITIVE_INFINITY;
  // From the end, so that earlier offsets stay right; of two insertions at one place the later given comes later.
  const ordered = inFile
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => (b.edit?.start ?? 0) - (a.edit?.start ?? 0) || b.index - a.index);
  for (const { edit } of ordered) {
    if (!edit || edit.end > last || edit.start > edit.end) return undefined;
    text = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
    last = edit.start;
  }
  return text;
}

function snapshotOf(
  before: Snapshot,
  files: ReadonlyMap<string, SourceFile>,
  sources: readonly ReadSource[],
  foreign: ForeignWorkspace,
): Snapshot {
  const roles = new Map<string, AgentRole>();
  const tools = new Map(before.tools);
  tools.clear();
  for (const { manifest } of sources) {
    const name = manifest.kind === 'unknown' ? undefined : manifest.name?.value;
    if (name === undefined || name === '') continue;
    if (manifest.kind === 'AgentRole' && !roles.has(name)) roles.set(name, manifest);
    if (manifest.kind === 'ToolScope' && !tools.has(name)) tools.set(name, manifest);
  }
  const boundaries = sources.flatMap(({ manifest }) => (manifest.kind === 'Boundary' ? [manifest] : []));
  const resolve = createResolver({ roles, tools, boundaries, facts: before.facts }, new WeakMap());
  return {
    ...before,
    files,
    sources,
    roles,
    tools,
    boundaries,
    foreign,
    scenarios: sources.flatMap(({ manifest }) => (manifest.kind === 'Scenario' ? [manifest] : [])),
    role(name) {
      const role = roles.get(name);
      return role ? resolve(role) : foreign.principal(name);
    },
    resolve,
  };
}
