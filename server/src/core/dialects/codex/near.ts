import type { ForeignDecision } from '../dialect.ts';
import type { CommandRule } from './rules.ts';
import { programOf } from './words.ts';

/** More are no help. */
const MOST = 3;

/** Rules that begin like one of the commands, those with most words in common first. */
export function nearRules(
  rules: readonly CommandRule[],
  commands: readonly (readonly string[])[],
): ForeignDecision['near'] {
  const found = commands.flatMap((argv) => rules.flatMap((rule) => nearness(rule, argv) ?? []));
  return found
    .sort((a, b) => b.common - a.common)
    .slice(0, MOST)
    .map(({ rule, why }) => ({ rule, why }));
}

function nearness(
  rule: CommandRule,
  argv: readonly string[],
): { rule: CommandRule; common: number; why: string } | undefined {
  const { pattern } = rule.prefix;
  const [first, ...rest] = argv;
  if (first === undefined) return undefined;
  const words = [programOf(first)?.name ?? first, ...rest];
  let common = 0;
  while (
    common < pattern.length &&
    common < words.length &&
    pattern[common]!.some(({ value }) => value === words[common])
  )
    common++;
  if (common === 0 || common === pattern.length) return undefined;
  const wanted = pattern[common]!.map(({ value }) => `\`${value}\``).join(' or ');
  const why =
    common < words.length ? `word ${common + 1} is \`${words[common]}\`, not ${wanted}` : `it ends before ${wanted}`;
  return { rule, common, why };
}
