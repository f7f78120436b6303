import type { HostMessage } from '../../server/src/protocol/viewer.ts';
import { FAILURE, longTrace, sampleTrace, shown } from './sample.ts';

/** What scripts/viewer-shots.mjs posts to the page, by name. */
export const messages: Readonly<Record<string, () => readonly HostMessage[]>> = {
  run: () => [shown(sampleTrace())],
  stale: () => [shown(sampleTrace()), { type: 'stale', stale: true }],
  changed: () => {
    const edited = sampleTrace((text) =>
      text
        .replace('write: ["package.json"]', 'write: ["docs/**"]')
        .replace('- run: ["git push **"]', '- run: ["git reset **"]')
        .replace('"git log **"]', '"git log **", "git push **"]'),
    );
    return [shown(sampleTrace()), shown(edited, sampleTrace())];
  },
  long: () => [shown(longTrace(100_000))],
  failure: () => [FAILURE],
  empty: () => [shown({ runs: [{ ...sampleTrace().runs[0]!, steps: [] }], problems: [], otherSpans: 0 })],
  several: () => {
    const trace = sampleTrace();
    const run = trace.runs[0]!;
    return [
      shown({ ...trace, runs: [run, { ...run, title: 'review-pr-again', problems: ['No role is called helper'] }] }),
    ];
  },
};

Object.assign(globalThis, { messages });
