import { type AgentRow, COLUMNS } from '../../core/features/agents.ts';
import { type Paint, visible } from '../terminal.ts';
import type { Locate } from './located.ts';

/** One line for each agent: which agents can do what here. */
export function agentsTable(rows: readonly AgentRow[], locate: Locate, paint: Paint): string {
  if (rows.length === 0) return 'No agent is described here.\n';
  const head = ['agent', 'from', ...COLUMNS];
  const lines = rows.map((row) => [
    visible(row.name),
    row.kind,
    ...row.cells.map(({ words }) => visible(shortened(words))),
  ]);
  const widths = head.map((title, index) => Math.max(title.length, ...lines.map((line) => line[index]!.length)));
  const padded = (line: readonly string[]) => line.map((text, index) => text.padEnd(widths[index]!));
  const table = lines.map((line, index) =>
    padded(line)
      .map((text, column) => (rows[index]!.cells[column - 2]?.more ? paint('red', text) : text))
      .join('  ')
      .trimEnd(),
  );
  const notes = rows.flatMap((row) =>
    row.cells.flatMap(({ column, more, detail }) => {
      if (!more) return [];
      const at = locate(row.place);
      return [
        `  ${at ? `${at.file}:${at.range.start.line}` : row.place.source.uri}  ${visible(row.name)} ${column}: ${visible(detail)}`,
      ];
    }),
  );
  const details = notes.length > 0 ? `\nMore than the lines say one by one:\n${notes.join('\n')}\n` : '';
  return `${paint('bold', padded(head).join('  ').trimEnd())}\n${table.join('\n')}\n${details}`;
}

const LONGEST = 24;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** The same as JSON: `{"agents":[{"name","kind","file","line","runs":{…},…}]}`. */
export function agentsJson(rows: readonly AgentRow[], locate: Locate): string {
  const agents = rows.map(({ name, kind, place, cells }) => {
    const at = locate(place);
    const by = Object.fromEntries(cells.map(({ column, words, more, detail }) => [column, { words, more, detail }]));
    return { name, kind, file: at?.file ?? place.source.uri, line: at?.range.start.line ?? 1, ...by };
  });
  return `${JSON.stringify({ agents }, undefined, 2)}\n`;
}
