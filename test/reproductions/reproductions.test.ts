import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import { isForeignPath } from '../../server/src/core/dialects/index.ts';
import type { Finding } from '../../server/src/core/finding.ts';
import { confirms } from '../../server/src/core/simulate/simulate.ts';
import { type Files, filesIn } from '../support/corpus.ts';
import { uriOf, workspaceOf } from '../support/workspace.ts';

/** What `expected.yaml` says beside the files of a small repository. */
interface Expected {
  /** Where the defect, or the meaning of what is right here, was made public. */
  readonly source: string;
  readonly year: number;
  /** What the repository shows, in a sentence. */
  readonly shows: string;
  /** Files of which only the path matters. */
  readonly paths?: readonly string[];
  readonly findings: readonly Expectation[];
}

interface Expectation {
  readonly rule: string;
  /** File, line and column of the first character, as a terminal prints them. */
  readonly at: string;
  /** The exact words that are underlined. */
  readonly words: string;
}

const HERE = 'test/reproductions';
const OPTIONS = { audience: 'default', rules: {} } as const;

/** The repositories, by the names of their directories: each its files without the expectations, and those. */
function reproductions(): ReadonlyMap<string, { readonly files: Files; readonly expected: Expected }> {
  const all = filesIn(HERE);
  const names = Object.keys(all).flatMap((path) => /^([^/]+)\/expected\.yaml$/.exec(path)?.[1] ?? []);
  return new Map(
    names.sort().map((name) => {
      const own = Object.entries(all).filter(([path]) => path.startsWith(`${name}/`));
      const files = Object.fromEntries(own.map(([path, text]) => [path.slice(name.length + 1), text]));
      const { 'expected.yaml': expected = '', ...rest } = files;
      return [name, { files: rest, expected: parse(expected) as Expected }];
    }),
  );
}

/** Holds what is found in a repository, and every witness, to what is expected. Returns how many witnesses there were. */
function checkReproduction(files: Files, expected: Expected): number {
  assert.match(expected.source, /^https:\/\//, 'no public source');
  assert(expected.year >= 2023 && expected.shows, 'no year, or no sentence');
  const { snapshot } = workspaceOf(files, { paths: expected.paths ?? [] });
  const read = Object.keys(files).filter((path) => isForeignPath(path));
  assert(read.length > 0, 'no file is one that is read');
  const found = read.flatMap((path) => {
    const { findings } = analyzeFile(snapshot, uriOf(path), OPTIONS);
    return findings.map((finding) => ({ path, finding }));
  });
  const actual = found.map(({ path, finding }) => expectationOf(path, files[path] ?? '', finding));
  assert.deepEqual(actual, expected.findings, `found instead:\n${stringify({ findings: actual }, { lineWidth: 0 })}`);
  const proven = found.flatMap(({ finding }) => finding.witness ?? []);
  for (const witness of proven) assert(confirms(snapshot, witness), `not confirmed: ${JSON.stringify(witness)}`);
  return proven.length;
}

function expectationOf(path: string, text: string, { rule, span }: Finding): Expectation {
  const before = text.slice(0, span.start).split('\n');
  return {
    rule,
    at: `${path}:${before.length}:${(before.at(-1) ?? '').length + 1}`,
    words: text.slice(span.start, span.end),
  };
}

suite('reproductions of real defects', () => {
  const all = reproductions();
  let witnesses = 0;

  for (const [name, { files, expected }] of all) {
    test(name, () => {
      witnesses += checkReproduction(files, expected);
      assert.equal(expected.findings.length === 0, name.endsWith('-clean'), 'the name says otherwise');
    });
  }

  test('are many, and half of them are clean', () => {
    const clean = [...all.values()].filter(({ expected }) => expected.findings.length === 0).length;
    assert(all.size >= 40, `${all.size} directories`);
    assert(Math.abs(all.size - 2 * clean) <= all.size / 10, `${clean} of ${all.size} are clean`);
    console.log(`${all.size} repositories, ${clean} of them clean; ${witnesses} witnesses confirmed`);
  });
});
