import fc from 'fast-check';
import type { Action } from '../../server/src/core/decide/action.ts';

const program = fc.constantFrom('git', 'npm', 'ls', 'rm', 'make', 'curl');
const word = fc.constantFrom('push', 'status', 'run', 'test', '-f', '--dry-run', 'origin', 'build', '.');
const words = fc.array(word, { maxLength: 3 });
const files = [
  'src/a.ts',
  'src/b/c.md',
  '.env',
  'src/.env',
  'docs/x.md',
  'package.json',
  '/etc/hosts',
  '~/.ssh/id',
  '../up/x',
  '.git/config',
  '.claude/settings.json',
];

const globs = [
  'src/**',
  '**/.env',
  '*.md',
  'docs/*',
  '**',
  './src/b/**',
  '/src/a.ts',
  '~/.ssh/**',
  '//etc/**',
  '.env',
  'src/*',
];

/** Texts of commands in which `*` may stand, as Claude Code and opencode have them. */
const commandGlob = fc
  .record({ program, words, end: fc.constantFrom('', ' *', '*') })
  .map((each) => [each.program, ...each.words].join(' ') + each.end);

const claudeRule = fc.oneof(
  commandGlob.map((text) => `Bash(${text})`),
  fc.record({ program, words }).map((each) => `Bash(${[each.program, ...each.words].join(' ')}:*)`),
  fc.constantFrom('Bash', 'Bash(*)', 'Read', 'Edit', 'WebFetch', 'Bash(git * push)', 'Bash(* --force)'),
  fc.constantFrom(...globs).map((glob) => `Read(${glob})`),
  fc.constantFrom(...globs).map((glob) => `Edit(${glob})`),
  fc.constantFrom('a.example', '*.a.example', 'b.example').map((domain) => `WebFetch(domain:${domain})`),
  fc.constantFrom('mcp__hub', 'mcp__hub__get', 'mcp__hub__delete', 'mcp__hub__*', 'Agent(Explore)'),
);
const claude = fc
  .record({
    mode: fc.constantFrom(undefined, 'default', 'acceptEdits', 'plan', 'dontAsk', 'bypassPermissions'),
    allow: fc.array(claudeRule, { maxLength: 4 }),
    ask: fc.array(claudeRule, { maxLength: 2 }),
    deny: fc.array(claudeRule, { maxLength: 3 }),
  })
  .map(({ mode, ...lists }) => ({
    '.claude/settings.json': JSON.stringify({ permissions: { ...(mode ? { defaultMode: mode } : {}), ...lists } }),
  }));

const effect = fc.constantFrom('allow', 'ask', 'deny');
/** Order counts, so a map is made of pairs. */
const mapOf = (key: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(key, effect), { minLength: 1, maxLength: 5 })
    .map((pairs) => `{${pairs.map(([name, value]) => `${JSON.stringify(name)}: "${value}"`).join(', ')}}`);
const opencode = fc
  .record({
    bash: fc.oneof(
      effect.map((each) => `"${each}"`),
      mapOf(fc.oneof(commandGlob, fc.constant('*'))),
    ),
    edit: fc.oneof(
      effect.map((each) => `"${each}"`),
      mapOf(fc.constantFrom('*', 'src/**', '*.md', '.env', 'src/*')),
    ),
    read: mapOf(fc.constantFrom('*', '*.env', 'src/*', 'src/.env', '**')),
    webfetch: effect.map((each) => `"${each}"`),
    all: fc.option(effect),
  })
  .map(({ bash, edit, read, webfetch, all }) => ({
    'opencode.json': `{"permission": {${all ? `"*": "${all}", ` : ''}"bash": ${bash}, "edit": ${edit}, "read": ${read}, "webfetch": ${webfetch}}}`,
  }));

const prefix = fc
  .record({ program, words, decision: fc.constantFrom('allow', 'prompt', 'forbidden') })
  .map((each) => `prefix_rule(pattern=${JSON.stringify([each.program, ...each.words])}, decision="${each.decision}")`);
