import { mayMeet, outlineOf } from '../../authority/meeting.ts';
import { asRestriction, regionOf } from '../../authority/region.ts';
import { readableAction, someAction } from '../../authority/region-questions.ts';
import { STRONGER } from '../../authority/standing.ts';
import { actionToWords } from '../../decide/action-json.ts';
import type { Rule } from '../../model/manifest.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { cwe } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const restrictionLapses: CatalogueRule = {
  id: 'restriction-lapses',
  family: 'conflicts',
  summary: 'A deny or an ask ends before the grant that it holds back: from then on the grant holds alone.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'strict',
  references: [cwe(863, 'Incorrect Authorization')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.own) {
      const { until } = rule;
      if (until === undefined || rule.effect === 'allow') continue;
      if (role.expires !== undefined && role.expires.value <= until.value) continue;
      const outlasts = (each: Rule) => each.until === undefined || each.until.value > until.value;
      const region = regionOf(rule);
      const outline = outlineOf(region);
      const near = context.inForce.filter(
        (each) =>
          each !== rule && each.verb === rule.verb && outlasts(each) && mayMeet(outlineOf(regionOf(each)), outline),
      );
      // What then still restricts as much as this rule does.
      const kept = near
        .filter((each) => each.effect === rule.effect || STRONGER[rule.effect].includes(each.effect))
        .map((each) => asRestriction(regionOf(each)));
      const grant = near.find(
        (each) =>
          STRONGER[each.effect].includes(rule.effect) &&
          someAction(role, [regionOf(each), region], kept).kind === 'witness',
      );
      const action = grant && readableAction(role, [regionOf(grant), region], kept);
      if (!action) continue;
      const day = new Date(until.value).toISOString().slice(0, 10);
      const held = rule.effect === 'deny' ? `denies ${nameIn(role)} to` : `asks before ${nameIn(role)} may`;
      const { decision } = context.decide(action);
      report({
        source: rule.source,
        span: until.span,
        message: `after ${day} nothing ${held} ${actionToWords(action)}, and a grant that lasts longer covers it`,
        related: [
          { source: grant.source, span: grant.patterns[0]?.span ?? grant.verbSpan, message: 'this grant lasts longer' },
        ],
        ...(decision === rule.effect
          ? { witness: witnessOf(role, [step(action, 'is held back until then', decision)]) }
          : {}),
      });
    }
  },
};
