import { type Finding, finding, type Reference } from '../../finding.ts';
import type { Server, ToolScope } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { Located, Span } from '../../span.ts';
import type { MapNode, Node } from '../../syntax/node.ts';
import type { Dialect } from '../dialect.ts';
import { reported } from '../findings.ts';
import { isMap, parseJson } from '../json/tree.ts';

/** Whose list a file is: under which key servers stand, and what it is written in. */
interface List {
  readonly like: RegExp;
  readonly reader: string;
  readonly key: 'mcpServers' | 'servers';
  readonly comments: boolean;
  readonly reference: Reference;
}

/** Read as these pages stood in 2026-11. */
const LISTS: readonly List[] = [
  {
    like: /(^|\/)\.vscode\/mcp\.json$/,
    reader: 'VS Code',
    key: 'servers',
    comments: true,
    reference: {
      name: 'VS Code: MCP configuration reference (2026-11)',
      url: 'https://code.visualstudio.com/docs/agents/reference/mcp-configuration',
    },
  },
  {
    like: /(^|\/)\.cursor\/mcp\.json$/,
    reader: 'Cursor',
    key: 'mcpServers',
    comments: true,
    reference: { name: 'Cursor: Model Context Protocol (2026-11)', url: 'https://cursor.com/docs/mcp' },
  },
  {
    like: /(^|\/)\.mcp\.json$/,
    reader: 'Claude Code',
    key: 'mcpServers',
    comments: false,
    reference: {
      name: 'Claude Code 2.1.240: mcp#project-scope (2026-08-22)',
      url: 'https://code.claude.com/docs/en/mcp#project-scope',
    },
  },
  {
    like: /(^|\/)claude_desktop_config\.json$/,
    reader: 'Claude Desktop',
    key: 'mcpServers',
    comments: false,
    reference: {
      name: 'Model Context Protocol: connect to local servers',
      url: 'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
    },
  },
];

/**
 * Lists of MCP servers. They hold no permissions: they say which tools there are, and what is started or reached for them.
 * Nothing in them is ever started here.
 */
export const mcp: Dialect = {
  id: 'mcp',
  title: 'MCP servers',
  version: '2026-11',
  kindOf: (path) => (listOf(path) ? 'servers' : undefined),
  read(files) {
    const findings: Finding[] = [];
    const tools = files.flatMap(({ path, source }) => {
      const list = listOf(path);
      return list ? readList(list, source, findings) : [];
    });
    return { policies: [], findings, tools };
  },
};

function listOf(path: string): List | undefined {
  return LISTS.find(({ like }) => like.test(path));
}

function readList(list: List, source: Source, findings: Finding[]): readonly ToolScope[] {
  if (source.text.trim() === '') return [];
  const { node, problems } = parseJson(source);
  const broken = problems.find(({ kind }) => kind === 'syntax' || !list.comments);
  if (broken) {
    findings.push(
      reported(
        'file-without-effect',
        'warning',
        source,
        broken.span,
        `${list.reader} cannot read this list, so none of its servers is there: ${broken.message.charAt(0).toLowerCase()}${broken.message.slice(1)}`,
        { reference: list.reference },
      ),
    );
    return [];
  }
  if (!isMap(node)) return [];
  const servers = node.entries.findLast(({ key }) => key.text === list.key);
  const other = list.key === 'servers' ? 'mcpServers' : 'servers';
  const misplaced = servers ? undefined : node.entries.find(({ key }) => key.text === other);
  if (misplaced) {
    findings.push(
      reported(
        'file-without-effect',
        'warning',
        source,
        misplaced.key.span,
        `${list.reader} looks for servers under \`${list.key}\`, so none of these is there`,
        {
          reference: list.reference,
          fixes: [
            {
              title: `Write \`${list.key}\``,
              kind: 'offer',
              edits: [{ source, span: misplaced.key.span, newText: list.key }],
            },
          ],
        },
      ),
    );
  }
  const found = (servers ?? misplaced)?.value;
  if (!isMap(found)) return [];
  return found.entries.flatMap(({ key, value, span }) => {
    if (!isMap(value)) return [];
    const server = serverOf(value);
    findings.push(...secretsIn(source, value));
    return [toolOf(source, { value: key.text, span: key.span }, span, value, server)];
  });
}

/** A server of a list as a tool scope: what it is called, and how it is started or reached. */
export function toolOf(
  source: Source,
  name: Located<string>,
  span: Span,
  node: MapNode,
  server: Server = serverOf(node),
): ToolScope {
  return { kind: 'ToolScope', source, span, node, name, server, credentials: [], operations: [] };
}

function serverOf(node: MapNode): Server {
  const args = entry(node, 'args');
  const command = located(entry(node, 'command'));
  const url = located(entry(node, 'url') ?? entry(node, 'serverUrl'));
  return {
    span: node.span,
    ...(command ? { command } : {}),
    ...(url ? { url } : {}),
    args: args?.kind === 'seq' ? args.items.flatMap((item) => located(item) ?? []) : [],
    env: pairsIn(entry(node, 'env')),
  };
}

function entry(node: MapNode, key: string): Node | undefined {
  return node.entries.findLast((each) => each.key.text === key)?.value;
}

function located(node: Node | undefined): Located<string> | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? { value: node.value, span: node.span } : undefined;
}

function pairsIn(node: Node | undefined): Server['env'] {
  if (!isMap(node)) return [];
  return node.entries.flatMap(({ key, value }) => {
    const text = located(value);
    return text ? [{ key: { value: key.text, span: key.span }, value: text }] : [];
  });
}

const SECRET_NAME =
  /(^|[_-])(token|secret|password|passwd|api[_-]?key|apikey|access[_-]?key|private[_-]?key|credentials?|pat)$/i;
/** What stands for a value that somebody fills in, or that is put in when the server starts. */
const PLACEHOLDER =
  /\$\{|\$\(|%\w+%|<|>|your|example|placeholder|changeme|replace|insert|xxx|\.\.\.|\*\*\*|^$|^(none|null|dummy|test|todo)$/i;
/** Found wherever they stand, by their form. */
const KNOWN_FORM = /^(gh[pousr]_|github_pat_|glpat-|npm_|AKIA|ASIA|AIza|xox[abprs]-|[sr]k_live_|sk-|pypi-|eyJ)/;

/** Credentials that are written out as the environment or the headers of a server. */
function secretsIn(source: Source, node: MapNode): readonly Finding[] {
  return [...pairsIn(entry(node, 'env')), ...pairsIn(entry(node, 'headers'))].flatMap(({ key, value }) => {
    const isHeader = /^authorization$/i.test(key.value);
    const secret = value.value.replace(/^(Bearer|Basic|token)\s+/i, '');
    if (!SECRET_NAME.test(key.value) && !isHeader) return [];
    if (secret.length < 8 || PLACEHOLDER.test(secret) || KNOWN_FORM.test(secret) || /^Bearer\s/i.test(value.value))
      return [];
    return [
      finding({
        rule: 'literal-credential',
        severity: 'warning',
        confidence: 'heuristic',
        message: `the value of \`${key.value}\` is written out here, and everybody who can read this file has it: name a variable instead, such as \`\${${key.value.replace(/\W/g, '_').toUpperCase()}}\``,
        source,
        span: value.span,
      }),
    ];
  });
}
