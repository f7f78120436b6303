import type { Edit } from '../../finding.ts';
import type { Effect, Verb } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { MapNode, Node } from '../../syntax/node.ts';
import type { ForeignEdits, ForeignRule } from '../dialect.ts';
import { appendToList, inTurn, removeJson, setJson } from '../json/edits.ts';
import { isMap, parseJson } from '../json/tree.ts';

/** Where lists of rules stand in the three files. */
const LISTS: readonly (readonly string[])[] = [
  ['permissions', 'allow'],
  ['permissions', 'deny'],
  ['terminalAllowlist'],
  ['mcpAllowlist'],
  ['autoRun', 'allow_instructions'],
  ['autoRun', 'block_instructions'],
  ['networkPolicy', 'allow'],
  ['networkPolicy', 'deny'],
];

/** Changes to Cursor's files; `home` is the file of the command line that new rules go into, where there is one. */
export function editsOf(home: Source | undefined): ForeignEdits {
  return {
    remove: removeRule,
    replace: (rule, text) => [{ source: rule.source, span: quoted(rule), newText: JSON.stringify(text) }],
    move(rule, effect) {
      // What no rule is about is asked, so that an allow which is gone is a question; reading is the exception.
      if (effect === 'ask') return rule.effect === 'allow' && !/^Read\b/.test(rule.text) ? removeRule(rule) : undefined;
      const path = pathOf(rule);
      if (path?.[0] !== 'permissions') return undefined;
      return inTurn(
        rule.source,
        (now) => removeJson(now, path),
        (now) => append(now, effect, rule.text),
      );
    },
    add(effect, verb, patterns) {
      if (!home || effect === 'ask') return undefined;
      const texts = patterns.flatMap((pattern) => entryTexts(verb, pattern));
      const list = valueAt(home, ['permissions', effect]);
      const there = new Set(
        list?.kind === 'seq' ? list.items.map((item) => (item?.kind === 'scalar' ? item.text : '')) : [],
      );
      const added = [...new Set(texts)].filter((text) => !there.has(text));
      if (added.length === 0) return undefined;
      return inTurn(home, ...added.map((text) => (now: Source) => append(now, effect, text)));
    },
  };
}

function removeRule(rule: ForeignRule): readonly Edit[] | undefined {
  const path = pathOf(rule);
  return path && removeJson(rule.source, path);
}

function pathOf(rule: ForeignRule): (string | number)[] | undefined {
  for (const path of LISTS) {
    const list = valueAt(rule.source, path);
    const index = list?.kind === 'seq' ? list.items.findIndex((item) => item?.span.start === rule.span.start) : -1;
    if (index >= 0) return [...path, index];
  }
  return undefined;
}

function valueAt(source: Source, path: readonly string[]): Node | undefined {
  let node: Node | undefined = parseJson(source).node;
  for (const key of path) {
    const map: MapNode | undefined = isMap(node) ? node : undefined;
    node = map?.entries.findLast((entry) => entry.key.text === key)?.value;
  }
  return node;
}

function append(source: Source, effect: Effect, text: string): readonly Edit[] | undefined {
  const list = valueAt(source, ['permissions', effect]);
  if (list && list.kind !== 'seq') return undefined;
  return list ? appendToList(source, list, text) : setJson(source, ['permissions', effect], [text]);
}

function quoted({ source, span }: ForeignRule): { readonly start: number; readonly end: number } {
  const has = source.text[span.start - 1] === '"' && source.text[span.end] === '"';
  return has ? { start: span.start - 1, end: span.end + 1 } : span;
}

/** A rule in Cursor's words that is about at least everything in a pattern of ours; none where it has none. */
function entryTexts(verb: Verb, pattern: string): readonly string[] {
  if (pattern.startsWith('!') || /[{}[\]]/.test(pattern)) return [];
  switch (verb) {
    case 'read':
      return pattern.startsWith('~') ? [] : [`Read(${pattern})`];
    case 'write':
      return pattern.startsWith('~') ? [] : [`Write(${pattern})`];
    case 'run': {
      const [program = '', ...rest] = pattern.split(/\s+/);
      if (program.includes('*')) return [];
      const args = rest.join(' ').replace(/\*+/g, '*').replace(/ \*$/, '*');
      return [args === '' || args === '*' ? `Shell(${program})` : `Shell(${program}:${args})`];
    }
    default:
      return [];
  }
}
