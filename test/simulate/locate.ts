import type { TracePlace, TracePosition } from '../../server/src/core/simulate/trace-model.ts';
import type { Place } from '../../server/src/core/source.ts';
import type { Snapshot } from '../../server/src/core/workspace/workspace.ts';

/** Lines and columns of places, as an edge of the program computes them. */
export function locateIn(snapshot: Snapshot): (place: Place) => TracePlace | undefined {
  return ({ source, span }) => {
    const file = snapshot.files.get(source.uri);
    const index = file?.sources.indexOf(source) ?? -1;
    if (file === undefined || index < 0) return undefined;
    const at = (offset: number): TracePosition => {
      const before = file.document.text.slice(0, file.starts[index]! + offset).split('\n');
      return { line: before.length, column: before.at(-1)!.length + 1 };
    };
    return { uri: source.uri, range: { start: at(span.start), end: at(span.end) } };
  };
}
