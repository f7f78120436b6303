import type { Action } from '../../decide/action.ts';
import { actionToWords } from '../../decide/action-json.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { ASI02, LLM06 } from '../references.ts';
import { sampleCall } from '../sample-call.ts';
import { nameIn, step, witnessOf } from '../words.ts';

/** Purposes that promise to change nothing, and those that promise to look at code. */
const READS_ONLY =
  /\bread[- ]only\b|\bchanges? nothing\b|\bmakes? no changes\b|\bnever (?:writes|changes|modifies|edits)\b/i;
const REVIEWS = /\breview(?:s|er|ing)?\b|\btriages?\b|\bsummari[sz]es?\b|\baudits?\b/i;
const CHANGES_TOO = /\b(?:fix(?:es)?|writes?|edits?|implements?|refactors?|updates?|applies)\b/i;
const CODE = ['src/app.ts', 'src/main.py', 'lib/index.js', 'main.go'];

export const purposeExceeded: CatalogueRule = {
  id: 'purpose-exceeded',
  family: 'identity',
  summary: 'The role may do more than its purpose says.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [LLM06, ASI02],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    const { purpose } = role.role;
    if (!purpose) return;
    const strict = READS_ONLY.exec(purpose.value)?.[0];
    const review = CHANGES_TOO.test(purpose.value) ? undefined : REVIEWS.exec(purpose.value)?.[0];
    if (strict === undefined && review === undefined) return;
    const exceeding = firstBeyond(strict !== undefined);
    if (!exceeding) return;
    report({
      source: role.role.source,
      span: purpose.span,
      message: `the purpose says "${strict ?? review}", and ${nameIn(role)} may ${actionToWords(exceeding.action)}`,
      related: [{ ...exceeding.place, message: 'allowed here' }],
      witness: witnessOf(role, [step(exceeding.action, 'is more than the purpose says')]),
    });

    function firstBeyond(anything: boolean) {
      const files = role.facts.files.paths
        .filter((path) => /\.(ts|js|py|go|rs|java|rb|php|cs|c|cpp)$/.test(path))
        .slice(0, 50);
      for (const rule of context.inForce) {
        if (rule.effect !== 'allow') continue;
        const actions: Action[] = [];
        if (rule.verb === 'write' || rule.verb === 'delete') {
          const own = anything
            ? rule.patterns
                .filter(({ negated }) => !negated)
                .map(({ text }) => text.replace(/\*\*/g, 'x').replaceAll('*', 'x'))
            : [];
          actions.push(...[...files, ...CODE, ...own].map((value): Action => ({ verb: rule.verb, value })));
        }
        for (const { operation, name } of callsOf(role, rule)) {
          const harm = operation.does.some(({ value }) =>
            anything ? value !== 'read' : value === 'destroy' || value === 'spend',
          );
          if (harm) actions.push(sampleCall(name, operation, rule));
        }
        for (const action of actions) {
          const decision = context.decide(action);
          if (decision.decision === 'allow' && decision.rules.includes(rule))
            return { action, place: context.placeOf(rule, context.patternFor(rule, action)) };
        }
      }
      const reached = [...context.reached, ...context.inherited].find(
        ({ entry }) =>
          ['destroy', 'publish'].includes(entry.effect) || (entry.effect === 'exec' && entry.needs === undefined),
      );
      if (!reached) return undefined;
      return {
        action: { verb: 'run', value: reached.line } as Action,
        place: context.placeOf(reached.rule, reached.pattern),
      };
    }
  },
};
