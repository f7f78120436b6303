import { classOf } from '../analysis/data/sensitive-paths.ts';
import type { Capability } from '../authority/derivation.ts';
import type { EffectClass } from '../authority/impact.ts';
import type { Reachable } from '../authority/reached-effect.ts';
import type { AgentRole, Boundary, Rule } from '../model/manifest.ts';
import { askedInWords, code, plain, ruleInWords } from './words.ts';

/** What comes after "may": the kinds of effect as people say them. */
export const EFFECT_WORDS: Readonly<Record<EffectClass, string>> = {
  authority: 'change what agents here may do',
  pipeline: 'change what the pipeline runs',
  program: 'run any program',
  unknown: 'do what nobody has described',
  destruction: 'destroy what cannot be had back',
  money: 'spend money',
  publication: 'publish',
  elevation: 'act with more rights than its own',
  agents: 'start other agents',
  secrets: 'read credentials',
  outside: 'send private data out',
  persistence: 'leave a program to run later',
  credential: 'use credentials',
  shared: 'change what others see',
  send: 'send to others',
  memory: 'keep things for later runs',
  code: 'run code of the workspace',
  beyond: 'change files outside the workspace',
  files: 'change files',
  reading: 'read',
};

/** The same of what grants amount to when they are used together. */
export const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  run: 'run any program',
  read: 'read private data',
  send: 'send to somebody outside',
  write: 'write any file',
  authority: 'change what agents here may do',
  untrusted: 'take in what strangers write',
  outside: 'send private data out',
  credential: 'act with a credential',
  memory: 'be steered later by what strangers write now',
};

/** Effects that say more than the grant's own words do. */
const TELLING: ReadonlySet<EffectClass> = new Set<EffectClass>([
  'authority',
  'pipeline',
  'program',
  'destruction',
  'money',
  'publication',
  'elevation',
  'agents',
  'secrets',
  'outside',
  'persistence',
]);

/** The effect that a grant is told by, where its own words do not say it already. */
export function tellingEffect(effects: readonly Reachable[]): Reachable | undefined {
  return effects.find((each) => TELLING.has(each.class) && each.assumed === undefined && each.by === undefined);
}

/** In one line what a grant comes to, for whom and when: "pr-reviewer may run any program here, unattended, after anyone opens a pull request." */
export function headline(manifest: AgentRole | Boundary, rule: Rule, effects: readonly Reachable[]): string {
  const name = manifest.name?.value;
  const who = manifest.kind === 'Boundary' ? 'A role under this boundary' : plain(name ?? 'This role');
  const effect = manifest.kind === 'Boundary' || rule.effect === 'deny' ? undefined : tellingEffect(effects);
  if (!effect) {
    const when = manifest.kind === 'AgentRole' && rule.effect !== 'deny' ? circumstances(manifest) : '';
    return `**${who} ${ruleInWords(rule)}${when}.**`;
  }
  const asked = rule.effect === 'ask' ? `, once ${askedInWords(rule.approval)}` : '';
  return `**${who} may ${EFFECT_WORDS[effect.class]}${exampleOf(effect)}${asked}${circumstances(manifest as AgentRole)}.**`;
}

/** The file or operation, where the effect is about one. */
function exampleOf({ class: kind, steps }: Reachable): string {
  const action = steps.at(-1)?.action;
  if (!action || action.verb === 'run' || action.verb === 'fetch') return '';
  if (kind === 'authority' || kind === 'pipeline' || kind === 'secrets' || kind === 'persistence') {
    const known = classOf(action.value);
    return `, for example ${code(action.value)}${known ? `, ${plain(known.what)}` : ''}`;
  }
  return action.verb === 'call' ? ` with ${code(action.value)}` : '';
}

/** ", unattended, after anyone opens an issue": who is there, and what it takes. Empty where neither is worth a word. */
export function circumstances({ attended, triggers }: AgentRole): string {
  const alone = attended?.value === false ? ', unattended' : '';
  const trigger = triggers.find(({ by }) => by?.value === 'anyone');
  return trigger ? `${alone}, after anyone ${eventWords(trigger.on?.value)}` : alone;
}

const EVENTS: Readonly<Record<string, string>> = {
  issues: 'opens an issue',
  issue: 'opens an issue',
  issue_comment: 'comments on an issue',
  pull_request: 'opens a pull request',
  pull_request_target: 'opens a pull request',
  pull_request_review: 'reviews a pull request',
  discussion: 'opens a discussion',
  push: 'pushes',
  fork: 'forks the repository',
  workflow_dispatch: 'starts the workflow',
  mail: 'sends a mail',
  email: 'sends a mail',
  webhook: 'calls the webhook',
  chat: 'writes to it',
  message: 'writes to it',
};

function eventWords(event: string | undefined): string {
  if (event === undefined) return 'asks it to';
  return EVENTS[event.toLowerCase().replaceAll('-', '_')] ?? `sets off ${code(event)}`;
}
