/** What it means for a role to read or write a path. */
export type PathClass =
  /** Credentials and keys. */
  | 'secret'
  /** Says what agents may do: their settings, instructions, servers, policies. */
  | 'authority'
  /** Runs, or says what runs, without anybody asking for it. */
  | 'autorun'
  /** Runs later in a pipeline, with more rights than the role. */
  | 'ci';

export interface SensitivePath {
  /** The usual place, relative to the workspace root, or beginning with `~/` or `/`. */
  readonly path: string;
  readonly class: PathClass;
  /** What it is, for people: "the deployment's credentials". */
  readonly what: string;
  /** Recognises files of the workspace that are such a file elsewhere; the place alone when absent. */
  readonly like?: RegExp;
  /** Public documentation of what the file does. */
  readonly source: string;
}

const row = (kind: PathClass, path: string, what: string, source: string, like?: RegExp): SensitivePath => ({
  path,
  class: kind,
  what,
  source,
  ...(like ? { like } : {}),
});

/** Examples and public halves: they look like credentials and are none. */
const FIXTURE = /\.(example|sample|template|dist|pub)$|(^|\/)(testdata|fixtures|__fixtures__)\//;

const SECRETS: readonly SensitivePath[] = [
  row(
    'secret',
    '.env',
    'environment variables with credentials',
    'https://12factor.net/config',
    /(^|\/)\.env(\.[^/]+)?$/,
  ),
  row('secret', '.env.production', 'the credentials of production', 'https://12factor.net/config'),
  row(
    'secret',
    '.npmrc',
    'the token of the npm registry',
    'https://docs.npmjs.com/cli/v11/configuring-npm/npmrc',
    /(^|\/)\.npmrc$/,
  ),
  row(
    'secret',
    '.pypirc',
    'the token of PyPI',
    'https://packaging.python.org/en/latest/specifications/pypirc/',
    /(^|\/)\.pypirc$/,
  ),
  row('secret', '.netrc', 'passwords of hosts', 'https://everything.curl.dev/usingcurl/netrc.html', /(^|\/)[._]netrc$/),
  row(
    'secret',
    '.git-credentials',
    'passwords of git hosts',
    'https://git-scm.com/docs/git-credential-store',
    /(^|\/)\.git-credentials$/,
  ),
  row('secret', '.envrc', 'environment variables with credentials', 'https://direnv.net/', /(^|\/)\.envrc$/),
  row(
    'secret',
    'key.pem',
    'a private key',
    'https://www.rfc-editor.org/rfc/rfc7468',
    /\.(pem|key|p12|pfx|jks|keystore|ppk)$/,
  ),
  row(
    'secret',
    'id_ed25519',
    'a private key',
    'https://man.openbsd.org/ssh-keygen',
    /(^|\/)id_(rsa|dsa|ecdsa|ed25519)$/,
  ),
  row(
    'secret',
    'terraform.tfstate',
    'the state of Terraform, with every secret in it',
    'https://developer.hashicorp.com/terraform/language/state/sensitive-data',
    /\.tfstate(\.backup)?$/,
  ),
  row(
    'secret',
    'terraform.tfvars',
    'variables of Terraform',
    'https://developer.hashicorp.com/terraform/language/values/variables',
    /\.tfvars(\.json)?$/,
  ),
  row(
    'secret',
    'credentials.json',
    'credentials',
    'https://cloud.google.com/docs/authentication/application-default-credentials',
    /(^|\/)(credentials?|secrets?|service-account)\.(json|ya?ml|toml|ini)$/,
  ),
  row('secret', 'vault.kdbx', 'a password store', 'https://keepass.info/help/base/firststeps.html', /\.kdbx$/),
  row('secret', '~/.ssh/id_ed25519', 'a private key', 'https://man.openbsd.org/ssh'),
  row('secret', '~/.ssh/id_rsa', 'a private key', 'https://man.openbsd.org/ssh'),
  row(
    'secret',
    '~/.aws/credentials',
    'the credentials of AWS',
    'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html',
  ),
  row(
    'secret',
    '~/.config/gcloud/application_default_credentials.json',
    'the credentials of Google Cloud',
    'https://cloud.google.com/docs/authentication/application-default-credentials',
  ),
  row(
    'secret',
    '~/.azure/msal_token_cache.json',
    'the credentials of Azure',
    'https://learn.microsoft.com/cli/azure/msal-based-azure-cli',
  ),
  row(
    'secret',
    '~/.kube/config',
    'the credentials of a cluster',
    'https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/',
  ),
  row(
    'secret',
    '~/.docker/config.json',
    'the credentials of registries',
    'https://docs.docker.com/reference/cli/docker/login/',
  ),
  row('secret', '~/.npmrc', 'the token of the npm registry', 'https://docs.npmjs.com/cli/v11/configuring-npm/npmrc'),
  row('secret', '~/.netrc', 'passwords of hosts', 'https://everything.curl.dev/usingcurl/netrc.html'),
  row('secret', '~/.git-credentials', 'passwords of git hosts', 'https://git-scm.com/docs/git-credential-store'),
  row('secret', '~/.config/gh/hosts.yml', 'the token of GitHub', 'https://cli.github.com/manual/gh_auth_login'),
  row(
    'secret',
    '~/.cargo/credentials.toml',
    'the token of crates.io',
    'https://doc.rust-lang.org/cargo/reference/config.html',
  ),
  row('secret', '~/.m2/settings.xml', 'passwords of Maven servers', 'https://maven.apache.org/settings.html'),
  row(
    'secret',
    '~/.gnupg/private-keys-v1.d/x.key',
    'a private key',
    'https://www.gnupg.org/documentation/manuals/gnupg/GPG-Configuration.html',
  ),
  row('secret', '~/.vault-token', 'the token of Vault', 'https://developer.hashicorp.com/vault/docs/commands'),
  row('secret', '~/.claude/.credentials.json', 'the credentials of an agent', 'https://code.claude.com/docs/en/iam'),
  row('secret', '~/.codex/auth.json', 'the credentials of an agent', 'https://developers.openai.com/codex/auth'),
  row(
    'secret',
    '~/.bash_history',
    'the history of commands, with what was typed into them',
    'https://www.gnu.org/software/bash/manual/bash.html#Bash-History-Facilities',
  ),
  row(
    'secret',
    '/proc/self/environ',
    'environment variables with credentials',
    'https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html',
  ),
  row('secret', '/etc/shadow', 'password hashes', 'https://man7.org/linux/man-pages/man5/shadow.5.html'),
  row('secret', '/run/secrets/token', 'the secrets of a container', 'https://docs.docker.com/engine/swarm/secrets/'),
  row(
    'secret',
    '/var/run/secrets/kubernetes.io/serviceaccount/token',
    'the token of a pod',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  ),
];

