import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { callsOf } from '../analysis/context.ts';
import { METADATA_URLS } from '../analysis/data/hosts.ts';
import type { Operation, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { EffectClass, Impact } from './impact.ts';
import { decided, reachBeyondTools, reachInto, reachOfGrant } from './reach.ts';
import { literal, mayGrant, type Reachable, reachable } from './reached-effect.ts';
import { OUTSIDE_URLS } from './ways-out.ts';

export function fetches(role: ResolvedRole, context: RoleContext): Reachable[] {
  if (!mayGrant(role, context, 'fetch')) return [];
  const found: Reachable[] = [];
  for (const { url, what } of METADATA_URLS) {
    // Whatever listens on the machine is not known to have credentials.
    const reach = /^https?:\/\/(127\.|localhost|10\.)/.test(url)
      ? undefined
      : decided(context, { verb: 'fetch', value: url });
    if (reach?.kind !== 'allowed') continue;
    found.push(...reachable(reach, 'secrets', 3, (value) => `reads ${what}: \`${value}\``, `reads ${what}`));
    break;
  }
  for (const value of OUTSIDE_URLS) {
    const reach = decided(context, { verb: 'fetch', value });
    if (!reach) continue;
    found.push(...reachable(reach, 'send', 2, (url) => `sends to strangers: \`${url}\``, 'carries data out'));
    break;
  }
  for (const rule of context.inForce) {
    if (rule.verb !== 'fetch' || rule.effect !== 'allow') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated) continue;
      const reach = reachOfGrant(role, context, rule, pattern);
      found.push(...reachable(reach, 'reading', 1, (url) => `fetches \`${url}\``));
      if (reach.kind !== 'allowed') continue;
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const changing = decided(context, { ...reach.action, method });
        if (!changing) continue;
        found.push(...reachable(changing, 'shared', 2, (url) => `sends ${method} to \`${url}\``));
        break;
      }
    }
  }
  return found;
}
export function calls(role: ResolvedRole, context: RoleContext): Reachable[] {
  const found: Reachable[] = [];
  for (const rule of context.inForce) {
    if (rule.verb !== 'call' || rule.effect !== 'allow') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated) continue;
      const other = reachBeyondTools(role, context, rule, pattern);
      for (const each of reachable(
        other,
        'unknown',
        4,
        (name) => `calls \`${name}\`, a tool that no scope describes`,
      )) {
        found.push({ assumed: 'what the tool does is not said', ...each });
      }
      for (const { operation, name } of callsOf(role, {
        ...rule,
        patterns: [pattern, ...rule.patterns.filter((each) => each.negated)],
      })) {
        const reach = reachInto(role, context, 'call', [{ text: literal(name), negated: false }]);
        for (const effect of effectsOfCall(operation, rule, name)) {
          for (const each of reachable(reach, effect.class, effect.impact, () => effect.words, effect.words)) {
            found.push({ ...(effect.assumed ? { assumed: effect.assumed } : {}), ...each });
          }
        }
      }
    }
  }
  return found;
}
interface CallEffect {
  readonly class: EffectClass;
  readonly impact: Impact;
  readonly words: string;
  readonly assumed?: string;
}

/** What calling an operation comes to, by what its tool scope says. What it leaves out counts as the worse. */
function effectsOfCall(operation: Operation, rule: Rule, name: string): CallEffect[] {
  const undone = operation.reversible?.value === true;
  const unsaid = operation.reversible === undefined;
  const assumed = unsaid ? { assumed: `whether \`${name}\` can be undone is not said` } : {};
  const does = operation.does.map(({ value }) => value);
  const call = `calls \`${name}\``;
  const effects: CallEffect[] = does.flatMap((each): CallEffect[] => {
    switch (each) {
      case 'destroy':
        return [{ class: 'destruction', impact: undone ? 2 : 4, words: `${call}, which destroys`, ...assumed }];
      case 'spend': {
        const impact = undone ? 2 : boundsAmount(operation, rule) ? 3 : 4;
        return [{ class: 'money', impact, words: `${call}, which spends money`, ...assumed }];
      }
      case 'execute':
        return [{ class: 'program', impact: 4, words: `${call}, which runs what it is told` }];
      case 'write':
        return [
          { class: 'shared', impact: undone ? 2 : 3, words: `${call}, which changes something shared`, ...assumed },
        ];
      case 'send':
        return [{ class: 'send', impact: 2, words: `${call}, which sends` }];
      default:
        return [{ class: 'reading', impact: 1, words: call }];
    }
  });
  if (does.length === 0) {
    effects.push({ class: 'unknown', impact: 4, words: call, assumed: `what \`${name}\` does is not said` });
  }
  if (operation.sends.some(({ value }) => value === 'network') && !does.includes('send') && !does.includes('write')) {
    effects.push({ class: 'send', impact: 2, words: `${call}, which sends` });
  }
  if (operation.returns.some(({ value }) => value === 'secret')) {
    effects.push({ class: 'secrets', impact: 3, words: `${call}, which returns secrets` });
  }
  return effects;
}

/** Is there a most that one call can spend, by the rule or by the tool? */
function boundsAmount(operation: Operation, rule: Rule): boolean {
  const argument = operation.spends?.value;
  if (argument === undefined) return false;
  const tests = rule.where.find((each) => each.argument.value === argument)?.tests ?? [];
  if (tests.some(({ kind }) => kind === 'max' || kind === 'is' || kind === 'in')) return true;
  const schema = operation.arguments.find((each) => each.name.value === argument)?.schema;
  return typeof schema?.maximum === 'number' || Array.isArray(schema?.enum) || schema?.const !== undefined;
}
export function names(role: ResolvedRole, context: RoleContext): Reachable[] {
  const found: Reachable[] = [];
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow' || (rule.verb !== 'use' && rule.verb !== 'remember')) continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated) continue;
      const reach = reachOfGrant(role, context, rule, pattern);
      found.push(
        ...(rule.verb === 'use'
          ? reachable(reach, 'credential', 3, (name) => `uses the credential \`${name}\``)
          : reachable(reach, 'memory', 2, (name) => `keeps \`${name}\` for later runs`)),
      );
    }
  }
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow' || rule.verb !== 'delegate') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated || pattern.text.includes('*') || role.roles.has(pattern.text)) continue;
      const reach = reachOfGrant(role, context, rule, pattern);
      for (const each of reachable(reach, 'unknown', 4, (name) => `hands work to \`${name}\``)) {
        found.push({ assumed: `what \`${pattern.text}\` may do is not known`, ...each });
      }
    }
  }
  return found;
}
export function personalCall(
  role: ResolvedRole,
  context: RoleContext,
): Pick<Reachable, 'steps' | 'grants' | 'words' | 'assumed'> | undefined {
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow') continue;
    for (const { operation, name } of callsOf(role, rule)) {
      if (!operation.returns.some(({ value }) => value === 'personal')) continue;
      const reach = reachInto(role, context, 'call', [{ text: literal(name), negated: false }]);
      const [found] = reachable(reach, 'reading', 1, () => `calls \`${name}\`, which returns personal data`);
      if (found) return found;
    }
  }
  return undefined;
}
