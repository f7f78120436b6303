import type { Place } from '../../source.ts';
import { isFalse, isTrue, type SettingsFile, textsIn, valueAt } from './settings.ts';

/** What the settings say of the sandbox, all files together. */
export interface Sandbox {
  /** Where it is switched on. */
  readonly place: Place;
  /** Sandboxed commands run without a prompt. */
  readonly autoAllow: boolean;
  /** A command may be tried again outside of it. */
  readonly escapable: boolean;
  /** Where it cannot start, sessions do not start either; otherwise they go on without it. */
  readonly required: boolean;
  /** Holds what is read and written. */
  readonly holdsFiles: boolean;
  readonly excluded: readonly string[];
  readonly write: readonly string[];
  readonly denyRead: readonly string[];
  readonly domains: readonly string[];
}

/** The strongest file first, as for every setting that is one value. */
const STRENGTH = ['managed', 'local', 'project', 'user'] as const;

/** The sandbox as these files switch it on; undefined where they do not. https://code.claude.com/docs/en/sandboxing */
export function readSandbox(files: readonly SettingsFile[]): Sandbox | undefined {
  const ordered = [...files].sort((a, b) => STRENGTH.indexOf(a.layer) - STRENGTH.indexOf(b.layer));
  const first = (...path: string[]) => {
    for (const file of ordered) {
      const node = valueAt(file.root, 'sandbox', ...path);
      if (node) return { file, node };
    }
    return undefined;
  };
  const enabled = first('enabled');
  if (!enabled || !isTrue(enabled.node)) return undefined;
  const all = (...path: string[]) =>
    ordered.flatMap((file) => textsIn(valueAt(file.root, 'sandbox', ...path)).map(({ value }) => value));
  const switchedOff = ordered.some(
    (file) =>
      (file.layer === 'user' || file.layer === 'managed') &&
      isTrue(valueAt(file.root, 'sandbox', 'filesystem', 'disabled')),
  );
  const credentials = ordered.flatMap((file) => {
    const listed = valueAt(file.root, 'sandbox', 'credentials', 'files');
    if (listed?.kind !== 'seq') return [];
    return listed.items.flatMap((item) => {
      const path = item?.kind === 'map' ? valueAt(item, 'path') : undefined;
      return path?.kind === 'scalar' && typeof path.value === 'string' ? [path.value] : [];
    });
  });
  return {
    place: { source: enabled.file.source, span: enabled.node.span },
    autoAllow: !isFalse(first('autoAllowBashIfSandboxed')?.node),
    escapable: !isFalse(first('allowUnsandboxedCommands')?.node),
    required: isTrue(first('failIfUnavailable')?.node),
    holdsFiles: !switchedOff,
    excluded: all('excludedCommands'),
    write: all('filesystem', 'allowWrite'),
    denyRead: [...all('filesystem', 'denyRead'), ...credentials],
    domains: all('network', 'allowedDomains'),
  };
}
