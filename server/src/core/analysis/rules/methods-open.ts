import { urlsReachedIn } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { addToRule } from '../edits.ts';
import { ASI02, LLM06 } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

/** Purposes and reasons that speak of reading, and words after which sending may be meant as well. */
const READS =
  /\bread[- ]only\b|\breads?\b|\breading\b|\blooks? (?:up|at|into)\b|\bdocumentation\b|\breference\b|\bdocs\b|\bresearch(?:es)?\b/i;
const SENDS =
  /\b(?:writes?|posts?|sends?|uploads?|creates?|updates?|publish(?:es)?|comments?|replies|replys?|opens?|files?|merges?|deploys?|translates?|notif(?:y|ies)|labels?|edits?|corrects?|proposes?)\b/i;

export const methodsOpen: CatalogueRule = {
  id: 'methods-open',
  family: 'network',
  summary: 'A fetch that is for reading also sends.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'strict',
  references: [LLM06, ASI02],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    const purpose = role.role.purpose?.value ?? '';
    for (const rule of context.grants('fetch')) {
      if (rule.methods.length > 0) continue;
      const reach = urlsReachedIn(
        context,
        rule.patterns.filter(({ negated }) => !negated).map(({ text }) => text),
      ).find((each) => each.rule === rule);
      const action = reach && { ...reach.action, method: 'POST' };
      if (!action || !context.allows(action)) continue;
      const reading = [rule.because?.value ?? '', purpose].find((text) => READS.test(text) && !SENDS.test(text));
      const fix = addToRule(rule, 'methods: [GET, HEAD]');
      report({
        source: rule.source,
        span: reach.pattern.span,
        ...(reading === undefined ? {} : { audience: 'default' }),
        message: `no \`methods\` are named, so ${nameIn(role)} may also POST, PUT and DELETE at \`${reach.pattern.text}\`${reading === undefined ? '' : `, and this is said to be for reading ("${READS.exec(reading)![0]}")`}`,
        witness: witnessOf(role, [step(action, 'sends a body of its choice')]),
        fixes: fix
          ? [{ title: 'Allow only GET and HEAD', kind: 'offer', edits: fix, loses: ['every other method'] }]
          : [],
      });
    }
  },
};
