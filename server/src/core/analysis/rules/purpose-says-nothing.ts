import { type CatalogueRule, headOf } from '../catalogue-rule.ts';
import { LLM06 } from '../references.ts';

const PLACEHOLDER =
  /^\W*(?:todo|tbd|tba|fixme|x+|none|n\/?a|test|lorem ipsum|(?:an?|the|my|our) (?:\w+ )?(?:agent|assistant|role|bot|tool)|(?:agent|assistant|role|bot|tool) (?:purpose|description))\W*$/i;

export const purposeSaysNothing: CatalogueRule = {
  id: 'purpose-says-nothing',
  family: 'identity',
  summary: 'A purpose is missing, or does not say what the role is for.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [LLM06],
  risk: false,
  since: '0.1.0',
  options: {
    // A choice of ours: a verb, what it is done to, and one word more.
    words: { kind: 'number', default: 3, help: 'The least number of words: `3`.' },
  },
  checkRole({ role, name }, _context, report, options) {
    const { purpose } = role;
    if (!purpose) {
      report({
        ...headOf(role),
        message: `nothing says what \`${name}\` is for, so nobody can tell what is too much for it: add a \`purpose\``,
      });
      return;
    }
    if (!isEmpty(purpose.value, name, options.number('words'))) return;
    report({
      source: role.source,
      span: purpose.span,
      severity: 'warning',
      message: `this purpose does not say what \`${name}\` is for, so nobody can tell what is too much for it`,
    });
  },
};

function isEmpty(purpose: string, name: string, words: number): boolean {
  const said = purpose.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const named = new Set(name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  if (PLACEHOLDER.test(purpose) || said.every((word) => named.has(word))) return true;
  // Scripts without blanks between words have few of these and many letters.
  return said.length < words && !/[^\p{Script=Latin}\P{L}]/u.test(purpose);
}
