import type { Finding } from '../../finding.ts';
import type { Place, Source } from '../../source.ts';
import { remembering } from '../calls.ts';
import type { Dialect, DialectReading, ForeignFile, ForeignPolicy } from '../dialect.ts';
import { reported, textOf } from '../findings.ts';
import { actionOf, callsFor } from './calls.ts';
import { decideCall, type Mode, type Policy } from './decide.ts';
import { VERSION } from './docs.ts';
import { type Document, type Kind, type Misplaced, readDocument } from './documents.ts';
import { editsOf } from './edits.ts';
import { type CursorRule, meantBy, TYPES } from './rule.ts';
import { withShadows } from './shadows.ts';

const CLI = /(^|\/)\.cursor\/cli\.json$/;
const GLOBAL = /(^|\/)\.cursor\/cli-config\.json$/;
const PERMISSIONS = /(^|\/)\.cursor\/permissions\.json$/;
const SANDBOX = /(^|\/)\.cursor\/sandbox\.json$/;

/**
 * Cursor: the permissions of its command line, the allow lists of its editor, and its sandbox. Three files with three
 * schemas. https://cursor.com/docs/cli/reference/permissions, https://cursor.com/docs/reference/permissions,
 * https://cursor.com/docs/reference/sandbox
 */
export const cursor: Dialect = {
  id: 'cursor',
  title: 'Cursor',
  version: VERSION,
  kindOf,
  layerOf: (path) => (GLOBAL.test(path) ? 'user' : 'project'),
  read(files): DialectReading {
    const findings: Finding[] = [];
    const shared = files.filter(({ layer }) => layer === 'user' || layer === 'managed').map(documentOf);
    const own = files.filter(({ layer }) => layer !== 'user' && layer !== 'managed').map(documentOf);
    const projects = [...new Set(own.map(({ path }) => projectOf(path)))].sort();
    if (projects.length === 0 && shared.length > 0) projects.push('');
    const policies = projects.flatMap((project) => [
      ...cliPolicy(project, shared, own),
      ...editorPolicy(project, shared, own),
    ]);
    for (const document of [...shared, ...own]) {
      findings.push(...document.findings);
      const surface = document.kind === 'cli' ? '' : '/editor';
      const name = `${nameOf(document.layer === 'user' ? (projects[0] ?? '') : projectOf(document.path))}${surface}`;
      const policy = policies.find((each) => each.name === name) ?? policies[0];
      for (const each of document.misplaced) findings.push(misplacedFinding(each, policy, document));
    }
    return { policies, findings, tools: [] };
  },
};

function kindOf(path: string): Kind | undefined {
  if (CLI.test(path) || GLOBAL.test(path)) return 'cli';
  if (PERMISSIONS.test(path)) return 'permissions';
  return SANDBOX.test(path) ? 'sandbox' : undefined;
}

function documentOf(file: ForeignFile): Document {
  return readDocument(file, kindOf(file.path) ?? 'cli');
}

/** The directory that holds `.cursor`. */
function projectOf(path: string): string {
  return /^(.*?)\/?\.cursor\//.exec(path)?.[1] ?? '';
}

function nameOf(project: string): string {
  return project === '' ? 'cursor' : `cursor:${project}`;
}

function isAbove(directory: string, project: string): boolean {
  return directory === '' || directory === project || project.startsWith(`${directory}/`);
}

/** The command line reads its file in the home directory and those from the root down to where it is started. */
function cliPolicy(project: string, shared: readonly Document[], own: readonly Document[]): readonly ForeignPolicy[] {
  const isCli = ({ kind }: Document) => kind === 'cli';
  const mine = own.filter((document) => isCli(document) && projectOf(document.path) === project);
  const users = shared.filter(isCli);
  if (mine.length === 0 && (users.length === 0 || project !== '')) return [];
  const above = own
    .filter((document) => isCli(document) && !mine.includes(document) && isAbove(projectOf(document.path), project))
    .sort((a, b) => projectOf(a.path).length - projectOf(b.path).length);
  const chain = [...users, ...above, ...mine];
  const last = chain.findLastIndex(({ hasAllow }) => hasAllow);
  // Whether a list further down takes the place of one above or is put to it is not documented.
  const uncertain = new Set(
    chain.flatMap(({ rules, source }, index) =>
      rules.filter(({ effect }) =>
        effect === 'allow' ? index < last : !mine.some((document) => document.source === source) && mine.length > 0,
      ),
    ),
  );
  const rules = withShadows(chain.flatMap((document) => document.rules));
  const policy: Policy = {
    surface: 'cli',
    rules,
    uncertain: new Set(
      rules.filter((rule) => [...uncertain].some(({ source, span }) => rule.source === source && rule.span === span)),
    ),
    lists: new Set(),
    asksOutside: false,
  };
  const home = mine[0] ?? users[0]!;
  const title = project === '' ? 'Cursor CLI' : `Cursor CLI in ${project}`;
  return [foreignOf(policy, project, nameOf(project), title, home, home.root ? home.source : undefined)];
}

