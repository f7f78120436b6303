import { contextOf } from '../analysis/context.ts';
import type { Capability, Derivation } from '../authority/derivation.ts';
import { effectiveAuthority } from '../authority/effective.ts';
import { type GateOfAsk, gateOf } from '../authority/gate.ts';
import { type Narrowing, narrowingsOf } from '../authority/narrowing.ts';
import { type Excess, exceeds } from '../authority/policy.ts';
import { type Grant, reachInto } from '../authority/reach.ts';
import { type Score, type ScoredWitness, scoreOf } from '../authority/score.ts';
import { type VainDeny, vainDenies } from '../authority/vain-denies.ts';
import { withGranted } from '../authority/variant.ts';
import type { Action } from '../decide/action.ts';
import type { Boundary, Operation, Pattern, Rule, Scenario, ToolScope } from '../model/manifest.ts';
import { readManifest } from '../model/read.ts';
import type { Run } from '../simulate/run.ts';
import { simulate } from '../simulate/simulate.ts';
import type { SourceFile } from '../source.ts';
import { contains } from '../span.ts';
import type { ReadSource, ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { effectsOfGrant, type GrantEffects } from './grant-effects.ts';

/** What a role can do: by its own words, and by what those amount to. */
export interface RoleExplanation {
  readonly kind: 'role';
  readonly role: ResolvedRole;
  readonly score: Score;
  /** The strongest three, each of another kind. */
  readonly strongest: readonly ScoredWitness[];
  readonly narrowings: readonly Narrowing[];
  /** What the grants come to when used together, with the shortest ways first. */
  readonly effective: readonly { readonly capability: Capability; readonly ways: readonly Derivation[] }[];
  /** All rules in force, own ones first. */
  readonly rules: readonly Rule[];
  readonly asks: readonly ({ readonly rule: Rule } & GateOfAsk)[];
  readonly vain: readonly VainDeny[];
  /** What it may do beyond a boundary over it. */
  readonly beyond: readonly ({ readonly boundary: Boundary } & Excess)[];
}

/** What one rule comes to, or one pattern of it. */
export interface GrantExplanation {
  readonly kind: 'grant';
  readonly read: ReadSource;
  /** Absent for a rule of a boundary. */
  readonly role?: ResolvedRole;
  readonly rule: Rule;
  readonly pattern?: Pattern;
  readonly effects: GrantEffects;
  readonly gate?: GateOfAsk;
  /** Other roles that have the rule because they extend this one, and what it comes to there. */
  readonly heirs: readonly { readonly role: ResolvedRole; readonly effects: GrantEffects }[];
}

export interface OperationUse {
  readonly role: ResolvedRole;
  /** `unknown`: exact analysis gave up. */
  readonly how: 'allowed' | 'asked' | 'unknown';
  readonly grant?: Grant;
  /** A call that is decided so. */
  readonly action?: Action;
}

/** What each operation of a tool does, and which roles may use it. */
export interface ToolExplanation {
  readonly kind: 'tool';
  readonly tool: ToolScope;
  readonly operations: readonly {
    readonly name: string;
    readonly operation: Operation;
    readonly users: readonly OperationUse[];
  }[];
}

/** Whom a boundary is over, and what they may do beyond it. */
export interface BoundaryExplanation {
  readonly kind: 'boundary';
  readonly boundary: Boundary;
  readonly roles: readonly { readonly role: ResolvedRole; readonly beyond: readonly Excess[] }[];
}

export interface ScenarioExplanation {
  readonly kind: 'scenario';
  readonly scenario: Scenario;
  readonly run: Run;
}

export type Explanation =
  | RoleExplanation
  | GrantExplanation
  | ToolExplanation
  | BoundaryExplanation
  | ScenarioExplanation;

/** What the manifests of a file can do; with the offsets at which a line begins and ends, what stands on that line. */
export function explanationsOf(
  snapshot: Snapshot,
  file: SourceFile,
  line?: { readonly start: number; readonly end: number },
): readonly Explanation[] {
  return file.sources.flatMap((source, index): readonly Explanation[] => {
    if (snapshot.foreign.has(source)) {
      // What one rule of another tool comes to is told in that tool's own words.
      const principals = line ? [] : snapshot.foreign.principals.filter(({ role }) => role.source === source);
      return principals.map((role) => explainRole(role, snapshot.now));
    }
    const read = readManifest(source);
    const { manifest } = read;
    const from = file.starts[index]!;
    const at = line && { start: line.start - from, end: line.end - from };
    if (manifest.kind === 'unknown' || (at && !(contains(manifest.span, at.start) || contains(manifest.span, at.end))))
      return [];
    switch (manifest.kind) {
      case 'AgentRole': {
        const role = snapshot.resolve(manifest);
        const found = at && ruleOn(manifest.rules, at);
        if (found) return [explainGrant(snapshot, read, found.rule, found.pattern)];
        const inherited = at && manifest.extends.find(({ span }) => touches(span, at));
        if (inherited) return explainInherited(snapshot, role, inherited.value);
        return [explainRole(role, snapshot.now)];
      }
      case 'Boundary': {
        const found = at && ruleOn(manifest.rules, at);
        return found
          ? [explainGrant(snapshot, read, found.rule, found.pattern)]
          : [explainBoundary(snapshot, manifest)];
      }
      case 'ToolScope': {
        const operation = at && manifest.operations.find(({ span }) => touches(span, at));
        return [explainTool(snapshot, manifest, operation)];
      }
      default:
        return [{ kind: 'scenario', scenario: manifest, run: simulate(snapshot, manifest) }];
    }
  });
}

interface Line {
  readonly start: number;
  readonly end: number;
}

function touches(span: Line, line: Line): boolean {
  return span.start <= line.end && span.end >= line.start;
}

/** The rule on a line; where it goes over several lines, the one pattern that stands there. */
function ruleOn(
  rules: readonly Rule[],
  line: Line,
): { readonly rule: Rule; readonly pattern: Pattern | undefined } | undefined {
  const rule =
    rules.find(({ span }) => span.start >= line.start && span.start <= line.end) ??
    rules.find(({ span }) => touches(span, line));
  if (!rule) return undefined;
  const on = rule.patterns.filter((each) => !each.negated && touches(each.span, line));
  const all = rule.patterns.filter(({ negated }) => !negated).length;
  return { rule, pattern: on.length === 1 && all > 1 ? on[0] : undefined };
}

export function explainRole(role: ResolvedRole, now: number): RoleExplanation {
  const context = contextOf(role, now);
  const score = scoreOf(role, now);
  return {
    kind: 'role',
    role,
    score,
    strongest: strongestOf(score),
    narrowings: narrowingsOf(role, now),
    effective: [...effectiveAuthority(role, context)]
      .map(([capability, ways]) => ({ capability, ways }))
      .filter(({ ways }) => ways.length > 0),
    rules: context.inForce,
    asks: context.inForce.filter(({ effect }) => effect === 'ask').map((rule) => ({ rule, ...gateOf(role, rule) })),
    vain: vainDenies(role, now),
    beyond: role.boundaries.flatMap((boundary) =>
      exceeds({ ...role, boundaries: [] }, boundary, { now }).map((each) => ({ boundary, ...each })),
    ),
  };
}

/** The first three that a person would count as three. */
export function strongestOf({ witnesses }: Score): readonly ScoredWitness[] {
  return witnesses.filter(({ implied, band }) => !implied && band !== 'info').slice(0, 3);
}

function explainGrant(
  snapshot: Snapshot,
  read: ReadSource,
  rule: Rule,
  pattern: Pattern | undefined,
): GrantExplanation {
  const { manifest } = read;
  const role = manifest.kind === 'AgentRole' ? snapshot.resolve(manifest) : undefined;
  return {
    kind: 'grant',
    read,
    rule,
    ...(role ? { role } : {}),
    ...(pattern ? { pattern } : {}),
    effects: effectsIn(role, rule, pattern, snapshot.now),
    ...(role && rule.effect === 'ask' ? { gate: gateOf(role, rule) } : {}),
    heirs: heirsOf(snapshot, role).map((heir) => ({
      role: heir,
      effects: effectsIn(heir, rule, pattern, snapshot.now),
    })),
  };
}

function effectsIn(
  role: ResolvedRole | undefined,
  rule: Rule,
  pattern: Pattern | undefined,
  now: number,
): GrantEffects {
  return role && rule.effect !== 'deny' ? effectsOfGrant(role, rule, pattern, now) : { alone: [], together: [] };
}

function heirsOf(snapshot: Snapshot, role: ResolvedRole | undefined): readonly ResolvedRole[] {
  if (!role) return [];
  return [...snapshot.roles.values()]
    .filter((each) => each !== role.role)
    .map((each) => snapshot.resolve(each))
    .filter(({ lineage }) => lineage.includes(role.role));
}

/** What a role has from one that it extends, rule by rule, as it comes to in the role that inherits. */
function explainInherited(snapshot: Snapshot, role: ResolvedRole, name: string): readonly GrantExplanation[] {
  const from = role.lineage.find((each) => each !== role.role && each.name?.value === name);
  const read = snapshot.sources.find(({ manifest }) => manifest === role.role);
  if (!from || !read) return [];
  return from.rules.map((rule) => ({
    kind: 'grant',
    read,
    role,
    rule,
    effects: effectsIn(role, rule, undefined, snapshot.now),
    ...(rule.effect === 'ask' ? { gate: gateOf(role, rule) } : {}),
    heirs: [],
  }));
}

function explainTool(snapshot: Snapshot, tool: ToolScope, only: Operation | undefined): ToolExplanation {
  const toolName = tool.name?.value ?? '';
  const roles = [...snapshot.roles.values()]
    .map((role) => snapshot.resolve(role))
    .filter(({ tools }) => tools.get(toolName) === tool);
  return {
    kind: 'tool',
    tool,
    operations: (only ? [only] : tool.operations).map((operation) => {
      const name = `${toolName}/${operation.name.value}`;
      return { name, operation, users: roles.flatMap((role) => useOf(role, name, snapshot.now)) };
    }),
  };
}

function useOf(role: ResolvedRole, name: string, now: number): readonly OperationUse[] {
  const target = [{ text: name, negated: false }];
  for (const how of ['allowed', 'asked'] as const) {
    const { role: variant, original } = how === 'allowed' ? { role, original: same } : withGranted(role, 2);
    const reach = reachInto(variant, contextOf(variant, now), 'call', target);
    if (reach.kind === 'none') continue;
    const grant = reach.grant && { ...reach.grant, rule: original(reach.grant.rule) };
    const found = grant ? { grant } : {};
    return [
      reach.kind === 'unknown' ? { role, how: 'unknown', ...found } : { role, how, action: reach.action, ...found },
    ];
  }
  return [];
}

function same(rule: Rule): Rule {
  return rule;
}

function explainBoundary(snapshot: Snapshot, boundary: Boundary): BoundaryExplanation {
  const roles = [...snapshot.roles.values()]
    .map((role) => snapshot.resolve(role))
    .filter(({ boundaries }) => boundaries.includes(boundary));
  return {
    kind: 'boundary',
    boundary,
    roles: roles.map((role) => ({
      role,
      beyond: exceeds({ ...role, boundaries: [] }, boundary, { now: snapshot.now }),
    })),
  };
}
