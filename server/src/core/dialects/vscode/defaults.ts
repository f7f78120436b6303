/**
 * What VS Code 1.139.1 brings along: settings that every file's are laid over, key by key. Source: the registration of
 * each setting in `terminalChatAgentToolsConfiguration.ts` and `chat.contribution.ts`; for edits, the patterns that the
 * Copilot extension 0.67 puts after all others too.
 */

/** Commands by their first words. */
const APPROVED =
  'cd|echo|ls|dir|pwd|cat|head|tail|findstr|wc|tr|cut|cmp|which|basename|dirname|realpath|readlink|stat|file|od|du|df|sleep|nl|grep|Get-ChildItem|Get-Content|Get-Date|Get-Random|Get-Location|Set-Location|Write-Host|Write-Output|Out-String|Split-Path|Join-Path|Start-Sleep|Where-Object|Select-Object|Select-String|Measure-Object|Compare-Object|Format-List|Format-Table|Sort-Object|npm ci|column|date|find|rg|sed|tree'.split(
    '|',
  );
const ASKED =
  'rm|rmdir|del|Remove-Item|ri|rd|erase|dd|kill|ps|top|Stop-Process|spps|taskkill|taskkill.exe|curl|wget|Invoke-RestMethod|Invoke-WebRequest|irm|iwr|chmod|chown|Set-ItemProperty|sp|Set-Acl|jq|xargs|eval|Invoke-Expression|iex'.split(
    '|',
  );

/** Commands by their text. */
const EXPRESSIONS: readonly (readonly [string, boolean])[] = [
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+status\\b/', true],
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+log\\b/', true],
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+log\\b.*\\s--output(=|\\s|$)/', false],
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+show\\b/', true],
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+show\\b.*\\s--output(=|\\s|$)/', false],
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+diff\\b/', true],
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+ls-files\\b/', true],
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+grep\\b/', true],
  [
    '/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+grep\\b.*\\s(?-i:-[aIivwhHEGPFnlLqzco]*[^\\w\\s]*O\\S*)(\\s|$)/',
    false,
  ],
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+grep\\b.*\\s(?-i:--[^\\w\\s]*o[^\\w\\s]*p\\S*)(\\s|$)/', false],
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+branch\\b/', true],
  ['/^git(\\s+(-(?-i:C)\\s+\\S+|--no-pager))*\\s+branch\\b.*\\s-(d|D|m|M|-delete|-force)\\b/', false],
  ['/^docker\\s+(ps|images|info|version|inspect|logs|top|stats|port|diff|search|events)\\b/', true],
  ['/^docker\\s+(container|image|network|volume|context|system)\\s+(ls|ps|inspect|history|show|df|info)\\b/', true],
  ['/^docker\\s+compose\\s+(ps|ls|top|logs|images|config|version|port|events)\\b/', true],
  [
    '/^npm\\s+(ls|list|outdated|view|info|show|explain|why|root|prefix|bin|search|doctor|fund|repo|bugs|docs|home|help(-search)?)\\b/',
    true,
  ],
  ['/^npm\\s+config\\s+(list|get)\\b/', true],
  ['/^npm\\s+pkg\\s+get\\b/', true],
  ['/^npm\\s+audit$/', true],
  ['/^npm\\s+cache\\s+verify\\b/', true],
  ['/^yarn\\s+(list|outdated|info|why|bin|help|versions)\\b/', true],
  ['/^yarn\\s+licenses\\b/', true],
  ['/^yarn\\s+audit\\b(?!.*\\bfix\\b)/', true],
  ['/^yarn\\s+config\\s+(list|get)\\b/', true],
  ['/^yarn\\s+cache\\s+dir\\b/', true],
  ['/^pnpm\\s+(ls|list|outdated|why|root|bin|doctor)\\b/', true],
  ['/^pnpm\\s+licenses\\b/', true],
  ['/^pnpm\\s+audit\\b(?!.*\\bfix\\b)/', true],
  ['/^pnpm\\s+config\\s+(list|get)\\b/', true],
  ['/^npm\\s+ci\\s+\\S/', false],
  ['/^yarn\\s+install\\s+--frozen-lockfile\\b/', true],
  ['/^yarn\\s+install\\s+--frozen-lockfile\\s+\\S/', false],
  ['/^pnpm\\s+install\\s+--frozen-lockfile\\b/', true],
  ['/^pnpm\\s+install\\s+--frozen-lockfile\\s+\\S/', false],
  ['/^column\\b.*\\s-c\\s+[0-9]{4,}/', false],
  ['/^date\\b.*\\s(-s|--set)\\b/', false],
  ['/^find\\b.*\\s-(delete|exec|execdir|fprint|fprintf|fls|ok|okdir)\\b/', false],
  ['/^rg\\b.*\\s(--pre|--hostname-bin)\\b/', false],
  ['/^sed\\b.*\\s(-[a-zA-Z]*(e|f)[a-zA-Z]*|--expression|--file)\\b/', false],
  ['/^sed\\b.*s\\/.*\\/.*\\/[ew]/', false],
  [
    '/^sed\\b(?:\\s+(?:(?:-l|--line-length)\\s+\\S+|--line-length=\\S+|-\\S+))*\\s+([\'"])\\s*(?:(?:\\d+|\\$|\\/(?:\\\\.|[^\\/])*\\/)(?:\\s*,\\s*(?:\\d+|\\$|\\/(?:\\\\.|[^\\/])*\\/))?)?\\s*!?\\s*[erRwW](?:\\s|\\1)/',
    false,
  ],
  [
    '/^sed\\b(?:\\s+(?:(?:-l|--line-length)\\s+\\S+|--line-length=\\S+|-\\S+))*\\s+([\'"])(?:\\\\.|(?!\\1).)*[;{]\\s*(?:(?:\\d+|\\$|\\/(?:\\\\.|[^\\/])*\\/)(?:\\s*,\\s*(?:\\d+|\\$|\\/(?:\\\\.|[^\\/])*\\/))?)?\\s*!?\\s*[erRwW](?:\\s|\\1|[;}])/',
    false,
  ],
  [
    '/^sed\\b(?:\\s+(?:(?:-l|--line-length)\\s+\\S+|--line-length=\\S+|-\\S+))*\\s+(?:(?:\\d+|\\$|\\/(?:\\\\.|[^\\/])*\\/)(?:\\s*,\\s*(?:\\d+|\\$|\\/(?:\\\\.|[^\\/])*\\/))?)?\\s*!?\\s*[erRwW](?:\\s|$)/',
    false,
  ],
  ['/^sort\\b(?!-)/', true],
  ['/^sort\\b.*\\s-(o|S)\\b/', false],
  ['/^sort\\b.*\\s(?:\\$?[\'"]|\\\\)*-(?:\\$?[\'"]|\\\\)*-(?:\\$?[\'"]|\\\\)*c(?:\\$?[\'"]|\\\\)*o/', false],
  ['/^tree\\b.*\\s-o\\b/', false],
  ['/^xxd$/', true],
  ['/^xxd\\b(\\s+-\\S+)*\\s+[^-\\s]\\S*$/', true],
];

