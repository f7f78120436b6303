import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writingAt } from '../../server/src/core/features/writing.ts';
import { takeCursor } from '../support/markers.ts';

/** What is being written, as `key allow.-.read "typed"`, with what else a test asks for. */
function checkWriting(text: string, expected: string, siblings?: readonly string[]): void {
  const { text: plain, offset } = takeCursor(text);
  const writing = writingAt(plain, offset);
  const path = writing.path.join('.');
  assert.equal(
    `${writing.at} ${path}${path ? ' ' : ''}"${writing.typed}"${writing.quote ? ` in ${writing.quote}` : ''}`,
    expected,
  );
  if (siblings) assert.deepEqual(writing.siblings, siblings);
}

test('keys at the top, with what stands beside them', () => {
  checkWriting('$0', 'key ""', []);
  checkWriting('kind: AgentRole\nna$0', 'key "na"', ['kind']);
  checkWriting('kind: AgentRole\n$0\nversion: 1\n', 'key ""', ['kind', 'version']);
  checkWriting('kind: AgentRole\nna$0: x\nowner: y', 'key "na"', ['kind', 'owner']);
});

test('values behind a key', () => {
  checkWriting('kind: $0', 'value kind ""');
  checkWriting('kind: Agent$0', 'value kind "Agent"');
  checkWriting('stage: "su$0"', 'value stage "su" in "');
  checkWriting('identity:\n  credential: sh$0', 'value identity.credential "sh"');
});

test('items of lists are keys until a colon comes', () => {
  checkWriting('allow:\n  - $0', 'key allow.- ""', []);
  checkWriting('allow:\n  - re$0', 'key allow.- "re"', []);
  checkWriting('allow:\n- re$0', 'key allow.- "re"', []);
  checkWriting('allow:\n  - read: [a]\n    $0', 'key allow.- ""', ['read']);
  checkWriting('allow:\n  - read: [a]\n    $0\n    limit: 3/run\n  - run: [b]', 'key allow.- ""', ['read', 'limit']);
  checkWriting('allow:\n  $0', 'key allow ""', []);
  checkWriting('extends:\n  - ba$0', 'key extends.- "ba"');
});

test('after a rule, a new one or a new key of the role', () => {
  checkWriting('allow:\n  - read: [a]\n  - $0', 'key allow.- ""', []);
  checkWriting('allow:\n  - read: [a]\n$0', 'key ""', ['allow']);
});

test('in brackets and braces', () => {
  checkWriting('extends: [$0', 'value extends.- ""');
  checkWriting('extends: [base, re$0]', 'value extends.- "re"');
  checkWriting('allow:\n  - read: ["src/$0"]', 'value allow.-.read.- "src/" in "');
  checkWriting('allow:\n  - read: ["a", "src/$0', 'value allow.-.read.- "src/" in "');
  checkWriting('identity: { $0 }', 'key identity ""', []);
  checkWriting('identity: { account: x, cre$0 }', 'key identity "cre"', ['account']);
  checkWriting('identity: { $0, account: x }', 'key identity ""', ['account']);
  checkWriting('identity: { account: x, credential: $0', 'value identity.credential ""');
  checkWriting('triggers:\n  - { on: push, by: $0 }', 'value triggers.-.by ""');
  checkWriting('allow:\n  - call: [a/b]\n    where: { owner: { in: [$0] } }', 'value allow.-.where.owner.in.- ""');
});

test('brackets over several lines', () => {
  checkWriting('allow:\n  - read: [\n      "a",\n      "$0"\n    ]', 'value allow.-.read.- "" in "');
  checkWriting('allow:\n  - read: [\n      "a",\n    ]\n    $0', 'key allow.- ""', ['read']);
});

test('a bracket that was never closed does not swallow the rest', () => {
  checkWriting('allow:\n  - read: ["a"\n  - run: [$0', 'value allow.-.run.- ""');
  checkWriting('extends: [base\nstage: $0', 'value stage ""');
});

test('comments and texts in blocks are not read as keys', () => {
  checkWriting('# allow:\nstage: $0', 'value stage ""');
  checkWriting('purpose: |\n  allow:\n    - x\nstage: $0', 'value stage ""');
  checkWriting('stage: x # a comm$0ent', 'comment "comm"');
  checkWriting('allow:\n  - run: ["echo # no"]\n    $0', 'key allow.- ""', ['run']);
});

test('JSON is written in braces from the top', () => {
  checkWriting('{ "kind": "AgentRole", "st$0" }', 'key "st" in "', ['kind']);
  checkWriting(
    '{\n  "kind": "AgentRole",\n  "allow": [\n    { "read": ["$0"] }\n  ]\n}',
    'value allow.-.read.- "" in "',
  );
});

test('the path in the second of two manifests does not go through the first', () => {
  checkWriting('kind: AgentRole\nallow:\n  - read: [a]\n---\nki$0', 'key "ki"', []);
});

test('every offset of any text has an answer', () => {
  const texts = ['a: [b, {c: "d\n', '- - - x:\n  y', '\'"[{]}#\n\t- :', '---\n...\n? a\n: b', '\r\n a:\r\n  - b'];
  for (const text of texts) {
    for (let offset = 0; offset <= text.length; offset++) {
      const { word } = writingAt(text, offset);
      assert(
        word.start <= offset && offset <= word.end && word.end <= text.length,
        `${JSON.stringify(text)} at ${offset}`,
      );
    }
  }
});
