import type { Connection } from 'vscode-languageserver';
import { ListFiles, ReadFile } from '../protocol/index.ts';
import { isIgnoredPath } from './file-list.ts';
import type { FileSource } from './ports.ts';

/** Files through the client: for a server in a browser, and for schemes that only the editor can read. */
export function clientFiles(connection: Connection): FileSource {
  return {
    async list(root, limits) {
      const answer: { readonly paths?: readonly string[] } | null = await connection
        .sendRequest<{ readonly paths: readonly string[] }>(ListFiles.method, { root, limit: limits.files })
        .catch(() => null);
      const paths = (answer?.paths ?? []).filter((path) => !isIgnoredPath(path));
      return { paths: paths.slice(0, limits.files), cut: paths.length >= limits.files };
    },
    async read(uri) {
      const answer = await connection.sendRequest<{ text: string } | null>(ReadFile.method, { uri }).catch(() => null);
      return answer?.text;
    },
    async markedRoot() {
      return undefined;
    },
  };
}

/** Takes `file:` from one source and everything else from the client, where the client said that it answers. */
export function filesByScheme(local: FileSource, client: () => FileSource | undefined): FileSource {
  const sourceFor = (uri: string) => (uri.startsWith('file:') ? local : (client() ?? NO_FILES));
  return {
    list: (root, limits) => sourceFor(root).list(root, limits),
    read: (uri) => sourceFor(uri).read(uri),
    markedRoot: (uri) => sourceFor(uri).markedRoot(uri),
  };
}

export const NO_FILES: FileSource = {
  list: async () => ({ paths: [], cut: false }),
  read: async () => undefined,
  markedRoot: async () => undefined,
};
