import type { Finding } from '../../finding.ts';
import { normalisePath } from '../../scope/path.ts';
import type { Place } from '../../source.ts';
import { reported, textOf } from '../findings.ts';
import { entryIn } from '../toml/tree.ts';
import { type ConfigFile, refusal } from './config-file.ts';
import { DOCS, VERSION } from './docs.ts';
import { type FileEntry, PROTECTED, type Sandbox } from './filesystem.ts';
import { readProfile } from './profile.ts';
import { readServers, type Server } from './servers.ts';
import { settingOf, type Written, writtenAt } from './setting.ts';

/** What a session is held by, from all the files together. */
export interface CodexConfig {
  readonly approval: Approval;
  readonly sandbox: Sandbox;
  readonly servers: readonly Server[];
  readonly findings: readonly Finding[];
  /** True where Codex does not start with these files. */
  readonly refused: boolean;
}

export interface Approval {
  readonly policy: 'on-request' | 'never' | 'granular';
  /** Of a granular policy: whether a rule that prompts, and whether leaving the sandbox, may ask. */
  readonly rules: boolean;
  readonly escalation: boolean;
  /** `auto_review`: a model answers in a person's place. */
  readonly reviewer: 'user' | 'model';
  readonly written?: Written;
}

/** Puts the files of all layers together, the weakest first. */
export function combineConfig(files: readonly ConfigFile[]): CodexConfig {
  const findings: Finding[] = [];
  const approval = approvalOf(files);
  const sandbox = sandboxOf(files, findings);
  const servers = readServers(files, findings);
  const refused = files.some((file) => file.refused) || findings.some(({ rule }) => rule === 'tool-refuses-to-start');
  return { approval, sandbox, servers, findings, refused };
}

function approvalOf(files: readonly ConfigFile[]): Approval {
  const reviewer = settingOf(files, 'approvals_reviewer')?.entry.value;
  const common = {
    rules: true,
    escalation: true,
    reviewer: textOf(reviewer) === undefined || textOf(reviewer) === 'user' ? ('user' as const) : ('model' as const),
  };
  const found = settingOf(files, 'approval_policy');
  if (!found) return { policy: 'on-request', ...common };
  const written = writtenAt(found);
  const granular = entryIn(found.entry.value, 'granular')?.value;
  if (granular) {
    const may = (key: string): boolean => {
      const value = entryIn(granular, key)?.value;
      return !(value?.kind === 'scalar' && value.value === false);
    };
    return { ...common, policy: 'granular', rules: may('rules'), escalation: may('sandbox_approval'), written };
  }
  return { ...common, policy: textOf(found.entry.value) === 'never' ? 'never' : 'on-request', written };
}

/**
 * Which of the two ways of writing a sandbox counts: that of the strongest file that has one, and in one file the profile.
 * So does the binary (0.169.0); the documentation says that `sandbox_mode` counts wherever it stands.
 */
function sandboxOf(files: readonly ConfigFile[], findings: Finding[]): Sandbox {
  const mode = settingOf(files, 'sandbox_mode');
  const profile = settingOf(files, 'default_permissions');
  const isProfile = profile && (!mode || files.indexOf(profile.file) >= files.indexOf(mode.file));
  if (isProfile && mode) overruled(mode, 'sandbox_mode', 'default_permissions', findings);
  if (!isProfile && mode && profile) overruled(profile, 'default_permissions', 'sandbox_mode', findings);
  const section = settingOf(files, 'sandbox_workspace_write');
  const permissions = settingOf(files, 'permissions');
  if (permissions && !profile && !mode) {
    const why = 'it has profiles under `permissions`, and no `default_permissions` that chooses one';
    findings.push(refusal(permissions.file.source, permissions.entry.key.span, why, DOCS.permissions));
  }
  if (isProfile) {
    if (section) uselessSection(section, 'a permission profile is in force', findings);
    return readProfile(files, profile, writtenAt(profile), findings);
  }
  const kind = modeOf(textOf(mode?.entry.value));
  const written = mode && writtenAt(mode);
  const text = written?.text ?? 'the sandbox of a trusted project';
  const common = { kind, text, ...(written && { written }) };
  if (section && kind !== 'workspace-write') uselessSection(section, `the sandbox is \`${kind}\``, findings);
  if (kind === 'danger-full-access') return { ...common, entries: [], network: true };
  if (kind === 'read-only') return { ...common, entries: [everywhere('read')], network: false };
  return { ...common, ...workspaceWrite(files, findings) };
}

function modeOf(text: string | undefined): 'read-only' | 'workspace-write' | 'danger-full-access' {
  return text === 'read-only' || text === 'danger-full-access' ? text : 'workspace-write';
}

const everywhere = (access: 'read'): FileEntry => ({ path: '/', access, text: ':root' });

type Found = NonNullable<ReturnType<typeof settingOf>>;

function overruled({ file, entry }: Found, key: string, by: string, findings: Finding[]): void {
  const documented = key === 'sandbox_mode' ? `; its documentation says the opposite` : '';
  const message = `\`${key}\` does nothing beside \`${by}\`: Codex ${VERSION} uses \`${by}\`${documented}`;
  findings.push(
    reported('setting-without-effect', 'warning', file.source, entry.key.span, message, {
      reference: DOCS.permissions,
    }),
  );
}

function uselessSection({ file, entry }: Found, why: string, findings: Finding[]): void {
  const message = `\`[sandbox_workspace_write]\` does nothing: ${why}`;
  findings.push(
    reported('setting-without-effect', 'warning', file.source, entry.key.span, message, { reference: DOCS.config }),
  );
}

function workspaceWrite(
  files: readonly ConfigFile[],
  findings: Finding[],
): Pick<Sandbox, 'entries' | 'network' | 'networkWritten'> {
  const flag = (key: string): Found | undefined => {
    const found = settingOf(files, 'sandbox_workspace_write', key);
    const value = found?.entry.value;
    return value?.kind === 'scalar' && value.value === true ? found : undefined;
  };
  const roots: { readonly path: string; readonly place?: Place; readonly text: string }[] = [
    { path: '.', text: ':workspace_roots' },
  ];
  const listed = settingOf(files, 'sandbox_workspace_write', 'writable_roots');
  if (listed?.entry.value?.kind === 'seq') {
    for (const item of listed.entry.value.items) {
      const text = textOf(item);
      if (text === undefined || !item) continue;
      const path = normalisePath(text, listed.file.directory);
      roots.push({ path, text, place: { source: listed.file.source, span: item.span } });
      if (/^[/~]/.test(text) || listed.file.directory === '') continue;
      const message = `\`${text}\` is taken from the directory of this file, and so makes \`${path}\` writable`;
      findings.push(
        reported('setting-without-effect', 'warning', listed.file.source, item.span, message, {
          reference: DOCS.config,
        }),
      );
    }
  }
  const entries: FileEntry[] = [everywhere('read')];
  for (const { path, place, text } of roots) {
    entries.push({ path, access: 'write', text, ...(place && { place }) });
    for (const name of PROTECTED)
      entries.push({ path: normalisePath(name, path === '.' ? '' : path), access: 'read', text: name });
  }
  if (!flag('exclude_slash_tmp')) entries.push({ path: '/tmp', access: 'write', text: ':slash_tmp' });
  const network = flag('network_access');
  return { entries, network: network !== undefined, ...(network && { networkWritten: writtenAt(network) }) };
}