/** The editor reads the files of the folder that is opened, and the user's. */
function editorPolicy(
  project: string,
  shared: readonly Document[],
  own: readonly Document[],
): readonly ForeignPolicy[] {
  const isEditor = ({ kind }: Document) => kind !== 'cli';
  const mine = own.filter((document) => isEditor(document) && projectOf(document.path) === project);
  const users = shared.filter(isEditor);
  if (mine.length === 0 && (users.length === 0 || project !== '')) return [];
  const all = [...users, ...mine];
  const boundary = all
    .map(({ root }) => textOf(root?.entries.findLast(({ key }) => key.text === 'readBoundary')?.value))
    .findLast((value) => value !== undefined);
  const policy: Policy = {
    surface: 'editor',
    rules: all.flatMap(({ rules }) => rules),
    uncertain: new Set(),
    lists: new Set(all.flatMap(({ lists }) => [...lists])),
    asksOutside: boundary === 'workspace',
  };
  const home = mine.find(({ kind }) => kind === 'permissions') ?? mine[0] ?? users[0]!;
  const title = project === '' ? 'Cursor editor' : `Cursor editor in ${project}`;
  return [foreignOf(policy, project, `${nameOf(project)}/editor`, title, home, undefined)];
}

const MODES: readonly Mode[] = ['allowlist', 'auto-review', 'unrestricted'];

function foreignOf(
  policy: Policy,
  project: string,
  name: string,
  title: string,
  document: Document,
  home: Source | undefined,
): ForeignPolicy {
  const answer = remembering<Mode>((call, mode) => decideCall(policy, call, mode));
  return {
    dialect: cursor,
    name,
    title,
    head: headOf(document),
    rules: policy.rules,
    modes: MODES,
    decide: (call, options) => answer(call, MODES.find((each) => each === options?.mode) ?? 'allowlist'),
    callsFor: (action) => callsFor(action, project),
    actionOf: (call) => actionOf(call, project),
    edits: editsOf(home),
    isMonotone: true,
  };
}

/** The first key that bears on permissions, or the beginning of the file. */
function headOf({ source, root }: Document): Place {
  const keys = ['permissions', 'terminalAllowlist', 'mcpAllowlist', 'autoRun', 'networkPolicy', 'type'];
  const entry = root?.entries.find(({ key }) => keys.includes(key.text)) ?? root?.entries[0];
  return { source, span: entry?.key.span ?? { start: 0, end: Math.min(1, source.text.length) } };
}

/** A list that nobody looks at, with something that it was written to block and that goes through. */
function misplacedFinding(
  { source, span, words, reference, rules }: Misplaced,
  policy: ForeignPolicy | undefined,
  { layer }: Document,
): Finding {
  const through = policy && rules.length > 0 ? throughOf(rules, policy) : undefined;
  const many = rules.length;
  const count =
    many === 0
      ? ''
      : `; ${many === 1 ? 'the rule in it does' : `none of the ${many} rules in it does`} ${many === 1 ? 'nothing' : 'anything'}`;
  const goes = through
    ? `. ${policy!.title} allows \`${through.value}\`, which \`${through.rule.text}\` was written to block`
    : '';
  return reported(
    'file-without-effect',
    through ? 'error' : layer === 'user' ? 'info' : 'warning',
    source,
    span,
    `${words}${count}${goes}`,
    {
      reference,
      related: through ? [{ source, span: through.rule.span, message: 'this would block it' }] : [],
      ...(through
        ? {
            witness: {
              role: policy!.title,
              steps: [{ action: through.action, expect: 'allow', achieves: 'does what was to be blocked' }],
            },
          }
        : {}),
    },
  );
}

/** More denies than this are not tried. */
const MOST_TRIED = 200;

function throughOf(rules: readonly CursorRule[], policy: ForeignPolicy) {
  for (const rule of rules.filter(({ effect }) => effect === 'deny').slice(0, MOST_TRIED)) {
    const type = TYPES.find((each) => rule.text.startsWith(`${each}(`) && rule.text.endsWith(')'));
    const call = type && meantBy(type, rule.text.slice(type.length + 1, -1));
    const action = call && policy.actionOf(call);
    if (!call || !action || action.verb === 'call') continue;
    if (policy.decide(call).effect === 'allow') return { rule, action, value: action.value };
  }
  return undefined;
}
