import type { Dialect, DialectReading, ForeignFile } from '../dialects/dialect.ts';
import { DIALECTS, dialectsOf } from '../dialects/index.ts';
import { principalOf } from '../dialects/principal.ts';
import type { Finding } from '../finding.ts';
import type { ToolScope } from '../model/manifest.ts';
import { readManifest } from '../model/read.ts';
import type { Source } from '../source.ts';
import type { ReadSource, ResolvedRole, Snapshot, WorkspaceFacts } from './workspace.ts';

/** What the files of other tools in a workspace come to. Immutable, and the same object as long as they are the same. */
export interface ForeignWorkspace {
  readonly files: readonly ForeignFile[];
  /** Each principal as a role, by its title. */
  readonly principals: readonly ResolvedRole[];
  readonly tools: readonly ToolScope[];
  /** What reading found in one file. */
  findingsOf(source: Source): readonly Finding[];
  has(source: Source): boolean;
  /** By the policy's title or its name. */
  principal(name: string): ResolvedRole | undefined;
}

/** Remembers what was read from one snapshot to the next. */
export type ForeignReadings = Map<
  Dialect,
  { readonly files: readonly ForeignFile[]; readonly facts: WorkspaceFacts; readonly reading: Reading }
>;

interface Reading extends DialectReading {
  readonly principals: readonly ResolvedRole[];
}

export const NOTHING_FOREIGN: ForeignWorkspace = {
  files: [],
  principals: [],
  tools: [],
  findingsOf: () => [],
  has: () => false,
  principal: () => undefined,
};

/** Reads the files of every dialect together; those whose files and facts are as before are not read anew. */
export function readForeign(
  files: readonly ForeignFile[],
  facts: WorkspaceFacts,
  remembered: ForeignReadings,
): ForeignWorkspace {
  if (files.length === 0) return NOTHING_FOREIGN;
  const readings = DIALECTS.flatMap((dialect) => {
    const own = files.filter(({ path }) => dialectsOf(path).includes(dialect));
    return own.length > 0 ? [readingOf(dialect, own, facts, remembered)] : [];
  });
  const principals = readings.flatMap((reading) => reading.principals);
  const sources = new Set(files.map(({ source }) => source));
  const findings = new Map<Source, Finding[]>();
  for (const each of readings.flatMap((reading) => reading.findings)) {
    const list = findings.get(each.source);
    if (list) list.push(each);
    else findings.set(each.source, [each]);
  }
  return {
    files,
    principals,
    tools: readings.flatMap((reading) => reading.tools),
    findingsOf: (source) => findings.get(source) ?? [],
    has: (source) => sources.has(source),
    principal: (name) =>
      principals.find((each) => each.name === name) ?? principals.find((each) => each.role.foreign?.name === name),
  };
}

function readingOf(
  dialect: Dialect,
  files: readonly ForeignFile[],
  facts: WorkspaceFacts,
  remembered: ForeignReadings,
): Reading {
  const before = remembered.get(dialect);
  const same =
    before?.facts === facts &&
    before.files.length === files.length &&
    before.files.every((file, index) => file === files[index]);
  if (same) return before.reading;
  const read = dialect.read(files, facts);
  const tools = new Map<string, ToolScope>();
  for (const tool of read.tools) {
    const name = tool.name?.value;
    if (name !== undefined && !tools.has(name)) tools.set(name, tool);
  }
  const reading = { ...read, principals: read.policies.map((policy) => principalOf(policy, tools, facts)) };
  remembered.set(dialect, { files, facts, reading });
  return reading;
}

/** A source as it was read: a manifest, or a file of another tool, which is no manifest and has what reading found. */
export function readIn(snapshot: Snapshot, source: Source): ReadSource {
  if (!snapshot.foreign.has(source)) return readManifest(source);
  return {
    source,
    manifest: { kind: 'unknown', source, node: undefined },
    findings: snapshot.foreign.findingsOf(source),
  };
}
