/**
 * What reading a text costs, roughly in characters of ordinary text. The YAML library takes its time by token rather
 * than by character: a megabyte of commas costs many times what a megabyte of prose does.
 */
export function costOf(text: string): number {
  let cost = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128) cost += COSTS[code]!;
  }
  return cost;
}

/** Characters with which nearly every token begins or ends, and those that make for many mistakes. */
const COSTS = new Uint8Array(128);
for (const character of '\n\r-:?[]{}"\'&*!|>') COSTS[character.charCodeAt(0)] = 10;
COSTS[','.charCodeAt(0)] = 20;
COSTS['\\'.charCodeAt(0)] = 30;

/** What it costs to parse a stretch of text on its own, however short. */
export const CHUNK_COST = 60;

/**
 * The cost up to which a file is read: some 20,000 lines as people write them. It was set by measuring that nothing
 * below it takes longer than a second in a process that has just started.
 */
export const MOST_COST = 2_800_000;

/** What it costs to read one manifest, however short. */
export const SOURCE_COST = 200;
