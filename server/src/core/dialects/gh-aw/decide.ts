import type { Effect } from '../../model/manifest.ts';
import type { ForeignDecision, ForeignRule, ToolCall } from '../dialect.ts';
import { writtenCommands } from '../shell/written-commands.ts';
import { hostOf } from '../url-host.ts';
import type { CommandEntry, Workflow } from './documents.ts';
import { reaches } from './network.ts';

/** What the workflow's agent would be let do. Nobody is there to ask: it is allowed, or it is not. Total. */
export function decideCall(workflow: Workflow, call: ToolCall): ForeignDecision {
  const [refusal] = workflow.refusals;
  if (refusal) return plain('deny', `\`gh aw compile\` refuses this file: ${refusal.why}`);
  const text = (key: string): string => (typeof call.input[key] === 'string' ? call.input[key] : '');
  switch (call.tool) {
    case 'bash':
      return onLine(workflow, text('command'));
    case 'read':
      return plain('allow', 'it reads the files of the checkout');
    case 'edit':
      return workflow.edits
        ? plain('allow', 'it edits files of the checkout; what becomes of them is for `safe-outputs` to say')
        : absent(workflow, 'it has no `edit`');
    case 'web-fetch':
      return onFetch(workflow, text('url'));
    default: {
      const [, server = '', tool = ''] = /^([^/]+)\/(.+)$/.exec(call.tool) ?? [];
      return onCall(workflow, server, tool);
    }
  }
}

function plain(effect: Effect, words: string, rules: readonly ForeignRule[] = [], documented = true): ForeignDecision {
  return { effect, enforcer: 'engine', rules: rules.filter(({ text }) => text !== ''), near: [], documented, words };
}

/** What is not there is denied; imported files may bring it along, and they are not read. */
function absent({ imports }: Workflow, words: string): ForeignDecision {
  return imports
    ? plain('deny', `${words}, and what its imports add is not read here`, [], false)
    : plain('deny', words);
}

function onLine(workflow: Workflow, line: string): ForeignDecision {
  const { bash, engine } = workflow;
  if (bash.kind === 'all') {
    const words =
      bash.rule === undefined || bash.rule.text === 'no bash'
        ? 'no `bash` is written, and the sandbox brings every command with it'
        : `allowed by \`${bash.rule.text}\``;
    return plain('allow', words, bash.rule ? [bash.rule] : []);
  }
  if (bash.kind === 'none') {
    const words = bash.rule ? `\`${bash.rule.text}\` takes every command away` : 'it has no `bash`';
    return bash.rule ? plain('deny', words, [bash.rule]) : absent(workflow, words);
  }
  const { commands, problem } = writtenCommands(line);
  const parts = (problem === undefined && commands.length > 0 ? commands.map((each) => each.text) : [line]).map(
    (text) => {
      const found = workflow.commands.map((entry) => ({ entry, match: matches(entry, text, engine) }));
      const sure = found.flatMap(({ entry, match }) => (match === 'yes' ? [entry.rule] : []));
      const perhaps = found.flatMap(({ entry, match }) => (match === 'maybe' ? [entry.rule] : []));
      return { text, effect: sure.length > 0 ? ('allow' as const) : ('deny' as const), rules: sure, perhaps };
    },
  );
  const refused = parts.find(({ effect }) => effect === 'deny');
  const shown = parts.length > 1 ? { parts: parts.map(({ text, effect, rules }) => ({ text, effect, rules })) } : {};
  if (refused) {
    const [perhaps] = refused.perhaps;
    const words = perhaps
      ? `whether \`${perhaps.text}\` is for this is the engine's to say, and is not documented for ${engine}`
      : 'no entry of `bash` is for this';
    const near = refused.perhaps.slice(0, 5).map((rule) => ({ rule, why: 'is for the same program' }));
    const told = perhaps ? plain('deny', words, [], false) : absent(workflow, words);
    return { ...told, near, ...shown };
  }
  if (problem !== undefined) {
    return { ...plain('deny', `how the engine reads this line is not documented: ${problem}`, [], false), ...shown };
  }
  const rules = [...new Set(parts.flatMap((part) => part.rules))];
  // How a line of several commands is held to the list is the engine's own.
  return { ...plain('allow', `allowed by \`${rules[0]!.text}\``, rules, parts.length === 1), ...shown };
}

/** `git:*` is for the command with anything behind it. Without that, Copilot compares the beginning and Claude the whole. */
function matches({ text, rule }: CommandEntry, command: string, engine: string): 'yes' | 'maybe' | 'no' {
  const given = command.trim();
  const bare = text.replace(/:\*$/, '');
  if (rule.liveness.state !== 'live') {
    return given.startsWith(bare.replace(/\*.*$/, '').trimEnd()) ? 'maybe' : 'no';
  }
  if (given === bare) return 'yes';
  if (!given.startsWith(`${bare} `)) return 'no';
  if (bare !== text || engine === 'copilot') return 'yes';
  return engine === 'claude' ? 'no' : 'maybe';
}

function onFetch(workflow: Workflow, url: string): ForeignDecision {
  if (!workflow.fetches) return absent(workflow, 'it has no `web-fetch`');
  const host = hostOf(url);
  if (host === undefined) return plain('deny', 'the URL names no host');
  const given = { host, scheme: /^https:/i.test(url) ? 'https' : 'http' };
  if (!workflow.sandboxed) return plain('allow', 'the firewall is switched off, so that every host is reached');
  const byFirewall = (decision: ForeignDecision): ForeignDecision => ({ ...decision, enforcer: 'os' });
  const blocked = workflow.blocked.find(({ text }) => reaches(text, given) === 'yes');
  if (blocked) return byFirewall(plain('deny', `blocked by \`${blocked.text}\``, [blocked.rule]));
  const allowed = workflow.allowed.filter(({ text }) => reaches(text, given) === 'yes');
  if (allowed.length > 0) {
    const unsure = workflow.blocked.some(({ text }) => reaches(text, given) === 'unknown');
    return byFirewall(
      plain(
        'allow',
        `allowed by \`${allowed[0]!.text}\``,
        allowed.map(({ rule }) => rule),
        !unsure,
      ),
    );
  }
  const perhaps = workflow.allowed.find(({ text }) => reaches(text, given) === 'unknown');
  if (perhaps) {
    return byFirewall(plain('deny', `which hosts \`${perhaps.text}\` stands for is not known here`, [], false));
  }
  return byFirewall(absent(workflow, `the firewall lets nothing through to ${host}`));
}

function onCall(workflow: Workflow, server: string, tool: string): ForeignDecision {
  const found = workflow.calls.filter((each) => each.server === server && (each.tool === '*' || each.tool === tool));
  if (found.length === 0) {
    return absent(
      workflow,
      server === 'safe-outputs' ? `no output \`${tool}\` is declared` : `no tool \`${server}/${tool}\` is given to it`,
    );
  }
  const rules = found.map(({ rule }) => rule);
  if (server === 'github' && found.every((each) => each.tool === '*')) {
    return plain('allow', 'GitHub’s tools only read, and its toolsets say which there are', rules, false);
  }
  return plain('allow', `allowed by \`${rules.find(({ text }) => text !== '')?.text ?? server}\``, rules);
}
