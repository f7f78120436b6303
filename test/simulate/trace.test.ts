import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Run } from '../../server/src/core/simulate/run.ts';
import { sha256 } from '../../server/src/core/simulate/sha256.ts';
import { replayWitness, simulate } from '../../server/src/core/simulate/simulate.ts';
import { toTraceDecision } from '../../server/src/core/simulate/trace-decision.ts';
import type { Trace } from '../../server/src/core/simulate/trace-model.ts';
import { readTrace, readTraceValue } from '../../server/src/core/simulate/trace-read.ts';
import { tracesOf, writeTraces } from '../../server/src/core/simulate/trace-write.ts';
import { workspaceOf } from '../support/workspace.ts';
import { SAMPLE, sampleSnapshot, traceText } from '../viewer/sample.ts';
import { locateIn } from './locate.ts';

const GOLDEN = 'test/simulate/review-pr.trace.json';

test('a run is written as it was, to the last byte', () => {
  const text = traceText(sampleSnapshot());
  if (process.env.UPDATE === '1') writeFileSync(GOLDEN, text);
  assert.equal(text, readFileSync(GOLDEN, 'utf8'), 'UPDATE=1 writes the file anew; review the difference');
});

test('ids follow from role, scenario and step, and from nothing else', () => {
  const ids = (text: string) => [...new Set(text.match(/"traceId": "[0-9a-f]{32}"/g))];
  const [id] = ids(traceText(sampleSnapshot()));
  assert.deepEqual(ids(traceText(sampleSnapshot())), [id]);
  assert.notDeepEqual(
    ids(traceText(sampleSnapshot((text) => text.replace('**/*.pem', '**/*.key')))),
    [id],
    'another role',
  );
  assert.notDeepEqual(
    ids(traceText(sampleSnapshot((text) => text.replace('wait: 4m', 'wait: 5m')))),
    [id],
    'another scenario',
  );
  const spans = tracesOf(runsOf(SAMPLE), { locate: () => undefined }).resourceSpans[0]!.scopeSpans[0]!.spans;
  assert.equal(new Set(spans.map((span) => span.spanId)).size, spans.length);
});

test('what was not allowed has a decision and no execution', () => {
  const { spans } = tracesOf(runsOf(SAMPLE), { locate: () => undefined }).resourceSpans[0]!.scopeSpans[0]!;
  for (const run of runsOf(SAMPLE)) {
    for (const step of run.steps.filter((each) => each.kind === 'action')) {
      const span = spans.find((each) =>
        each.attributes.some(
          ({ key, value }) =>
            key === 'bailiwick.step.number' && 'intValue' in value && value.intValue === String(step.number),
        ),
      )!;
      const children = spans.filter((each) => each.parentSpanId === span.spanId).map((each) => each.name.split(' ')[0]);
      assert.deepEqual(
        children.filter((name) => name !== 'execute_tool'),
        step.enforced === 'allowed' ? ['authorize', 'execute'] : ['authorize'],
      );
    }
  }
});

test('arguments that the role redacts are not in the trace', () => {
  const text = traceText(
    sampleSnapshot((sample) =>
      sample.replace('number: 214, event: COMMENT', 'token: hunter2, number: 214, event: COMMENT'),
    ),
  );
  assert.ok(text.includes('[redacted]'));
  const outside = text.replace(/"bailiwick\.(decision|expect)[^\n]*\n[^\n]*\n[^\n]*/g, '');
  assert.ok(!outside.includes('hunter2'));
});

test('reading what was written gives the same steps and decisions', () => {
  const verbs = [
    'read: src/a.ts',
    'read: .env',
    'run: npm test && cat .env | tee x',
    'run: "git log \\"\u202e漢\\" > out"',
    'write: package.json',
    'delegate: test-runner',
    'fetch: https://api.github.com/repos/acme/x',
    'revoke: github',
    'wait: 3m',
  ];
  const step = fc.oneof(
    fc.constantFrom(...verbs).map((verb) => `  - ${verb}\n`),
    fc
      .constantFrom('granted', 'refused', 'none')
      .map(
        (approve) =>
          `  - call: github/create_review\n    with: { owner: acme, body: "a\\nb" }\n    approve: ${approve}\n    expect: allow\n`,
      ),
    fc.constant('  - run: npm test\n    as: test-runner\n    expect: allow\n    because: granted\n'),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const workspace = SAMPLE.replace(/steps:[\s\S]*$/, `steps:\n${steps.join('')}`);
      checkRoundTrip(workspace);
    }),
    { numRuns: 60 },
  );
  checkRoundTrip(SAMPLE);
});