const AUTHORITY: readonly SensitivePath[] = [
  row(
    'authority',
    '.claude/settings.json',
    'the permissions of Claude Code',
    'https://code.claude.com/docs/en/settings',
    /(^|\/)\.claude\/settings(\.local)?\.json$/,
  ),
  row(
    'authority',
    '.claude/settings.local.json',
    'the permissions of Claude Code',
    'https://code.claude.com/docs/en/settings',
  ),
  row(
    'authority',
    '.claude/agents/x.md',
    'the instructions of an agent',
    'https://code.claude.com/docs/en/sub-agents',
    /(^|\/)\.claude\/(agents|commands|skills|hooks)\//,
  ),
  row(
    'authority',
    '.mcp.json',
    'the servers that agents start',
    'https://code.claude.com/docs/en/mcp',
    /(^|\/)\.mcp\.json$/,
  ),
  row(
    'authority',
    '.cursor/mcp.json',
    'the servers that Cursor starts',
    'https://cursor.com/docs/context/mcp',
    /(^|\/)\.cursor\//,
  ),
  row('authority', '.cursor/rules/x.mdc', 'the instructions of Cursor', 'https://cursor.com/docs/context/rules'),
  row(
    'authority',
    '.vscode/mcp.json',
    'the servers that VS Code starts',
    'https://code.visualstudio.com/docs/copilot/customization/mcp-servers',
  ),
  row(
    'authority',
    '.codex/config.toml',
    'the permissions of Codex',
    'https://developers.openai.com/codex/config-reference',
    /(^|\/)\.codex\//,
  ),
  row(
    'authority',
    '.gemini/settings.json',
    'the permissions of Gemini CLI',
    'https://github.com/google-gemini/gemini-cli',
    /(^|\/)\.gemini\//,
  ),
  row(
    'authority',
    '.kiro/settings/mcp.json',
    'the servers that Kiro starts',
    'https://kiro.dev/docs/mcp/configuration/',
    /(^|\/)\.kiro\//,
  ),
  row(
    'authority',
    'opencode.json',
    'the permissions of opencode',
    'https://opencode.ai/docs/config/',
    /(^|\/)opencode\.jsonc?$/,
  ),
  row(
    'authority',
    '.github/copilot-instructions.md',
    'the instructions of Copilot',
    'https://docs.github.com/copilot/customizing-copilot',
    /(^|\/)\.github\/(copilot-instructions\.md|instructions\/|chatmodes\/|agents\/)/,
  ),
  row('authority', 'AGENTS.md', 'the instructions of every agent here', 'https://agents.md/', /(^|\/)AGENTS\.md$/),
  row(
    'authority',
    'CLAUDE.md',
    'the instructions of an agent',
    'https://code.claude.com/docs/en/memory',
    /(^|\/)CLAUDE(\.local)?\.md$/,
  ),
  row(
    'authority',
    'GEMINI.md',
    'the instructions of an agent',
    'https://github.com/google-gemini/gemini-cli',
    /(^|\/)GEMINI\.md$/,
  ),
  row(
    'authority',
    'bailiwick.yaml',
    'which findings are shown at all',
    'https://bailiwick.example/command-line',
    /(^|\/)bailiwick\.yaml$/,
  ),
  row(
    'authority',
    '.github/CODEOWNERS',
    'who has to agree to a change',
    'https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
    /(^|\/)CODEOWNERS$/,
  ),
  row(
    'authority',
    '~/.claude/settings.json',
    'the permissions of Claude Code',
    'https://code.claude.com/docs/en/settings',
  ),
  row(
    'authority',
    '~/.codex/config.toml',
    'the permissions of Codex',
    'https://developers.openai.com/codex/config-reference',
  ),
  row(
    'authority',
    '/etc/claude-code/managed-settings.json',
    "the organisation's own limits",
    'https://code.claude.com/docs/en/settings',
  ),
];

