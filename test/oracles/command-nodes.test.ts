import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { before, describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { writtenCommands } from '../../server/src/core/dialects/shell/written-commands.ts';
import { bashGrammar, type GrammarNode, loadBashGrammar } from './bash-grammar.ts';
import { scripts } from './scripts.ts';

/**
 * How opencode and VS Code divide a line: they look for the `command` nodes of the grammar and compare the text of each,
 * or that of the statement with the redirections behind it (opencode 1.18.33, `packages/opencode/src/tool/shell.ts`).
 */
const RUNS = Number(process.env.BAILIWICK_ORACLE_RUNS ?? 1);

interface Divided {
  readonly text: string;
  readonly statement: string;
}

function theirs(root: GrammarNode): Divided[] {
  const found: (Divided & { readonly start: number })[] = [];
  const visit = (node: GrammarNode, parent: GrammarNode | undefined) => {
    if (node.type === 'command') {
      const whole = parent?.type === 'redirected_statement' ? parent : node;
      found.push({ text: node.text, statement: whole.text.trim(), start: node.startIndex });
    }
    for (const child of node.children) if (child) visit(child, node);
  };
  visit(root, undefined);
  return found.sort((a, b) => a.start - b.start).map(({ text, statement }) => ({ text, statement }));
}

/** Whether a shell would run any of it. What none runs, the grammar repairs in ways of its own, and nothing comes of it. */
function isShell(line: string): boolean {
  return spawnSync('bash', ['-n'], { input: line, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;
}

describe('lines as opencode and VS Code divide them', { skip: bashGrammar.skip }, () => {
  let parse: (text: string) => GrammarNode;
  before(async () => {
    parse = await loadBashGrammar();
  });

  test('the commands of a line as they are written', () => {
    let alike = 0;
    let open = 0;
    let refused = 0;
    fc.assert(
      fc.property(scripts, (line) => {
        const { commands, problem } = writtenCommands(line);
        if (problem !== undefined) {
          open++;
          return;
        }
        const ours = commands.map(({ text, statement }) => ({ text, statement: statement.trim() }));
        const root = parse(line);
        if (root.hasError && !isDeepStrictEqual(ours, theirs(root)) && !isShell(line)) {
          refused++;
          return;
        }
        assert.deepEqual(ours, theirs(root), line);
        alike++;
      }),
      { numRuns: 20_000 * RUNS, interruptAfterTimeLimit: 60_000 * RUNS, includeErrorInReport: true },
    );
    console.log(`commands as written: ${alike} lines alike, ${open} not certain, ${refused} that no shell runs`);
  });
});
