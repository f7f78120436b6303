import { checklistOf } from '../core/features/checklist.ts';
import { checklistPage } from '../core/features/checklist-page.ts';
import type { Arguments } from './arguments.ts';
import type { FilePlace } from './explain.ts';
import { type Io, UsageError } from './io.ts';
import { load, momentOf } from './load.ts';
import { checklistToJson } from './report/checklist-json.ts';
import { pageMarkdown } from './report/page-markdown.ts';
import { pageText } from './report/page-text.ts';
import { type Paint, widthOf } from './terminal.ts';

/** The deployment review of the roles in a file or directory, answered. */
export function reviewPlace({ file, line }: FilePlace, parsed: Arguments, io: Io, paint: Paint): string {
  if (line !== undefined) throw new UsageError('a checklist is about whole roles: give the file without a line');
  const { roots, locate } = load([file], momentOf(parsed.value('at'), io), io);
  const checklists = roots.flatMap(({ snapshot, asked, options }) => {
    const own = snapshot.sources.flatMap(({ manifest }) =>
      manifest.kind === 'AgentRole' ? [snapshot.resolve(manifest)] : [],
    );
    return [...own, ...snapshot.foreign.principals]
      .filter(({ role }) => asked.includes(role.source.uri))
      .map((role) => checklistOf(snapshot, role, options));
  });
  if (checklists.length === 0) throw new UsageError(`there is no role in ${file}`);
  switch (parsed.value('format')) {
    case 'json':
      return `${JSON.stringify({ checklists: checklists.map((each) => checklistToJson(each, locate)) }, null, 2)}\n`;
    case 'markdown':
      return checklists.map((each) => pageMarkdown(checklistPage(each), locate)).join('\n');
    default:
      return checklists.map((each) => pageText(checklistPage(each), locate, paint, widthOf(io))).join('\n');
  }
}