const AUTORUN: readonly SensitivePath[] = [
  row(
    'autorun',
    '.git/hooks/pre-commit',
    'a program that git runs on the next commit',
    'https://git-scm.com/docs/githooks',
    /(^|\/)\.husky\/[^/]+$/,
  ),
  row('autorun', '.git/config', 'which programs git runs', 'https://git-scm.com/docs/git-config'),
  row(
    'autorun',
    '.gitmodules',
    'which repositories git fetches',
    'https://git-scm.com/docs/gitmodules',
    /(^|\/)\.gitmodules$/,
  ),
  row(
    'autorun',
    '.husky/pre-commit',
    'a program that git runs on the next commit',
    'https://typicode.github.io/husky/',
  ),
  row(
    'autorun',
    '.vscode/tasks.json',
    'tasks that the editor runs when the folder is opened',
    'https://code.visualstudio.com/docs/debugtest/tasks',
    /(^|\/)\.vscode\/(settings|tasks|launch)\.json$/,
  ),
  row(
    'autorun',
    '.vscode/settings.json',
    'which programs the editor runs',
    'https://code.visualstudio.com/docs/configure/settings',
  ),
  row(
    'autorun',
    '.idea/workspace.xml',
    'which programs the editor runs',
    'https://www.jetbrains.com/help/idea/run-debug-configuration.html',
    /(^|\/)\.idea\//,
  ),
  row(
    'autorun',
    '.devcontainer/devcontainer.json',
    'commands that run when the container starts',
    'https://containers.dev/implementors/json_reference/',
    /(^|\/)\.devcontainer(\/|\.json$)/,
  ),
  row('autorun', '.envrc', 'a script that the shell runs on entering the directory', 'https://direnv.net/'),
  row(
    'autorun',
    'mise.toml',
    'a file whose hooks run on entering the directory',
    'https://mise.jdx.dev/hooks.html',
    /(^|\/)\.?mise\.toml$/,
  ),
  row(
    'autorun',
    '.pre-commit-config.yaml',
    'programs that git runs on the next commit',
    'https://pre-commit.com/',
    /(^|\/)\.pre-commit-config\.yaml$/,
  ),
  row(
    'autorun',
    '~/.bashrc',
    'a script that every new shell runs',
    'https://www.gnu.org/software/bash/manual/bash.html#Bash-Startup-Files',
  ),
  row('autorun', '~/.zshrc', 'a script that every new shell runs', 'https://zsh.sourceforge.io/Doc/Release/Files.html'),
  row(
    'autorun',
    '~/.profile',
    'a script that every login runs',
    'https://www.gnu.org/software/bash/manual/bash.html#Bash-Startup-Files',
  ),
  row('autorun', '~/.gitconfig', 'which programs git runs', 'https://git-scm.com/docs/git-config'),
  row('autorun', '~/.ssh/authorized_keys', 'who may log in here', 'https://man.openbsd.org/sshd'),
  row('autorun', '~/.ssh/config', 'which programs ssh runs', 'https://man.openbsd.org/ssh_config'),
  row(
    'autorun',
    '~/.config/systemd/user/x.service',
    'a service that starts at login',
    'https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html',
  ),
  row(
    'autorun',
    '~/Library/LaunchAgents/x.plist',
    'a service that starts at login',
    'https://developer.apple.com/library/archive/documentation/MacOSX/Conceptual/BPSystemStartup/',
  ),
  row(
    'autorun',
    '/etc/cron.d/x',
    'a program that runs every minute',
    'https://man7.org/linux/man-pages/man5/crontab.5.html',
  ),
  row(
    'autorun',
    '/usr/local/bin/git',
    'a program that runs in the place of another',
    'https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html',
  ),
];

