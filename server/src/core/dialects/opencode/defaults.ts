import type { OpenRule } from './ruleset.ts';

const rule = (permission: string, pattern: string, effect: OpenRule['effect']): OpenRule => ({
  permission,
  pattern,
  effect,
});

/**
 * What every agent starts with, before anything that is configured. The directories for its own output that opencode adds
 * are left out: they are outside of every workspace. Source: `opencode debug agent` of 1.18.33;
 * opencode.ai/v1/docs/permissions, "Defaults"; opencode.ai/v2/docs/permissions, "Defaults".
 */
const BASE: readonly OpenRule[] = [
  rule('*', '*', 'allow'),
  rule('doom_loop', '*', 'ask'),
  rule('external_directory', '*', 'ask'),
  rule('question', '*', 'deny'),
  rule('plan_enter', '*', 'deny'),
  rule('plan_exit', '*', 'deny'),
  rule('read', '*', 'allow'),
  rule('read', '*.env', 'ask'),
  rule('read', '*.env.*', 'ask'),
  rule('read', '*.env.example', 'allow'),
];

const OF_AGENT: Readonly<Record<string, readonly OpenRule[]>> = {
  build: [rule('question', '*', 'allow'), rule('plan_enter', '*', 'allow')],
  plan: [
    rule('question', '*', 'allow'),
    rule('plan_exit', '*', 'allow'),
    rule('task', 'general', 'deny'),
    rule('edit', '*', 'deny'),
    rule('edit', '.opencode/plans/*.md', 'allow'),
  ],
  general: [rule('todowrite', '*', 'deny')],
  explore: [
    rule('*', '*', 'deny'),
    ...['grep', 'glob', 'list', 'bash', 'webfetch', 'websearch', 'read'].map((name) => rule(name, '*', 'allow')),
    rule('external_directory', '*', 'ask'),
  ],
};

/** The agents that opencode brings along and that work with tools. `build` is what a person talks to at first. */
export const BUILT_IN = Object.keys(OF_AGENT);

/** The rules that stand before the configured ones, for an agent of this name. */
export function defaultsOf(agent: string): readonly OpenRule[] {
  return [...BASE, ...(OF_AGENT[agent] ?? [])];
}