/** `chat.tools.terminal.autoApprove`. */
export const TERMINAL_DEFAULTS: ReadonlyMap<string, boolean> = new Map([
  ...APPROVED.map((key) => [key, true] as const),
  ...EXPRESSIONS,
  ...ASKED.map((key) => [key, false] as const),
]);

/** Written to files by which an agent could change what runs. */
const PROTECTED: readonly string[] = [
  '**/.mcp.json',
  '**/.npmrc',
  '**/.vscode/*.json',
  '**/.github/agents/**',
  '**/.github/hooks/**',
  '**/.claude/agents/**',
  '**/.claude/settings.json',
  '**/.claude/settings.local.json',
  '**/.codex/agents/**',
  '**/.codex/config.toml',
  '**/.codex/hooks.json',
];

/** `chat.tools.edits.autoApprove`, in its order: the last match counts. */
export const EDIT_DEFAULTS: ReadonlyMap<string, boolean> = new Map([
  ['**/*', true],
  ...[
    '**/.git/**',
    '**/{package.json,server.xml,build.rs,web.config,.gitattributes,.env,Cargo.toml}',
    '**/{.npmrc,.yarnrc,.yarnrc.yml,.pnpmfile.js,.pnpmfile.cjs,.pnpmfile.mjs,pnpm-workspace.yaml}',
    '**/*.{code-workspace,csproj,fsproj,vbproj,vcxproj,proj,targets,props,gradle,gradle.kts}',
    '**/gradle.properties',
    '**/ruby_lsp/*/addon',
    '**/*.lock',
    '**/*-lock.{yaml,json}',
    ...PROTECTED,
  ].map((pattern) => [pattern, false] as const),
]);

/** After every setting: no pattern of anybody's approves these. Source: the edit tools of the Copilot extension 0.67. */
export const NEVER_APPROVED: readonly string[] = [
  '**/.mcp.json',
  '**/.npmrc',
  '**/.vscode/*.json',
  '**/.github/agents/**',
  '**/.claude/agents/**',
];

/** `chat.tools.urls.autoApprove`. */
export const URL_DEFAULTS: ReadonlyMap<string, boolean> = new Map([
  ['https://code.visualstudio.com', true],
  ['https://github.com/microsoft/vscode/wiki/*', true],
]);
