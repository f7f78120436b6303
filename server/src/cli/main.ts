import { processIo } from './io.ts';
import { run } from './run.ts';

// A reader that goes away (`bailiwick check | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

// The exit code is set and the process left to end by itself, so that everything written arrives.
void run(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
