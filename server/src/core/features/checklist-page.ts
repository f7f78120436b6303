import { headOf } from '../analysis/catalogue-rule.ts';
import { vectorText } from '../authority/score.ts';
import { type Answer, type Checklist, requiredAt } from './checklist.ts';
import type { Page, Row } from './page.ts';
import { code, counted, plain } from './words.ts';

/** A deployment review to read, or to paste into a pull request. */
export function checklistPage(checklist: Checklist): Page {
  const { role, stage, score, answers, missing, next } = checklist;
  const held = stage ?? 'autonomous';
  const required = requiredAt(checklist, held);
  const later = answers.filter((each) => !required.includes(each));
  return {
    title: `Deployment review of ${plain(role.name === '' ? 'a role without a name' : role.name)}`,
    place: headOf(role.role),
    lead: [
      stage
        ? `stage **${stage}** · **${score.band} ${score.value}** ${code(vectorText(score.vector))}`
        : `no stage is said, so that it is held to **autonomous** · **${score.band} ${score.value}** ${code(vectorText(score.vector))}`,
      missing.length === 0
        ? `All ${required.length} questions that this stage has to answer are answered.`
        : `${required.length - missing.length} of ${counted(required.length, 'question')} that this stage has to answer are answered; open: ${missing.map(({ id }) => id).join(', ')}.`,
      ...(next
        ? [
            next.missing.length === 0
              ? `Everything that stage **${next.stage}** has to answer is answered too.`
              : `For stage **${next.stage}** these are open: ${next.missing.map(({ id }) => id).join(', ')}.`,
          ]
        : []),
    ],
    sections: [
      { title: `Required at stage ${held}`, rows: required.map(rowOf) },
      { title: 'Required later', rows: later.map(rowOf) },
    ].filter(({ rows }) => rows.length > 0),
  };
}

/** More details of one answer than these are counted. */
const MOST_DETAILS = 8;

function rowOf({ id, question, standing, words, places, more }: Answer): Row {
  const lead = standing === 'none' ? '**nothing answers this:** ' : standing === 'short' ? '**not enough:** ' : '';
  const details = more.slice(0, MOST_DETAILS).map((each) => ({ words: each.words, place: each.place }));
  const rest = more.length - details.length;
  return {
    words: `**${question}** *(${id})*`,
    done: standing === 'answered' || standing === 'moot',
    place: places[0],
    more: [{ words: lead + words }, ...details, ...(rest > 0 ? [{ words: `and ${rest} more` }] : [])],
  };
}