const CI: readonly SensitivePath[] = [
  row(
    'ci',
    '.github/workflows/ci.yml',
    'what runs on every push, with the token of the repository',
    'https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax',
    /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$/,
  ),
  row(
    'ci',
    '.github/actions/x/action.yml',
    'what workflows run',
    'https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax',
    /(^|\/)\.github\/actions\//,
  ),
  row('ci', '.gitlab-ci.yml', 'what runs on every push', 'https://docs.gitlab.com/ci/yaml/', /(^|\/)\.gitlab-ci\.yml$/),
  row(
    'ci',
    '.circleci/config.yml',
    'what runs on every push',
    'https://circleci.com/docs/configuration-reference/',
    /(^|\/)\.circleci\//,
  ),
  row(
    'ci',
    'azure-pipelines.yml',
    'what runs on every push',
    'https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/',
    /(^|\/)azure-pipelines\.ya?ml$/,
  ),
  row(
    'ci',
    'Jenkinsfile',
    'what runs on every push',
    'https://www.jenkins.io/doc/book/pipeline/jenkinsfile/',
    /(^|\/)Jenkinsfile$/,
  ),
  row(
    'ci',
    'buildspec.yml',
    'what runs on every build',
    'https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html',
    /(^|\/)buildspec\.ya?ml$/,
  ),
  row(
    'ci',
    'bitbucket-pipelines.yml',
    'what runs on every push',
    'https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/',
    /(^|\/)bitbucket-pipelines\.yml$/,
  ),
];

