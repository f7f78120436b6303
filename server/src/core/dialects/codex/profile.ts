import type { Finding } from '../../finding.ts';
import { normalisePath } from '../../scope/path.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { MapEntry, Node } from '../../syntax/node.ts';
import { reported, textOf } from '../findings.ts';
import { entryIn } from '../toml/tree.ts';
import { type ConfigFile, refusal } from './config-file.ts';
import { DOCS } from './docs.ts';
import { type Access, type FileEntry, PROTECTED, type Sandbox } from './filesystem.ts';
import type { Written } from './setting.ts';

/** The profiles that Codex brings along. */
const BUILT_IN = [':read-only', ':workspace', ':danger-full-access'];

/** The sandbox that `default_permissions` chooses. https://developers.openai.com/codex/permissions */
export function readProfile(
  files: readonly ConfigFile[],
  { file, entry }: { readonly file: ConfigFile; readonly entry: MapEntry },
  written: Written,
  findings: Finding[],
): Sandbox {
  const name = textOf(entry.value) ?? '';
  const common = { text: written.text, written };
  const refuse = (span: Span, why: string, source: Source = file.source) => {
    findings.push(refusal(source, span, why, DOCS.permissions));
  };
  const span = entry.value?.span ?? entry.key.span;
  if (name === ':danger-full-access') return { ...common, kind: 'danger-full-access', entries: [], network: true };
  if (name === ':read-only') return { ...common, kind: 'read-only', entries: builtIn(name), network: false };
  if (name === ':workspace') {
    return { ...common, kind: 'workspace-write', entries: withProtection(builtIn(name)), network: false };
  }
  const chain = chainOf(files, name);
  if (chain.problem !== undefined) refuse(chain.at?.span ?? span, chain.problem, chain.at?.source);
  const entries = new Map<string, FileEntry>();
  for (const each of chain.parent ? builtIn(chain.parent) : []) entries.set(keyOf(each), each);
  let network: { readonly isOn: boolean; readonly written: Written } | undefined;
  for (const part of chain.parts) {
    for (const each of fileEntries(part, findings)) entries.set(keyOf(each), each);
    const enabled = entryIn(entryIn(part.entry.value, 'network')?.value, 'enabled');
    if (enabled?.value?.kind === 'scalar') {
      const text = part.file.source.text.slice(enabled.span.start, enabled.span.end);
      network = { isOn: enabled.value.value === true, written: { source: part.file.source, span: enabled.span, text } };
    }
    checkDomains(part, findings);
  }
  return {
    ...common,
    kind: 'profile',
    entries: withProtection([...entries.values()]),
    network: network?.isOn ?? false,
    ...(network?.isOn && { networkWritten: network.written }),
  };
}

const keyOf = ({ path, isGlob }: FileEntry): string => `${isGlob ? 'glob' : 'path'} ${path}`;

function builtIn(name: string): FileEntry[] {
  const read: FileEntry = { path: '/', access: 'read', text: ':root' };
  if (name === ':read-only') return [read];
  return [
    read,
    { path: '.', access: 'write', text: ':workspace_roots' },
    { path: '/tmp', access: 'write', text: ':slash_tmp' },
  ];
}

/** What stays as it is in every directory that may be written, unless an entry of its own says otherwise. */
function withProtection(entries: readonly FileEntry[]): FileEntry[] {
  const named = new Set(entries.map(({ path }) => path));
  const implied = entries
    .filter((entry) => entry.access === 'write' && !entry.isGlob)
    .flatMap(({ path }) => PROTECTED.map((name) => ({ name, path: normalisePath(name, path === '.' ? '' : path) })))
    .filter(({ path }) => !named.has(path))
    .map(({ name, path }): FileEntry => ({ path, access: 'read', text: name }));
  return [...entries, ...implied];
}

interface Part {
  readonly file: ConfigFile;
  readonly entry: MapEntry;
}

/** The tables of a profile and of those that it extends, the outermost first. */
function chainOf(
  files: readonly ConfigFile[],
  name: string,
): {
  readonly parts: readonly Part[];
  readonly parent?: string;
  readonly problem?: string;
  readonly at?: { source: Source; span: Span };
} {
  const parts: Part[] = [];
  const seen = new Set<string>();
  let at: { source: Source; span: Span } | undefined;
  const where = () => (at ? { at } : {});
  let wanted: string | undefined = name;
  while (wanted !== undefined) {
    if (seen.has(wanted)) return { parts, problem: `the profile \`${wanted}\` extends itself`, ...where() };
    seen.add(wanted);
    if (wanted.startsWith(':')) {
      if (wanted === ':read-only' || wanted === ':workspace') return { parts, parent: wanted };
      const why = BUILT_IN.includes(wanted) ? 'cannot be extended' : 'is no profile that Codex brings along';
      return { parts, problem: `\`${wanted}\` ${why}`, ...where() };
    }
    const own: Part[] = files.flatMap((file) => {
      const entry = entryIn(entryIn(file.root, 'permissions')?.value, wanted!);
      return entry ? [{ file, entry }] : [];
    });
    if (own.length === 0)
      return { parts, problem: `there is no profile \`${wanted}\` under \`permissions\``, ...where() };
    parts.unshift(...own);
    const extending = own.flatMap(({ file, entry }) => {
      const found = entryIn(entry.value, 'extends');
      return found ? [{ file, found }] : [];
    });
    const last = extending[extending.length - 1];
    if (last) at = { source: last.file.source, span: last.found.value?.span ?? last.found.key.span };
    wanted = textOf(last?.found.value);
  }
  return { parts };
}

