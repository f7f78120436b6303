import { type CommandEffects, effectsOf, type OperandEffect } from './command-effects.ts';
import type { ShellWord } from './shell-node.ts';
import { literalWord } from './shell-node.ts';
import { textOf } from './unwrap.ts';

/** What a command does to one of its arguments, as far as it is known of the program. */
export interface Implied {
  readonly verb: 'read' | 'write' | 'delete' | 'fetch';
  /** A path, or an address for `fetch`. */
  readonly word: ShellWord;
  /** Also everything under it. */
  readonly tree: boolean;
  readonly skipsHidden: boolean;
  readonly method?: string;
}

/** What this command does to its arguments. Empty for programs that are not in the table. */
export function impliedActions(words: readonly ShellWord[]): readonly Implied[] {
  const name = textOf(words[0]);
  if (name === undefined) return [];
  const program = name.slice(name.lastIndexOf('/') + 1);
  const options = new Set(words.slice(1).flatMap((word) => optionsIn(textOf(word))));
  const row = effectsOf(program).find(
    (each) =>
      (each.subcommand === undefined || textOf(words[subcommandAt(words)]) === each.subcommand) &&
      (each.with === undefined ||
        each.with
          .split(' ')
          .some((option) => options.has(option) || (!option.startsWith('-') && textOf(words[1]) === option))),
  );
  if (!row) return [];
  const start = row.subcommand === undefined ? 1 : subcommandAt(words) + 1;
  return applied(row, program, words.slice(start), options);
}

/** Where the subcommand stands: after `git -C dir`, say. */
function subcommandAt(words: readonly ShellWord[]): number {
  let at = 1;
  while (at < words.length) {
    const text = textOf(words[at]);
    if (text === undefined || !text.startsWith('-')) return at;
    at += /^-[cC]$|^--(git-dir|work-tree|namespace|exec-path)$/.test(text) ? 2 : 1;
  }
  return at;
}

/** `-rf` has `-r` and `-f`; `--output=x` has `--output`. The word itself counts too (`-uuu`, `-exec`). */
function optionsIn(text: string | undefined): readonly string[] {
  if (text === undefined || !text.startsWith('-') || text === '-') return [];
  if (text.startsWith('--')) return [text.split('=')[0]!];
  return [text, ...[...text.slice(1)].map((letter) => `-${letter}`)];
}

function applied(
  row: CommandEffects,
  program: string,
  words: readonly ShellWord[],
  options: ReadonlySet<string>,
): Implied[] {
  const values = new Map<string, OperandEffect>();
  for (const [effect, names] of Object.entries(row.values ?? {})) {
    for (const name of names.split(' ')) values.set(name, effect as OperandEffect);
  }
  const tree = row.tree === true || (row.tree ?? '').split(' ').some((option) => options.has(option));
  const found: Implied[] = [];
  const method = program === 'curl' || program === 'wget' ? methodOf(words, options) : undefined;
  const add = (effect: OperandEffect, word: ShellWord): void => {
    found.push(...actionsOf(effect, word, tree, row.skipsHidden === true, method));
  };
  const operands: ShellWord[] = [];
  let onlyOperands = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const text = word.word.kind === 'literal' ? word.word.text : word.word.prefix;
    if (onlyOperands || !text.startsWith('-') || text === '-') {
      operands.push(word);
    } else if (text === '--') {
      onlyOperands = true;
    } else {
      const equals = text.startsWith('--') ? text.indexOf('=') : -1;
      const cluster = text.startsWith('--')
        ? -1
        : [...text].findIndex((letter, at) => at > 0 && values.has(`-${letter}`));
      if (equals > 0) add(values.get(text.slice(0, equals)) ?? fallback(row.operands), cut(word, equals + 1));
      else if (values.has(text)) {
        const value = words[++index];
        if (value) add(values.get(text)!, value);
        if (value && program === 'curl') addCurlFile(text, value, add);
      } else if (cluster > 0) {
        const option = `-${text[cluster]}`;
        const attached = text.length > cluster + 1 || word.word.kind === 'dynamic';
        const value = attached ? cut(word, cluster + 1) : words[++index];
        if (value) add(values.get(option)!, value);
        if (value && program === 'curl') addCurlFile(option, value, add);
      } else if (word.word.kind === 'dynamic') {
        // `-$X`: an option that nobody can know.
        add(fallback(row.operands), word);
      }
    }
  }
  const isFirstLikeOthers = row.firstUnless?.split(' ').some((option) => options.has(option)) === true;
  for (const [index, word] of operands.entries()) {
    const text = textOf(word);
    const equals = row.assignments && text ? text.indexOf('=') : -1;
    if (row.assignments) {
      const known = word.word.kind === 'literal' ? word.word.text : word.word.prefix;
      const name = /^(\w+)=/.exec(known)?.[1];
      const effect = name === undefined ? undefined : row.assignments[name];
      if (effect && name) add(effect, cut(word, name.length + 1));
      if (equals > 0 || effect) continue;
    }
    const isLast = index === operands.length - 1 && index > 0 && row.last !== undefined;
    if (isLast && !options.has('-t')) add(row.last!, word);
    else if (index === 0 && row.first !== undefined && !isFirstLikeOthers) add(row.first, word);
    else if (index > 0 || row.first === undefined || row.operands !== 'none') add(row.operands, word);
    // A word that splits may be all of the operands.
    if (word.word.kind === 'dynamic' && word.word.splits && (isLast || row.first !== undefined)) {
      for (const effect of new Set([row.first, row.operands, row.last])) if (effect) add(effect, word);
    }
  }
  const files = operands.length - (row.first === 'none' && !isFirstLikeOthers ? 1 : 0);
  if (files <= 0 && row.withoutOperands !== undefined && tree) add(row.operands, literalWord(row.withoutOperands));
  return found;
}

