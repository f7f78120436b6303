import type { Position } from 'vscode-languageserver';
import type { Run } from '../core/simulate/run.ts';
import type { TracePlace } from '../core/simulate/trace-model.ts';
import { tracesOf } from '../core/simulate/trace-write.ts';
import type { Place } from '../core/source.ts';
import type { Session } from './session.ts';
import { toLocation } from './to-lsp.ts';
import type { View } from './workspaces.ts';

/** A run as an OTLP/JSON trace. Lines and columns in it count from 1, as people do. */
export function toTrace(session: Session, view: View, run: Run): unknown {
  const locate = (place: Place): TracePlace | undefined => {
    const location = toLocation(session, view.snapshot, place);
    if (!location) return undefined;
    const { start, end } = location.range;
    return { uri: location.uri, range: { start: fromOne(start), end: fromOne(end) } };
  };
  return tracesOf([run], { locate });
}

function fromOne({ line, character }: Position): { readonly line: number; readonly column: number } {
  return { line: line + 1, column: character + 1 };
}
