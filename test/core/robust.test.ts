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

/** The text of one unit again and again, each with a number where it has `#`, up to a megabyte. */
function megabyteOf(unit: string): string {
  let text = '';
  for (let index = 0; text.length < 1_000_000; index++) text += unit.replaceAll('#', String(index));
  return text;
}

const HEAD = 'kind: AgentRole\nversion: 1\nname: a\n';
const TAIL = '\ndeny:\n  - read: ["**/.env"]\n';

interface Nasty {
  readonly text: string;
  readonly rule: string;
  /** What the finding points at begins with this. */
  readonly at: string;
  /** The name and the deny rule around it are read all the same. */
  readonly restIsRead: boolean;
}

const around = (middle: string, rule: string, at: string): Nasty => ({
  text: HEAD + middle + TAIL,
  rule,
  at,
  restIsRead: true,
});
const alone = (text: string, rule: string, at: string): Nasty => ({ text, rule, at, restIsRead: false });

const NASTY: Readonly<Record<string, Nasty>> = {
  'brackets, deep': around(`allow: ${'['.repeat(50_000)}`, 'too-deep', '['),
  'braces, deep': around(`allow: ${'{a: '.repeat(10_000)}`, 'too-deep', '{'),
  'dashes, deep': around(`allow:\n  ${'- '.repeat(20_000)}`, 'too-deep', '-'),
  'indentation, deep': around(
    `memory:\n${Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth + 1)}a:`).join('\n')}`,
    'too-deep',
    'a',
  ),
  'JSON, deep': alone(`{"a": ${'['.repeat(100_000)}`, 'too-deep', '['),
  'aliases of aliases': around(
    `x: &a [l, l, l, l, l, l, l, l, l]\n${[...'bcdefghij'].map((name, index) => `y${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(', ')}]`).join('\n')}`,
    'too-many-aliases',
    '*',
  ),
  'thousands of anchors': around(megabyteOf('k#: &a# x\n').slice(0, 40_000), 'unknown-key', 'k0'),
  'thousands of equal keys': around('owner: a\n'.repeat(10_000), 'duplicate-key', 'owner'),
  'thousands of quotes': around('purpose: "x\n'.repeat(4_000), 'syntax-error', '"x'),
  tabs: around('identity:\n\taccount: x', 'syntax-error', '\t'),
  'conflict markers': around(
    '<<<<<<< ours\nowner: a\n=======\nowner: b\n>>>>>>> theirs',
    'merge-conflict',
    '<<<<<<< ours',
  ),
  'thousands of conflicts': around('<<<<<<< a\n=======\n>>>>>>> b\n'.repeat(1_000), 'merge-conflict', '<<<<<<< a'),
  NUL: around('owner: a\0b', 'control-character', '\0'),
  'invalid UTF-8': around('owner: a\ufffd\ufffdb', 'not-utf8', '\ufffd\ufffd'),
  'a role with too many rules': alone(
    `${HEAD}allow:\n${megabyteOf('  - { run: [a#, b#], id: c }\n')}`,
    'too-large',
    '  - { run: [a',
  ),
  'a command of thousands of parentheses': around(`allow:\n  - run: ["${'$('.repeat(200_000)}"]`, 'bad-pattern', '$'),
  'a file with too many manifests': alone(megabyteOf(`---\n${HEAD}`), 'too-large', '---'),
  'a megabyte of commas': alone(`allow: [${','.repeat(1_000_000)}]`, 'too-large', 'allow'),
  'a megabyte in one line': around(`because: ${'x '.repeat(400_000)}`, 'unknown-key', 'because'),
  'a kind from the future': alone('kind: Fleet\nversion: 1', 'unknown-kind', 'Fleet'),
  'an unknown version': { ...around('', 'unknown-version', '9'), text: HEAD.replace('1', '9') + TAIL },
  'a pattern with thousands of braces': around(`allow:\n  - read: ["${'{a,'.repeat(4_000)}"]`, 'too-deep', '{'),
  'an absurd regular expression': around(
    `ask:\n  - call: [a/b]\n    where: { x: { pattern: "${'(a+)+'.repeat(200)}" } }`,
    'bad-pattern',
    '(',
  ),
};

for (const [name, { text, rule, at, restIsRead }] of Object.entries(NASTY)) {
  test(`bad input: ${name}`, () => {
    const host = createHost();
    host.set({ uri: uriOf('a.agent-role.yaml'), text });
    const { sources } = host.snapshot(TEST_NOW);
    const findings = sources.flatMap((read) =>
      read.findings.map((each) => ({ ...each, shown: read.source.text.slice(each.span.start, each.span.end) })),
    );
    const found = findings.find((each) => each.rule === rule && each.shown.startsWith(at));
    assert(
      found,
      `no ${rule} in ${JSON.stringify(findings.map((each) => [each.rule, each.shown.slice(0, 20)]).slice(0, 20))}`,
    );
    assert(!found.shown.includes('\n'), 'a finding points at a line at most');
    for (const read of sources) assert(read.findings.length <= 51);
    if (!restIsRead) return;
    const manifest = sources[0]?.manifest;
    assert(manifest?.kind === 'AgentRole');
    assert.equal(manifest.name?.value, 'a');
    assert.deepEqual(
      manifest.rules.filter((each) => each.effect === 'deny').map((each) => each.patterns[0]?.text),
      ['**/.env'],
    );
  });
}

test('a byte order mark and Windows line breaks change nothing', () => {
  const text = `${HEAD}allow:\n  - read: [a]\n`;
  const plain = readManifest({ uri: uriOf('a.agent-role.yaml'), text });
  const windows = readManifest({ uri: uriOf('a.agent-role.yaml'), text: `\ufeff${text.replaceAll('\n', '\r\n')}` });
  assert.deepEqual(windows.findings, []);
  assert(plain.manifest.kind === 'AgentRole' && windows.manifest.kind === 'AgentRole');
  assert.equal(windows.manifest.name?.value, 'a');
  assert.deepEqual(
    windows.manifest.rules.map((each) => each.patterns[0]?.text),
    ['a'],
  );
});
