import type { Source } from '../source.ts';
import type { ReadSource } from '../workspace/workspace.ts';

/** Reads one manifest: syntax, schema and model, with all that is wrong with it as findings. Memoised by source. */
export function readManifest(source: Source): ReadSource {
  throw new Error(`stub ${source.uri}`);
}
