import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type CheckedExport, exportRole } from '../core/export/export-role.ts';
import type { ExportRow, Fidelity } from '../core/export/exported.ts';
import { TARGETS } from '../core/export/targets.ts';
import type { Arguments } from './arguments.ts';
import { roleIn } from './decide.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { load, momentOf } from './load.ts';
import { paintFor, visible, widthOf, wrap } from './terminal.ts';

/** `bailiwick export`: a role in the words of another tool, with what is lost. Writes nothing without `--out`. */
export async function exportCommand(parsed: Arguments, io: Io): Promise<number> {
  const target = TARGETS.find(({ id }) => id === parsed.value('target'));
  if (!target) throw new UsageError('say which tool to write for', `--target ${TARGETS.map(({ id }) => id).join('|')}`);
  if (parsed.has('check') && !parsed.has('out')) throw new UsageError('--check compares with what is in --out DIR');
  const now = momentOf(parsed.value('at'), io);
  const role = roleIn(load(parsed.operands, now, io), parsed.value('role'), parsed.operands[0]!);
  if (role.role.foreign) throw new UsageError(`${parsed.operands[0]} is not a role of ours; only those are exported`);
  const exported = exportRole(role, target, { now, accept: new Set(parsed.all('accept')) });
  const unknown = parsed.all('accept').filter((name) => !exported.rows.some((row) => row.name === name));
  if (unknown.length > 0) {
    throw new UsageError(
      `nothing in the report is called ${JSON.stringify(unknown[0])}`,
      'Names stand in the first column of the report.',
    );
  }
  const out = parsed.value('out');
  let differs = false;
  if (out !== undefined && parsed.has('check')) differs = changedIn(path.resolve(io.cwd, out), exported, io);
  const failed = exported.rows.some(({ fails }) => fails);
  if (out !== undefined && !parsed.has('check') && !failed) write(path.resolve(io.cwd, out), exported, io);
  report(exported, parsed, io, out === undefined, failed);
  return failed || differs ? EXIT.found : EXIT.ok;
}

function changedIn(directory: string, exported: CheckedExport, io: Io): boolean {
  let differs = false;
  for (const file of exported.files) {
    let there: string | undefined;
    try {
      there = readFileSync(path.join(directory, file.path), 'utf8');
    } catch {
      there = undefined;
    }
    if (there === file.text) continue;
    differs = true;
    io.err(`${file.path} ${there === undefined ? 'is not there' : 'is not what the role says now'}; export again\n`);
  }
  return differs;
}

function write(directory: string, exported: CheckedExport, io: Io): void {
  for (const file of exported.files) {
    const place = path.join(directory, file.path);
    try {
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, file.text);
    } catch (error) {
      throw new UsageError(`${place} cannot be written: ${error instanceof Error ? error.message : 'unknown reason'}`);
    }
    io.err(`wrote ${place}\n`);
  }
}

function report(exported: CheckedExport, parsed: Arguments, io: Io, withTexts: boolean, failed: boolean): void {
  if (parsed.value('format') === 'json') {
    const { target, files, notes, comparison } = exported;
    const rows = exported.rows.map(({ name, fidelity, why, written, fails }) => ({
      name,
      fidelity,
      why,
      written,
      fails,
    }));
    const counts = comparison && {
      compared: comparison.compared,
      wider: comparison.wider.length,
      asked: comparison.asked.length,
      narrower: comparison.narrower.length,
    };
    io.out(`${JSON.stringify({ target, files, rows, notes, comparison: counts ?? null, ok: !failed })}\n`);
    return;
  }
  const paint = paintFor(parsed, io);
  if (withTexts) {
    for (const { path: name, text } of exported.files) io.out(`${paint('bold', `── ${name}`)}\n${text}\n`);
  }
  const width = widthOf(io);
  const rows = [...exported.rows].sort((a, b) => ORDER.indexOf(a.fidelity) - ORDER.indexOf(b.fidelity));
  for (const row of rows.filter(({ fidelity, why }) => fidelity !== 'exact' || why !== '')) {
    const head = `${row.fidelity.padEnd(11)} ${row.name}`;
    io.out(`${paint(row.fails ? 'red' : 'bold', head)}\n`);
    if (row.why !== '') io.out(indented(row.why, width, 12));
  }
  const exact = rows.filter(({ fidelity, why }) => fidelity === 'exact' && why === '').length;
  if (exact > 0) io.out(`exact       ${exact} more\n`);
  for (const note of exported.notes) io.out(indented(`note: ${note}`, width, 0));
  io.out(`${summaryOf(exported, rows, failed)}\n`);
}

function indented(text: string, width: number, by: number): string {
  return wrap(visible(text), width - by)
    .map((line) => `${' '.repeat(by)}${line}\n`)
    .join('');
}

const ORDER: readonly Fidelity[] = ['wider', 'dropped', 'prompt-only', 'narrower', 'exact'];

function summaryOf(exported: CheckedExport, rows: readonly ExportRow[], failed: boolean): string {
  const { comparison } = exported;
  const read =
    comparison === undefined
      ? 'not read back here'
      : `read back and compared on ${comparison.compared} actions: ${comparison.wider.length} permitted beyond the role, ${comparison.asked.length} asked where it denies, ${comparison.narrower.length} held closer`;
  const verdict = failed
    ? 'Not written: accept each loss by its name with --accept, or change the role.'
    : rows.some(({ fidelity }) => fidelity === 'wider')
      ? 'Wider where it was accepted.'
      : 'Nothing is wider, and no deny is lost.';
  return `\n${exported.target}: ${read}.\n${verdict}`;
}
