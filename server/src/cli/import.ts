import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importFile } from '../core/import/import-policy.ts';
import type { Imported } from '../core/import/imported.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { layersOf, load, momentOf } from './load.ts';
import { paintFor, visible, widthOf, wrap } from './terminal.ts';

/** `bailiwick import`: a permission file of another tool as manifests. Writes nothing without `--out`, and over nothing. */
export async function importCommand(parsed: Arguments, io: Io): Promise<number> {
  const given = parsed.operands[0]!;
  const now = momentOf(parsed.value('at'), io);
  const loaded = load([given], now, io, layersOf(parsed.all('layer'), io));
  const wanted = parsed.value('principal');
  const found = loaded.roots.flatMap((root) =>
    root.snapshot.foreign.files
      .filter(({ source }) => root.asked.includes(source.uri))
      .map((file) => ({ file, snapshot: root.snapshot })),
  );
  if (found.length === 0) throw new UsageError(`${given} is no permission file of another tool that is read here`);
  const imported: Imported[] = [];
  for (const { file, snapshot } of found) {
    for (const each of importFile(snapshot, file.source, file.path, wanted)) {
      // Of several files of one principal one is enough.
      if (!imported.some(({ principal, name }) => name === each.name && principal === each.principal))
        imported.push(each);
    }
  }
  if (imported.length === 0) {
    const names = found.flatMap(({ snapshot }) => snapshot.foreign.principals.map(({ name }) => name));
    throw new UsageError(
      wanted === undefined
        ? `there are no permissions in ${given}`
        : `no principal ${JSON.stringify(wanted)} in ${given}`,
      names.length > 0 ? `Principals there: ${[...new Set(names)].sort().join(', ')}` : undefined,
    );
  }
  const text = imported.map((each) => each.text).join('---\n');
  const out = parsed.value('out');
  if (out !== undefined) write(path.resolve(io.cwd, out), out, text, io);
  if (parsed.value('format') === 'json') {
    io.out(`${JSON.stringify({ manifests: imported.map(toJson) })}\n`);
    return EXIT.ok;
  }
  if (out === undefined) io.out(text);
  for (const each of imported) report(each, parsed, io);
  return EXIT.ok;
}

/** Never over a file that is there. */
function write(place: string, shownAs: string, text: string, io: Io): void {
  if (existsSync(place)) throw new UsageError(`${shownAs} is there already; name another file, or take it away first`);
  try {
    writeFileSync(place, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${shownAs} cannot be written: ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
  io.err(`wrote ${place}\n`);
}

function toJson({ name, principal, fileName, text, rows, notes, comparison }: Imported): unknown {
  return {
    name,
    principal: principal ?? null,
    fileName,
    text,
    rows: rows.map((row) => ({ name: row.name, fidelity: row.fidelity, why: row.why, written: row.written })),
    notes,
    comparison: comparison
      ? {
          compared: comparison.compared,
          // The comparison counts from the tool's side; here the role is the one that was made.
          wider: comparison.narrower.length,
          narrower: comparison.wider.length + comparison.asked.length,
        }
      : null,
  };
}

/** The report goes to standard error, so that standard output is the manifests alone. */
function report({ principal, name, rows, notes, comparison }: Imported, parsed: Arguments, io: Io): void {
  const paint = paintFor(parsed, io);
  const width = widthOf(io);
  const indented = (text: string, by: number) =>
    wrap(visible(text), width - by)
      .map((line) => `${' '.repeat(by)}${line}\n`)
      .join('');
  const told = rows.filter(({ fidelity }) => fidelity !== 'exact');
  io.err(`\n${paint('bold', principal ?? name)}\n`);
  for (const row of told) {
    io.err(`${row.fidelity.padEnd(9)} ${visible(row.name)}\n`);
    if (row.why !== '') io.err(indented(row.why, 10));
  }
  const exact = rows.length - told.length;
  if (exact > 0) io.err(`exact     ${exact}${told.length > 0 ? ' more' : ''}\n`);
  for (const note of notes) io.err(indented(note, 0));
  if (comparison) {
    const narrower = comparison.wider.length + comparison.asked.length;
    io.err(
      indented(
        `Compared with the tool's own decisions on ${comparison.compared} actions: ${comparison.narrower.length} permitted beyond them, ${narrower} held closer.`,
        0,
      ),
    );
  }
}
