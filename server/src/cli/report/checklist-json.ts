import type { Answer, Checklist } from '../../core/features/checklist.ts';
import type { Locate } from './located.ts';
import { placeToJson, scoreToJson } from './score-json.ts';

/** A deployment review for programs. Keys stay; additions are free. */
export function checklistToJson(checklist: Checklist, locate: Locate): Record<string, unknown> {
  const { role, stage, score, answers, missing, next } = checklist;
  return {
    role: role.name,
    ...placeToJson({ source: role.role.source, span: role.role.name?.span ?? role.role.span }, locate),
    stage: stage ?? null,
    score: scoreToJson(score, locate),
    met: missing.length === 0,
    missing: missing.map(({ id }) => id),
    next: next
      ? { stage: next.stage, met: next.missing.length === 0, missing: next.missing.map(({ id }) => id) }
      : null,
    answers: answers.map((answer) => answerToJson(answer, locate)),
  };
}

function answerToJson(
  { id, question, from, standing, words, places, more }: Answer,
  locate: Locate,
): Record<string, unknown> {
  return {
    id,
    question,
    from,
    standing,
    answer: words,
    places: places.map((place) => placeToJson(place, locate)),
    details: more.map((each) => ({ words: each.words, ...(each.place ? placeToJson(each.place, locate) : {}) })),
  };
}
