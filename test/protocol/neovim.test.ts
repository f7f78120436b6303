import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';

/** The Lua of a page that stands behind a comment with its name. */
function luaOf(name: string): string {
  const page = readFileSync('docs/editors.md', 'utf8');
  const match = new RegExp(`<!-- ${name} -->\n\`\`\`lua\n([\\s\\S]*?)\n\`\`\``).exec(page);
  assert(match?.[1], `docs/editors.md has no ${name}`);
  return match[1];
}

const neovim = spawnSync('nvim', ['--version'], { encoding: 'utf8' });
const skip = neovim.status === 0 ? false : 'Neovim is not installed';

/** Runs Lua in a headless Neovim with a page's configuration; returns what it printed. */
async function run(configuration: string, script: string): Promise<string> {
  const directory = mkdtempSync(path.join(tmpdir(), 'bailiwick-nvim-'));
  try {
    const bin = path.join(directory, 'bin');
    mkdirSync(bin);
    mkdirSync(path.join(directory, 'ws'));
    await build({
      entryPoints: ['server/src/lsp/main.node.ts'],
      outfile: path.join(bin, 'server.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      mainFields: ['module', 'main'],
      loader: { '.md': 'text' },
      logLevel: 'error',
    });
    const command = path.join(bin, 'bailiwick-language-server');
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${bin}/server.cjs" "$@"\n`, { mode: 0o755 });
    writeFileSync(path.join(directory, 'ws', 'bailiwick.yaml'), 'audience: default\n');
    writeFileSync(path.join(directory, 'ws', 'a.agent-role.yaml'), ROLE);
    writeFileSync(path.join(directory, 'init.lua'), configuration);
    writeFileSync(path.join(directory, 'script.lua'), script);
    return execFileSync(
      'nvim',
      [
        '--headless',
        '-u',
        path.join(directory, 'init.lua'),
        '-c',
        `luafile ${path.join(directory, 'script.lua')}`,
        '-c',
        'qa!',
      ],
      {
        cwd: path.join(directory, 'ws'),
        encoding: 'utf8',
        timeout: 60_000,
        env: {
          ...process.env,
          PATH: `${bin}:${process.env.PATH}`,
          XDG_STATE_HOME: directory,
          XDG_CACHE_HOME: directory,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const ROLE =
  'kind: AgentRole\nversion: 1\nname: tester\nowner: t\nexpires: 2027-02-28\nallow:\n  - run: ["git **"]\nstage: \n';

/** Opens a manifest, waits for its diagnostics, and asks for a hover and a completion. */
const TALK = `
local out = {}
vim.cmd('edit a.agent-role.yaml')
vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 20)
for _, each in ipairs(vim.diagnostic.get(0)) do
  table.insert(out, string.format('%d:%d %s', each.lnum, each.col, tostring(each.code or (each.user_data and each.user_data.lsp and each.user_data.lsp.code))))
end
local at = function(line, character)
  return { textDocument = vim.lsp.util.make_text_document_params(), position = { line = line, character = character } }
end
local ask = function(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000) or {}
  for _, answer in pairs(answers) do return answer.result end
end
table.insert(out, 'hover ' .. ask('textDocument/hover', at(6, 13)).contents.value)
local labels = {}
for _, item in ipairs(ask('textDocument/completion', at(7, 7)).items) do table.insert(labels, item.label) end
table.insert(out, 'completion ' .. table.concat(labels, ' '))
io.stdout:write(table.concat(out, '\\n'))
`;

test('Neovim shows diagnostics, hovers and completions with the configuration of the page', { skip }, async () => {
  const out = await run(luaOf('neovim-0.7'), TALK);
  assert.match(out, /^6:11 prefix-reaches-exec$/m);
  assert.match(out, /^hover \*\*tester may run any program/m);
  assert.match(out, /^completion observe supervised bounded autonomous$/m);
});

/** What Neovim 0.11 does with a configuration, for older ones: starts what it says for the file types that it says. */
const LIKE_0_11 = `
if vim.lsp.config == nil then
  vim.g.do_filetype_lua = 1
  local configurations = {}
  vim.lsp.config = function(name, configuration) configurations[name] = configuration end
  vim.lsp.enable = function(name)
    local configuration = configurations[name]
    vim.api.nvim_create_autocmd('FileType', {
      pattern = configuration.filetypes,
      callback = function(event)
        local marker = vim.fn.findfile(configuration.root_markers[1], '.;')
        local client = vim.lsp.start_client({
          name = name,
          cmd = configuration.cmd,
          root_dir = vim.fn.fnamemodify(marker, ':p:h'),
          settings = configuration.settings,
        })
        vim.lsp.buf_attach_client(event.buf, client)
      end,
    })
  end
end
`;

test('the configuration for Neovim 0.11 names the files and the server that there are', { skip }, async () => {
  const out = await run(`${LIKE_0_11}\n${luaOf('neovim-0.11')}`, TALK);
  assert.match(out, /^6:11 prefix-reaches-exec$/m);
  assert.match(out, /^hover \*\*tester may run any program/m);
});