export const SENSITIVE_PATHS: readonly SensitivePath[] = [...SECRETS, ...AUTHORITY, ...AUTORUN, ...CI];

/** Denies as people write them, for the usual places of credentials in a workspace. */
export const USUAL_SECRETS: readonly string[] = [
  '**/.env',
  '**/.env.*',
  '!**/.env.example',
  '**/.npmrc',
  '**/.pypirc',
  '**/.netrc',
  '**/_netrc',
  '**/.envrc',
  '**/.git-credentials',
  '**/*.pem',
  '**/*.key',
  '**/*.p12',
  '**/*.pfx',
  '**/*.jks',
  '**/*.keystore',
  '**/*.ppk',
  '**/id_rsa',
  '**/id_dsa',
  '**/id_ecdsa',
  '**/id_ed25519',
  '**/*.tfstate',
  '**/*.tfstate.backup',
  '**/*.tfvars',
  '**/*.tfvars.json',
  '**/*.kdbx',
  '**/credential*.*',
  '**/secret*.*',
  '**/service-account.*',
];

/** Where files of a class are whatever they are called: at the root, since nothing says that a directory has any. */
const WHOLE: Readonly<Record<PathClass, readonly string[]>> = {
  secret: [
    ...USUAL_SECRETS.flatMap((text) => (text.startsWith('**/') ? [text.slice(3)] : [])),
    '~/.{ssh,aws,kube,gnupg,docker,azure,password-store}/**',
    '~/.config/{gcloud,gh,op,sops}/**',
    '/proc/*/environ',
    '/run/secrets/**',
    '/var/run/secrets/**',
    '!**/*.{example,sample,template,dist,pub}',
  ],
  authority: [
    '.{claude,codex,cursor,gemini,kiro}/**',
    '~/.{claude,codex,cursor,gemini}/**',
    '.github/{agents,instructions,chatmodes}/**',
  ],
  autorun: ['.git/hooks/**', '.husky/**', '~/.ssh/**', '~/.config/{systemd,fish,autostart}/**'],
  ci: ['.github/{workflows,actions}/**', '.circleci/**', '.buildkite/**', '.gitlab/ci/**'],
};

const scopes = new Map<PathClass, readonly { readonly text: string; readonly negated: boolean }[]>();

/**
 * A class of paths as a scope: the usual places. A file elsewhere is of the class only where the workspace has it; see
 * {@link candidatesOf}.
 */
export function scopeOfClass(kind: PathClass): readonly { readonly text: string; readonly negated: boolean }[] {
  let scope = scopes.get(kind);
  if (!scope) {
    const places = SENSITIVE_PATHS.filter((each) => each.class === kind).map(({ path }) => path);
    scope = [...new Set([...places, ...WHOLE[kind]])].map((text) =>
      text.startsWith('!') ? { text: text.slice(1), negated: true } : { text, negated: false },
    );
    scopes.set(kind, scope);
  }
  return scope;
}

/** A path worth asking about, and whether the workspace has it. */
export interface Candidate {
  readonly path: string;
  readonly what: string;
  readonly exists: boolean;
}

const candidates = new WeakMap<readonly string[], Map<PathClass, readonly Candidate[]>>();

/** Paths of a class: files of the workspace first, then the usual places. */
export function candidatesOf(kind: PathClass, files: readonly string[]): readonly Candidate[] {
  let known = candidates.get(files);
  if (!known) {
    known = new Map();
    candidates.set(files, known);
  }
  let found = known.get(kind);
  if (!found) {
    found = findCandidates(kind, files);
    known.set(kind, found);
  }
  return found;
}

/** More files of one kind than this are not asked about one by one. */
const MOST_FILES = 200;

function findCandidates(kind: PathClass, files: readonly string[]): readonly Candidate[] {
  const rows = SENSITIVE_PATHS.filter((each) => each.class === kind);
  const existing: Candidate[] = [];
  for (const path of files) {
    const match = classified(rows, path);
    if (match) existing.push({ path, what: match.what, exists: true });
    if (existing.length >= MOST_FILES) break;
  }
  const listed = new Set(existing.map(({ path }) => path));
  return [
    ...existing,
    ...rows.filter(({ path }) => !listed.has(path)).map(({ path, what }) => ({ path, what, exists: false })),
  ];
}

