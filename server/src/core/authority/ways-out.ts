import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { callsOf } from '../analysis/context.ts';
import { DROP_BOXES, PROXY_URLS, SHARED_SUFFIXES, TUNNELS } from '../analysis/data/hosts.ts';
import { sampleCall } from '../analysis/sample-call.ts';
import { holdsHosts } from '../analysis/sandbox.ts';
import type { Action } from '../decide/action.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/** An action that carries data to somebody outside, with nobody asked. */
export interface WayOut {
  readonly action: Action;
  readonly rule: Rule;
  readonly pattern?: Pattern | undefined;
  readonly words: string;
}

/** URLs of hosts that an outsider reads: any host at all, then one under a name that anybody can have, drop boxes, tunnels, and what fetches for others. */
export const OUTSIDE_URLS: readonly string[] = [
  'https://evil.example/?d=x',
  ...SHARED_SUFFIXES.filter((suffix) => suffix.includes('.')).map((suffix) => `https://evil.${suffix}/?d=x`),
  ...DROP_BOXES.map(({ host, path }) => `https://${host}${path ?? '/'}?d=x`),
  ...TUNNELS.map((host) => `https://evil.${host}/?d=x`),
  ...PROXY_URLS.flatMap(({ value, how }) => (how === 'fetches' ? [value] : [])),
];

/** The ways in which a role sends data out by itself: fetches, operations that send, commands that reach any host. */
export function waysOut(role: ResolvedRole, context: RoleContext): WayOut[] {
  const found: WayOut[] = [];
  if (context.inForce.some(({ verb, effect }) => verb === 'fetch' && effect === 'allow')) {
    for (const value of OUTSIDE_URLS) {
      const action: Action = { verb: 'fetch', value };
      const decision = context.decide(action);
      const rule = decision.rules[0];
      if (decision.decision !== 'allow' || !rule) continue;
      found.push({
        action,
        rule,
        pattern: context.patternFor(rule, action),
        words: `it fetches \`${value}\`, and a URL carries data`,
      });
      break;
    }
  }
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow') continue;
    for (const { operation, name, pattern } of callsOf(role, rule)) {
      const sends =
        operation.does.some(({ value }) => value === 'send') ||
        operation.sends.some(({ value }) => value === 'network');
      const action = sampleCall(name, operation, rule);
      if (sends && context.allows(action))
        found.push({ action, rule, pattern, words: `\`${name}\` sends what it is given` });
    }
  }
  for (const { rule, pattern, entry, line, plants } of [...context.reached, ...context.inherited]) {
    if (plants !== undefined || entry.needs !== undefined) continue;
    if (entry.effect !== 'net' || holdsHosts(role.role.sandbox)) continue;
    found.push({ action: { verb: 'run', value: line }, rule, pattern, words: `\`${line}\` ${entry.achieves}` });
  }
  return found;
}
