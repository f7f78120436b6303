import path from 'node:path';
import { DIALECT_RULES } from '../core/dialects/findings.ts';
import { closest } from '../core/schema/closest.ts';
import { READER_RULES } from '../core/syntax/problem.ts';
import type { Arguments } from './arguments.ts';
import { kindOfFile } from './files.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { type Paint, paintFor } from './terminal.ts';

/** `bailiwick explain`: the page of a rule, or what a file or the grant on one of its lines really allows. */
export async function explainCommand(parsed: Arguments, io: Io): Promise<number> {
  const asked = parsed.operands[0]!;
  const paint = paintFor(parsed, io);
  const place = placeIn(asked, io.cwd);
  if (parsed.has('checklist')) {
    if (!place)
      throw new UsageError(`no file is called ${JSON.stringify(asked)}`, 'A checklist is about the roles of a file.');
    const { reviewPlace } = await import('./checklist.ts');
    io.out(reviewPlace(place, parsed, io, paint));
    return EXIT.ok;
  }
  if (place) {
    const { explainPlace } = await import('./explain-place.ts');
    io.out(explainPlace(place, parsed, io, paint));
    return EXIT.ok;
  }
  io.out(headed(await pageOrMessage(asked), paint));
  return EXIT.ok;
}

/** The page of a rule of the catalogue, in Markdown; undefined for any other id. */
export async function rulePage(id: string): Promise<string | undefined> {
  const { RULES } = await import('../core/analysis/rules/index.ts');
  if (!RULES.some((rule) => rule.id === id)) return undefined;
  // Every page is in the bundle; the id comes from the catalogue and so has one.
  const page: { readonly default: string } = await import(`../core/analysis/rules/${id}.md`);
  return page.default;
}

export interface FilePlace {
  readonly file: string;
  /** From 1; absent: the whole file. */
  readonly line: number | undefined;
}

/** `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`, where there is such a file. A name with a colon in it is tried first. */
function placeIn(asked: string, cwd: string): FilePlace | undefined {
  if (kindOfFile(path.resolve(cwd, asked)) !== 'missing') return { file: asked, line: undefined };
  const match = /^(.+?):(\d{1,9})(?::\d{1,9})?$/.exec(asked);
  if (!match || kindOfFile(path.resolve(cwd, match[1]!)) === 'missing') return undefined;
  return { file: match[1]!, line: Number(match[2]) };
}

async function pageOrMessage(id: string): Promise<string> {
  const page = await rulePage(id);
  if (page !== undefined) return page;
  const reading: Readonly<Record<string, string>> = { ...READER_RULES, ...DIALECT_RULES };
  if (Object.hasOwn(reading, id)) return `# ${id}\n\n${reading[id]}\n`;
  const { RULES } = await import('../core/analysis/rules/index.ts');
  const meant = closest(id, [...RULES.map((rule) => rule.id), ...Object.keys(reading)]);
  throw new UsageError(
    `no rule and no file is called ${JSON.stringify(id)}${meant ? `; did you mean ${meant}?` : ''}`,
    'bailiwick check prints the ids of rules beside its findings.',
  );
}

/** Markdown is read as it is; on a terminal its headings stand out. */
function headed(page: string, paint: Paint): string {
  return page
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith('#') ? paint('bold', line) : line))
    .concat('')
    .join('\n');
}
