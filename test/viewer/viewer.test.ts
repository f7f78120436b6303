import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toColumns } from '../../server/src/protocol/trace-columns.ts';
import { matching, parseFilter, toggled } from '../../viewer/src/model/filter.ts';
import { commandOf } from '../../viewer/src/model/keys.ts';
import { duration, laneOf } from '../../viewer/src/model/lane.ts';
import { buildRows, indexOfRow } from '../../viewer/src/model/rows.ts';
import { initialState, keptState, reduce, type State, selectedIndex } from '../../viewer/src/model/state.ts';
import { createTable, runOf } from '../../viewer/src/model/table.ts';
import { shown as asShown } from '../../viewer/src/view/dom.ts';
import { segmentsOf } from '../../viewer/src/view/segments.ts';
import { decidedBy, expectedWords, leftWords, outcomeWords, spoken } from '../../viewer/src/view/words.ts';
import { longTrace, sampleTrace, shown } from './sample.ts';

function tableOf(trace = sampleTrace(), before?: ReturnType<typeof sampleTrace>) {
  const message = shown(trace, before);
  return createTable(message.columns, message.changes ?? []);
}

function checkFilter(filter: string, steps: readonly number[]): void {
  const edited = sampleTrace((text) => text.replace('write: ["package.json"]', 'write: ["docs/**"]'));
  const table = tableOf(edited, sampleTrace());
  const found = [...matching(table, parseFilter(filter))].map((step) => table.details(step).number);
  assert.deepEqual(found, steps, filter);
}

test('filters', () => {
  const all = Array.from({ length: 17 }, (_, i) => i + 1);
  checkFilter('', all);
  checkFilter('   ', all);
  checkFilter('decision:deny', [3, 6, 13, 15, 16]);
  checkFilter('decision:deny,ask', [3, 5, 6, 11, 13, 15, 16]);
  checkFilter('decision:none', [4, 7, 10, 12, 17]);
  checkFilter('-decision:none !decision:allow', [3, 5, 6, 11, 13, 15, 16]);
  checkFilter('tool:github', [2, 5, 11, 12, 13]);
  checkFilter('tool:GITHUB/get', [2]);
  checkFilter('path:.env', [3]);
  checkFilter('path:src/', [1]);
  checkFilter('rule:publish-review', [5, 11]);
  checkFilter('rule:base-reader:7', [1]);
  checkFilter('role:test-runner', [9]);
  checkFilter('step:3', [3]);
  checkFilter('expect:failed', []);
  checkFilter('changed:yes', [6]);
  checkFilter('changed:narrowing', [6]);
  checkFilter('changed:widening', []);
  checkFilter('reason:revoked', [13]);
  checkFilter('evil', [3]);
  checkFilter('EVIL npm', [3]);
  checkFilter('"rounding differs"', [5]);
  checkFilter('https://api.github.com', [14, 15]);
  checkFilter('https://api.github.com -verb:fetch', []);
  checkFilter('no-such-text', []);
  checkFilter('decision:', all);
  checkFilter('"', all);
  checkFilter('-', all);
  assert.deepEqual(parseFilter('colour:red tool:x').unknown, ['colour']);
  assert.deepEqual(parseFilter('https://x').unknown, []);
});

test('quick filters switch values on and off in the text', () => {
  assert.equal(toggled('', 'decision', 'deny'), 'decision:deny');
  assert.equal(toggled('evil decision:deny', 'decision', 'ask'), 'evil decision:deny,ask');
  assert.equal(toggled('evil decision:deny,ask x', 'decision', 'deny'), 'evil decision:ask x');
  assert.equal(toggled('decision:deny', 'decision', 'deny'), '');
});

/** The list as text, the selected row with `>`. */
function listOf(state: State): string[] {
  const selected = selectedIndex(state);
  return Array.from({ length: state.rows.length }, (_, i) => {
    const step = state.table!.details(state.rows.steps[i]!).number;
    const part = state.rows.parts[i]!;
    return `${i === selected ? '>' : ''}${part === -2 ? 'run' : part < 0 ? step : `${step}.${part}`}`;
  });
}

function checkKeys(keys: readonly string[], selected: string, state = shownState()): State {
  for (const key of keys) {
    const command = commandOf({ key });
    assert.ok(command, key);
    state = reduce(state, { kind: 'commanded', command, pageRows: 10 });
  }
  assert.equal(
    listOf(state).find((row) => row.startsWith('>')),
    `>${selected}`,
    keys.join(' '),
  );
  return state;
}

function shownState(trace = sampleTrace()): State {
  return reduce(initialState(undefined), {
    kind: 'shown',
    view: { title: 't', canRerun: true, canSave: true },
    table: tableOf(trace),
    compared: false,
  });
}

test('keys move, fold and find denials', () => {
  assert.deepEqual(
    listOf(shownState()).slice(0, 8),
    ['>1', '2', '3', '3.0', '3.1', '3.2', '3.3', '4'],
    'a denied line shows its parts',
  );
  checkKeys(['ArrowDown', 'ArrowDown'], '3');
  checkKeys(['ArrowUp'], '1');
  checkKeys(['End'], '17');
  checkKeys(['End', 'Home'], '1');
  checkKeys(['PageDown'], '6');
  checkKeys(['n'], '3');
  checkKeys(['n', 'n'], '13');
  checkKeys(['End', 'p'], '16');
  checkKeys(['End', 'n'], '17');
  checkKeys(['n', 'ArrowLeft', 'ArrowDown'], '4');
  checkKeys(['n', 'ArrowLeft', 'ArrowRight', 'ArrowRight'], '3.0');
  checkKeys(['n', 'ArrowDown', 'ArrowDown', 'ArrowLeft'], '3');
  assert.equal(commandOf({ key: 'n', ctrlKey: true }), undefined);
  assert.equal(commandOf({ key: 'x' }), undefined);
});

