import type { Grant } from '../../core/authority/reach.ts';
import { type RepositoryScore, type Score, type ScoredWitness, vectorText } from '../../core/authority/score.ts';
import { actionToJson } from '../../core/decide/action-json.ts';
import { EFFECT_WORDS } from '../../core/features/authority-words.ts';
import { strongestOf } from '../../core/features/explanation.ts';
import type { WitnessStep } from '../../core/finding.ts';
import type { Place } from '../../core/source.ts';
import { presenceOf } from '../../core/workspace/presence.ts';
import type { FileIndex } from '../../core/workspace/workspace.ts';
import type { Locate } from './located.ts';

/** A role's score with its vector and what exposes it. */
export function scoreToJson(
  { value, band, vector, exposure, assumed }: Score,
  locate: Locate,
): Record<string, unknown> {
  return {
    value,
    band,
    vector: vectorText(vector),
    exposure: {
      level: exposure.level,
      words: exposure.words,
      ...(exposure.place ? placeToJson(exposure.place, locate) : {}),
    },
    assumed,
  };
}

/** A repository's score: that of its worst role, with every role's own and its strongest witnesses. */
export function repositoryScoreToJson(
  { value, band, roles }: RepositoryScore,
  locate: Locate,
): Record<string, unknown> {
  return {
    value,
    band,
    roles: roles.map(({ role, score }) => ({
      role: role.name,
      ...placeToJson({ source: role.role.source, span: role.role.name?.span ?? role.role.span }, locate),
      ...scoreToJson(score, locate),
      strongest: strongestOf(score).map((each) => witnessToJson(each, role.facts.files, locate)),
    })),
  };
}

export function witnessToJson(witness: ScoredWitness, files: FileIndex, locate: Locate): Record<string, unknown> {
  const { class: kind, band, impact, gate, steps, grants, assumed, by } = witness;
  return {
    effect: kind,
    words: EFFECT_WORDS[kind],
    band,
    impact,
    gate,
    steps: stepsToJson(steps, files),
    grants: grants.map((grant) => grantPlace(grant, locate)),
    ...(assumed === undefined ? {} : { assumed }),
    ...(by === undefined ? {} : { by }),
  };
}

/** `file` says whether what a step touches is there: `there`, `absent` or `unknown`. */
export function stepsToJson(steps: readonly WitnessStep[], files: FileIndex): readonly Record<string, unknown>[] {
  return steps.map(({ action, expect, achieves, as }) => {
    const file = presenceOf(files, action);
    return {
      action: actionToJson(action),
      decision: expect,
      ...(achieves === undefined ? {} : { achieves }),
      ...(as === undefined ? {} : { as }),
      ...(file === undefined ? {} : { file }),
    };
  });
}

export function grantPlace({ rule, pattern }: Grant, locate: Locate): Record<string, unknown> {
  const place = placeToJson({ source: rule.source, span: pattern?.span ?? rule.verbSpan }, locate);
  return { ...place, effect: rule.effect, verb: rule.verb, pattern: pattern?.text ?? null, owner: rule.owner };
}

export function placeToJson(place: Place, locate: Locate): Record<string, unknown> {
  const at = locate(place);
  return at ? { file: at.file, line: at.range.start.line, column: at.range.start.column } : {};
}
