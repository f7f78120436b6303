import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { onPath, run } from '../lib/processes.mjs';

/**
 * The desktop VS Code of this machine, or undefined where there is none or no desktop to show it on. `command` is what
 * a person types, `executable` the program behind it. BAILIWICK_CODE names another one; `embedded` turns it down.
 */
export async function desktopCode() {
  const named = process.env.BAILIWICK_CODE;
  if (named === 'embedded') return undefined;
  const command = named ?? onPath('code');
  if (!command) return undefined;
  // Inside of a remote session `code` only opens files in a window elsewhere.
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const executable = behind(command);
  if (!executable) return undefined;
  return { command, executable, install: (vsix, data) => install(executable, vsix, data) };
}

/** `code` is a script beside the program: `bin/code` on Linux and Windows, `Contents/Resources/app/bin/code` on macOS. */
function behind(command) {
  const real = realpathSync(command);
  if (path.basename(path.dirname(real)) !== 'bin') return real;
  const above = path.dirname(path.dirname(real));
  const candidates = [
    path.join(above, 'code'),
    path.join(above, 'codium'),
    path.join(above, 'Code.exe'),
    path.join(above, '..', '..', 'MacOS', 'Electron'),
  ];
  return candidates.find((file) => existsSync(file));
}

async function install(executable, vsix, data) {
  const { resolveCliArgsFromVSCodeExecutablePath } = await import('@vscode/test-electron');
  const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  const directories = [`--user-data-dir=${data}`, `--extensions-dir=${path.join(data, 'extensions')}`];
  const { code, output } = await run(cli, [...args, ...directories, '--install-extension', vsix, '--force']);
  if (code !== 0) throw new Error(`The VSIX could not be installed:\n${output}`);
}
