import type { Sandbox } from '../model/manifest.ts';

/** Does this entry of a sandbox's list of directories stand for all of a home directory or machine? */
export function holdsNoPath(entry: string): boolean {
  return /^(\/|~|\/\*\*|~\/\*{0,2}|\*\*?|[A-Za-z]:[\\/]?)$/.test(entry);
}

/** Does this entry of a sandbox's list of hosts stand for all of them? */
export function holdsNoHost(entry: string): boolean {
  return /^(\*|\*\*|(https?|\*):\/\/\*{1,2}(\/\*{0,2})?|\*:\*|0\.0\.0\.0\/0|\[?::\]?\/0|any|all)$/i.test(entry);
}

/** Does it hold whom commands reach? */
export function holdsHosts(sandbox: Sandbox | undefined): boolean {
  return sandbox?.network !== undefined && !sandbox.network.some(({ value }) => holdsNoHost(value));
}

/** Does it hold both what commands write and whom they reach? */
export function holds(sandbox: Sandbox | undefined): boolean {
  return sandbox?.write !== undefined && !sandbox.write.some(({ value }) => holdsNoPath(value)) && holdsHosts(sandbox);
}
