import type { JSONPath } from 'jsonc-parser';
import type { Edit } from '../../finding.ts';
import type { Effect, Verb } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import { entryOf } from '../../syntax/node-json.ts';
import type { ForeignEdits, ForeignRule } from '../dialect.ts';
import { inTurn, removeJson, setJson } from '../json/edits.ts';
import { isMap, parseJson } from '../json/tree.ts';
import type { Draft } from './draft.ts';
import type { Generation } from './ruleset.ts';

/** Changes to a configuration in JSON; an agent's Markdown is left to its author. */
export function editsOf(home: Source, generation: Generation, rules: ReadonlyMap<Draft, ForeignRule>): ForeignEdits {
  const draftOf = (rule: ForeignRule): Draft | undefined => {
    for (const [draft, each] of rules) if (each === rule) return draft;
    return undefined;
  };
  return {
    remove(rule) {
      const path = draftOf(rule)?.path;
      return path && removeJson(rule.source, path);
    },
    replace(rule, text) {
      if (!draftOf(rule)?.path || !text.startsWith('"')) return undefined;
      return [{ source: rule.source, span: rule.span, newText: text }];
    },
    move(rule, effect) {
      const draft = draftOf(rule);
      if (!draft?.path || (draft.isSwitch && effect === 'ask')) return undefined;
      const path = draft.generation === 2 ? [...draft.path, 'effect'] : draft.path;
      return setJson(rule.source, path, draft.isSwitch ? effect === 'allow' : effect);
    },
    add(effect, verb, patterns) {
      const permission = PERMISSION[verb]?.[generation - 1];
      if (permission === undefined || parseJson(home).node === undefined) return undefined;
      const wanted = patterns
        .filter((pattern) => !pattern.startsWith('!'))
        .flatMap((pattern) => wildcardsOf(verb, pattern));
      if (wanted.length === 0) return undefined;
      return inTurn(
        home,
        ...wanted.map((pattern) => (now: Source) => added(now, generation, permission, pattern, effect)),
      );
    },
  };
}

const PERMISSION: Readonly<Partial<Record<Verb, readonly [string, string]>>> = {
  read: ['read', 'read'],
  write: ['edit', 'edit'],
  delete: ['edit', 'edit'],
  run: ['bash', 'shell'],
};

/** Our pattern in their words: `*` is any text there, so a leading `**` with its slash takes two. */
function wildcardsOf(verb: Verb, pattern: string): readonly string[] {
  if (/[{}[\]]/.test(pattern)) return [];
  const text = pattern.replace(/\*+/g, '*');
  if (verb === 'run') return [text];
  return text.startsWith('*/') ? [text.slice(2), text] : [text];
}

/** The last rule counts: what is added stands last. */
function added(
  source: Source,
  generation: Generation,
  permission: string,
  pattern: string,
  effect: Effect,
): readonly Edit[] | undefined {
  const { node } = parseJson(source);
  if (generation === 2) {
    const list = isMap(node) ? entryOf(node, 'permissions')?.value : undefined;
    const rule = { action: permission, resource: pattern, effect };
    return list?.kind === 'seq'
      ? setJson(source, ['permissions', list.items.length], rule, true)
      : setJson(source, ['permissions'], [rule]);
  }
  const all = isMap(node) ? entryOf(node, 'permission')?.value : undefined;
  if (all && all.kind !== 'map') {
    return setJson(source, ['permission'], {
      '*': all.kind === 'scalar' ? all.value : 'ask',
      [permission]: { [pattern]: effect },
    });
  }
  const own = isMap(all) ? all.entries.findLast((entry) => entry.key.text === permission) : undefined;
  const path: JSONPath = ['permission', permission];
  if (!own) return setJson(source, path, { [pattern]: effect });
  // A rule for everything that comes after would take it back: only at the end is it certain.
  if (
    isMap(all) &&
    all.entries.at(-1) !== own &&
    all.entries.slice(all.entries.indexOf(own) + 1).some(({ key }) => key.text.includes('*'))
  ) {
    return undefined;
  }
  if (own.value?.kind === 'scalar') return setJson(source, path, { '*': own.value.value, [pattern]: effect });
  return setJson(source, [...path, pattern], effect);
}
