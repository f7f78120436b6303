import type { Action } from '../../decide/action.ts';
import type { Finding, WitnessStep } from '../../finding.ts';
import type { ToolScope } from '../../model/manifest.ts';
import type { WorkspaceFacts } from '../../workspace/workspace.ts';
import type { Dialect, ForeignPolicy, ToolCall } from '../dialect.ts';
import { reported } from '../findings.ts';
import { toolOf } from '../mcp/mcp.ts';
import { decideCall } from './decide.ts';
import { DOCS, VERSION } from './docs.ts';
import { readWorkflow, type Workflow } from './documents.ts';
import { hostsOf } from './network.ts';

const WORKFLOW = /(^|\/)\.github\/workflows\/[^/]+\.md$/;

/**
 * GitHub agentic workflows: Markdown with frontmatter that `gh aw compile` makes a workflow of, in which an agent works with
 * nobody to ask. A file without `on` in its frontmatter is none. https://github.github.com/gh-aw/reference/frontmatter/
 */
export const ghAw: Dialect = {
  id: 'gh-aw',
  title: 'GitHub agentic workflow',
  version: VERSION,
  kindOf: (path) => (WORKFLOW.test(path) ? 'workflow' : undefined),
  read(files, facts) {
    const findings: Finding[] = [];
    const policies: ForeignPolicy[] = [];
    const tools: ToolScope[] = [];
    for (const { path, source } of files) {
      const { workflow, broken } = readWorkflow(source, path);
      if (broken) findings.push(broken);
      if (!workflow) continue;
      const policy = policyOf(workflow);
      policies.push(policy);
      findings.push(...findingsOf(workflow, policy, facts));
      tools.push(
        ...workflow.servers.flatMap(({ key, value, span }) =>
          value?.kind === 'map' ? [toolOf(source, { value: key.text, span: key.span }, span, value)] : [],
        ),
      );
    }
    return { policies, findings, tools };
  },
};

/** `ci-doctor` for `.github/workflows/ci-doctor.md`; with the directory before it where that is not the root's. */
function nameOf(path: string): string {
  const [, directory = '', name = path] = /^(?:(.*)\/)?\.github\/workflows\/([^/]+)\.md$/.exec(path) ?? [];
  return directory === '' ? name : `${directory}/${name}`;
}

function policyOf(workflow: Workflow): ForeignPolicy {
  const { source, head, path, root, sandboxed } = workflow;
  const name = nameOf(path);
  const network = root.entries.find(({ key }) => key.text === 'network');
  return {
    dialect: ghAw,
    name: `gh-aw:${name}`,
    title: `agentic workflow ${name}`,
    head: { source, span: head },
    rules: workflow.rules,
    modes: [],
    attended: { value: false, span: head },
    triggers: workflow.triggers,
    ...(sandboxed
      ? {
          sandbox: {
            place: { source, span: network?.key.span ?? head },
            // What it writes in the checkout leaves the runner only by `safe-outputs`.
            write: ['.', '/tmp'],
            network: workflow.allowed.flatMap(({ text }) => hostsOf(text) ?? []),
          },
        }
      : {}),
    decide: (call) => decideCall(workflow, call),
    callsFor,
    actionOf,
    isMonotone: true,
  };
}

function callsFor({ verb, value, method, with: given }: Action): readonly ToolCall[] {
  switch (verb) {
    case 'run':
      return [{ tool: 'bash', input: { command: value } }];
    case 'read':
      return [{ tool: 'read', input: { path: value } }];
    case 'write':
      return [{ tool: 'edit', input: { path: value } }];
    case 'fetch':
      return (method ?? 'GET') === 'GET' ? [{ tool: 'web-fetch', input: { url: value } }] : [];
    case 'call':
      return value.includes('/') ? [{ tool: value, input: given ?? {} }] : [];
    default:
      return [];
  }
}

function actionOf({ tool, input }: ToolCall): Action | undefined {
  const of = (verb: 'run' | 'read' | 'write' | 'fetch', key: string): Action | undefined => {
    const value = input[key];
    return typeof value === 'string' && value !== '' ? { verb, value } : undefined;
  };
  switch (tool) {
    case 'bash':
      return of('run', 'command');
    case 'read':
      return of('read', 'path');
    case 'edit':
      return of('write', 'path');
    case 'web-fetch':
      return of('fetch', 'url');
    default:
      return /^[^/]+\/.+$/.test(tool) ? { verb: 'call', value: tool, with: input } : undefined;
  }
}

/** A command that tells more than the repository does. */
const TELLING = 'env';

function findingsOf(workflow: Workflow, policy: ForeignPolicy, facts: WorkspaceFacts): readonly Finding[] {
  const { source, path, refusals } = workflow;
  const findings: Finding[] = [...workflow.findings];
  for (const { span, why, reference } of refusals) {
    const message = `\`gh aw compile\` refuses this file, so that a workflow compiled before goes on as it was: ${why}`;
    findings.push(reported('tool-refuses-to-start', 'error', source, span, message, { reference }));
  }
  const lock = path.replace(/\.md$/, '.lock.yml');
  if (facts.files.has(path) && !facts.files.has(lock)) {
    const message = `nothing of this runs: GitHub runs \`${lock.slice(lock.lastIndexOf('/') + 1)}\`, which \`gh aw compile\` makes of it and which is not there`;
    findings.push(
      reported('file-without-effect', 'info', source, workflow.head, message, { reference: DOCS.compilation }),
    );
  }
  const { strangers } = workflow;
  if (strangers && refusals.length === 0) {
    const outputs = workflow.calls.filter(({ server }) => server === 'safe-outputs');
    const steps: WitnessStep[] = [];
    const run = policy.decide({ tool: 'bash', input: { command: TELLING } });
    if (run.effect === 'allow')
      steps.push({
        action: { verb: 'run', value: TELLING },
        expect: 'allow',
        achieves: 'runs what a stranger asked for',
      });
    const [output] = outputs;
    if (output) {
      const action: Action = { verb: 'call', value: `safe-outputs/${output.tool}` };
      steps.push({ action, expect: 'allow', achieves: 'writes in the repository in its own name' });
    }
    if (steps.length > 0) {
      const does = [
        ...(run.effect === 'allow' ? ['runs commands'] : []),
        ...(output
          ? [
              `writes by \`${outputs
                .map(({ tool }) => tool)
                .slice(0, 3)
                .join('`, `')}\``,
            ]
          : []),
      ].join(' and ');
      const message = `anybody starts this agent with words of their own (\`roles: all\`, on \`${strangers.words}\`), and it ${does}; leave \`roles\` out to keep it to people with write access`;
      findings.push(
        reported(
          'stranger-starts-agent',
          run.effect === 'allow' ? 'warning' : 'info',
          source,
          strangers.span,
          message,
          {
            reference: strangers.reference,
            witness: { role: policy.title, steps },
          },
        ),
      );
    }
  }
  return findings;
}
