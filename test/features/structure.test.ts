import assert from 'node:assert/strict';
import { test } from 'node:test';
import { semanticTokens } from '../../server/src/core/features/semantic-tokens.ts';
import { foldingSpans, selectionSpans } from '../../server/src/core/features/structure.ts';
import { readManifest } from '../../server/src/core/model/read.ts';
import { at } from './at.ts';

const ROLE = `//- a.agent-role.yaml
# one
# two
kind: AgentRole
version: 1
name: reviewer$0
allow:
  - read: ["src/**", "!src/x"]
    because: x
  - run:
      - npm test
deny:
  - call: [a/b]
`;

test('words that mean something have a type, in order and apart', () => {
  const { source } = at(ROLE);
  const tokens = semanticTokens(readManifest(source));
  assert.deepEqual(
    tokens.map(({ start, end, type }) => `${type} ${source.text.slice(start, end)}`),
    [
      'roleName reviewer',
      'allowEffect allow',
      'verb read',
      'pattern src/**',
      'negatedPattern !src/x',
      'verb run',
      'pattern npm test',
      'denyEffect deny',
      'verb call',
      'pattern a/b',
    ],
  );
});

test('blocks and comments of more than one line fold', () => {
  const { source } = at(ROLE);
  const lines = foldingSpans(readManifest(source)).map(({ start, end, kind }) => {
    const line = (offset: number) => source.text.slice(0, offset).split('\n').length;
    return `${line(start)}-${line(end)} ${kind}`;
  });
  assert.deepEqual(lines.sort(), ['1-2 comment', '11-12 block', '6-10 block', '7-8 block', '9-10 block', '9-10 block']);
});

test('a selection grows from the word to the manifest', () => {
  const { source, offset } = at(ROLE.replace('reviewer$0', 'reviewer').replace('src/**', 'src/$0**'));
  const texts = selectionSpans(readManifest(source), offset).map(({ start, end }) => source.text.slice(start, end));
  assert.equal(texts[0], 'src/**');
  assert(texts.includes('["src/**", "!src/x"]'));
  assert(texts.at(-1)!.includes('deny:'));
  for (let index = 1; index < texts.length; index++) assert(texts[index]!.includes(texts[index - 1]!));
});

test('text that is no manifest has neither tokens nor folds that fail', () => {
  for (const text of ['', '[[[', 'kind: Future\na:\n  b: 1\n', '\t: :', '- - -\n']) {
    const { source, offset } = at(`//- a.agent-role.yaml\n${text}$0`);
    const read = readManifest(source);
    semanticTokens(read);
    foldingSpans(read);
    selectionSpans(read, offset);
  }
});
