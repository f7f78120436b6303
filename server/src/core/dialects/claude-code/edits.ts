import type { Edit } from '../../finding.ts';
import type { Effect, Verb } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { Node } from '../../syntax/node.ts';
import type { ForeignEdits, ForeignRule } from '../dialect.ts';
import { appendToList, inTurn, removeJson, setJson } from '../json/edits.ts';
import { parseJson } from '../json/tree.ts';
import { valueAt } from './settings.ts';

/** Changes to Claude Code's files; `home` is the settings file that new rules go into. */
export function editsOf(home: Source | undefined): ForeignEdits {
  return {
    remove: (rule) => (isJson(rule.source) ? removeRule(rule) : cutText(rule)),
    replace: (rule, text) =>
      isJson(rule.source)
        ? [{ source: rule.source, span: quoted(rule), newText: JSON.stringify(text) }]
        : [{ source: rule.source, span: rule.span, newText: text }],
    move: (rule, effect) => {
      const index = indexOf(rule);
      if (index < 0) return undefined;
      return inTurn(
        rule.source,
        (now) => removeJson(now, ['permissions', rule.effect, index]),
        (now) => append(now, effect, rule.text),
      );
    },
    add: (effect, verb, patterns) => {
      if (!home) return undefined;
      const texts = patterns.flatMap((pattern) => ruleTexts(verb, pattern));
      const there = new Set(itemsIn(home, effect));
      const added = [...new Set(texts)].filter((text) => !there.has(text));
      if (added.length === 0) return undefined;
      return inTurn(home, ...added.map((text) => (now: Source) => append(now, effect, text)));
    },
  };
}

function isJson(source: Source): boolean {
  return !/\.md$/i.test(source.uri);
}

function listIn(source: Source, effect: Effect): Node | undefined {
  const { node } = parseJson(source);
  return node?.kind === 'map' ? valueAt(node, 'permissions', effect) : undefined;
}

function itemsIn(source: Source, effect: Effect): readonly string[] {
  const list = listIn(source, effect);
  return list?.kind === 'seq' ? list.items.flatMap((item) => (item?.kind === 'scalar' ? [item.text] : [])) : [];
}

function indexOf(rule: ForeignRule): number {
  if (!isJson(rule.source)) return -1;
  const list = listIn(rule.source, rule.effect);
  return list?.kind === 'seq' ? list.items.findIndex((item) => item?.span.start === rule.span.start) : -1;
}

function removeRule(rule: ForeignRule): readonly Edit[] | undefined {
  const index = indexOf(rule);
  return index < 0 ? undefined : removeJson(rule.source, ['permissions', rule.effect, index]);
}

function append(source: Source, effect: Effect, text: string): readonly Edit[] | undefined {
  const list = listIn(source, effect);
  if (list && list.kind !== 'seq') return undefined;
  return list ? appendToList(source, list, text) : setJson(source, ['permissions', effect], [text]);
}

/** An entry of a list that is one text, with the comma or the blank that divides it from the next. */
function cutText({ source, span }: ForeignRule): readonly Edit[] | undefined {
  const { text } = source;
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const before = text.slice(lineStart, span.start);
  const lineEnd = text.indexOf('\n', span.end);
  const after = text.slice(span.end, lineEnd < 0 ? text.length : lineEnd);
  if (/^\s*-\s*["']?$/.test(before) && /^["']?\s*\r?$/.test(after)) {
    return [{ source, span: { start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1 }, newText: '' }];
  }
  if (/["']$/.test(before) && /^["']/.test(after)) return undefined;
  const next = /^\s*,?[ \t]*(?=\S)/.exec(after);
  if (next && next[0] !== '')
    return [{ source, span: { start: span.start, end: span.end + next[0].length }, newText: '' }];
  const last = /[ \t]*,?[ \t]*$/.exec(before)!;
  if (before.slice(0, last.index).endsWith(':')) return undefined;
  return [{ source, span: { start: span.start - last[0].length, end: span.end }, newText: '' }];
}

function quoted({ source, span }: ForeignRule): { readonly start: number; readonly end: number } {
  const has = source.text[span.start - 1] === '"' && source.text[span.end] === '"';
  return has ? { start: span.start - 1, end: span.end + 1 } : span;
}

/** A rule in Claude Code's words that is about at least everything in a pattern of ours; none where it has none. */
function ruleTexts(verb: Verb, pattern: string): readonly string[] {
  if (pattern.startsWith('!')) return [];
  switch (verb) {
    case 'read':
    case 'write': {
      const tool = verb === 'read' ? 'Read' : 'Edit';
      const path = pattern.startsWith('/')
        ? `/${pattern}`
        : pattern.startsWith('~/') || pattern.startsWith('**/')
          ? pattern
          : `/${pattern}`;
      return [`${tool}(${path})`];
    }
    case 'run':
      return [`Bash(${pattern.replace(/(^| )\*\*$/, '$1*').replace(/(^| )\*\* /g, '$1* ')})`];
    default:
      return [];
  }
}