const codex = fc
  .record({
    rules: fc.array(prefix, { maxLength: 5 }),
    approval: fc.constantFrom(undefined, 'untrusted', 'on-request', 'never'),
    sandbox: fc.constantFrom(undefined, 'read-only', 'workspace-write', 'danger-full-access'),
  })
  .map(({ rules, approval, sandbox }) => ({
    '.codex/rules/a.rules': `${rules.join('\n')}\n`,
    '.codex/config.toml': `${approval ? `approval_policy = "${approval}"\n` : ''}${sandbox ? `sandbox_mode = "${sandbox}"\n` : ''}`,
  }));

const plainCommand = fc.record({ program, words }).map((each) => [each.program, ...each.words].join(' '));
const flag = fc.constantFrom(undefined, true, false);

/** Keys of VS Code's approvals: first words, and expressions that are held to an end or to none. */
const commandKey = fc.oneof(
  plainCommand,
  fc
    .tuple(
      fc.constantFrom('^', ''),
      plainCommand,
      fc.constantFrom('$', '\\b', '', '(?!.*-f)', '.*'),
      fc.constantFrom('', 'i'),
    )
    .map(([begin, text, end, flags]) => `/${begin}${text.replaceAll('.', '\\.')}${end}/${flags}`),
  fc.constantFrom(
    '/.*/',
    '/^(git|npm) (status|run)\\b/',
    '/&&/',
    '/^[^;&|]+$/',
    'git *',
    '/(["\']).*\\1/',
    '/^(a+)+$/',
    'npm run ',
  ),
);
const approval = fc.oneof(
  fc.constantFrom(true, true, false, null),
  fc.record({ approve: fc.boolean(), matchCommandLine: fc.boolean() }),
);
const address = fc.constantFrom('https://a.example', 'https://*.a.example', '*', 'https://b.example/x', 'http://*');
const vscode = fc
  .record({
    'chat.tools.terminal.autoApprove': fc.dictionary(commandKey, approval, { maxKeys: 5 }),
    'chat.tools.terminal.enableAutoApprove': flag,
    'chat.tools.terminal.ignoreDefaultAutoApproveRules': flag,
    'chat.tools.terminal.blockDetectedFileWrites': fc.constantFrom(undefined, 'never', 'outsideWorkspace', 'all'),
    'chat.tools.urls.autoApprove': fc.dictionary(
      address,
      fc.oneof(fc.boolean(), fc.record({ approveRequest: fc.boolean(), approveResponse: fc.boolean() })),
      { maxKeys: 3 },
    ),
    'chat.tools.eligibleForAutoApproval': fc.constantFrom(undefined, { runInTerminal: false }, { fetch: false }),
    'chat.permissions.default': fc.constantFrom(undefined, undefined, 'default', 'autoApprove'),
    'chat.agent.sandbox.enabled': fc.constantFrom(undefined, undefined, true),
  })
  .map((settings) => ({ '.vscode/settings.json': JSON.stringify(settings) }));

