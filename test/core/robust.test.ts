import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { readManifest } from '../../server/src/core/model/read.ts';
import type { Source } from '../../server/src/core/source.ts';
import type { Node } from '../../server/src/core/syntax/node.ts';
import { parse, parseWhole, splitSources } from '../../server/src/core/syntax/parse.ts';
import { createHost } from '../../server/src/core/workspace/host.ts';
import { referencesOf } from '../../server/src/core/workspace/references.ts';
import { TEST_NOW, uriOf } from '../support/workspace.ts';

const EXAMPLES = readdirSync('examples/agents', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort()
  .map((path) => ({ path, text: readFileSync(`examples/agents/${path}`, 'utf8') }));

/** Reads a file in every way there is, and asserts that all places are inside the text they are in. */
function checkReadable(path: string, text: string): void {
  const host = createHost();
  host.set({ uri: uriOf(path), text });
  const snapshot = host.snapshot(TEST_NOW);
  const file = snapshot.files.get(uriOf(path));
  assert(file);
  assert.equal(file.sources.map((source) => source.text).join(''), text, 'sources are the text');
  for (const read of snapshot.sources) {
    for (const { span, source, message } of read.findings) {
      checkInside(source, span);
      assert.notEqual(message, '');
    }
    checkNode(read.source, parse(read.source).node);
    if (read.manifest.kind === 'AgentRole') snapshot.resolve(read.manifest);
  }
  for (const use of referencesOf(snapshot).all) checkInside(use.source, use.span);
}

function checkInside(source: Source, { start, end }: { readonly start: number; readonly end: number }): void {
  assert(0 <= start && start <= end && end <= source.text.length, `${start}-${end} of ${source.text.length}`);
}

function checkNode(source: Source, node: Node | undefined): void {
  if (!node) return;
  checkInside(source, node.span);
  if (node.kind === 'scalar' && node.plain) assert.equal(source.text.slice(node.span.start, node.span.end), node.text);
  if (node.kind === 'map') {
    for (const { key, value, span } of node.entries) {
      checkInside(source, span);
      checkNode(source, key);
      checkNode(source, value);
    }
  }
  if (node.kind === 'seq') {
    assert.equal(node.items.length, node.itemSpans.length);
    for (const span of node.itemSpans) checkInside(source, span);
    for (const item of node.items) checkNode(source, item);
  }
}

test('any text can be read', () => {
  const piece = fc.constantFrom(
    ...[
      'kind: AgentRole\n',
      'name: a\n',
      'allow:\n',
      'deny:\n',
      '  - read: ["a"]\n',
      '  - run: x\n',
      '    limit: 2/run\n',
      'where: { a: 1 }',
    ],
    ...[
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ': ',
      ', ',
      '- ',
      '? ',
      '&a ',
      '*a',
      '!x ',
      '|\n',
      '>\n',
      '#',
      '%',
      '\t',
      '\n',
      '\r\n',
      '\r',
      '---\n',
      '...\n',
      ' ',
      '  ',
    ],
    ...[
      '<<: *a\n',
      '<<<<<<< x\n',
      '=======\n',
      '>>>>>>> y\n',
      '\0',
      '\ufeff',
      '\ufffd',
      '\ud800',
      'é',
      '__proto__: 1\n',
      'steps:\n',
      'operations:\n',
      '  get: {}\n',
      '~',
      'null',
      '007',
      '.inf',
    ],
  );
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
  );
  const path = fc.constantFrom('a.agent-role.yaml', 'a.tool-scope.yaml', 'a.scenario.yaml', 'a.boundary.json');
  fc.assert(fc.property(path, text, checkReadable), { numRuns: 2000 });
});

test('a valid manifest can be read while it is being edited', () => {
  const edit = fc.record({
    example: fc.constantFrom(...EXAMPLES),
    at: fc.nat(4000),
    length: fc.nat(30),
    insert: fc.oneof(
      fc.constantFrom('', '"', '[', '{', '\n', ' ', '- ', ':', '#', '*', '&x', '---\n', '\t'),
      fc.string({ maxLength: 4 }),
    ),
  });
  fc.assert(
    fc.property(edit, ({ example, at, length, insert }) => {
      const { path, text } = example;
      checkReadable(path, text.slice(0, at) + insert + text.slice(at + length));
      checkReadable(path, text.slice(0, at));
    }),
    { numRuns: 300 },
  );
});

const YAML_LINES = fc.constantFrom(
  ...[
    'kind: AgentRole',
    'name: a b',
    'purpose: |',
    '  text',
    '   more',
    '',
    '# comment',
    '  # comment',
    'extends:',
    '- base',
    '  - base',
    '  -',
    '-',
  ],
  ...[
    'allow:',
    'allow: []',
    '  - read: [a, "b # c"]',
    '    because: x',
    '    - y',
    '  - run: >',
    '      folded',
    '    limit: { calls: 1/run,',
    '      x: y }',
    '  ]',
    ']',
    '}',
    'x: [',
  ],
  ...[
    'operations:',
    '  get: { does: read }',
    '  get:',
    '    does: read',
    '    arguments:',
    '      a: string',
    'a: "open',
    '  closed"',
    "b: 'it''s'",
    'c: plain',
    '  continued',
    '"q": 1',
    '? x',
    ': y',
    'k: &a v',
    'l: *a',
    'm: !t v',
    '<<: *a',
  ],
);

test('what is read in chunks is what is read as a whole, where the whole has no mistake', () => {
  let compared = 0;
  const check = (text: string) => {
    const whole = parseWhole(text);
    if (whole.problems.length > 0) return;
    compared++;
    const chunked = parse({ uri: uriOf('a.agent-role.yaml'), text });
    assert.deepEqual(chunked.findings, []);
    assert.deepEqual(chunked.node, whole.node);
  };
  for (const { text } of EXAMPLES) for (const source of splitSources({ uri: 'x', text }).sources) check(source.text);
  fc.assert(
    fc.property(fc.array(YAML_LINES, { maxLength: 9 }), fc.constantFrom('\n', '\r\n'), (lines, newline) => {
      const text = lines.join(newline);
      if (!/^(---|\.\.\.)/m.test(text)) check(text);
    }),
    { numRuns: 6000 },
  );
  assert(compared > 500, `only ${compared} texts were compared`);
});

test('what is read after edits is what is read at once', () => {
  const step = fc.record({
    at: fc.nat(2000),
    length: fc.nat(20),
    insert: fc.constantFrom('', 'x', '\n', '  - read: a\n', '---\n', '"', '[', 'allow:\n', ' '),
  });
  fc.assert(
    fc.property(fc.constantFrom(...EXAMPLES), fc.array(step, { maxLength: 6 }), ({ path, text }, steps) => {
      const host = createHost();
      const uri = uriOf(path);
      let now = text;
      host.set({ uri, text: now });
      host.snapshot(TEST_NOW);
      for (const { at, length, insert } of steps) {
        now = now.slice(0, at) + insert + now.slice(at + length);
        host.set({ uri, text: now });
        if (at % 2 === 0) host.snapshot(TEST_NOW);
      }
      const fresh = splitSources({ uri, text: now }).sources;
      const edited = host.snapshot(TEST_NOW).sources;
      assert.equal(edited.length, fresh.length);
      edited.forEach((read, index) => {
        const again = readManifest(fresh[index]!);
        assert.deepEqual(parse(read.source).node, parse(again.source).node);
        assert.deepEqual(
          read.findings.map(({ rule, message, span }) => ({ rule, message, span })),
          again.findings.map(({ rule, message, span }) => ({ rule, message, span })),
        );
      });
    }),
    { numRuns: 200 },
  );
});
