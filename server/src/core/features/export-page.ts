import type { CheckedExport } from '../export/export-role.ts';
import type { ExportRow, Fidelity } from '../export/exported.ts';
import type { Imported } from '../import/imported.ts';
import { code } from './words.ts';

const WORDS: Readonly<Record<Fidelity, string>> = {
  wider: 'Wider: the agent may do more than the role says',
  dropped: 'Dropped: nothing is written',
  'prompt-only': 'A person is asked instead',
  narrower: 'Narrower: the agent may do less than the role says',
  exact: 'Exact',
};

const ORDER: readonly Fidelity[] = ['wider', 'dropped', 'prompt-only', 'narrower', 'exact'];

/** The loss report of an export as a Markdown page, what fails first. */
export function exportPage(role: string, title: string, exported: CheckedExport): string {
  const failing = exported.rows.filter(({ fails }) => fails);
  const { comparison } = exported;
  return [
    `# ${plain(role)} for ${plain(title)}`,
    '',
    'A preview. Nothing has been written.',
    '',
    `Files: ${exported.files.map(({ path }) => code(path)).join(', ')}.`,
    '',
    ...(failing.length > 0
      ? [
          '## Not acceptable as it is',
          '',
          'Each of these lets the agent do more than the role says, or loses a deny. Accept it by its name, or change the role.',
          '',
          ...failing.map(rowLine),
          '',
        ]
      : ['Nothing is wider than the role unless it was accepted, and no deny is lost.', '']),
    ...(comparison
      ? [
          `Read back with the tool's own meaning and compared with the role on ${comparison.compared} actions: ${comparison.wider.length} permitted beyond the role, ${comparison.asked.length} asked where it denies, ${comparison.narrower.length} held closer.`,
          '',
        ]
      : ['What the tool makes of these files is not read back here.', '']),
    ...sections(exported.rows.filter(({ fails }) => !fails)),
    ...(exported.notes.length > 0 ? ['## To know', '', ...exported.notes.map((note) => `- ${plain(note)}`), ''] : []),
  ].join('\n');
}

/** What became of each rule of another tool's file, as a Markdown page. */
export function importPage({ principal, name, rows, notes, comparison }: Imported): string {
  return [
    `# ${plain(principal ?? name)} as an agent role`,
    '',
    'The manifest is open and not saved. Its lines that begin with `# question:` are for a person to answer.',
    '',
    ...(comparison
      ? [
          `Compared with the tool's own decisions on ${comparison.compared} actions: ${comparison.narrower.length} permitted beyond them, ${comparison.wider.length + comparison.asked.length} held closer.`,
          '',
        ]
      : []),
    ...sections(rows),
    ...(notes.length > 0 ? ['## To know', '', ...notes.map((note) => `- ${plain(note)}`), ''] : []),
  ].join('\n');
}

type Row = Pick<ExportRow, 'name' | 'fidelity' | 'why' | 'written'>;

function sections(rows: readonly Row[]): readonly string[] {
  return ORDER.flatMap((fidelity) => {
    const own = rows.filter((row) => row.fidelity === fidelity);
    return own.length > 0 ? [`## ${WORDS[fidelity]}`, '', ...own.map(rowLine), ''] : [];
  });
}

function rowLine({ name, why, written }: Row): string {
  const as =
    written.length > 0 ? ` as ${written.slice(0, 6).map(code).join(', ')}${written.length > 6 ? ' …' : ''}` : '';
  return `- ${code(name)}${as}${why === '' ? '' : `: ${plain(why)}`}`;
}

/** Text of a report, with code in backticks: of what is outside of them no heading, link, image or HTML may come. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[<>[\]!#|*_`]/g, '\\$&')))
    .join('');
}
