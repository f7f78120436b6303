import { editDistance } from '../../edit-distance.ts';
import type { Reference } from '../../finding.ts';
import { DOCS } from './docs.ts';
import { BUILT_IN, isMcpName, MISTAKEN } from './tools.ts';

/** Why a name is none of a tool. */
export interface NameProblem {
  readonly state: 'cannot-match' | 'never-consulted';
  readonly why: string;
  readonly reference: Reference;
  /** The name that is meant, where there is one. */
  readonly instead?: string;
}

/** Why no call has the name that a rule gives; undefined where one may, as that of an agent or a server's tool. */
export function nameProblem(name: string, mcpName: string | undefined): NameProblem | undefined {
  if (mcpName) {
    if (name === '*') return undefined;
    if (mcpName === '*' && !name.includes('*')) {
      return {
        state: 'cannot-match',
        why: `it becomes the name \`mcp_*_${name}\`, and a \`*\` between two names stands for itself`,
        reference: DOCS.engine,
      };
    }
    if (isMcpName(name)) {
      const own = name.startsWith(`mcp_${mcpName}_`) ? name.slice(mcpName.length + 5) : undefined;
      return {
        state: 'cannot-match',
        why: 'beside `mcpName`, `toolName` is the tool’s own name, without `mcp_` and the server',
        reference: DOCS.mcp,
        ...(own ? { instead: own } : {}),
      };
    }
    return name.includes('*') ? starProblem(name) : undefined;
  }
  if (name === '*' || BUILT_IN.includes(name) || name === 'search_file_content') return undefined;
  const old = /^(?:mcp__)?([^_*][^*]*?)__([^*]+|\*)$/.exec(name);
  if (name.includes('__') && old) {
    return {
      state: 'cannot-match',
      why: 'tools of servers are called `mcp_SERVER_TOOL`, with one `_` between the names',
      reference: DOCS.mcp,
      instead: `mcp_${old[1]}_${old[2]}`,
    };
  }
  if (name.includes('*')) return name === 'mcp_*' || /^mcp_[^*]+_\*$/.test(name) ? undefined : starProblem(name);
  if (isMcpName(name)) return undefined;
  const instead = Object.hasOwn(MISTAKEN, name)
    ? MISTAKEN[name]
    : BUILT_IN.find((each) => name.length > 4 && editDistance(name.toLowerCase(), each) <= 1);
  if (instead === undefined) return undefined;
  return {
    state: 'never-consulted',
    why: `no tool is called \`${name}\`; it is \`${instead}\``,
    reference: DOCS.toolName,
    instead,
  };
}

function starProblem(name: string): NameProblem {
  return {
    state: 'cannot-match',
    why: `\`${name}\` is compared letter by letter: only \`*\`, \`mcp_*\` and \`mcp_SERVER_*\` stand for several names`,
    reference: DOCS.engine,
  };
}

/** Why a prefix of commands holds for none that anybody means; `instead` is the prefix that does. */
export function prefixProblem(prefix: string): { readonly why: string; readonly instead?: string } | undefined {
  const star = /^(.*?)(?::\*|\s*\*+)\s*$/.exec(prefix);
  if (star) {
    return {
      why: 'a prefix is compared letter by letter, so that a `*` in it stands for itself',
      ...(star[1]!.trim() === '' || star[1]!.includes('*') ? {} : { instead: star[1]!.trim() }),
    };
  }
  if (/\S\s+$/.test(prefix)) {
    return {
      why: 'after a prefix there has to be a blank or the end, and this one has its blank already',
      instead: prefix.trim(),
    };
  }
  return undefined;
}