test('the selection comes back when the filter goes', () => {
  let state = checkKeys(['n'], '3');
  state = reduce(state, { kind: 'filtered', filter: 'decision:allow' });
  assert.deepEqual(listOf(state), ['1', '2', '>6', '8', '9', '14']);
  state = checkKeys(['Escape'], '3', state);
  assert.equal(state.filter, '');
});

test('what the page keeps brings it back as it was', () => {
  let state = checkKeys(['n', 'ArrowLeft', 'ArrowDown'], '4', shownState());
  state = reduce(state, { kind: 'filtered', filter: 'decision:none' });
  const kept = JSON.parse(JSON.stringify(keptState(state)));
  const again = reduce(initialState(kept), { kind: 'shown', view: state.view!, table: state.table!, compared: false });
  assert.deepEqual(listOf(again), listOf(state));
});

test('several runs have headings that fold', () => {
  const run = sampleTrace().runs[0]!;
  const two = {
    runs: [
      { ...run, steps: run.steps.slice(0, 2) },
      { ...run, steps: run.steps.slice(0, 1) },
    ],
    problems: [],
    otherSpans: 0,
  };
  let state = shownState(two);
  assert.deepEqual(listOf(state), ['run', '>1', '2', 'run', '1']);
  state = checkKeys(['ArrowLeft', 'ArrowLeft'], 'run', state);
  assert.deepEqual(listOf(state), ['>run', 'run', '1']);
  assert.deepEqual(listOf(reduce(state, { kind: 'filtered', filter: 'github' })), ['>run']);
});

test('a hundred thousand steps: rows, filters and columns in time', () => {
  const trace = longTrace(100_000);
  const columns = toColumns(trace);
  assert.equal(columns.count, 100_000);
  const table = createTable(columns, []);
  table.search();
  const began = performance.now();
  const denied = matching(table, parseFilter('decision:deny evil'));
  const rows = buildRows(table, denied, new Set(), new Set());
  const took = performance.now() - began;
  assert.equal(denied.length, Math.ceil((100_000 - 2) / 17));
  assert.equal(indexOfRow(rows, { step: 2, part: -1 }), 0);
  assert.ok(took < 1_000, `${took} ms`);
  assert.equal(runOf(columns, 99_999)?.first, 0);
  assert.equal(table.details(99_998).number, 99_999);
});

test('the time lane is to scale, or in order where no time passes', () => {
  const columns = toColumns(sampleTrace());
  const lane = laneOf(columns, columns.runs[0]!);
  assert.equal(lane.kind, 'time');
  assert.equal(lane.total, 42 * 60_000);
  assert.deepEqual(
    lane.ticks.map((tick) => tick.label),
    ['0 s', '20 min'],
  );
  assert.deepEqual(lane.bar(3), { from: 0, to: 4 / 42 });
  const still = toColumns(sampleTrace((text) => text.replace(/ {2}- wait: \d+m\n/g, '')));
  assert.equal(laneOf(still, still.runs[0]!).kind, 'order');
  assert.deepEqual([0, 250, 1_000, 61_000, 5_400_000, 90_000_000].map(duration), [
    '0 ms',
    '250 ms',
    '1 s',
    '1 min 1 s',
    '1 h 30 min',
    '1 d 1 h',
  ]);
});

test('words of a row', () => {
  const table = tableOf();
  const step = (number: number) => table.details(number - 1);
  assert.equal(decidedBy(step(1).decision).text, 'base-reader:7');
  assert.equal(decidedBy(step(3).decision).text, '3 of 4 parts');
  assert.equal(decidedBy(step(13).decision).text, 'revoked');
  assert.match(decidedBy(step(15).decision).text, /nearest :13/);
  assert.equal(outcomeWords(step(5)), 'granted by code-owners');
  assert.equal(outcomeWords(step(11)), 'waits for code-owners');
  assert.equal(expectedWords(step(6)), 'expected deny');
  assert.equal(spoken(step(6)), 'Step 6, Allow, write package.json, expected deny, decided by pr-reviewer:16');
  assert.equal(leftWords(7, 20, undefined, 'run'), '13 of 20 left in this run');
  assert.equal(leftWords(4.9, 5, 'USD', 'day'), '0.1 of 5 USD left this day');
});

test('a line is cut where the decision changes, the innermost part first', () => {
  const part = (text: string, decision: 'allow' | 'deny', start: number) => ({
    text,
    verb: 'run',
    value: text,
    start,
    end: start + text.length,
    decision: { decision, reason: '', words: '', rules: [], obligations: [] },
  });
  const line = 'npm test && curl $(cat x) y';
  const parts = [part('npm test', 'allow', 0), part('curl $(cat x) y', 'allow', 12), part('cat x', 'deny', 19)];
  assert.deepEqual(segmentsOf(line, parts), [
    { text: 'npm test', decision: 'allow' },
    { text: ' && ' },
    { text: 'curl $(', decision: 'allow' },
    { text: 'cat x', decision: 'deny' },
    { text: ') y', decision: 'allow' },
  ]);
  assert.deepEqual(segmentsOf('', []), []);
  assert.deepEqual(segmentsOf('x', [part('far away', 'deny', 40)]), [{ text: 'x' }]);
});

test('text that hides or reorders is written out', () => {
  assert.equal(asShown('a\u202eb\u0000c\u200bd\ne'), 'a\\u{202e}b\\u{0}c\\u{200b}d⏎e');
  assert.equal(asShown('漢é😀'), '漢é😀');
  assert.equal(asShown('x'.repeat(500), 10), 'xxxxxxxxxx…');
});