function fileEntries({ file, entry }: Part, findings: Finding[]): FileEntry[] {
  const { source } = file;
  const table = entryIn(entry.value, 'filesystem')?.value;
  const entries: FileEntry[] = [];
  const refuse = (span: Span, why: string) => {
    findings.push(refusal(source, span, why, DOCS.profiles));
  };
  const add = (base: string, key: MapEntry, value: Node | undefined, sub?: string) => {
    const access = accessOf(textOf(value));
    if (access === undefined) return;
    const written = sub ?? base;
    const isGlob = /[*?[\]]/.test(written);
    const plain = written.replace(/\/\*\*$/, '');
    if (isGlob && access !== 'deny' && /[*?[\]]/.test(plain))
      return refuse(key.key.span, `a pattern can only \`deny\`; to ${access} below a directory end it with \`/**\``);
    const path =
      isGlob && access === 'deny' ? resolved(base, sub) : resolved(base, sub === undefined ? undefined : plain, plain);
    if (path === 'unknown') {
      const message = `\`${base}\` does nothing: Codex does not know it`;
      findings.push(
        reported('setting-without-effect', 'warning', source, key.key.span, message, { reference: DOCS.permissions }),
      );
      return;
    }
    if (path === undefined) return;
    entries.push({
      path,
      access,
      text: sub === undefined ? base : `${base} ${sub}`,
      ...(isGlob && access === 'deny' ? { isGlob: true } : {}),
      place: { source, span: key.span },
    });
  };
  for (const each of table?.kind === 'map' ? table.entries : []) {
    const base = each.key.text;
    if (base === 'glob_scan_max_depth') continue;
    if (!base.startsWith(':') && !/^(\/|~$|~\/)/.test(base)) {
      refuse(
        each.key.span,
        `\`${base}\` has to be absolute, to begin with \`~/\`, or to be a name such as \`:workspace_roots\``,
      );
      continue;
    }
    if (each.value?.kind !== 'map') {
      add(base, each, each.value);
      continue;
    }
    for (const below of each.value.entries) {
      const sub = below.key.text;
      if (
        sub !== '.' &&
        (sub === '' || sub.split('/').some((part) => part === '.' || part === '..') || sub.startsWith('/'))
      ) {
        refuse(below.key.span, `\`${sub}\` has to lie below \`${base}\`, without \`.\` and \`..\``);
      } else if (sub !== '.' && [':root', ':minimal', ':tmpdir', ':slash_tmp'].includes(base)) {
        refuse(below.key.span, `\`${base}\` takes no paths below it`);
      } else {
        add(base, below, below.value, sub);
      }
    }
  }
  return entries;
}

function accessOf(text: string | undefined): Access | undefined {
  if (text === 'none') return 'deny';
  return text === 'read' || text === 'write' || text === 'deny' ? text : undefined;
}

/** A key of a profile's `filesystem` as a path of ours; undefined where it names nothing that we can place. */
function resolved(base: string, sub: string | undefined, plain = base): string | 'unknown' | undefined {
  const below = (path: string) =>
    sub === undefined || sub === '.' ? path : normalisePath(sub, path === '.' ? '' : path);
  switch (base) {
    case ':root':
      return '/';
    case ':workspace_roots':
    case ':project_roots':
      return below('.');
    case ':slash_tmp':
      return '/tmp';
    case ':minimal':
    case ':tmpdir':
      // Places that differ from one machine to the next.
      return undefined;
    default:
      if (base.startsWith(':')) return 'unknown';
      return sub === undefined ? normalisePath(plain) : below(normalisePath(base));
  }
}

function checkDomains({ file, entry }: Part, findings: Finding[]): void {
  const network = entryIn(entry.value, 'network')?.value;
  const domains = entryIn(network, 'domains')?.value;
  for (const each of domains?.kind === 'map' ? domains.entries : []) {
    if (each.key.text === '*' && textOf(each.value) === 'deny') {
      const why = '`*` can only be allowed; what no domain allows is denied without it';
      findings.push(refusal(file.source, each.key.span, why, DOCS.permissions));
    }
  }
  if (domains?.kind !== 'map' || domains.entries.length === 0) return;
  const enabled = entryIn(network, 'enabled')?.value;
  if (enabled?.kind === 'scalar' && enabled.value === true) return;
  const message = '`domains` does nothing: the network is off without `enabled = true`';
  const key = entryIn(network, 'domains')!.key;
  findings.push(
    reported('setting-without-effect', 'warning', file.source, key.span, message, { reference: DOCS.permissions }),
  );
}