function checkRoundTrip(workspace: string): void {
  const { snapshot } = workspaceOf(workspace);
  const locate = locateIn(snapshot);
  const run = simulate(snapshot, snapshot.scenarios[0]!);
  const trace = readTrace(writeTraces([run], { locate }));
  assert.deepEqual(trace.problems, []);
  assert.equal(trace.runs.length, 1);
  const [read] = trace.runs;
  assert.deepEqual(
    { role: read!.role, title: read!.title, began: read!.began, problems: read!.problems, kind: read!.kind },
    { role: run.role, title: run.title, began: run.began, problems: run.problems, kind: run.kind },
  );
  assert.deepEqual(
    read!.steps.map((step) => ({
      number: step.number,
      at: step.at,
      kind: step.kind,
      role: step.role,
      verb: step.verb,
      value: step.value,
      with: step.with,
      decision: step.decision,
      approval: step.approval,
      enforced: step.enforced,
      expected: step.expected,
      expectedReason: step.expectedReason,
      failed: step.failed,
      seen: step.seen,
      leaving: step.leaving,
      through: step.through,
      place: step.place,
    })),
    run.steps.map((step) => ({
      number: step.number,
      at: step.at,
      kind: step.kind,
      role: step.role,
      verb: step.action?.verb,
      value: step.action?.value ?? step.target ?? 'wait',
      with: step.action?.with,
      decision:
        step.decision === undefined ? undefined : JSON.parse(JSON.stringify(toTraceDecision(step.decision, locate))),
      approval: step.approval,
      enforced: step.enforced,
      expected: step.expected,
      expectedReason: step.expectedReason,
      failed: step.failed,
      seen: step.seen,
      leaving: step.leaving ?? [],
      through: step.through,
      place: step.place === undefined ? undefined : locate(step.place),
    })),
  );
}

test('a witness is a run like another', () => {
  const { snapshot } = workspaceOf(SAMPLE);
  const run = replayWitness(snapshot, {
    role: 'pr-reviewer',
    steps: [{ action: { verb: 'read', value: 'src/a.ts' }, expect: 'allow' }],
  });
  const [read] = readTrace(writeTraces([run], { locate: locateIn(snapshot) })).runs;
  assert.equal(read!.kind, 'witness');
  assert.equal(read!.steps[0]!.decision!.rules[0]!.owner, 'base-reader');
});

/** What the reader says about a trace, on a few lines. */
function summary(trace: Trace): string[] {
  return [
    ...trace.runs.flatMap((run) => [
      `run ${run.title} (${run.role}, ${run.kind})`,
      ...run.steps.map(
        (step) => `${step.number} ${step.verb ?? '-'} ${step.value} ${step.decision?.decision ?? 'not judged'}`,
      ),
    ]),
    ...trace.problems.map((problem) => `problem ${problem.message}${problem.line ? ` line ${problem.line}` : ''}`),
    ...(trace.otherSpans > 0 ? [`others ${trace.otherSpans}`] : []),
  ];
}

