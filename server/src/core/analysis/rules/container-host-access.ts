import type { Located } from '../../span.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI04, atlas, cwe } from '../references.ts';
import { programOf, serverWords } from '../server-command.ts';

const ENGINES = new Set(['docker', 'podman', 'nerdctl', 'finch', 'container']);

/** What an option of `docker run` opens; https://docs.docker.com/reference/cli/docker/container/run/ and the engine's security page. */
function opened(option: string, value: string): { readonly what: string; readonly all: boolean } | undefined {
  switch (option) {
    case '--privileged':
      return value === 'false' ? undefined : { what: 'every device and capability of the host', all: true };
    case '-v':
    case '--volume':
    case '--mount':
      return mounted(option === '--mount' ? (/(?:^|,)(?:source|src)=([^,]*)/.exec(value)?.[1] ?? '') : value);
    case '--network':
    case '--net':
      return value === 'host' ? { what: "the host's network", all: false } : undefined;
    case '--pid':
    case '--ipc':
    case '--uts':
      return value === 'host' ? { what: "the host's processes", all: option === '--pid' } : undefined;
    case '--userns':
      return value === 'host' ? { what: "the host's users", all: false } : undefined;
    case '--cap-add':
      return /^(CAP_)?(ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|DAC_READ_SEARCH|SYS_RAWIO)$/i.test(value)
        ? { what: `the capability ${value}`, all: true }
        : undefined;
    case '--security-opt':
      return /^(seccomp|apparmor|label|systempaths)[=:](unconfined|disable)/.test(value)
        ? { what: 'the host without the usual confinement', all: false }
        : undefined;
    case '--device':
      return { what: `the device ${value}`, all: /^\/dev\/(sd|nvme|vd|mem|kmsg)/.test(value) };
    default:
      return undefined;
  }
}

function mounted(volume: string): { readonly what: string; readonly all: boolean } | undefined {
  const source = /^([A-Za-z]:[\\/][^:]*|[^:]*)/.exec(volume)![1]!;
  if (/(docker|podman|containerd|crio)\.sock/.test(source))
    return { what: 'the engine that starts containers', all: true };
  if (/^(\/|\/(etc|root|var|proc|sys|dev|boot|usr|home|Users)\/?|[A-Za-z]:[\\/]?)$/.test(source))
    return { what: `\`${source}\` of the host`, all: true };
  if (/^(~|\$HOME|\$\{(?:env:)?HOME\}|\$\{userHome\}|\/(?:home|Users)\/[^/]+)\/?$/.test(source))
    return { what: 'a home directory', all: true };
  return /(^|\/)\.(ssh|aws|gnupg|kube|docker|config\/gcloud|azure|netrc)(\/|$)/.test(source)
    ? { what: `the credentials in \`${source}\``, all: true }
    : undefined;
}

export const containerHostAccess: CatalogueRule = {
  id: 'container-host-access',
  family: 'tools',
  summary: "A server's container is given what it is there to keep away.",
  severity: 'error',
  confidence: 'modelled',
  audience: 'default',
  references: [atlas('AML.T0105'), cwe(250, 'Execution with Unnecessary Privileges'), ASI04],
  risk: false,
  since: '0.1.0',
  foreign: true,
  checkTool(tool, report) {
    const words = tool.server ? serverWords(tool.server) : [];
    if (!ENGINES.has(programOf(words[0]?.value ?? '')) || !words.some(({ value }) => value === 'run')) return;
    const found: { readonly word: Located<string>; readonly what: string; readonly all: boolean }[] = [];
    words.forEach((word, at) => {
      const [option, inline] = /^(--?[a-z-]+)(?:=(.*))?$/i.exec(word.value)?.slice(1) ?? [];
      if (option === undefined) return;
      const value = inline ?? words[at + 1]?.value ?? '';
      const open = opened(option, value);
      if (open)
        found.push({ word: inline === undefined && option !== '--privileged' ? words[at + 1]! : word, ...open });
    });
    const [worst, ...others] = found.sort((a, b) => Number(b.all) - Number(a.all));
    if (!worst) return;
    report({
      source: tool.source,
      span: worst.word.span,
      ...(worst.all ? {} : { severity: 'warning' }),
      message: `the container of \`${tool.name?.value ?? 'this tool'}\` is given ${worst.what}: ${worst.all ? 'what runs in it can leave it' : 'it does not keep that away'}`,
      related: others.map(({ word, what }) => ({ source: tool.source, span: word.span, message: `and ${what}` })),
    });
  },
};
