import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Audience } from '../../server/src/core/finding.ts';

const BENIGN = 'test/analysis/benign';

/** Path relative to a directory, to text. */
export type Files = Readonly<Record<string, string>>;

export function filesIn(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/');
      return [path.slice(path.indexOf(directory) + directory.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

/** The benign workspaces: each directory is one, and the files beside them are one more, by the name `''`. */
export function benignWorkspaces(): ReadonlyMap<string, Files> {
  const workspaces = new Map<string, Record<string, string>>();
  for (const [path, text] of Object.entries(filesIn(BENIGN))) {
    const name = workspaceName(path);
    workspaces.set(name, { ...workspaces.get(name), [path]: text });
  }
  return workspaces;
}

function workspaceName(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

/** A change that makes a benign manifest worse; with `from2`, a second change, in `in2` or the same file. */
export interface Mutation {
  readonly in: string;
  readonly from: string;
  readonly to: string;
  readonly in2?: string;
  readonly from2?: string;
  readonly to2?: string;
  readonly audience?: Audience;
  /** The rules that say so, and that did not before. */
  readonly expect: readonly string[];
}

/** The risky set: benign workspaces with one change each, before and after it. */
export function mutations(): readonly { readonly mutation: Mutation; readonly before: Files; readonly after: Files }[] {
  const workspaces = benignWorkspaces();
  const all: readonly Mutation[] = parse(readFileSync('test/analysis/mutations.yaml', 'utf8'));
  return all.map((mutation) => {
    const before = workspaces.get(workspaceName(mutation.in)) ?? {};
    let after = changed(before, mutation.in, mutation.from, mutation.to);
    if (mutation.from2) after = changed(after, mutation.in2 ?? mutation.in, mutation.from2, mutation.to2 ?? '');
    return { mutation, before, after };
  });
}

function changed(files: Files, path: string, from: string, to: string): Files {
  const text = files[path] ?? '';
  assert(text.includes(from), `${path} has no ${JSON.stringify(from)}`);
  return { ...files, [path]: text.replace(from, () => to) };
}