function classified(rows: readonly SensitivePath[], path: string): SensitivePath | undefined {
  if (rows[0]?.class === 'secret' && FIXTURE.test(path)) return undefined;
  return rows.find((each) => each.path === path || each.like?.test(path));
}

/** What a path is, where it is of a class; fixtures such as `.env.example` are of none. */
export function classOf(path: string): SensitivePath | undefined {
  if (FIXTURE.test(path)) return undefined;
  return SENSITIVE_PATHS.find((each) => each.path === path || each.like?.test(path));
}

/** A path as a candidate, where its name says that it is of a class. */
export function candidateNamed(kind: PathClass, path: string): Candidate | undefined {
  const match = classified(
    SENSITIVE_PATHS.filter((each) => each.class === kind),
    path,
  );
  return match && { path, what: match.what, exists: false };
}

/** Files that an ordinary command loads and runs. */
export interface Loader {
  readonly file: string;
  /** Recognises files of the workspace that are loaded in the same way. */
  readonly like?: RegExp;
  /** Commands that load it, with nothing dangerous in their words; the last word may be followed by others. */
  readonly commands: readonly string[];
  /** Beginnings of further commands that load it. */
  readonly begins?: readonly string[];
  /** True for configuration that nobody thinks of as a program; tests and sources are programs by themselves. */
  readonly surprising: boolean;
  readonly source: string;
}

const NPM = [
  'npm test',
  'npm run build',
  'npm run lint',
  'npm start',
  'npm install',
  'npm ci',
  'npm t',
  'npm run test',
  'yarn test',
  'yarn build',
  'yarn',
  'pnpm test',
  'pnpm build',
  'pnpm install',
  'bun run test',
  'npm version patch',
  'npm publish --dry-run',
  'npm pack',
];
const GIT = [
  'git status',
  'git status --short',
  'git diff',
  'git add .',
  'git commit -m x',
  'git blame x',
  'git grep x',
];

