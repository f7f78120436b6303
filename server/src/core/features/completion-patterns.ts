import type { FileIndex, WorkspaceFacts } from '../workspace/workspace.ts';

export interface Form {
  readonly text: string;
  readonly detail: string;
}

/** Enough to choose from; the rest comes as somebody types on. */
const MOST_FILES = 40;

/**
 * Paths that continue what is typed, by directory: the files of this one, then what is under each directory in it, then
 * everything. Each says how many files of the workspace it is.
 */
export function pathForms(files: FileIndex, typed: string, asPattern: boolean): Form[] {
  const negated = typed.startsWith('!') ? '!' : '';
  const path = typed.slice(negated.length);
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  if (/[*?[{]/.test(directory)) return [];
  const own: string[] = [];
  const beneath = new Map<string, number>();
  let all = 0;
  for (const each of files.paths) {
    if (!each.startsWith(directory)) continue;
    all++;
    const rest = each.slice(directory.length);
    const slash = rest.indexOf('/');
    if (slash < 0) own.push(each);
    else beneath.set(rest.slice(0, slash), (beneath.get(rest.slice(0, slash)) ?? 0) + 1);
  }
  const count = (number: number) => `${number} file${number === 1 ? '' : 's'}`;
  const directories = [...beneath].map(([name, number]) => ({
    text: asPattern ? `${directory}${name}/**` : `${directory}${name}/`,
    detail: count(number),
  }));
  const forms = [
    ...own.slice(0, MOST_FILES).map((text) => ({ text, detail: '1 file' })),
    ...directories.slice(0, MOST_FILES),
    ...(asPattern && all > 0 ? [{ text: `${directory}**`, detail: count(all) }] : []),
  ];
  return forms.map(({ text, detail }) => ({ text: negated + text, detail }));
}

/** Commands that the workspace's own files run, exactly as they stand there; then their programs with anything behind. */
export function commandForms(commands: WorkspaceFacts['commands'], asPattern: boolean): Form[] {
  const forms = new Map<string, string>();
  for (const { command, path } of commands) if (!forms.has(command)) forms.set(command, `in ${path}`);
  if (!asPattern) return [...forms].map(([text, detail]) => ({ text, detail }));
  const wider = new Map<string, number>();
  for (const { command } of commands) {
    const words = command.split(/\s+/);
    // Two words are a program and its subcommand: `npm run **` and not `npm **`, which is anything at all.
    if (words.length > 2 && /^[a-z][\w.-]*$/.test(words[0]!) && /^[a-z][\w:-]*$/.test(words[1]!)) {
      const text = `${words[0]} ${words[1]} **`;
      wider.set(text, (wider.get(text) ?? 0) + 1);
    }
  }
  return [
    ...[...forms].map(([text, detail]) => ({ text, detail })),
    ...[...wider].map(([text, number]) => ({ text, detail: `${number} seen; any arguments` })),
  ];
}
