import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { plainCommands, type ShellReading } from '../../server/src/core/dialects/codex/plain-commands.ts';
import { bashGrammar, type GrammarNode, loadBashGrammar } from './bash-grammar.ts';
import { scripts } from './scripts.ts';

/**
 * How a script is taken apart before Codex asks its rules. No command of Codex prints that, so that what its source does with
 * the tree (`codex-rs/shell-command/src/bash.rs`) is done here again, over the grammar that it is built with.
 */
const RUNS = Number(process.env.BAILIWICK_ORACLE_RUNS ?? 1);

const ALLOWED = new Set([
  'program',
  'list',
  'pipeline',
  'command',
  'command_name',
  'word',
  'string',
  'string_content',
  'raw_string',
  'number',
  'concatenation',
]);
const TOKENS = new Set(['&&', '||', ';', '|', '"', "'"]);

const named = (node: GrammarNode): GrammarNode[] => node.namedChildren.filter((child) => child !== null);
const all = (node: GrammarNode): GrammarNode[] => [
  node,
  ...node.children.flatMap((child) => (child ? all(child) : [])),
];

function theirs(root: GrammarNode): ShellReading {
  if (root.hasError) return { kind: 'opaque' };
  const plain = plainOf(root);
  if (plain && plain.length > 0) return { kind: 'plain', commands: plain };
  const heredoc = heredocOf(root);
  return heredoc ? { kind: 'heredoc', commands: [heredoc] } : { kind: 'opaque' };
}

function plainOf(root: GrammarNode): string[][] | undefined {
  const nodes = all(root);
  for (const node of nodes) {
    if (node.isNamed ? !ALLOWED.has(node.type) : !TOKENS.has(node.type) && node.type.trim() !== '') return undefined;
  }
  const commands = nodes.filter((node) => node.type === 'command').sort((a, b) => a.startIndex - b.startIndex);
  const words = commands.map(wordsOf);
  return words.every((each) => each !== undefined) ? (words as string[][]) : undefined;
}

function wordsOf(command: GrammarNode): string[] | undefined {
  const words: string[] = [];
  for (const child of named(command)) {
    const word =
      child.type === 'command_name' ? nameOf(child) : child.type === 'concatenation' ? joined(child) : wordOf(child);
    if (word === undefined) return undefined;
    words.push(word);
  }
  return words;
}

function nameOf(node: GrammarNode): string | undefined {
  const [word] = named(node);
  return word?.type === 'word' ? word.text : undefined;
}

function joined(node: GrammarNode): string | undefined {
  const parts = named(node).map(wordOf);
  const text = parts.includes(undefined) ? undefined : parts.join('');
  return text === '' ? undefined : text;
}

function wordOf(node: GrammarNode): string | undefined {
  if (node.type === 'word' || node.type === 'number') return node.text;
  if (node.type === 'raw_string') return node.text.slice(1, -1);
  if (node.type !== 'string' || named(node).some((child) => child.type !== 'string_content')) return undefined;
  return node.text.slice(1, -1);
}

const ATTACHMENTS = new Set([
  'heredoc_body',
  'simple_heredoc_body',
  'heredoc_redirect',
  'herestring_redirect',
  'redirected_statement',
  'comment',
]);

function heredocOf(root: GrammarNode): string[] | undefined {
  const nodes = all(root);
  if (!nodes.some((node) => node.type === 'heredoc_redirect') || nodes.some((node) => node.type === 'file_redirect'))
    return undefined;
  const commands = nodes.filter((node) => node.type === 'command');
  if (commands.length !== 1) return undefined;
  const words: string[] = [];
  for (const child of named(commands[0]!)) {
    if (ATTACHMENTS.has(child.type)) continue;
    const word = child.type === 'command_name' ? named(child)[0] : child;
    if (!word || !['word', 'number'].includes(word.type) || named(word).length > 0) return undefined;
    words.push(word.text);
  }
  return words.length > 0 ? words : undefined;
}

describe('scripts as Codex takes them apart', { skip: bashGrammar.skip }, () => {
  let parse: (text: string) => GrammarNode;
  before(async () => {
    parse = await loadBashGrammar();
  });

  test('plain words, here-documents, and everything else', () => {
    const counts = { plain: 0, heredoc: 0, opaque: 0, unknown: 0 };
    fc.assert(
      fc.property(scripts, (text) => {
        const said = plainCommands(text);
        counts[said.kind]++;
        if (said.kind !== 'unknown') assert.deepEqual(said, theirs(parse(text)), text);
      }),
      { numRuns: 20_000 * RUNS, interruptAfterTimeLimit: 60_000 * RUNS, includeErrorInReport: true },
    );
    console.log(
      `Codex's shell: ${counts.plain} plain, ${counts.heredoc} with a here-document and ${counts.opaque} opaque scripts alike, ${counts.unknown} not read`,
    );
  });
});
