/** Counts of work done, for tests and measurements: what is memoised is not counted again. Whoever wants to know passes one in. */
export interface Work {
  sourcesParsed: number;
  /** Stretches of text given to the YAML parser. */
  chunksParsed: number;
  manifestsRead: number;
  rolesResolved: number;
}

export function noWork(): Work {
  return { sourcesParsed: 0, chunksParsed: 0, manifestsRead: 0, rolesResolved: 0 };
}
