import type { Effect } from '../../model/manifest.ts';
import type { Enforcer, ForeignDecision } from '../dialect.ts';
import type { Mode } from './keys.ts';
import type { ClaudeRule } from './rule.ts';

/** What is said of a request before the mode is asked. */
export interface Verdict {
  readonly effect: Effect;
  readonly rules: readonly ClaudeRule[];
  readonly words: string;
  /** False where it is the stricter of what the documentation leaves open. */
  readonly documented: boolean;
  /** Asked by a rule: no mode takes that away. */
  readonly byRule?: boolean;
  /** A write that no rule approves, or a removal that nothing approves. */
  readonly guarded?: 'protected' | 'critical';
  /** Inside the working directories, as far as that is known. */
  readonly inside?: boolean;
  readonly edits?: boolean;
  readonly enforcer?: Enforcer;
  readonly parts?: ForeignDecision['parts'];
  /** True where the mode has been asked already. */
  readonly settled?: boolean;
}

/** What the mode makes of it. https://code.claude.com/docs/en/permission-modes#available-modes */
export function inMode(verdict: Verdict, mode: Mode): Verdict {
  const { effect, guarded } = verdict;
  if (effect === 'deny' || verdict.settled) return verdict;
  if (effect === 'ask' && verdict.byRule) {
    return mode === 'dontAsk' ? denied(verdict, `${verdict.words}, and in \`dontAsk\` nobody is asked`) : verdict;
  }
  if (guarded !== undefined) {
    const what =
      guarded === 'critical' ? 'a removal that no rule approves' : 'a protected path, which no rule approves';
    if (mode === 'dontAsk') return denied(verdict, `${what}, and in \`dontAsk\` nobody is asked`);
    if (mode === 'auto') return classified(verdict, what);
    if (mode === 'bypassPermissions' && guarded === 'protected')
      return allowed(verdict, 'in `bypassPermissions` nobody is asked');
    if (mode === 'plan' && guarded === 'protected')
      return denied(verdict, 'in `plan` nothing is edited before a plan is approved');
    return { ...verdict, effect: 'ask', rules: [], words: what };
  }
  if (mode === 'plan' && verdict.edits) return denied(verdict, 'in `plan` nothing is edited before a plan is approved');
  if (effect === 'allow') return verdict;
  switch (mode) {
    case 'bypassPermissions':
      return allowed(verdict, 'in `bypassPermissions` nobody is asked');
    case 'dontAsk':
      return denied(verdict, `${verdict.words}, and in \`dontAsk\` nobody is asked`);
    case 'acceptEdits':
      return verdict.edits && verdict.inside
        ? allowed(verdict, 'in `acceptEdits` files of the project are edited without asking')
        : verdict;
    case 'auto':
      if (verdict.edits && verdict.inside)
        return allowed(verdict, 'in `auto` files of the project are edited without asking');
      return classified(verdict, verdict.words);
    default:
      return verdict;
  }
}

function denied(verdict: Verdict, words: string): Verdict {
  return { ...verdict, effect: 'deny', words };
}

function allowed(verdict: Verdict, words: string): Verdict {
  return { ...verdict, effect: 'allow', rules: [], words, documented: true };
}

/** A model looks at it, and nobody can say what it will find. */
function classified(verdict: Verdict, words: string): Verdict {
  return {
    ...verdict,
    effect: 'ask',
    rules: [],
    words: `${words}; in \`auto\` a classifier decides, and what it decides is not known`,
    documented: false,
  };
}

const PAST = { allow: 'allowed', ask: 'asked about', deny: 'denied' } as const;

export function byRules(effect: Effect, rules: readonly ClaudeRule[], documented = true): Verdict {
  const others = rules.length - 1;
  const more = others > 0 ? ` and ${others} more rule${others === 1 ? '' : 's'}` : '';
  const open = documented ? '' : ', as far as the documentation goes';
  const words = `${PAST[effect]} by \`${rules[0]!.text}\`${more}${open}`;
  return { effect, rules, words, documented, ...(effect === 'ask' ? { byRule: true } : {}) };
}

export function plain(effect: Effect, words: string, documented = true): Verdict {
  return { effect, rules: [], words, documented };
}
