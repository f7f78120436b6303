import { normalHost } from '../url-host.ts';

/** Whether a host is let through, and whether that is known. */
export type Reach = 'yes' | 'unknown' | 'no';

/**
 * Hosts of some ecosystems, without those that are below another of the same. Source: `ecosystem_domains.json` of
 * github/gh-aw, autumn 2026. Of the other names it is known that they are names, and not which hosts they stand for.
 */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  github: [
    '*.githubusercontent.com',
    'github.com',
    'github.blog',
    'github.githubassets.com',
    'github-cloud.s3.amazonaws.com',
  ],
  local: ['127.0.0.1', '::1', 'localhost'],
  node: [
    'npmjs.org',
    'npmjs.com',
    'npm.pkg.github.com',
    'api.npms.io',
    'nodejs.org',
    'yarnpkg.com',
    'deb.nodesource.com',
    'get.pnpm.io',
    'bun.sh',
    'deno.land',
    'jsr.io',
    'registry.bower.io',
    'esm.sh',
    'googleapis.deno.dev',
    'googlechromelabs.github.io',
    'storage.googleapis.com',
    'cdn.jsdelivr.net',
    'telemetry.vercel.com',
  ],
  python: [
    'pypi.python.org',
    'pypi.org',
    'pip.pypa.io',
    '*.pythonhosted.org',
    'bootstrap.pypa.io',
    'conda.binstar.org',
    'conda.anaconda.org',
    'binstar.org',
    'anaconda.org',
    'repo.continuum.io',
    'repo.anaconda.com',
  ],
  go: ['go.dev', 'golang.org', 'goproxy.io', 'storage.googleapis.com'],
  rust: ['crates.io', 'sh.rustup.rs', 'static.rust-lang.org'],
  fonts: ['fonts.googleapis.com', 'fonts.gstatic.com'],
  chrome: ['*.google.com', '*.googleapis.com', '*.gvt1.com'],
  playwright: ['playwright.download.prss.microsoft.com', 'cdn.playwright.dev'],
};

/** Every name of a set of hosts. https://github.github.com/gh-aw/reference/network/#ecosystem-identifiers */
const NAMES = new Set(
  `defaults github local dev-tools default-safe-outputs containers linux-distros playwright chrome fonts terraform bazel
  clojure copilot-vendor copilot claude codex gemini agy pi pi-base threat-detection dart deno dotnet elixir go haskell java
  julia kotlin latex lean lua node node-cdns ocaml perl php powershell python python-native r ruby rust scala swift zig
  github-actions gh-aw`.split(/\s+/),
);

/** A single word is the name of a set of hosts, and one that is none is refused. */
export function isUnknownName(entry: string): boolean {
  return /^[a-z][a-z0-9-]*$/.test(entry) && !NAMES.has(entry) && entry !== 'localhost';
}

/** The hosts that an entry stands for; undefined where it is a name whose hosts are not known here. */
export function hostsOf(entry: string): readonly string[] | undefined {
  if (HOSTS[entry]) return HOSTS[entry];
  return NAMES.has(entry) ? undefined : [entry];
}

/** Names that no host worth speaking of hides behind: certificates, package mirrors of the system. */
const INFRASTRUCTURE = new Set(['defaults', 'linux-distros']);

/** Whether an entry lets a host through. A domain is for everything below it, too. */
export function reaches(entry: string, url: URL_, known = hostsOf(entry)): Reach {
  if (known === undefined) return INFRASTRUCTURE.has(entry) ? 'no' : 'unknown';
  return known.some((each) => reachesHost(each, url)) ? 'yes' : 'no';
}

export interface URL_ {
  readonly host: string;
  readonly scheme: string;
}

function reachesHost(entry: string, { host, scheme }: URL_): boolean {
  if (entry === '*') return true;
  const [, only, rest = ''] = /^(?:(https?):\/\/)?(.*)$/.exec(entry)!;
  if (only !== undefined && only !== scheme) return false;
  const domain = normalHost(rest.replace(/[/:].*$/, ''));
  if (domain.startsWith('*.')) return host.endsWith(domain.slice(1));
  return host === domain || host.endsWith(`.${domain}`);
}
