import type { Verb } from '../model/manifest.ts';
import { VERBS } from '../model/manifest.ts';
import type { Action, ActionContext, Json, Origin } from './action.ts';
import { closest } from './closest.ts';

/**
 * Reads `{"read":"src/a.ts"}` and its kin. Says what is wrong instead of throwing. Keys that are not known are left
 * alone, so that recorded actions may carry more than a decision needs.
 */
export function readAction(json: unknown): { readonly action: Action } | { readonly problem: string } {
  if (!isObject(json)) return { problem: 'an action is an object such as {"read":"src/app.ts"}' };
  const verbs = VERBS.filter((verb) => Object.hasOwn(json, verb));
  const verb = verbs[0];
  if (verb === undefined) return { problem: missingVerb(json) };
  if (verbs.length > 1) return { problem: `an action has one verb, and this one has ${verbs.join(' and ')}` };
  const value = json[verb];
  if (typeof value !== 'string') return { problem: `the value of "${verb}" is ${EXPECTED[verb]}, written as a string` };
  if (value === '') return { problem: `"${verb}" is empty; it is ${EXPECTED[verb]}` };
  const { method, with: args, context } = json;
  if (method !== undefined && typeof method !== 'string') return { problem: '"method" is a string such as "GET"' };
  if (args !== undefined && !isObject(args)) return { problem: '"with" is an object: the arguments of the call' };
  const read = readContext(context);
  if ('problem' in read) return read;
  return {
    action: {
      verb,
      value,
      ...(method !== undefined && verb === 'fetch' && { method: method.toUpperCase() }),
      ...(args !== undefined && { with: args as { readonly [key: string]: Json } }),
      ...(read.context && { context: read.context }),
    },
  };
}

const EXPECTED: Readonly<Record<Verb, string>> = {
  read: 'a path',
  write: 'a path',
  delete: 'a path',
  run: 'a command line',
  fetch: 'a URL',
  call: 'an operation such as github/create_review',
  delegate: "a role's name",
  use: "a credential's name",
  remember: 'a kind of memory',
};

function missingVerb(json: { readonly [key: string]: unknown }): string {
  for (const key of Object.keys(json).slice(0, 20)) {
    const meant = closest(key.toLowerCase(), VERBS);
    if (meant) return `"${key}" is not a verb; did you mean "${meant}"?`;
  }
  return `an action needs one of the verbs ${VERBS.join(', ')}`;
}

const ORIGINS: readonly Origin[] = ['user', 'role', 'trusted', 'untrusted'];

function readContext(json: unknown): { readonly context?: ActionContext } | { readonly problem: string } {
  if (json === undefined) return {};
  if (!isObject(json)) return { problem: '"context" is an object with "origins", "spends" or "directory"' };
  const { origins, spends, directory } = json;
  if (directory !== undefined && typeof directory !== 'string') return { problem: '"directory" is a path' };
  if (spends !== undefined && !isSpending(spends)) {
    return { problem: '"spends" is an object such as {"amount":3,"unit":"USD"}' };
  }
  if (origins !== undefined) {
    if (!isObject(origins)) return { problem: '"origins" is an object: argument to list of origins' };
    for (const [argument, list] of Object.entries(origins)) {
      if (!Array.isArray(list) || !list.every((each) => ORIGINS.includes(each))) {
        return { problem: `the origins of "${argument}" are a list of ${ORIGINS.join(', ')}` };
      }
    }
  }
  return {
    context: {
      ...(origins !== undefined && { origins: origins as NonNullable<ActionContext['origins']> }),
      ...(spends !== undefined && { spends }),
      ...(directory !== undefined && { directory }),
    },
  };
}

function isSpending(value: unknown): value is { readonly amount: number; readonly unit: string } {
  return isObject(value) && typeof value.amount === 'number' && typeof value.unit === 'string';
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The form that `readAction` takes. */
export function actionToJson(action: Action): Record<string, unknown> {
  return {
    [action.verb]: action.value,
    ...(action.method !== undefined && { method: action.method }),
    ...(action.with !== undefined && { with: action.with }),
    ...(action.context !== undefined && { context: action.context }),
  };
}

/** One line for people: `run git push`, `call github/create_review {"owner":"acme"}`, `fetch POST https://x.example/`. */
export function actionToWords(action: Action): string {
  const method = action.method !== undefined && action.method !== 'GET' ? `${action.method} ` : '';
  const args = action.with && Object.keys(action.with).length > 0 ? ` ${JSON.stringify(action.with)}` : '';
  return `${action.verb} ${method}${onOneLine(action.value)}${args}`;
}

/** The ends of lines within a command as a sign, where words stand in a list: a second line is a second command. */
export function onOneLine(value: string): string {
  return value.replace(/\r?\n/g, ' ↵ ');
}
