import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { commandPatternProblem, matchesCommand } from '../../server/src/core/scope/command.ts';
import { plainWords } from '../../server/src/core/scope/command-pattern.ts';
import { matchesName, namePatternProblem } from '../../server/src/core/scope/name.ts';
import { matchesPath, pathPatternProblem } from '../../server/src/core/scope/path.ts';
import type { Scope } from '../../server/src/core/scope/question.ts';
import {
  hostPatternProblem,
  matchesHost,
  matchesUrl,
  readUrl,
  urlPatternProblem,
} from '../../server/src/core/scope/url.ts';

interface Kind {
  matches(scope: Scope, value: string): boolean;
  problem(pattern: string): { readonly message: string } | undefined;
}

const KINDS: Readonly<Record<string, Kind>> = {
  Paths: { matches: matchesPath, problem: pathPatternProblem },
  Commands: {
    matches: (scope, value) => {
      const words = plainWords(value);
      assert.ok(words, `\`${value}\` is no plain command`);
      return (
        matchesCommand(
          scope,
          words.map((text) => ({ kind: 'literal', text })),
        ) === 'yes'
      );
    },
    problem: commandPatternProblem,
  },
  URLs: {
    matches: (scope, value) => {
      const url = readUrl(value);
      return !('problem' in url) && matchesUrl(scope, url);
    },
    problem: urlPatternProblem,
  },
  Hosts: { matches: matchesHost, problem: hostPatternProblem },
  Names: { matches: matchesName, problem: namePatternProblem },
};

const page = readFileSync('docs/patterns.md', 'utf8');

for (const section of page.split(/^## /m).slice(1)) {
  const title = section.slice(0, section.indexOf('\n'));
  const kind = KINDS[title];
  test(`${title} match as docs/patterns.md says`, () => {
    assert.ok(kind, `no kind of pattern is called ${title}`);
    let rows = 0;
    for (const line of section.split('\n')) {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      const patterns = [...(cells[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
      if (patterns.length === 0) continue;
      rows++;
      if (cells.length === 2) {
        assert.equal(kind.problem(patterns[0]!)?.message, cells[1], line);
        continue;
      }
      const scope = patterns.map((text) =>
        text.startsWith('!') ? { text: text.slice(1), negated: true } : { text, negated: false },
      );
      const value = /^`(.*)`$/.exec(cells[1]!)![1]!;
      assert.equal(kind.matches(scope, value) ? 'yes' : 'no', cells[2], line);
      for (const { text } of scope) assert.equal(kind.problem(text), undefined, line);
    }
    assert.ok(rows > 5);
  });
}
