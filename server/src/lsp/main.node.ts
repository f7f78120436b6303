import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeFiles } from './files.node.ts';
import { startServer } from './server.ts';

// Over the channel that the client's command line names: `--node-ipc`, `--stdio`, `--socket=…` or `--pipe=…`.
startServer(createConnection(ProposedFeatures.all), {
  files: nodeFiles,
  clock: Date.now,
  patience: 150,
  pause: () => new Promise((resolve) => setImmediate(resolve)),
});
