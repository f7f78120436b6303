/** The trace as the editor side knows it. The core reads and writes traces; the client and the viewer see it through here. */

export type { Change, ChangeKind } from '../core/simulate/compare.ts';
export { compareSteps } from '../core/simulate/compare.ts';
export type * from '../core/simulate/trace-model.ts';
export { readTrace, readTraceValue } from '../core/simulate/trace-read.ts';
