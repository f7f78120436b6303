import type { Sandbox } from '../model/manifest.ts';

/** Does this entry of a sandbox's list of directories stand for all of a home directory or machine? */
export function holdsNoPath(entry: string): boolean {
  return /^(\/|~|\/\*\*|~\/\*{0,2}|\*\*?|[A-Za-z]:[\\/]?)$/.test(entry);
}

/** Does this entry of a sandbox's list of hosts stand for all of them? */
export function holdsNoHost(entry: string): boolean {
  return /^(\*|\*\*|(https?|\*):\/\/\*{1,2}(\/\*{0,2})?|\*:\*|0\.0\.0\.0\/0|\[?::\]?\/0|any|all)$/i.test(entry);
}

/** Does it hold both what commands write and whom they reach? */
export function holds(sandbox: Sandbox | undefined): boolean {
  const { write, network } = sandbox ?? {};
  return (
    write !== undefined &&
    network !== undefined &&
    !write.some(({ value }) => holdsNoPath(value)) &&
    !network.some(({ value }) => holdsNoHost(value))
  );
}
