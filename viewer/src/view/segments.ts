import type { TracePart } from '../../../server/src/protocol/trace.ts';

export interface Segment {
  readonly text: string;
  /** The decision on the innermost part that this stretch belongs to; absent between parts. */
  readonly decision?: 'allow' | 'ask' | 'deny';
}

/** A command line cut where the decision changes. A part inside another one (`$(cat .env)`) counts for its own stretch. */
export function segmentsOf(line: string, parts: readonly TracePart[]): readonly Segment[] {
  const placed = parts.filter((part) => part.start !== undefined && part.end !== undefined && part.end <= line.length);
  const edges = new Set([0, line.length]);
  for (const part of placed) {
    edges.add(part.start!);
    edges.add(part.end!);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [from, to] = [sorted[i]!, sorted[i + 1]!];
    let inner: TracePart | undefined;
    for (const part of placed) {
      if (part.start! > from || part.end! < to) continue;
      const length = part.end! - part.start!;
      const best = inner === undefined ? Number.POSITIVE_INFINITY : inner.end! - inner.start!;
      // Of two parts in the same stretch, the stricter one is shown.
      if (length < best || (length === best && RANK[part.decision.decision] > RANK[inner!.decision.decision]))
        inner = part;
    }
    const text = line.slice(from, to);
    const decision = inner?.decision.decision;
    const last = segments.at(-1);
    if (last !== undefined && last.decision === decision)
      segments[segments.length - 1] = { ...last, text: last.text + text };
    else segments.push(decision === undefined ? { text } : { text, decision });
  }
  return segments;
}

const RANK = { allow: 0, ask: 1, deny: 2 } as const;
