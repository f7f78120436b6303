import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The tools' own evaluators, as `npm test` installs them beside the repository's packages. Where one is not there, the
 * tests that need it are skipped, and say why.
 */
const installed = path.resolve('.oracles', 'node_modules');

/** A file of an installed evaluator, or the reason why there is none. */
export type Oracle =
  | { readonly path: string; readonly version: string; readonly skip: false }
  | { readonly path?: undefined; readonly skip: string };

/** `file` of `name`, a package of test/oracles/package.json. */
export function oracle(name: string, file: string): Oracle {
  const at = path.join(installed, name, file);
  if (existsSync(at)) {
    const { version } = JSON.parse(readFileSync(path.join(installed, name, 'package.json'), 'utf8'));
    return { path: at, version, skip: false };
  }
  const skip = `${name} is not installed on ${process.platform}-${process.arch}: nothing was compared with it`;
  // A skipped test says nothing where only failures are shown.
  console.log(`SKIPPED: ${skip}`);
  return { skip };
}

/** The module at a path of an oracle. Its shape is the caller's claim. */
export async function importOracle<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(file).href)) as T;
}
