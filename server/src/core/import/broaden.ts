import type { Verb } from '../model/manifest.ts';
import { UNMATCHED } from './witnesses.ts';

/**
 * Wider and wider patterns for the same restriction, the pattern itself first, and everything last. Another tool's deny may
 * hold for more than its words seem to say (text that goes on over words, directories with all that is in them), and a deny
 * may always hold for more.
 */
export function broaderForms(verb: Verb, pattern: string): readonly (readonly string[])[] {
  const forms = [[pattern], ...formsOf(verb, pattern), everythingOf(verb)];
  const seen = new Set<string>();
  return forms.filter((form) => {
    const key = JSON.stringify(form);
    return !seen.has(key) && seen.add(key);
  });
}

/** Every pattern that a verb's values need: for paths also those outside of the workspace. */
export function everythingOf(verb: Verb): readonly string[] {
  const all = UNMATCHED.filter((each) => each.verb === verb).flatMap(({ patterns }) => patterns);
  return all.length > 0 ? all : ['**'];
}

function formsOf(verb: Verb, pattern: string): readonly (readonly string[])[] {
  switch (verb) {
    case 'run': {
      const words = pattern.split(/\s+/).filter((word) => word !== '');
      const first = words[0] ?? '**';
      const open = words.findIndex((word) => word.includes('*'));
      const fixed = open < 0 ? words : words.slice(0, open);
      const last = words.findLast((word) => !/^\*+$/.test(word)) ?? '**';
      const pathed = first.includes('*') ? [] : [pattern, `*/${pattern}`, `${pattern} **`, `*/${pattern} **`];
      return [
        [`${words.join(' ')} **`.replace(/(\*\* )+\*\*$/, '**')],
        ...(pathed.length > 0 && !pattern.endsWith('**') ? [pathed] : []),
        ...(pathed.length > 0 ? [pathed.slice(0, 2)] : []),
        [`${[...fixed, '**'].join(' ')}`],
        ...(first.includes('*') ? [] : [[`${first} **`], [`${first} **`, `${first}* **`, `*/${first} **`]]),
        [`** ${last.replace(/^\**/, '*').replace(/\**$/, '*')} **`],
      ];
    }
    case 'read':
    case 'write':
    case 'delete': {
      const plain = pattern.replace(/\/\*\*$/, '');
      const relative = plain.replace(/^(~|\.\.)?\//, '').replace(/^\*\*\//, '');
      const last = relative.slice(relative.lastIndexOf('/') + 1);
      const below = (text: string): readonly string[] => (text === '**' ? ['**'] : [text, `${text}/**`]);
      const around = (text: string): readonly string[] =>
        ['', '/', '~/', '../'].flatMap((root) => below(`${root}**/${text}`));
      return [below(plain), below(`**/${relative}`), around(relative), around(last), around(`*${last}*`)].filter(
        (form) => form.every((text) => !/\*\*\*|\/\/|\/\*\*\/\*\*/.test(text)),
      );
    }
    case 'fetch': {
      const host = /^(?:[a-z*]+:\/\/)?([^/:?]+)/i.exec(pattern)?.[1];
      if (host === undefined || host.startsWith('**')) return [[`*://${host ?? '**'}:*/**`]];
      const bare = host.replace(/^\*+\.?/, '');
      return [[`*://${host}:*/**`], bare === '' ? [] : [`*://**.${bare}:*/**`]].filter((form) => form.length > 0);
    }
    case 'call': {
      const slash = pattern.indexOf('/');
      return slash > 0 ? [[`${pattern}**`], [`${pattern.slice(0, slash)}/**`]] : [];
    }
    default:
      return [];
  }
}
