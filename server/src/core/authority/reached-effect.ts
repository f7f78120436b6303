import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { step } from '../analysis/words.ts';
import type { WitnessStep } from '../finding.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { EffectClass, Impact } from './impact.ts';
import type { Grant, Reach } from './reach.ts';

/** Something that the role can bring about with nobody asked, with the run that shows it. */
export interface Reachable {
  readonly class: EffectClass;
  readonly impact: Impact;
  /** Each is allowed. Empty only where that is not known. */
  readonly steps: readonly WitnessStep[];
  readonly grants: readonly Grant[];
  /** Half a sentence that says what it comes to: "changes what agents may do: `AGENTS.md`". */
  readonly words: string;
  /** What is not known about it, and was taken for the worse. */
  readonly assumed?: string;
  /** True where it is one more thing that running any program comes to. */
  readonly implied?: boolean;
  /** The role that does it, where work is handed to another one. */
  readonly by?: string;
}
export function reachable(
  reach: Reach | undefined,
  kind: EffectClass,
  impact: Impact,
  words: (value: string) => string,
  achieves?: string,
): Reachable[] {
  if (!reach || reach.kind === 'none') return [];
  if (reach.kind === 'unknown') {
    const text = reach.grant.pattern?.text ?? reach.grant.rule.verb;
    return [
      { class: kind, impact, steps: [], grants: [reach.grant], words: words(text), assumed: `not known: ${reach.why}` },
    ];
  }
  const { action, grant } = reach;
  return [{ class: kind, impact, steps: [step(action, achieves)], grants: given(grant), words: words(action.value) }];
}

export function given(grant: Grant | undefined): readonly Grant[] {
  return grant ? [grant] : [];
}

export function literal(path: string): string {
  return path.replaceAll(/[*?[\]{},\\]/g, '\\$&');
}
/** Another tool may allow by default what no rule of its says. */
export function mayGrant({ role }: ResolvedRole, context: RoleContext, verb: string): boolean {
  return role.foreign !== undefined || context.inForce.some((rule) => rule.verb === verb && rule.effect === 'allow');
}
