import type { Narrowing } from '../../core/authority/narrowing.ts';
import type { Excess } from '../../core/authority/policy.ts';
import type { Reachable } from '../../core/authority/reached-effect.ts';
import { vectorText } from '../../core/authority/score.ts';
import type { VainDeny } from '../../core/authority/vain-denies.ts';
import { actionToJson } from '../../core/decide/action-json.ts';
import { CAPABILITY_WORDS, EFFECT_WORDS } from '../../core/features/authority-words.ts';
import type { Explanation, GrantExplanation, RoleExplanation } from '../../core/features/explanation.ts';
import { mayInWords } from '../../core/features/explanation-page.ts';
import type { FileIndex, Snapshot } from '../../core/workspace/workspace.ts';
import { ruleToJson } from './decision-json.ts';
import type { Locate } from './located.ts';
import { runToJson } from './run-json.ts';
import { grantPlace, placeToJson, scoreToJson, stepsToJson, witnessToJson } from './score-json.ts';

type JsonObject = Record<string, unknown>;

/** What a manifest, a grant or an operation can do. Keys stay; additions are free. */
export function explanationToJson(snapshot: Snapshot, explanation: Explanation, locate: Locate): JsonObject {
  const { files } = snapshot.facts;
  switch (explanation.kind) {
    case 'role':
      return roleToJson(explanation, files, locate);
    case 'grant':
      return grantToJson(explanation, files, locate);
    case 'tool':
      return {
        kind: 'tool',
        name: explanation.tool.name?.value ?? null,
        ...placeToJson(explanation.tool, locate),
        operations: explanation.operations.map(({ name, operation, users }) => ({
          name,
          ...placeToJson({ source: explanation.tool.source, span: operation.name.span }, locate),
          does: operation.does.map(({ value }) => value),
          reversible: operation.reversible?.value ?? null,
          returns: operation.returns.map(({ value }) => value),
          sends: operation.sends.map(({ value }) => value),
          roles: users.map(({ role, how, grant, action }) => ({
            role: role.name,
            how,
            ...(grant ? { rule: ruleToJson(grant.rule, locate) } : {}),
            ...(action ? { example: actionToJson(action) } : {}),
          })),
        })),
      };
    case 'boundary':
      return {
        kind: 'boundary',
        name: explanation.boundary.name?.value ?? null,
        ...placeToJson(explanation.boundary, locate),
        roles: explanation.roles.map(({ role, beyond }) => ({
          role: role.name,
          beyond: beyond.map((each) => excessToJson(each, locate)),
        })),
      };
    default:
      return {
        kind: 'scenario',
        name: explanation.scenario.name?.value ?? null,
        ...placeToJson(explanation.scenario, locate),
        at: new Date(snapshot.now).toISOString(),
        run: runToJson(explanation.run, locate),
      };
  }
}

function roleToJson(explained: RoleExplanation, files: FileIndex, locate: Locate): JsonObject {
  const { role, score, strongest, narrowings, effective, rules, asks, vain, beyond } = explained;
  return {
    kind: 'role',
    name: role.name,
    ...placeToJson({ source: role.role.source, span: role.role.name?.span ?? role.role.span }, locate),
    may: mayInWords(role, score),
    score: scoreToJson(score, locate),
    strongest: strongest.map((each) => witnessToJson(each, files, locate)),
    narrowings: narrowings.map((each) => narrowingToJson(each, locate)),
    direct: rules.map((rule) => ({
      ...ruleToJson(rule, locate),
      inherited: rule.source !== role.role.source,
      ...(rule.effect === 'ask' ? askToJson(asks.find((each) => each.rule === rule)) : {}),
    })),
    effective: effective.map(({ capability, ways }) => ({
      capability,
      words: CAPABILITY_WORDS[capability],
      ways: ways.map(({ words, steps, grants, derived }) => ({
        words,
        derived,
        steps: stepsToJson(steps, files),
        grants: grants.map((grant) => grantPlace(grant, locate)),
      })),
    })),
    vain: vain.map((each) => vainToJson(each, files, locate)),
    beyond: beyond.map((each) => ({ boundary: each.boundary.name?.value ?? null, ...excessToJson(each, locate) })),
  };
}

function askToJson(ask: RoleExplanation['asks'][number] | undefined): JsonObject {
  if (!ask) return {};
  const { approval } = ask.rule;
  return {
    gate: ask.gate,
    why: ask.why,
    from: approval?.from.map(({ value }) => value) ?? [],
    evidence: approval?.evidence.map(({ value }) => value) ?? [],
    binds: approval?.binds.map(({ value }) => value) ?? [],
    within: approval?.within?.value ?? null,
    otherwise: approval?.otherwise?.value ?? 'deny',
  };
}

function grantToJson(
  { role, rule, pattern, effects, gate, heirs }: GrantExplanation,
  files: FileIndex,
  locate: Locate,
): JsonObject {
  return {
    kind: 'grant',
    ...(role ? { role: role.name, inherited: rule.source !== role.role.source } : {}),
    rule: ruleToJson(rule, locate),
    ...(pattern ? { pattern: pattern.text } : {}),
    ...(gate ? { gate: gate.gate, why: gate.why } : {}),
    effects: effects.alone.map((each) => effectToJson(each, files)),
    together: effects.together.map(({ capability, words, steps, grants }) => ({
      capability,
      words,
      steps: stepsToJson(steps, files),
      grants: grants.map((grant) => grantPlace(grant, locate)),
    })),
    heirs: heirs.map((heir) => ({
      role: heir.role.name,
      effects: heir.effects.alone.map((each) => effectToJson(each, files)),
    })),
  };
}

function effectToJson({ class: kind, impact, steps, assumed, implied }: Reachable, files: FileIndex): JsonObject {
  return {
    effect: kind,
    words: EFFECT_WORDS[kind],
    impact,
    steps: stepsToJson(steps, files),
    ...(implied ? { implied } : {}),
    ...(assumed === undefined ? {} : { assumed }),
  };
}

function narrowingToJson({ remove, to, smallest }: Narrowing, locate: Locate): JsonObject {
  return {
    value: to.value,
    band: to.band,
    vector: vectorText(to.vector),
    smallest,
    remove: remove.map((grant) => grantPlace(grant, locate)),
  };
}

function vainToJson(
  { rule, pattern, kind, words, steps, door }: VainDeny,
  files: FileIndex,
  locate: Locate,
): JsonObject {
  return {
    kind,
    pattern: pattern.text,
    words,
    rule: ruleToJson(rule, locate),
    steps: stepsToJson(steps, files),
    ...(door ? { door: grantPlace(door, locate) } : {}),
  };
}

function excessToJson({ rule, answer }: Excess, locate: Locate): JsonObject {
  return {
    rule: ruleToJson(rule, locate),
    ...(answer.kind === 'witness' ? { action: actionToJson(answer.action) } : {}),
    ...(answer.kind === 'unknown' ? { unknown: answer.why } : {}),
  };
}