const T = '0af7651916cd43dd8448eb211c80319c';
const spansIn = (...spans: object[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

test('traces of others: their tool calls are steps, unjudged', () => {
  const trace = readTraceValue(
    spansIn(
      {
        traceId: T,
        spanId: '00f067aa0ba902b1',
        name: 'invoke_agent coder',
        startTimeUnixNano: 1e18,
        attributes: [text('gen_ai.operation.name', 'invoke_agent'), text('gen_ai.agent.name', 'coder')],
        unknownField: { a: 1 },
      },
      {
        traceId: T,
        spanId: '00f067aa0ba902b3',
        parentSpanId: '00f067aa0ba902b1',
        name: 'ai.toolCall',
        startTimeUnixNano: '1000000003000000000',
        attributes: [text('ai.toolCall.name', 'second'), text('ai.toolCall.args', '{"a":[1,2]}')],
      },
      {
        traceId: T,
        spanId: '00f067aa0ba902b2',
        parentSpanId: '00f067aa0ba902b1',
        name: 'execute_tool first',
        kind: 'SPAN_KIND_INTERNAL',
        startTimeUnixNano: '1000000001000000000',
        endTimeUnixNano: '1000000001500000000',
        attributes: [
          text('gen_ai.operation.name', 'execute_tool'),
          text('gen_ai.tool.name', 'first'),
          { key: 'n', value: { intValue: 5 } },
        ],
      },
      {
        traceId: T,
        spanId: '00f067aa0ba902b4',
        parentSpanId: '00f067aa0ba902b1',
        name: 'chat model',
        startTimeUnixNano: '1',
      },
    ),
  );
  assert.deepEqual(summary(trace), [
    'run invoke_agent coder (coder, recorded)',
    '1 - first not judged',
    '2 - second not judged',
    'others 1',
  ]);
  assert.deepEqual(trace.runs[0]!.steps[1]!.with, { a: [1, 2] });
  assert.equal(trace.runs[0]!.steps[0]!.duration, 500);
});

test('ids in base64, and one object a line', () => {
  const span = {
    traceId: Buffer.from(T, 'hex').toString('base64'),
    spanId: Buffer.from('00f067aa0ba902b7', 'hex').toString('base64'),
    name: 'execute_tool x',
    startTimeUnixNano: '5',
    attributes: [text('gen_ai.operation.name', 'execute_tool')],
  };
  const line = JSON.stringify(spansIn(span));
  const trace = readTrace(`${line}\n\n{ broken\n${line.replace('execute_tool x', 'execute_tool y')}\n`);
  assert.deepEqual(summary(trace), [
    'run execute_tool x (, recorded)',
    '1 - execute_tool x not judged',
    '2 - execute_tool y not judged',
    'problem This is not JSON from here on line 3',
  ]);
  assert.equal(trace.runs[0]!.traceId, T);
  assert.equal(trace.runs[0]!.steps[0]!.spanId, '00f067aa0ba902b7');
});

test('what is no trace is said to be none, with the place', () => {
  const check = (input: string, expected: RegExp) => {
    const trace = readTrace(input);
    assert.deepEqual(trace.runs, []);
    assert.match(summary(trace).join('\n'), expected);
  };
  check('', /The file is empty/);
  check('{}', /no list "resourceSpans"/);
  check('[1, "x", null]', /no list "resourceSpans"/);
  check('{"resourceSpans":[]}', /no spans/);
  check('{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"x"}, 4]}]}]}', /no traceId/);
  check('{"resourceSpans":[\n{"a":\n', /ends too early line [23]/);
  check('kind: AgentRole\n', /This is not JSON/);
  const text = traceText(sampleSnapshot());
  const newer = readTrace(text.replace(/("bailiwick.schema_version".*)"1"/, '$1"7"'));
  assert.match(summary(newer).join('\n'), /version 7/);
  assert.equal(newer.runs[0]!.steps.length, 17, 'and is shown as far as it is known');
});

test('nothing makes the reader throw or wait', () => {
  const whole = traceText(sampleSnapshot());
  const garbage = [
    '['.repeat(500_000),
    '{"resourceSpans":'.repeat(50_000),
    '\0'.repeat(1_000_000),
    `{"resourceSpans":[{"scopeSpans":[{"spans":[${'{},'.repeat(200_000)}{}]}]}]}`,
    `${'{}\n'.repeat(200_000)}`,
    'x\n'.repeat(500_000),
    nested(20_000),
  ];
  for (const each of garbage) {
    const began = performance.now();
    const trace = readTrace(each);
    assert.ok(trace.problems.length > 0 && trace.problems.length <= 60);
    assert.ok(performance.now() - began < 10_000);
  }
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(200), fc.string({ maxLength: 30 }), (at, length, inserted) => {
      readTrace(whole.slice(0, at) + inserted + whole.slice(at + length));
    }),
    { numRuns: 100 },
  );
  fc.assert(fc.property(fc.json(), (json) => void readTrace(json)));
  fc.assert(
    fc.property(
      fc.jsonValue(),
      (value) =>
        void readTraceValue({
          resourceSpans: [
            { scopeSpans: [{ spans: [{ traceId: T, spanId: '00f067aa0ba902b7', attributes: value, events: value }] }] },
          ],
        }),
    ),
  );
});

/** A span whose one attribute is a list in a list, and so on. */
function nested(depth: number): string {
  const value = '{"arrayValue":{"values":['.repeat(depth) + ']}}'.repeat(depth);
  const span = `{"traceId":"${T}","spanId":"00f067aa0ba902b7","attributes":[{"key":"a","value":${value}}]}`;
  return `{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`;
}

test('a trace of a hundred thousand spans is read in time linear in it', () => {
  const value = JSON.parse(traceText(sampleSnapshot()));
  const scope = value.resourceSpans[0].scopeSpans[0];
  scope.spans = Array.from({ length: 100_000 }, (_, i) => {
    const spanId = i.toString(16).padStart(16, '0');
    return spansIn({
      traceId: T,
      spanId,
      name: 'x',
      startTimeUnixNano: String(i),
      attributes: i % 2 ? [text('gen_ai.operation.name', 'execute_tool')] : [],
    }).resourceSpans[0]!.scopeSpans[0]!.spans[0];
  });
  const began = performance.now();
  const trace = readTraceValue(value);
  assert.equal(trace.runs[0]!.steps.length, 50_000);
  assert.ok(performance.now() - began < 10_000, 'quadratic would take minutes');
});

test('SHA-256 is that of the platform', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (each) => {
      assert.equal(sha256(each), createHash('sha256').update(each).digest('hex'));
    }),
  );
  assert.equal(sha256(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

function runsOf(workspace: string): Run[] {
  const { snapshot } = workspaceOf(workspace);
  return snapshot.scenarios.map((scenario) => simulate(snapshot, scenario));
}