export const LOADERS: readonly Loader[] = [
  {
    file: 'package.json',
    begins: ['npm run ', 'yarn run ', 'pnpm run ', 'bun run '],
    like: /(^|\/)package\.json$/,
    commands: NPM,
    surprising: true,
    source: 'https://docs.npmjs.com/cli/v11/using-npm/scripts',
  },
  {
    file: '.npmrc',
    commands: NPM,
    surprising: true,
    source: 'https://docs.npmjs.com/cli/v11/using-npm/config#script-shell',
  },
  {
    file: '.git/config',
    commands: GIT,
    surprising: true,
    source: 'https://git-scm.com/docs/git-config#Documentation/git-config.txt-corefsmonitor',
  },
  {
    file: '.git/hooks/pre-commit',
    commands: ['git commit -m x', 'git commit'],
    surprising: true,
    source: 'https://git-scm.com/docs/githooks',
  },
  {
    file: '.git/hooks/post-checkout',
    commands: ['git checkout main', 'git switch main'],
    surprising: true,
    source: 'https://git-scm.com/docs/githooks',
  },
  {
    file: '.git/hooks/pre-push',
    commands: ['git push', 'git push origin HEAD'],
    surprising: true,
    source: 'https://git-scm.com/docs/githooks',
  },
  {
    file: 'Makefile',
    begins: ['make '],
    like: /(^|\/)(GNUmakefile|[Mm]akefile)$/,
    commands: ['make', 'make test', 'make build', 'make release', 'make lint', 'make -n'],
    surprising: true,
    source: 'https://www.gnu.org/software/make/manual/make.html',
  },
  {
    file: 'conftest.py',
    like: /(^|\/)conftest\.py$/,
    commands: ['pytest', 'pytest -q', 'python -m pytest', 'python3 -m pytest', 'uv run pytest', 'poetry run pytest'],
    surprising: true,
    source: 'https://docs.pytest.org/en/stable/how-to/writing_plugins.html',
  },
  {
    file: 'setup.py',
    commands: ['pip install .', 'pip install -e .', 'python setup.py build'],
    surprising: true,
    source: 'https://setuptools.pypa.io/en/latest/',
  },
  {
    file: 'pyproject.toml',
    commands: ['pip install .', 'pip install -e .', 'tox', 'uv sync'],
    surprising: true,
    source: 'https://packaging.python.org/en/latest/specifications/pyproject-toml/',
  },
  { file: 'noxfile.py', commands: ['nox'], surprising: true, source: 'https://nox.thea.codes/' },
  {
    file: 'eslint.config.js',
    like: /(^|\/)(eslint\.config\.[cm]?[jt]s|\.eslintrc\.[cm]?js)$/,
    commands: ['eslint .', 'npx eslint .', 'npm run lint'],
    surprising: true,
    source: 'https://eslint.org/docs/latest/use/configure/configuration-files',
  },
  {
    file: 'jest.config.js',
    like: /(^|\/)jest\.config\.[cm]?[jt]s$/,
    commands: ['jest', 'npx jest', 'npm test'],
    surprising: true,
    source: 'https://jestjs.io/docs/configuration',
  },
  {
    file: 'vitest.config.ts',
    like: /(^|\/)(vite|vitest)\.config\.[cm]?[jt]s$/,
    commands: ['vitest', 'vitest run', 'npx vitest run', 'vite build'],
    surprising: true,
    source: 'https://vitest.dev/config/',
  },
  {
    file: 'prettier.config.js',
    like: /(^|\/)(prettier\.config|\.prettierrc)\.[cm]?js$/,
    commands: ['prettier --check .', 'npx prettier --check .'],
    surprising: true,
    source: 'https://prettier.io/docs/configuration',
  },
  {
    file: 'webpack.config.js',
    like: /(^|\/)webpack\.config\.[cm]?[jt]s$/,
    commands: ['webpack', 'npx webpack'],
    surprising: true,
    source: 'https://webpack.js.org/configuration/',
  },
  {
    file: 'build.rs',
    like: /(^|\/)build\.rs$/,
    commands: ['cargo build', 'cargo check', 'cargo test', 'cargo clippy'],
    surprising: true,
    source: 'https://doc.rust-lang.org/cargo/reference/build-scripts.html',
  },
  {
    file: '.cargo/config.toml',
    commands: ['cargo build', 'cargo check', 'cargo test', 'cargo clippy'],
    surprising: true,
    source: 'https://doc.rust-lang.org/cargo/reference/config.html',
  },
  {
    file: 'CMakeLists.txt',
    like: /(^|\/)CMakeLists\.txt$/,
    commands: ['cmake .', 'cmake -B build', 'cmake --build build'],
    surprising: true,
    source: 'https://cmake.org/cmake/help/latest/manual/cmake-language.7.html',
  },
  {
    file: 'build.gradle',
    like: /\.gradle(\.kts)?$/,
    commands: ['./gradlew build', './gradlew test', 'gradle build', 'gradle test'],
    surprising: true,
    source: 'https://docs.gradle.org/current/userguide/writing_build_scripts.html',
  },
  {
    file: 'pom.xml',
    like: /(^|\/)pom\.xml$/,
    commands: ['mvn test', 'mvn package', 'mvn verify'],
    surprising: true,
    source: 'https://maven.apache.org/guides/introduction/introduction-to-the-pom.html',
  },
  {
    file: 'justfile',
    begins: ['just '],
    like: /(^|\/)\.?justfile$/i,
    commands: ['just', 'just test', 'just build'],
    surprising: true,
    source: 'https://just.systems/man/en/',
  },
  {
    file: 'Taskfile.yml',
    begins: ['task '],
    like: /(^|\/)Taskfile\.ya?ml$/,
    commands: ['task', 'task test', 'task build'],
    surprising: true,
    source: 'https://taskfile.dev/',
  },
  {
    file: 'generate.go',
    begins: ['go generate '],
    like: /\.go$/,
    commands: ['go generate', 'go generate ./...'],
    surprising: true,
    source: 'https://pkg.go.dev/cmd/go#hdr-Generate_Go_files_by_processing_source',
  },
  {
    file: 'roles/common/tasks/main.yml',
    begins: ['ansible-playbook '],
    like: /(^|\/)roles\/[^/]+\/(tasks|handlers)\/[^/]+\.ya?ml$/,
    commands: ['ansible-playbook site.yml', 'ansible-playbook playbook.yml'],
    surprising: true,
    source: 'https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_reuse_roles.html',
  },
  {
    file: 'site.yml',
    like: /(^|\/)(site|playbook|main)\.ya?ml$/,
    commands: ['ansible-playbook site.yml', 'ansible-playbook playbook.yml'],
    surprising: true,
    source: 'https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_intro.html',
  },
  {
    file: 'Rakefile',
    commands: ['rake', 'rake test', 'bundle exec rake'],
    surprising: true,
    source: 'https://ruby.github.io/rake/',
  },
  {
    file: 'Gemfile',
    commands: ['bundle install', 'bundle exec rspec'],
    surprising: true,
    source: 'https://bundler.io/man/gemfile.5.html',
  },
  {
    file: 'composer.json',
    commands: ['composer install', 'composer test'],
    surprising: true,
    source: 'https://getcomposer.org/doc/articles/scripts.md',
  },
  {
    file: 'Dockerfile',
    like: /(^|\/)(Dockerfile|Containerfile)(\.[^/]+)?$/,
    commands: ['docker build .', 'podman build .', 'docker compose up', 'docker compose build'],
    surprising: true,
    source: 'https://docs.docker.com/reference/dockerfile/',
  },
  {
    file: 'docker-compose.yml',
    like: /(^|\/)(docker-)?compose\.ya?ml$/,
    commands: ['docker compose up', 'docker-compose up', 'docker compose up -d'],
    surprising: true,
    source: 'https://docs.docker.com/reference/compose-file/',
  },
  {
    file: 'main.tf',
    like: /\.tf$/,
    commands: ['terraform plan', 'terraform apply', 'terraform init', 'tofu plan', 'terraform plan -input=false'],
    surprising: true,
    source: 'https://registry.terraform.io/providers/hashicorp/external/latest/docs/data-sources/external',
  },
  {
    file: '.pre-commit-config.yaml',
    commands: ['pre-commit run', 'pre-commit run --all-files', 'git commit -m x'],
    surprising: true,
    source: 'https://pre-commit.com/',
  },
  {
    file: 'test/new.test.js',
    like: /(^|\/)(tests?|__tests__|spec)\/.*\.(test|spec)\.[cm]?[jt]sx?$/,
    commands: [
      'npm test',
      'npm run test',
      'npm run coverage',
      'node --test',
      'jest',
      'vitest run',
      'yarn test',
      'pnpm test',
      'bun test',
      'deno test',
    ],
    surprising: false,
    source: 'https://nodejs.org/api/test.html',
  },
  {
    file: 'tests/test_new.py',
    like: /(^|\/)tests?\/.*test_[^/]*\.py$/,
    commands: ['pytest', 'pytest -q', 'python -m pytest', 'python3 -m pytest', 'tox'],
    surprising: false,
    source: 'https://docs.pytest.org/en/stable/explanation/goodpractices.html',
  },
  {
    file: 'src/lib.rs',
    like: /(^|\/)(src|tests)\/.*\.rs$/,
    commands: ['cargo test', 'cargo run'],
    surprising: false,
    source: 'https://doc.rust-lang.org/cargo/commands/cargo-test.html',
  },
  {
    file: 'x_test.go',
    like: /_test\.go$/,
    commands: ['go test ./...', 'go test'],
    surprising: false,
    source: 'https://pkg.go.dev/testing',
  },
];
