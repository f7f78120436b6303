import { type Audience, type Finding, type Fix, finding } from '../finding.ts';
import type { Rule } from '../model/manifest.ts';
import { MOST_ANALYSED, NOT_ANALYSED } from '../model/read-rule.ts';
import type { Source } from '../source.ts';
import type { ReadSource, ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import type { Analysis, CatalogueRule, Report, Reported } from './catalogue-rule.ts';
import { confirmedBy } from './confirm.ts';
import { contextOf, forgetDecisions } from './context.ts';
import { changed, withoutCovered } from './covered.ts';
import { AUDIENCES, optionsOf, type RuleOptions, type RuleSetting } from './rule-options.ts';
import { RULES } from './rules/index.ts';
import { ABOUT_SUPPRESSIONS, suppress } from './suppressed.ts';
import { type Analyser, verifiedFixes } from './verify-fix.ts';

export interface AnalysisOptions {
  /** Findings of this audience and below are shown. */
  readonly audience: Audience;
  /** What the workspace says about single rules, by their ids. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/** More findings than this in one manifest are counted and not shown. */
const MOST_SHOWN = 300;
/** The same for a file of many manifests. */
const MOST_IN_FILE = 2_000;

/** All findings of one manifest: reading, schema, names, risks, suppressions applied. Memoised as far as its inputs are unchanged. */
export function analyzeSource(snapshot: Snapshot, source: Source, options: AnalysisOptions): Analysis {
  const read = readsOf(snapshot).get(source);
  if (!read && !snapshot.foreign.has(source)) return { findings: [], suppressed: [], hidden: 0 };
  const { rules } = options;
  const all = read
    ? [...read.findings, ...(isBroken(read) ? [] : catalogueFindings(snapshot, read, rules))]
    : foreignFindings(snapshot, source, rules);
  const { kept, suppressed, about } = suppress(
    source,
    read?.manifest ?? { kind: 'unknown', source, node: undefined },
    withoutCovered(configured(all, rules)),
    snapshot.now,
  );
  const shown: Finding[] = [];
  let hidden = 0;
  for (const each of [...kept, ...configured(about, rules)].sort(inOrder)) {
    if (AUDIENCES.indexOf(each.audience) > AUDIENCES.indexOf(options.audience) || shown.length >= MOST_SHOWN) hidden++;
    else shown.push(each);
  }
  return { findings: shown, suppressed, hidden };
}

/** All findings of one file, in the order of the text. */
export function analyzeFile(snapshot: Snapshot, uri: string, options: AnalysisOptions): Analysis {
  const each = (snapshot.files.get(uri)?.sources ?? []).map((source) => analyzeSource(snapshot, source, options));
  const findings = each.flatMap(({ findings }) => findings);
  const more = Math.max(0, findings.length - MOST_IN_FILE);
  return {
    findings: more > 0 ? findings.slice(0, MOST_IN_FILE) : findings,
    suppressed: each.flatMap(({ suppressed }) => suppressed),
    hidden: each.reduce((sum, { hidden }) => sum + hidden, more),
  };
}

const reads = new WeakMap<Snapshot, ReadonlyMap<Source, ReadSource>>();

function readsOf(snapshot: Snapshot): ReadonlyMap<Source, ReadSource> {
  let known = reads.get(snapshot);
  if (!known) {
    known = new Map(snapshot.sources.map((read) => [read.source, read]));
    reads.set(snapshot, known);
  }
  return known;
}

/** Text that cannot be read as YAML has half its rules missing: until it can, only what is wrong with it is told. */
function isBroken(read: ReadSource): boolean {
  return read.findings.some(({ rule }) => rule === 'syntax-error' || rule === 'merge-conflict');
}

type RuleSettings = AnalysisOptions['rules'];

function catalogueFindings(
  snapshot: Snapshot,
  { manifest, source }: ReadSource,
  settings: RuleSettings,
): readonly Finding[] {
  const workspace = workspaceFindings(snapshot, settings).get(source) ?? [];
  switch (manifest.kind) {
    case 'AgentRole':
      return [...roleFindings(snapshot, snapshot.resolve(manifest), settings), ...workspace];
    case 'ToolScope':
      return [...checked(settings, (rule, ...rest) => rule.checkTool?.(manifest, ...rest)), ...workspace];
    case 'Scenario':
      return [...checked(settings, (rule, ...rest) => rule.checkScenario?.(manifest, snapshot, ...rest)), ...workspace];
    default:
      return workspace;
  }
}

interface Remembered<T> {
  readonly now: number;
  readonly options: string;
  readonly findings: T;
}

const byForeign = new WeakMap<Snapshot, Remembered<ReadonlyMap<Source, readonly Finding[]>>>();

/** What the files of other tools come to, each finding in the file that it is about. */
function foreignFindings(snapshot: Snapshot, source: Source, settings: RuleSettings): readonly Finding[] {
  const options = optionsKey(settings);
  let known = byForeign.get(snapshot);
  if (known?.options !== options) {
    const { principals, tools, files } = snapshot.foreign;
    const all = [
      ...files.flatMap((file) =>
        snapshot.foreign.findingsOf(file.source).filter((each) => isConfirmed(snapshot, each)),
      ),
      ...principals
        .filter((role) => differs(snapshot, role))
        .flatMap((role) => roleFindings(snapshot, role, settings).filter((each) => isNews(snapshot, role, each))),
      ...tools.flatMap((tool) =>
        checked(settings, (rule, report, ...rest) => rule.checkTool?.(tool, report, ...rest), FOREIGN_RULES),
      ),
    ];
    const grouped = new Map<Source, Finding[]>();
    const told = new Set<string>();
    for (const each of all) {
      const list = grouped.get(each.source);
      // Several principals share rules, and one finding about a rule is enough.
      const key = `${each.rule} ${each.source.uri} ${each.span.start} ${each.span.end}`;
      if (told.has(key)) continue;
      told.add(key);
      const verified = withVerifiedFixes(each, () => snapshot, settings);
      if (list) list.push(verified);
      else grouped.set(each.source, [verified]);
    }
    known = { now: snapshot.now, options, findings: grouped };
    byForeign.set(snapshot, known);
  }
  return [...(known.findings.get(source) ?? []), ...(workspaceFindings(snapshot, settings).get(source) ?? [])];
}

/** A claim of a dialect's reader has to replay like any other. */
function isConfirmed(snapshot: Snapshot, { witness }: Finding): boolean {
  if (!witness) return true;
  const role = snapshot.foreign.principal(witness.role);
  return role !== undefined && confirmedBy(role, witness, snapshot.now);
}

/** False for a principal that has nothing of its own but fewer tools. */
function differs(snapshot: Snapshot, { role }: ResolvedRole): boolean {
  const { base, own, modes } = role.foreign!;
  if (base === undefined || own?.length !== 0) return true;
  return snapshot.foreign.principal(base)?.role.foreign?.modes[0] !== modes[0];
}

/** False where the same holds for the principal that this one is built on: it is told there. */
function isNews(snapshot: Snapshot, role: ResolvedRole, { witness }: Finding): boolean {
  const base = role.role.foreign?.base;
  const other = base === undefined ? undefined : snapshot.foreign.principal(base);
  return !other || !witness || !confirmedBy(other, witness, snapshot.now);
}

const FOREIGN_RULES = RULES.filter((rule) => rule.foreign);

/** What is being worked out about a role. Steps, because somebody may be typing. */
interface RoleWork {
  readonly now: number;
  readonly options: string;
  readonly steps: Generator<void, readonly Finding[], void>;
  findings?: readonly Finding[];
}

const byRole = new WeakMap<ResolvedRole, RoleWork>();

/** In which snapshot a role was last seen. Findings live longer than that, and must not keep every earlier text in memory. */
const latestOf = new WeakMap<ResolvedRole, { snapshot: Snapshot }>();

function roleFindings(snapshot: Snapshot, role: ResolvedRole, settings: RuleSettings): readonly Finding[] {
  const work = workOn(snapshot, role, settings);
  while (!work.findings) step(role, work);
  return work.findings;
}

function workOn(snapshot: Snapshot, role: ResolvedRole, settings: RuleSettings): RoleWork {
  const { now } = snapshot;
  const options = optionsKey(settings);
  const latest = latestOf.get(role) ?? { snapshot };
  latest.snapshot = snapshot;
  latestOf.set(role, latest);
  const known = byRole.get(role);
  if (known?.now === now && known.options === options) return known;
  const work: RoleWork = { now, options, steps: roleSteps(latest, role, settings) };
  byRole.set(role, work);
  return work;
}

function step(role: ResolvedRole, work: RoleWork): void {
  try {
    const { done, value } = work.steps.next();
    if (done) work.findings = value;
  } catch (error) {
    // Asked again, it fails again: half of the findings are not the answer.
    byRole.delete(role);
    throw error;
  }
}

function* roleSteps(
  latest: { readonly snapshot: Snapshot },
  role: ResolvedRole,
  settings: RuleSettings,
): Generator<void, readonly Finding[], void> {
  const { snapshot } = latest;
  if (patternCount(role.rules) > MOST_ANALYSED) {
    const { source, name, rules, foreign } = role.role;
    // Where a role's own patterns are too many, reading has said so.
    if (!foreign && patternCount(rules) > MOST_ANALYSED) return [];
    const place = foreign?.head ?? { source, span: name?.span ?? { start: 0, end: 0 } };
    return [finding({ rule: 'too-large', severity: 'error', message: NOT_ANALYSED, ...place })];
  }
  const context = contextOf(role, snapshot.now);
  const { foreign } = role.role;
  const all = yield* checkedInSteps(
    settings,
    (rule, report, ...rest) => rule.checkRole?.(role, context, confirmedOnly(rule, role, snapshot, report), ...rest),
    foreign ? FOREIGN_RULES : RULES,
  );
  forgetDecisions(context);
  if (foreign) return all;
  return all
    .filter((each) => each.source === role.role.source)
    .map((each) => withVerifiedFixes(each, () => latest.snapshot, settings));
}

function patternCount(rules: readonly Rule[]): number {
  return rules.reduce((sum, { patterns }) => sum + patterns.length, 0);
}

/**
 * Does a part of what {@link analyzeSource} has to do about a manifest: about as much as one rule takes with one role.
 * False when nothing is left, and {@link analyzeSource} then has its answer at once. What was begun is not lost.
 */
export function advanceAnalysis(snapshot: Snapshot, source: Source, { rules }: AnalysisOptions): boolean {
  for (const role of rolesOf(snapshot, source)) {
    const work = workOn(snapshot, role, rules);
    if (work.findings) continue;
    step(role, work);
    return true;
  }
  return false;
}

/** The roles that are gone through for the findings of a manifest or another tool's file. */
function rolesOf(snapshot: Snapshot, source: Source): readonly ResolvedRole[] {
  const read = readsOf(snapshot).get(source);
  if (!read) {
    if (!snapshot.foreign.has(source)) return [];
    return snapshot.foreign.principals.filter((role) => differs(snapshot, role));
  }
  return read.manifest.kind === 'AgentRole' && !isBroken(read) ? [snapshot.resolve(read.manifest)] : [];
}

const optionsKeys = new WeakMap<RuleSettings, string>();

/** What is set of the rules' own constants, as one text: severities and audiences change no finding. */
function optionsKey(settings: RuleSettings): string {
  let key = optionsKeys.get(settings);
  if (key === undefined) {
    const set = Object.entries(settings).flatMap(([id, { options }]) => (options ? [[id, options]] : []));
    key = JSON.stringify(set);
    optionsKeys.set(settings, key);
  }
  return key;
}

/** What one rule alone finds in a manifest, confirmed: for seeing whether a fix has removed it. */
export function findingsOfRule(
  snapshot: Snapshot,
  read: ReadSource,
  id: string,
  settings: RuleSettings = {},
): readonly Finding[] {
  const { manifest, source } = read;
  if (ABOUT_SUPPRESSIONS.some((rule) => rule.id === id)) {
    const all = [...read.findings, ...catalogueFindings(snapshot, read, settings)];
    return suppress(source, manifest, withoutCovered(all), snapshot.now).about.filter((each) => each.rule === id);
  }
  const rules = RULES.filter((rule) => rule.id === id);
  if (snapshot.foreign.has(source)) {
    const own = read.findings.filter((each) => each.rule === id);
    const { principals, tools } = snapshot.foreign;
    const found = checked(
      settings,
      (rule, report, ...rest) => {
        for (const role of principals) {
          rule.checkRole?.(role, contextOf(role, snapshot.now), confirmedOnly(rule, role, snapshot, report), ...rest);
        }
        for (const tool of tools) rule.checkTool?.(tool, report, ...rest);
        rule.checkWorkspace?.(snapshot, report, ...rest);
      },
      rules.filter((rule) => rule.foreign),
    );
    return [...own, ...found.filter((each) => each.source === source)];
  }
  const role = manifest.kind === 'AgentRole' ? snapshot.resolve(manifest) : undefined;
  return checked(
    settings,
    (rule, report, ...rest) => {
      if (role) {
        rule.checkRole?.(role, contextOf(role, snapshot.now), confirmedOnly(rule, role, snapshot, report), ...rest);
      }
      if (manifest.kind === 'ToolScope') rule.checkTool?.(manifest, report, ...rest);
      if (manifest.kind === 'Scenario') rule.checkScenario?.(manifest, snapshot, report, ...rest);
      rule.checkWorkspace?.(snapshot, report, ...rest);
    },
    rules,
  ).filter((each) => each.source === source);
}

/** An unconfirmed claim is a mistake of ours and not the author's: it is never shown. */
function confirmedOnly(rule: CatalogueRule, role: ResolvedRole, snapshot: Snapshot, report: Report): Report {
  return (reported) => {
    if (rule.risk && !(reported.witness && confirmedBy(role, reported.witness, snapshot.now))) return;
    report(reported);
  };
}

const byWorkspace = new WeakMap<Snapshot, Remembered<ReadonlyMap<Source, readonly Finding[]>>>();

function workspaceFindings(snapshot: Snapshot, settings: RuleSettings): ReadonlyMap<Source, readonly Finding[]> {
  const { now } = snapshot;
  const options = optionsKey(settings);
  const known = byWorkspace.get(snapshot);
  if (known?.options === options) return known.findings;
  const grouped = new Map<Source, Finding[]>();
  for (const each of checked(settings, (rule, ...rest) => rule.checkWorkspace?.(snapshot, ...rest))) {
    const own = grouped.get(each.source) ?? [];
    own.push(withVerifiedFixes(each, () => snapshot, settings));
    grouped.set(each.source, own);
  }
  byWorkspace.set(snapshot, { now, options, findings: grouped });
  return grouped;
}

type Check = (rule: CatalogueRule, report: Report, options: RuleOptions) => void;

function checked(settings: RuleSettings, check: Check, rules = RULES): Finding[] {
  const steps = checkedInSteps(settings, check, rules);
  let { done, value } = steps.next();
  while (!done) ({ done, value } = steps.next());
  return value ?? [];
}

/** One rule is one step. */
function* checkedInSteps(settings: RuleSettings, check: Check, rules = RULES): Generator<void, Finding[], void> {
  const findings: Finding[] = [];
  for (const rule of rules) {
    const report = ({ fixes = [], ...reported }: Reported) => {
      const proposed = typeof fixes === 'function' ? { [PROPOSE]: fixes } : { fixes };
      findings.push({
        ...finding({
          severity: rule.severity,
          confidence: rule.confidence,
          audience: rule.audience,
          references: rule.references,
          ...reported,
          rule: rule.id,
        }),
        ...proposed,
      });
    };
    check(rule, report, optionsOf(rule, settings[rule.id]));
    yield;
  }
  return findings;
}

/** Fixes that are only thought of once somebody looks at the finding: they ask what the rest of the workspace says. */
const PROPOSE = Symbol('fixes to propose');

interface Proposing extends Finding {
  readonly [PROPOSE]?: (snapshot: Snapshot) => readonly Fix[];
}

/** Fixes are verified when somebody looks at them: that reads the changed text, which no keystroke has to wait for. */
function withVerifiedFixes(each: Proposing, snapshot: () => Snapshot, settings: RuleSettings): Finding {
  const { fixes: given, [PROPOSE]: propose } = each;
  if (given.length === 0 && !propose) return each;
  let verified: { readonly snapshot: Snapshot; readonly fixes: readonly Fix[] } | undefined;
  return Object.defineProperty({ ...each }, 'fixes', {
    enumerable: true,
    get: () => {
      const current = snapshot();
      if (verified?.snapshot !== current) {
        const fixes = verifiedFixes(current, each, propose?.(current) ?? given, analyserOf(settings));
        verified = { snapshot: current, fixes };
      }
      return verified.fixes;
    },
  });
}

/** How fixes are looked at: by the same rules with the same settings. */
export function analyserOf(settings: RuleSettings = {}): Analyser {
  return {
    ofRule: (snapshot, read, rule) =>
      once(snapshot, read.source, `${rule} ${optionsKey(settings)}`, () =>
        findingsOfRule(snapshot, read, rule, settings),
      ),
    afterNarrowing: (snapshot, read) =>
      once(snapshot, read.source, `after narrowing ${JSON.stringify(settings)}`, () =>
        afterNarrowing(snapshot, read, settings),
      ),
  };
}

function afterNarrowing(
  snapshot: Snapshot,
  { source, manifest }: ReadSource,
  settings: RuleSettings,
): readonly Finding[] {
  const isForeign = snapshot.foreign.has(source);
  const roles = isForeign
    ? snapshot.foreign.principals
    : manifest.kind === 'AgentRole'
      ? [snapshot.resolve(manifest)]
      : [];
  const found = checked(
    settings,
    (rule, report, ...rest) => {
      for (const role of roles) {
        const confirmed = confirmedOnly(rule, role, snapshot, report);
        rule.checkRole?.(role, contextOf(role, snapshot.now), confirmed, ...rest);
      }
      if (manifest.kind === 'ToolScope') rule.checkTool?.(manifest, report, ...rest);
    },
    isForeign ? NARROWING_RULES.filter((rule) => rule.foreign) : NARROWING_RULES,
  );
  return configured(
    found.filter((each) => each.source === source),
    settings,
  );
}

const asked = new WeakMap<Snapshot, Map<Source, Map<string, readonly Finding[]>>>();

/** The same question about a workspace is asked for one fix after the other. */
function once(
  snapshot: Snapshot,
  source: Source,
  question: string,
  compute: () => readonly Finding[],
): readonly Finding[] {
  const ofSnapshot = asked.get(snapshot) ?? new Map<Source, Map<string, readonly Finding[]>>();
  asked.set(snapshot, ofSnapshot);
  const known = ofSnapshot.get(source) ?? new Map<string, readonly Finding[]>();
  ofSnapshot.set(source, known);
  const found = known.get(question) ?? compute();
  known.set(question, found);
  return found;
}

const NARROWING_RULES = RULES.filter((rule) => !rule.risk || rule.besideRestrictions);

/** The findings as the workspace wants to hear them: louder, softer, for other readers, or not at all. */
function configured(findings: readonly Finding[], settings: RuleSettings): Finding[] {
  return findings.flatMap((each) => {
    const setting = settings[each.rule];
    if (!setting) return [each];
    const { severity = each.severity, audience = each.audience } = setting;
    if (severity === 'off') return [];
    return severity === each.severity && audience === each.audience ? [each] : [changed(each, { severity, audience })];
  });
}

const SEVERITIES = ['error', 'warning', 'info'];

function inOrder(a: Finding, b: Finding): number {
  return (
    a.span.start - b.span.start ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}