/** An option that is not in the table may take a file: it is judged as what the operands are. */
function fallback(effect: OperandEffect): OperandEffect {
  return effect === 'url' || effect === 'remote' ? 'read' : effect;
}

function actionsOf(
  effect: OperandEffect,
  word: ShellWord,
  tree: boolean,
  skipsHidden: boolean,
  method: string | undefined,
): Implied[] {
  const common = { word, tree, skipsHidden };
  switch (effect) {
    case 'read':
    case 'write':
    case 'delete':
      return [{ ...common, verb: effect }];
    case 'edit':
      return [
        { ...common, verb: 'read' },
        { ...common, verb: 'write' },
      ];
    case 'move':
      return [
        { ...common, verb: 'read' },
        { ...common, verb: 'delete' },
      ];
    case 'none':
      return [];
    case 'url':
      return [addressOf(word, method ?? 'GET')].flat();
    case 'host':
    case 'repository':
    case 'remote':
    case 'upload': {
      const text = word.word.kind === 'literal' ? word.word.text : word.word.prefix;
      if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return [addressOf(word, 'GET')].flat();
      const host = (effect === 'host' ? /^(?:[^@/:]+@)?([\w.-]+)/ : /^(?:[^@/:]+@)?([\w.-]+):/).exec(text)?.[1];
      if (host !== undefined) {
        return [
          {
            ...common,
            verb: 'fetch',
            word: { ...literalWord(`ssh://${host}/`), text: word.text, ...(word.span && { span: word.span }) },
          },
        ];
      }
      if (effect === 'host' || effect === 'repository') return [];
      return [{ ...common, verb: effect === 'upload' ? 'write' : 'read' }];
    }
  }
}

/** curl and wget read `example.com/x` as `http://example.com/x`, and `file:///x` as a file. */
function addressOf(word: ShellWord, method: string): Implied[] {
  const common = { tree: false, skipsHidden: false };
  const text = textOf(word);
  const at = { text: word.text, ...(word.span && { span: word.span }) };
  if (text === undefined) return [{ ...common, verb: 'fetch', word, method }];
  if (/^file:/i.test(text)) {
    return [{ ...common, verb: 'read', word: { ...literalWord(text.replace(/^file:(\/\/[^/]*)?/i, '')), ...at } }];
  }
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  // Braces and brackets are lists to curl (`https://{a,b}.example/`).
  const word_: ShellWord = /[{}[\]]/.test(address)
    ? { word: { kind: 'dynamic', prefix: address.slice(0, address.search(/[{[]/)), suffix: '', splits: false }, ...at }
    : { ...literalWord(address), ...at };
  return [{ ...common, verb: 'fetch', word: word_, method }];
}

/** `-d @file`, `-F name=@file`, `--data-urlencode name@file`, `-H @file`, `-b file`: values of curl that name a file. */
function addCurlFile(option: string, value: ShellWord, add: (effect: OperandEffect, word: ShellWord) => void): void {
  const text = value.word.kind === 'literal' ? value.word.text : value.word.prefix;
  const isData =
    /^(-d|--data|--data-ascii|--data-binary|--data-urlencode|--json|-H|--header|-w|--write-out|--variable)$/.test(
      option,
    );
  const isForm = option === '-F' || option === '--form';
  const sign = isForm ? /[=][@<]/.exec(text) : isData ? /^@|^[\w.-]*@/.exec(text) : undefined;
  if (sign) add('read', cut(value, sign.index + sign[0].length));
  else if (value.word.kind === 'dynamic' && (isForm || isData) && text === '') add('read', value);
  else if ((option === '-b' || option === '--cookie') && !text.includes('=')) add('read', value);
}

function methodOf(words: readonly ShellWord[], options: ReadonlySet<string>): string {
  const at = words.findIndex((word) => /^(-X|--request|--method)$/.test(textOf(word) ?? ''));
  const said =
    at >= 0
      ? textOf(words[at + 1])
      : words.map((word) => /^(?:-X|--(?:request|method)=)(.+)$/.exec(textOf(word) ?? '')?.[1]).find((each) => each);
  if (said) return said.toUpperCase();
  const has = (...names: string[]): boolean => names.some((name) => options.has(name));
  if (has('-T', '--upload-file')) return 'PUT';
  if (
    has(
      '-d',
      '--data',
      '--data-ascii',
      '--data-binary',
      '--data-raw',
      '--data-urlencode',
      '--json',
      '-F',
      '--form',
      '--post-data',
      '--post-file',
    )
  )
    return 'POST';
  return has('-I', '--head') ? 'HEAD' : 'GET';
}

/** The word without its first characters, all of which are known. */
function cut(word: ShellWord, length: number): ShellWord {
  const value = word.word;
  return {
    word:
      value.kind === 'literal'
        ? { kind: 'literal', text: value.text.slice(length) }
        : { ...value, prefix: value.prefix.slice(length) },
    text: word.text,
    ...(word.span && { span: word.span }),
    ...(word.glob !== undefined && { glob: word.glob.slice(length) }),
  };
}