const shellItem = plainCommand.map((text) => `run_shell_command(${text})`);
const geminiItem = fc.oneof(
  shellItem,
  fc.constantFrom(
    'run_shell_command',
    'write_file',
    'replace',
    'read_file',
    'web_fetch',
    'mcp_hub_get',
    'mcp_hub_*',
    '*',
  ),
);
const list = (item: fc.Arbitrary<string>) => fc.option(fc.array(item, { maxLength: 3 }), { nil: undefined, freq: 2 });
/** Of a rule about commands, or about arguments. */
const about = fc.oneof(
  plainCommand.map((text) => `toolName = "run_shell_command"\ncommandPrefix = ${JSON.stringify(text)}`),
  fc
    .array(plainCommand, { minLength: 1, maxLength: 3 })
    .map((texts) => `toolName = "run_shell_command"\ncommandPrefix = ${JSON.stringify(texts)}`),
  fc
    .tuple(fc.constantFrom('', '^', '.*'), plainCommand, fc.constantFrom('', '"', '$', '.*', '[^;&|]*"', '(?!.*-f)'))
    .map((parts) => `toolName = "run_shell_command"\ncommandRegex = ${JSON.stringify(parts.join(''))}`),
  fc
    .tuple(
      fc.constantFrom('write_file', 'replace', 'read_file', '*'),
      fc.constantFrom('src/', '[^"]*\\.md"', '\\.env', ''),
    )
    .map(([tool, path]) => `toolName = "${tool}"\nargsPattern = ${JSON.stringify(`"file_path":"${path}`)}`),
  fc
    .constantFrom('*', 'run_shell_command', 'write_file', 'replace', 'read_file', 'web_fetch', 'mcp_hub_*', 'mcp_*')
    .map((tool) => `toolName = "${tool}"`),
  fc.constantFrom('get', '*').map((tool) => `mcpName = "hub"\ntoolName = "${tool}"`),
);
const policyRule = fc
  .record({
    about,
    decision: fc.constantFrom('allow', 'ask_user', 'deny'),
    priority: fc.integer({ min: 0, max: 999 }),
    modes: fc.constantFrom('', '', 'modes = ["default"]\n', 'modes = ["yolo", "plan"]\n'),
    redirection: fc.constantFrom('', '', 'allowRedirection = true\n'),
  })
  .map(
    (each) =>
      `[[rule]]\n${each.about}\ndecision = "${each.decision}"\npriority = ${each.priority}\n${each.modes}${each.redirection}`,
  );
const gemini = fc
  .record({
    allowed: list(geminiItem),
    exclude: list(geminiItem),
    core: list(geminiItem),
    confirmationRequired: list(geminiItem),
    mode: fc.constantFrom(undefined, 'default', 'auto_edit', 'plan'),
    trust: flag,
    rules: fc.array(policyRule, { maxLength: 5 }),
  })
  .map(({ mode, trust, rules, ...tools }) => ({
    '.gemini/settings.json': JSON.stringify({
      policyPaths: ['.gemini/policies'],
      tools,
      general: { defaultApprovalMode: mode },
      mcpServers: { hub: { command: 'hub', trust } },
    }),
    '.gemini/policies/a.toml': rules.join('\n'),
  }));

/** Files of other tools, by their path. */
export const POLICIES = { 'claude-code': claude, opencode, codex, vscode, gemini } as const;

const line = fc.oneof(
  { arbitrary: plainCommand, weight: 5 },
  fc
    .tuple(plainCommand, fc.constantFrom(' && ', ' | ', '; ', ' || ', ' & ', '\n'), plainCommand)
    .map(([left, joined, right]) => left + joined + right),
  fc
    .tuple(
      fc.constantFrom('sudo ', 'env ', 'X=1 ', 'timeout 5 ', '! ', '\\', '/usr/bin/', 'bash -c ', 'command ', 'xargs '),
      plainCommand,
    )
    .map(([before, text]) => (before === 'bash -c ' ? `${before}'${text}'` : before + text)),
  fc
    .tuple(
      plainCommand,
      fc.constantFrom(' > out.txt', ' 2>&1', ' $X', ' "$X"', ' *.ts', ' $(rm x)', ' < .env', ' >> /etc/hosts'),
    )
    .map(([text, after]) => text + after),
  plainCommand.map((text) => `(${text})`),
  plainCommand.map((text) => `if ${text}; then ${text}; fi`),
  fc.constantFrom(
    'cat .env',
    'cat src/a.ts',
    'rm -rf src',
    'ls /etc',
    'echo x > .env',
    'cp src/a.ts /tmp/x',
    'cat /etc/hosts',
  ),
);

/** What an agent may attempt. */
export const ACTIONS: fc.Arbitrary<Action> = fc.oneof(
  { arbitrary: line.map((value): Action => ({ verb: 'run', value })), weight: 4 },
  fc
    .tuple(fc.constantFrom('read', 'write', 'delete'), fc.constantFrom(...files))
    .map(([verb, value]): Action => ({ verb, value })),
  fc
    .tuple(
      fc.constantFrom('https://a.example/x', 'http://b.example/', 'https://x.a.example/', 'https://c.example:8443/'),
      fc.constantFrom('GET', 'POST'),
    )
    .map(([value, method]): Action => ({ verb: 'fetch', value, method })),
  fc.constantFrom('hub/get', 'hub/delete', 'other/x').map((value): Action => ({ verb: 'call', value })),
  fc.constantFrom('Explore', 'general').map((value): Action => ({ verb: 'delegate', value })),
);
