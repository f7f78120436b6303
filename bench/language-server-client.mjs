// A language client over standard streams, the same for every server that is measured.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Starts a server and greets it. `pulls`: whether this client asks for diagnostics, where the server answers that. */
export async function startServer({ command, args, env = {}, root, pulls, settings, initializationOptions }) {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env }, cwd: root });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-4_000);
  });
  const pending = new Map();
  const listeners = new Set();
  let id = 0;
  let exited;
  child.on('exit', (code, signal) => {
    exited = `the server ended (${code ?? signal}): ${errors}`;
    for (const { reject } of pending.values()) reject(new Error(exited));
  });

  const send = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  };
  const request = (method, params) =>
    new Promise((resolve, reject) => {
      if (exited) reject(new Error(exited));
      pending.set(++id, { resolve, reject });
      send({ id, method, params });
    });
  const notify = (method, params) => send({ method, params });

  readMessages(child.stdout, (message) => {
    if (message.method === undefined) {
      const asked = pending.get(message.id);
      pending.delete(message.id);
      if (message.error) asked?.reject(new Error(message.error.message));
      else asked?.resolve(message.result);
    } else if (message.id !== undefined) {
      if (message.method === 'workspace/diagnostic/refresh') for (const listener of listeners) listener(message);
      const answer =
        message.method === 'workspace/configuration'
          ? message.params.items.map(({ section }) => settings[section] ?? null)
          : null;
      send({ id: message.id, result: answer });
    } else {
      for (const listener of listeners) listener(message);
    }
  });

  const published = (uri) =>
    new Promise((resolve) => {
      const listener = ({ method, params }) => {
        if (method !== 'textDocument/publishDiagnostics' || params.uri !== uri) return;
        listeners.delete(listener);
        resolve(params.diagnostics);
      };
      listeners.add(listener);
    });

  const { capabilities } = await request('initialize', {
    processId: process.pid,
    rootUri: `file://${root}`,
    workspaceFolders: [{ uri: `file://${root}`, name: 'bench' }],
    initializationOptions,
    capabilities: {
      workspace: {
        configuration: true,
        workspaceFolders: true,
        diagnostics: { refreshSupport: true },
        didChangeConfiguration: { dynamicRegistration: true },
      },
      textDocument: {
        synchronization: {},
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        hover: { contentFormat: ['markdown'] },
        publishDiagnostics: { relatedInformation: true, versionSupport: true },
        ...(pulls ? { diagnostic: { relatedInformation: true } } : {}),
      },
    },
  });
  const initialized = performance.now() - began;
  notify('initialized', {});
  notify('workspace/didChangeConfiguration', { settings });

  const asks = pulls && capabilities.diagnosticProvider !== undefined;
  /** Runs something that makes diagnostics due, and waits for them. */
  const diagnosticsAfter = async (uri, cause) => {
    if (asks) {
      cause();
      return (await request('textDocument/diagnostic', { textDocument: { uri } })).items;
    }
    const next = published(uri);
    cause();
    return next;
  };

  /** Waits until the server has nothing more to do; returns when the diagnostics of a file last changed. */
  const settled = async (uri) => {
    let last = performance.now();
    const listener = async ({ method, params }) => {
      if (method === 'workspace/diagnostic/refresh' && asks) {
        await request('textDocument/diagnostic', { textDocument: { uri } });
        last = performance.now();
      } else if (method === 'textDocument/publishDiagnostics' && params.uri === uri) {
        last = performance.now();
      }
    };
    listeners.add(listener);
    for (let before = cpuOf(child.pid); ; ) {
      await pause(400);
      const now = cpuOf(child.pid);
      if (now === undefined || now - before < 15) break;
      before = now;
    }
    listeners.delete(listener);
    return last;
  };

  return {
    initialized,
    settled,
    request,
    notify,
    diagnosticsAfter,
    cpu: () => cpuOf(child.pid),
    memory: () => memoryOf(child.pid),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (!exited) {
        await Promise.race([request('shutdown', undefined).catch(() => {}), pause(2_000)]);
        notify('exit', undefined);
        const killer = setTimeout(() => child.kill('SIGKILL'), 2_000);
        await ended;
        clearTimeout(killer);
      }
    },
  };
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function readMessages(stream, handle) {
  let buffer = Buffer.alloc(0);
  stream.on('data', (chunk) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(buffer.toString('latin1', 0, end))[1]);
      if (buffer.length < end + 4 + length) return;
      handle(JSON.parse(buffer.toString('utf8', end + 4, end + 4 + length)));
      buffer = buffer.subarray(end + 4 + length);
    }
  });
}

/** Milliseconds on a processor, over all threads. Undefined where the system does not tell. */
function cpuOf(pid) {
  try {
    let nanoseconds = 0;
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    }
    return nanoseconds / 1e6;
  } catch {
    return undefined;
  }
}

/** Megabytes of memory in use. */
function memoryOf(pid) {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return (pages * 4096) / 1024 / 1024;
  } catch {
    return undefined;
  }
}
