import type { Finding, Reference } from '../../finding.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { MapNode, Node } from '../../syntax/node.ts';
import type { Layer } from '../dialect.ts';
import { reported } from '../findings.ts';
import { parseToml } from '../toml/tree.ts';
import { MISTAKEN, NOT_IN_PROJECTS, TYPES, VALUES } from './config-keys.ts';
import { DOCS, VERSION } from './docs.ts';

/** One `config.toml`, as far as it is read. */
export interface ConfigFile {
  readonly source: Source;
  readonly layer: Layer;
  /** The directory that relative paths in it are taken from: that of the file itself. */
  readonly directory: string;
  /** Without what counts for nothing in this layer; undefined where Codex cannot read the file. */
  readonly root: MapNode | undefined;
  /** Whether Codex refuses to start with it. */
  readonly refused: boolean;
  readonly findings: readonly Finding[];
}

/** Reads one file. Total. */
export function readConfigFile(source: Source, layer: Layer, path: string): ConfigFile {
  const findings: Finding[] = [];
  const { node, problem } = parseToml(source);
  const directory = path.replace(/\/?[^/]*$/, '');
  if (problem) {
    findings.push(refusal(source, problem.span, problem.message.replace(/^This is/, 'this is'), DOCS.config));
    return { source, layer, directory, root: undefined, refused: true, findings };
  }
  const isProject = layer === 'project' || layer === 'local';
  const kept = isProject ? withoutUsersOwn(source, node, findings) : node;
  checkValues(source, kept, [], findings);
  checkNames(source, kept, findings);
  return {
    source,
    layer,
    directory,
    root: kept,
    refused: findings.some(({ rule }) => rule === 'tool-refuses-to-start'),
    findings,
  };
}

/** A finding that says that Codex does not start with a file. */
export function refusal(source: Source, span: Span, why: string, reference: Reference): Finding {
  return reported('tool-refuses-to-start', 'error', source, span, `Codex does not start with this file: ${why}`, {
    reference,
  });
}

function withoutUsersOwn(source: Source, root: MapNode, findings: Finding[]): MapNode {
  const entries = root.entries.filter(({ key }) => {
    const name = key.text;
    if (name === 'projects') {
      const why =
        'a repository cannot say that it is trusted itself: Codex asks the user, and writes it into the user’s file';
      findings.push(
        reported('setting-without-effect', 'warning', source, key.span, `\`projects\` does nothing here: ${why}`, {
          reference: DOCS.layers,
        }),
      );
      return true;
    }
    if (!NOT_IN_PROJECTS.includes(name)) return true;
    const why = 'Codex takes it from the user’s own file only';
    findings.push(
      reported('setting-without-effect', 'warning', source, key.span, `\`${name}\` does nothing here: ${why}`, {
        reference: DOCS.layers,
      }),
    );
    return false;
  });
  return { ...root, entries };
}

function checkValues(source: Source, node: Node | undefined, path: readonly string[], findings: Finding[]): void {
  const known = patternOf(path);
  if (node?.kind === 'map') {
    if (path.join('.') === 'approval_policy') checkGranular(source, node, findings);
    for (const { key, value } of node.entries) checkValues(source, value, [...path, key.text], findings);
    return;
  }
  const name = path[path.length - 1] ?? '';
  const values = known === undefined ? undefined : VALUES[known];
  if (values && node && !(node.kind === 'scalar' && values.includes(String(node.value)))) {
    const said = node.kind === 'scalar' ? `not \`${node.text}\`` : 'and no list';
    findings.push(refusal(source, node.span, `\`${name}\` is one of ${values.join(', ')}, ${said}`, DOCS.config));
  } else if (path.join('.') === 'approval_policy' && node?.kind === 'scalar' && node.value === 'untrusted') {
    const why = `\`approval_policy = "untrusted"\` is no longer supported (${VERSION})`;
    findings.push(refusal(source, node.span, why, DOCS.config));
  }
  const type = known === undefined ? undefined : TYPES[known];
  if (type && node && !isOf(type, node))
    findings.push(refusal(source, node.span, `\`${name}\` is ${KINDS[type]}`, DOCS.config));
}

const KINDS = { boolean: 'true or false, without quotes', list: 'a list', text: 'a text' } as const;

function isOf(type: 'boolean' | 'list' | 'text', node: Node): boolean {
  if (type === 'list') return node.kind === 'seq';
  return node.kind === 'scalar' && typeof node.value === (type === 'text' ? 'string' : 'boolean');
}

/** The key of a table above that describes this path. */
function patternOf(path: readonly string[]): string | undefined {
  return [...Object.keys(VALUES), ...Object.keys(TYPES)].find((pattern) => {
    const parts = pattern.split('.');
    return parts.length === path.length && parts.every((part, i) => part === '*' || part === path[i]);
  });
}

function checkGranular(source: Source, node: MapNode, findings: Finding[]): void {
  const granular = node.entries.find(({ key }) => key.text === 'granular');
  if (granular?.value?.kind !== 'map') {
    findings.push(refusal(source, node.span, '`approval_policy` is a word, or a table with `granular`', DOCS.config));
    return;
  }
  const { entries } = granular.value;
  const missing = ['sandbox_approval', 'rules', 'mcp_elicitations'].find(
    (name) => !entries.some(({ key }) => key.text === name),
  );
  if (missing !== undefined)
    findings.push(refusal(source, granular.key.span, `\`granular\` needs \`${missing}\``, DOCS.config));
}

function checkNames(source: Source, root: MapNode, findings: Finding[]): void {
  for (const { key } of root.entries) {
    const meant = Object.hasOwn(MISTAKEN, key.text) ? MISTAKEN[key.text] : undefined;
    if (meant === undefined) continue;
    const message = `Codex knows no \`${key.text}\` and passes over it; \`${meant}\` is its word`;
    findings.push(reported('setting-without-effect', 'warning', source, key.span, message, { reference: DOCS.config }));
  }
}
