import type { Pattern, Rule, ToolScope } from '../model/manifest.ts';
import type { Region } from './region.ts';

/*
 * Numbers for what rules say, so that answers about them can be remembered whatever object says it: an edited manifest
 * has new objects for all of its rules, and says the same in nearly all of them.
 */

const numbers = new Map<string, number>();
const MOST_NUMBERS = 50_000;
let next = 0;

let ofRules = new WeakMap<Rule, number>();
let ofTools = new WeakMap<ToolScope, number>();

/** A text that is the same for two regions only where they are of the same actions, with the same effect. */
export function contentOf({ rule, patterns }: Region): string {
  let number = ofRules.get(rule);
  if (number === undefined) {
    number = numberOf(contentOfRule(rule));
    ofRules.set(rule, number);
  }
  return patterns === rule.patterns ? `${number}` : `${number}:${partOf(rule, patterns)}`;
}

function partOf(rule: Rule, patterns: readonly Pattern[]): string {
  const part = new Set(patterns);
  return rule.patterns.flatMap((pattern, index) => (part.has(pattern) ? [index] : [])).join('.');
}

function contentOfRule({ verb, effect, patterns, methods, where }: Rule): string {
  return JSON.stringify([
    verb,
    effect,
    patterns.map(({ text, negated }) => [text, negated]),
    methods.map(({ value }) => value),
    where.map(({ argument, tests }) => [argument.value, tests.map(({ span: _, ...test }) => test)]),
  ]);
}

/** The same for tool scopes, which are the same objects as long as their text is. */
export function contentOfTools(tools: ReadonlyMap<string, ToolScope>): string {
  let content = '';
  for (const [name, tool] of tools) {
    let number = ofTools.get(tool);
    if (number === undefined) {
      number = next++;
      ofTools.set(tool, number);
    }
    content += `${number} ${name}\n`;
  }
  return content;
}

function numberOf(content: string): number {
  let number = numbers.get(content);
  if (number === undefined) {
    // A number is never given twice, so that what was forgotten cannot be mistaken for something else.
    if (numbers.size >= MOST_NUMBERS) {
      numbers.clear();
      ofRules = new WeakMap();
      ofTools = new WeakMap();
    }
    number = next++;
    numbers.set(content, number);
  }
  return number;
}
