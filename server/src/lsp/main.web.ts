import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { NO_FILES } from './files.client.ts';
import { startServer } from './server.ts';

/** What a web worker's global scope has that the connection needs; the compiler knows no browser here. */
type Worker = ConstructorParameters<typeof BrowserMessageReader>[0];

const worker = globalThis as unknown as Worker;

// In a worker there are no files but those that the client reads.
startServer(createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker)), {
  files: NO_FILES,
  clock: Date.now,
  patience: 150,
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
});
