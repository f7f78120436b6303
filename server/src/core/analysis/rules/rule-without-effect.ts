import { decideCallOf } from '../../decide/decide-foreign.ts';
import { freshRun } from '../../decide/run-state.ts';
import type { ForeignPolicy, ForeignRule } from '../../dialects/dialect.ts';
import type { Fix, Witness } from '../../finding.ts';
import type { ResolvedRole } from '../../workspace/workspace.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { cwe } from '../references.ts';
import { step, witnessOf } from '../words.ts';

export const ruleWithoutEffect: CatalogueRule = {
  id: 'rule-without-effect',
  family: 'conflicts',
  summary: "A rule in another tool's file does nothing: that tool drops it, never asks it, or decides otherwise first.",
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [cwe(561, 'Dead Code')],
  risk: false,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    const policy = role.role.foreign;
    for (const rule of policy?.own ?? policy?.rules ?? []) {
      const { liveness } = rule;
      if (!policy || liveness.state === 'live' || liveness.state === 'unknown') continue;
      const meant = meantBy(role, rule, context.now);
      const written = `\`${rule.text}\` in \`${policy.dialect.effectWords?.[rule.effect] ?? rule.effect}\``;
      const held = meant?.decision === 'deny' || (rule.effect === 'ask' && meant?.decision === 'ask');
      // What was meant comes about by another rule: then it is only in the way.
      const isNeedless = meant !== undefined && (rule.effect === 'allow' ? meant.decision === 'allow' : held);
      const goesThrough = rule.effect !== 'allow' && meant?.decision === 'allow';
      const outcome =
        meant === undefined || isNeedless
          ? ''
          : `; ${policy.title} ${DECIDES[meant.decision]} \`${meant.words}\`, which it was written to ${MEANS[rule.effect]}`;
      const instead = liveness.instead === undefined || isNeedless ? '' : `. Write \`${liveness.instead}\``;
      report({
        source: rule.source,
        span: rule.span,
        severity: isNeedless ? 'info' : goesThrough ? 'error' : 'warning',
        message: `${written} does nothing: ${liveness.why}${outcome}${instead}`,
        tags: ['unnecessary'],
        references: [...(liveness.reference ? [liveness.reference] : []), ...ruleWithoutEffect.references],
        related: (liveness.by ?? []).map((other) => ({
          source: other.source,
          span: other.span,
          message: `\`${other.text}\` decides in its place`,
        })),
        ...(meant?.witness && !isNeedless ? { witness: meant.witness } : {}),
        fixes: fixesFor(policy, rule, isNeedless),
      });
    }
  },
};

const DECIDES = { allow: 'allows', ask: 'asks about', deny: 'denies' } as const;
const MEANS = { allow: 'allow', ask: 'ask about', deny: 'block' } as const;

interface Meant {
  readonly decision: 'allow' | 'ask' | 'deny';
  /** The request, as a person would say it. */
  readonly words: string;
  /** Absent where our verbs have no words for it, or where another way of doing the same is decided otherwise. */
  readonly witness?: Witness;
}

/** What the author meant the rule for, and what the tool makes of it. */
function meantBy(role: ResolvedRole, { liveness }: ForeignRule, now: number): Meant | undefined {
  const policy = role.role.foreign;
  if (!policy || liveness.state === 'live' || !liveness.meant) return undefined;
  const call = liveness.meant;
  const { decision } = decideCallOf(role, policy, call, freshRun(now));
  const action = policy.actionOf(call);
  const words = action ? action.value : `${call.tool} ${JSON.stringify(call.input)}`;
  return { decision, words, ...(action ? { witness: witnessOf(role, [step(action, undefined, decision)]) } : {}) };
}

function fixesFor(policy: ForeignPolicy, rule: ForeignRule, isNeedless: boolean): readonly Fix[] {
  const { liveness } = rule;
  const fixes: Fix[] = [];
  const instead = liveness.state === 'live' || isNeedless ? undefined : liveness.instead;
  const replaced = instead === undefined ? undefined : policy.edits?.replace?.(rule, instead);
  if (replaced) fixes.push({ title: `Write \`${instead}\``, kind: 'safe', edits: replaced });
  const removed = policy.edits?.remove(rule);
  // What was meant to hold something back is for a person to give up.
  const kind = rule.effect === 'allow' && !replaced ? 'safe' : 'offer';
  if (removed) fixes.push({ title: `Remove \`${rule.text}\``, kind, edits: removed });
  return fixes;
}
