import { type CommandEntry, exec, net, program, REPOSITORY as REPO, SCRIPT, write } from './entry.ts';

/** A variable that makes programs run what it says, as entries of those programs. */
const runs = (names: string, assigns: string, source: string, line = '**', row: object = {}) =>
  program(names, source, [exec(line, { assigns, ...row })]);

const GIT = 'https://git-scm.com/docs/git#_environment_variables';
const GIT_REMOTE = ['fetch', 'pull', 'push', 'clone', 'ls-remote', 'submodule update'];
const GIT_PAGED = ['log', 'diff', 'show', 'blame', 'branch', 'tag', 'grep', 'help'];
const NODE = 'https://nodejs.org/api/cli.html#environment-variables';
const NODE_PROGRAMS =
  'node npm npx pnpm yarn tsx ts-node eslint prettier jest vitest mocha vite webpack tsc next playwright cypress rollup babel gulp';
const PYTHON_PROGRAMS =
  'python python3 pip pip3 pytest tox nox mypy pylint flake8 black poetry ansible ansible-playbook aws';

/**
 * Environment variables that decide what a program runs, or whom it talks to. They count where a grant leaves the value of
 * such a variable open, or lets the role set any.
 */
export const environment = (): readonly CommandEntry[] => [
  ...GIT_REMOTE.flatMap((verb) => [
    ...runs('git', 'GIT_SSH_COMMAND={cmd}', GIT, `${verb} **`, {
      needs: 'a remote that is reached by ssh',
    }),
    ...runs('git', 'GIT_SSH={program}', GIT, `${verb} **`, { needs: 'a remote that is reached by ssh' }),
    ...runs('git', 'GIT_ASKPASS={program}', GIT, `${verb} **`, { needs: 'a remote that asks for a password' }),
    ...runs('git', 'GIT_PROXY_COMMAND={program}', GIT, `${verb} **`, { needs: 'a remote that is reached by git://' }),
  ]),
  ...program('git', GIT, [
    exec('diff **', {
      assigns: 'GIT_EXTERNAL_DIFF={cmd}',
      trial: { setup: `${REPO}; echo y >> f`, line: "GIT_EXTERNAL_DIFF='touch W;:' git diff" },
    }),
    exec('ls-remote ssh://x/y', {
      assigns: 'GIT_SSH_COMMAND={cmd}',
      trial: { line: "GIT_SSH_COMMAND='touch W;false' git ls-remote ssh://x/y" },
    }),
    exec('commit **', {
      assigns: 'GIT_EDITOR={cmd}',
      trial: { setup: REPO, line: "GIT_EDITOR='touch W;:' git commit --amend" },
    }),
    exec('rebase **', {
      assigns: 'GIT_SEQUENCE_EDITOR={cmd}',
      trial: { setup: REPO, line: "GIT_SEQUENCE_EDITOR='touch W;:' git rebase -i --root" },
    }),
    exec('status **', {
      assigns: 'GIT_CONFIG_PARAMETERS={cmd}',
      needs: 'a value that sets core.fsmonitor',
    }),
    exec('status **', { assigns: 'GIT_DIR={file}', needs: 'a repository that the role may write' }),
    exec('x **', { assigns: 'GIT_EXEC_PATH=.', needs: 'a program that the role may write' }),
  ]),
  ...['EDITOR={cmd}', 'VISUAL={cmd}'].flatMap((assigns) => [
    ...runs('git', assigns, GIT, 'commit **', {
      trial: { setup: REPO, line: `TERM=xterm ${assigns.replace('{cmd}', "'touch W;:'")} git commit --amend` },
    }),
    ...runs('git', assigns, GIT, 'rebase -i **'),
    ...runs('crontab', assigns, 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html', '-e **'),
    ...runs('kubectl', assigns, 'https://kubernetes.io/docs/reference/kubectl/', 'edit [x] **'),
    ...runs('sudo', assigns, 'https://www.sudo.ws/docs/man/sudo.man/', '-e [x] **'),
    ...runs(
      'systemctl',
      assigns,
      'https://www.freedesktop.org/software/systemd/man/latest/systemctl.html',
      'edit [x] **',
    ),
    ...runs('gh', assigns, 'https://cli.github.com/manual/gh_help_environment', 'pr create **'),
    ...runs('gh', assigns, 'https://cli.github.com/manual/gh_help_environment', 'issue create **'),
  ]),
  ...['PAGER={cmd}', 'GIT_PAGER={cmd}'].flatMap((assigns) =>
    GIT_PAGED.flatMap((verb) => runs('git', assigns, GIT, `${verb} **`, { needs: 'a terminal, or `-p` before it' })),
  ),
  ...runs('man', 'PAGER={cmd}', 'https://man7.org/linux/man-pages/man1/man.1.html', '[ls] **', {
    needs: 'a manual page',
  }),
  ...runs('man', 'MANPAGER={cmd}', 'https://man7.org/linux/man-pages/man1/man.1.html', '[ls] **', {
    needs: 'a manual page',
  }),
  ...runs('psql mysql sqlite3', 'PAGER={cmd}', 'https://www.postgresql.org/docs/current/app-psql.html', '**', {
    needs: 'a terminal',
  }),
  ...runs('psql', 'PSQL_PAGER={cmd}', 'https://www.postgresql.org/docs/current/app-psql.html', '**', {
    needs: 'a terminal',
  }),
  ...runs(
    'aws',
    'AWS_PAGER={cmd}',
    'https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html',
    '**',
    {
      needs: 'a terminal',
    },
  ),
  ...runs('bat batcat', 'BAT_PAGER={cmd}', 'https://github.com/sharkdp/bat', '--paging=always [f] **'),
  ...runs(
    'systemctl journalctl',
    'SYSTEMD_PAGER={cmd}',
    'https://www.freedesktop.org/software/systemd/man/latest/systemctl.html',
    '**',
    {
      needs: 'a terminal',
    },
  ),
  ...runs('gh', 'GH_PAGER={cmd}', 'https://cli.github.com/manual/gh_help_environment', '**', { needs: 'a terminal' }),
  ...runs('gh', 'GH_BROWSER={cmd}', 'https://cli.github.com/manual/gh_help_environment', 'browse **'),
  ...runs('gh', 'BROWSER={cmd}', 'https://cli.github.com/manual/gh_help_environment', 'browse **'),
  ...runs('gh', 'GH_EDITOR={cmd}', 'https://cli.github.com/manual/gh_help_environment', 'pr create **'),
  ...runs('less', 'LESSOPEN=|{cmd} %s', 'https://man7.org/linux/man-pages/man1/less.1.html', '[f] **', {
    trial: { setup: 'echo x > f', line: "LESSOPEN='|touch W %s' less f | cat" },
  }),
  ...runs('fzf', 'FZF_DEFAULT_COMMAND={cmd}', 'https://github.com/junegunn/fzf', '**', {
    trial: {
      line: "FZF_DEFAULT_COMMAND='touch W' fzf --filter=x </dev/null; FZF_DEFAULT_COMMAND='touch W' script -qc 'fzf --filter=x' /dev/null",
    },
  }),
  ...runs(
    'rg',
    'RIPGREP_CONFIG_PATH={file.rc}',
    'https://github.com/BurntSushi/ripgrep/blob/master/GUIDE.md',
    '[x] **',
    {
      trial: { setup: `echo x > f; ${SCRIPT}; echo '--pre=./s' > x.rc`, line: 'RIPGREP_CONFIG_PATH=x.rc rg x f' },
    },
  ),
  ...program(NODE_PROGRAMS, NODE, [
    exec('**', {
      assigns: `NODE_OPTIONS=--import=data:text/javascript,process.getBuiltinModule("child_process").execSync("{cmd}")`,
      trial: {
        line: `NODE_OPTIONS='--import=data:text/javascript,process.getBuiltinModule(\`child_process\`).execSync(\`touch%20W\`)' node -e 0`,
      },
    }),
    exec('**', { assigns: 'NODE_OPTIONS=--require=./{file.js}' }),
    exec('**', { assigns: 'NODE_PATH=.', needs: 'a module that the role may write' }),
  ]),
  ...program('npm pnpm npx', 'https://docs.npmjs.com/cli/v11/using-npm/config', [
    exec('test **', { assigns: 'npm_config_script_shell={program}', needs: 'a script' }),
    exec('run [build] **', { assigns: 'npm_config_script_shell={program}', needs: 'a script' }),
    exec('test **', { assigns: 'NPM_CONFIG_SCRIPT_SHELL={program}', needs: 'a script' }),
    exec('**', { assigns: `npm_config_node_options=--require=./{file.js}` }),
    exec('**', { assigns: 'npm_config_userconfig={file.npmrc}' }),
    net('install **', { assigns: 'npm_config_registry=https://{host}/', achieves: 'installs from any registry' }),
    net('install **', { assigns: 'NPM_CONFIG_REGISTRY=https://{host}/', achieves: 'installs from any registry' }),
  ]),
  ...program(PYTHON_PROGRAMS, 'https://docs.python.org/3/using/cmdline.html#environment-variables', [
    exec('**', { assigns: 'PYTHONPATH=.', needs: 'a module that the role may write' }),
    exec('**', { assigns: 'PYTHONHOME=.', needs: 'a library that the role may write' }),
    exec('**', { assigns: 'PYTHONWARNINGS=all:0:antigravity.x:0:0', needs: 'BROWSER of the caller' }),
  ]),
  ...program('python python3', 'https://docs.python.org/3/using/cmdline.html#environment-variables', [
    exec('', { assigns: 'PYTHONSTARTUP={file.py}', needs: 'a terminal' }),
    exec('**', { assigns: 'PYTHONBREAKPOINT=os.system', needs: 'a breakpoint' }),
    exec('-i **', { assigns: 'PYTHONINSPECT=1', stdin: 'import os;os.system("{cmd}")' }),
  ]),
  ...program('pytest', 'https://docs.pytest.org/en/stable/reference/reference.html', [
    exec('**', { assigns: 'PYTEST_ADDOPTS=-p={module}', needs: 'a spelling that it takes' }),
    exec('**', {
      assigns: 'PYTEST_PLUGINS={module}',
      trial: {
        setup: 'echo \'open("W","w")\' > x.py',
        line: 'PYTHONPATH=. PYTEST_PLUGINS=x python3 -m pytest --co -q',
      },
    }),
    write('**', {
      assigns: 'PYTEST_ADDOPTS=--junitxml={out}',
      trial: { line: 'PYTEST_ADDOPTS=--junitxml=OUT python3 -m pytest -q', shows: 'OUT' },
    }),
  ]),
  ...program('pip pip3 uv', 'https://pip.pypa.io/en/stable/topics/configuration/', [
    net('install **', { assigns: 'PIP_INDEX_URL=https://{host}/', achieves: 'installs from any host' }),
    net('install **', { assigns: 'PIP_EXTRA_INDEX_URL=https://{host}/', achieves: 'installs from any host' }),
    net('**', { assigns: 'UV_INDEX_URL=https://{host}/', achieves: 'installs from any host' }),
  ]),
  ...program('bash', 'https://www.gnu.org/software/bash/manual/bash.html#Bash-Startup-Files', [
    exec('[x.sh] **', {
      assigns: 'BASH_ENV={file.sh}',
      trial: { setup: "echo 'touch W' > x.sh; echo : > y.sh", line: 'BASH_ENV=./x.sh bash y.sh' },
    }),
    exec('[x.sh] **', {
      assigns: 'BASH_ENV=$({cmd})',
      trial: { setup: 'echo : > y.sh', line: `BASH_ENV='$(touch W)' bash y.sh` },
    }),
    exec('-x [x.sh] **', { assigns: 'PS4=$({cmd})', needs: 'an account that is not root' }),
  ]),
  ...program('sh dash ksh', 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sh.html', [
    exec('-i **', {
      assigns: 'ENV={file.sh}',
      trial: { setup: "echo 'touch W' > x.sh", line: 'ENV=./x.sh sh -i </dev/null' },
    }),
  ]),
  ...program('zsh', 'https://zsh.sourceforge.io/Doc/Release/Files.html', [
    exec('**', { assigns: 'ZDOTDIR=.', needs: 'a .zshenv that the role may write' }),
  ]),
  ...program('perl prove cpanm', 'https://perldoc.perl.org/perlrun#ENVIRONMENT', [
    exec('**', {
      assigns: 'PERL5DB=BEGIN{system("{cmd}")}',
      needs: 'PERL5OPT=-d, or `-d`',
      trial: { line: `PERL5OPT=-d PERL5DB='BEGIN{system("touch W")}' perl -e 1` },
    }),
    exec('**', { assigns: 'PERL5LIB=.', needs: 'a module that the role may write' }),
  ]),
  ...program(
    'ruby rake rails bundle gem rspec rubocop irb',
    'https://docs.ruby-lang.org/en/master/ruby/options_md.html',
    [
      exec('**', {
        assigns: 'RUBYOPT=-r./{file.rb}',
        trial: { setup: `echo 'system("touch W")' > x.rb`, line: 'RUBYOPT=-r./x.rb ruby -e 1' },
      }),
      exec('**', { assigns: 'RUBYLIB=.', needs: 'a module that the role may write' }),
    ],
  ),
  ...program('bundle', 'https://bundler.io/man/bundle-config.1.html', [
    exec('**', { assigns: 'BUNDLE_GEMFILE={file.rb}' }),
  ]),
  ...program('php composer phpunit', 'https://www.php.net/manual/en/configuration.file.php', [
    exec('**', { assigns: 'PHPRC={file.ini}' }),
    exec('**', { assigns: 'PHP_INI_SCAN_DIR=.', needs: 'a configuration that the role may write' }),
  ]),
  ...program(
    'java mvn gradle gradlew sbt ant javac kotlin scala groovy',
    'https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html',
    [
      exec('**', { assigns: 'JAVA_TOOL_OPTIONS=-javaagent:{file.jar}' }),
      exec('**', { assigns: 'JDK_JAVA_OPTIONS=-javaagent:{file.jar}' }),
      exec('**', { assigns: 'JAVA_HOME=.', needs: 'a bin/java that the role may write' }),
      write('**', {
        assigns: 'JAVA_TOOL_OPTIONS=-Xlog:gc:file={out}',
        trial: { line: 'JAVA_TOOL_OPTIONS=-Xlog:gc:file=OUT java -version', shows: 'OUT' },
      }),
    ],
  ),
  ...program('mvn', 'https://maven.apache.org/configure.html', [
    exec('**', { assigns: 'MAVEN_OPTS=-javaagent:{file.jar}' }),
    exec('**', { assigns: 'MAVEN_ARGS=--file={file.xml}' }),
  ]),
  ...program('gradle gradlew', 'https://docs.gradle.org/current/userguide/build_environment.html', [
    exec('**', { assigns: 'GRADLE_OPTS=-javaagent:{file.jar}' }),
    exec('**', { assigns: 'JAVA_OPTS=-javaagent:{file.jar}' }),
    exec('**', { assigns: 'GRADLE_USER_HOME=.', needs: 'an init.gradle that the role may write' }),
  ]),
  ...['check', 'build', 'test', 'run', 'doc', 'bench', 'clippy'].flatMap((verb) =>
    [
      'RUSTC_WRAPPER={program}',
      'RUSTC={program}',
      'CARGO_BUILD_RUSTC_WRAPPER={program}',
      'RUSTC_WORKSPACE_WRAPPER={program}',
      'RUSTFLAGS=-Clinker={program}',
    ].flatMap((assigns) =>
      runs('cargo', assigns, 'https://doc.rust-lang.org/cargo/reference/environment-variables.html', `${verb} **`, {
        needs: 'a package to build',
      }),
    ),
  ),
  ...['build', 'test', 'run', 'vet', 'install', 'generate'].flatMap((verb) => [
    ...runs('go', 'GOFLAGS=-toolexec={cmd}', 'https://pkg.go.dev/cmd/go#hdr-Environment_variables', `${verb} **`),
    ...runs('go', 'CC={cmd}', 'https://pkg.go.dev/cmd/go#hdr-Environment_variables', `${verb} **`, {
      needs: 'a package with C in it',
    }),
  ]),
  ...program('go', 'https://pkg.go.dev/cmd/go#hdr-Environment_variables', [
    net('**', { assigns: 'GOPROXY=https://{host}', achieves: 'loads modules from any host' }),
    exec('**', { assigns: 'GOTOOLCHAIN=path', needs: 'a program that the role may write' }),
  ]),
  ...program('make gmake', 'https://www.gnu.org/software/make/manual/html_node/Options_002fRecursion.html', [
    exec('**', { assigns: 'MAKEFLAGS=--eval=$(shell {cmd})', needs: 'a version after 4.2' }),
    exec('**', {
      assigns: 'MAKEFILES={file.mk}',
      trial: { setup: "printf '$(shell touch W)\\nx:\\n' > x.mk", line: 'MAKEFILES=x.mk make x' },
    }),
    exec('**', { assigns: 'CC={cmd}', needs: 'a Makefile that compiles' }),
    exec('**', { assigns: 'SHELL={program}', needs: '`-e` and a Makefile' }),
  ]),
  ...program('cmake', 'https://cmake.org/cmake/help/latest/manual/cmake-env-variables.7.html', [
    exec('**', { assigns: 'CC={program}', needs: 'a project in C' }),
    exec('**', { assigns: 'CMAKE_TOOLCHAIN_FILE={file.cmake}', needs: 'a project' }),
  ]),
  ...program('tar', 'https://www.gnu.org/software/tar/manual/html_node/using-tar-options.html', [
    exec('-cf [a.tar] [f] **', {
      assigns: 'TAR_OPTIONS=--checkpoint=1 --checkpoint-action=exec={program}',
      trial: {
        setup: `echo x > f; ${SCRIPT}`,
        line: "TAR_OPTIONS='--checkpoint=1 --checkpoint-action=exec=./s' tar -cf a.tar f",
      },
    }),
    exec('** ', { assigns: 'TAR_OPTIONS=--checkpoint=1 --checkpoint-action=exec={program}', needs: 'an archive' }),
  ]),
  ...program('zip', 'https://infozip.sourceforge.net/Zip.html', [
    exec('[a.zip] [f] **', {
      assigns: 'ZIPOPT=-T --unzip-command={program}',
      trial: { setup: `echo x > f; ${SCRIPT}`, line: "ZIPOPT='-T --unzip-command=./s' zip a.zip f" },
    }),
  ]),
  ...program('rsync', 'https://download.samba.org/pub/rsync/rsync.1', [
    exec('** [a] [x:]', {
      assigns: 'RSYNC_RSH={cmd}',
      trial: { setup: 'touch a', line: 'RSYNC_RSH=\'sh -c "touch W"\' rsync a x:' },
    }),
    exec('** [a] [x::y]', {
      assigns: 'RSYNC_CONNECT_PROG={cmd}',
      trial: { setup: 'touch a', line: "RSYNC_CONNECT_PROG='touch W' rsync a x::y" },
    }),
  ]),
  ...program('svn', 'https://svnbook.red-bean.com/en/1.8/svn.advanced.confarea.html', [
    exec('info svn+ssh://x/y', {
      assigns: 'SVN_SSH={cmd}',
      trial: { line: 'SVN_SSH=\'sh -c "touch W"\' svn info svn+ssh://x/y' },
    }),
    exec('commit **', { assigns: 'SVN_EDITOR={cmd}', needs: 'a change' }),
  ]),
  ...program('hg', 'https://www.mercurial-scm.org/help/topics/environment', [
    exec('**', {
      assigns: 'HGRCPATH={file.rc}',
      trial: {
        setup: "hg init -q .; printf '[hooks]\\npre-status=touch W\\n' > x.rc",
        line: 'HGRCPATH=x.rc hg status',
      },
    }),
    exec('commit **', { assigns: 'HGEDITOR={cmd}', needs: 'a change' }),
  ]),
  ...program('ssh scp sftp git', 'https://man.openbsd.org/ssh', [
    exec('**', { assigns: 'SSH_ASKPASS={program}', needs: 'a host that asks for a password' }),
  ]),
  ...program('sudo', 'https://www.sudo.ws/docs/man/sudo.man/', [
    exec('-A ** [x]', { assigns: 'SUDO_ASKPASS={program}' }),
  ]),
  ...program(
    'kubectl helm k9s oc',
    'https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/',
    [exec('get [ns] **', { assigns: 'KUBECONFIG={file}' }), exec('**', { assigns: 'KUBECONFIG={file}' })],
  ),
  ...program('kubectl', 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_diff/', [
    exec('diff -f [x] **', { assigns: 'KUBECTL_EXTERNAL_DIFF={cmd}', needs: 'a cluster' }),
  ]),
  ...program('helm', 'https://helm.sh/docs/helm/helm/', [
    exec('**', { assigns: 'HELM_PLUGINS=.', needs: 'a plugin that the role may write' }),
  ]),
  ...program('aws', 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html', [
    exec('**', {
      assigns: 'AWS_CONFIG_FILE={file}',
      trial: {
        setup: "printf '[default]\\ncredential_process=touch W\\nregion=x\\n' > x",
        line: 'AWS_CONFIG_FILE=x timeout 20 aws sts get-caller-identity --endpoint-url http://127.0.0.1:9 --cli-connect-timeout 1',
      },
    }),
    net('**', { assigns: 'AWS_ENDPOINT_URL=https://{host}/', achieves: 'sends signed requests to any host' }),
    net('**', { assigns: 'AWS_CA_BUNDLE={file.pem}', achieves: 'trusts any host', needs: 'a way into the network' }),
  ]),
  ...program('docker podman docker-compose', 'https://docs.docker.com/reference/cli/docker/', [
    net('**', { assigns: 'DOCKER_HOST=tcp://{host}:2375', achieves: 'talks to any engine' }),
    exec('**', { assigns: 'DOCKER_CONFIG=.', needs: 'a plugin that the role may write' }),
  ]),
  ...program('terraform tofu', 'https://developer.hashicorp.com/terraform/cli/config/environment-variables', [
    exec('plan **', { assigns: 'TF_CLI_CONFIG_FILE={file.tfrc}', needs: 'a provider that the role may write' }),
    exec('plan **', { assigns: 'TF_CLI_ARGS_init=-plugin-dir=.', needs: 'a provider that the role may write' }),
    write('plan **', { assigns: 'TF_LOG_PATH={out}', needs: 'TF_LOG' }),
  ]),
  ...program(
    'ansible ansible-playbook ansible-galaxy',
    'https://docs.ansible.com/ansible/latest/reference_appendices/config.html',
    [
      exec('**', { assigns: 'ANSIBLE_CONFIG={file.cfg}' }),
      exec('**', { assigns: 'ANSIBLE_LIBRARY=.', needs: 'a module that the role may write' }),
      exec('**', { assigns: 'ANSIBLE_VAULT_PASSWORD_FILE={program}' }),
      exec('**', { assigns: 'ANSIBLE_INVENTORY={program}' }),
    ],
  ),
  ...program('gh', 'https://cli.github.com/manual/gh_help_environment', [
    net('**', { assigns: 'GH_HOST={host}', achieves: 'talks to any host' }),
    exec('**', { assigns: 'GH_CONFIG_DIR=.', needs: 'a configuration that the role may write' }),
  ]),
  ...program(
    'curl wget git npm pip pip3 gh aws kubectl terraform cargo go docker http yarn pnpm',
    'https://everything.curl.dev/usingcurl/proxies/env.html',
    [
      ...['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy'].map((name) =>
        net('**', { assigns: `${name}=http://{host}:3128`, achieves: 'sends its requests through any host' }),
      ),
    ],
  ),
  ...program('curl', 'https://curl.se/docs/manpage.html', [
    net('**', { assigns: 'CURL_HOME=.', needs: 'a .curlrc that the role may write' }),
    write('**', { assigns: 'SSLKEYLOGFILE={out}', needs: 'a connection' }),
  ]),
  ...program('wget', 'https://www.gnu.org/software/wget/manual/wget.html', [
    exec('http://x/ **', {
      assigns: 'WGETRC={file.conf}',
      trial: {
        setup: `${SCRIPT}; echo 'use_askpass = ./s' > x.conf`,
        line: 'WGETRC=x.conf wget -q -T1 -t1 http://127.0.0.1:9/',
      },
    }),
  ]),
  ...program('sqlite3', 'https://sqlite.org/cli.html', [
    exec('**', { assigns: 'HOME=.', needs: 'a .sqliterc that the role may write' }),
  ]),
  ...program('vim vi nvim ex view', 'https://vimhelp.org/starting.txt.html', [
    exec('**', {
      assigns: 'VIMINIT=!{cmd}',
      trial: {
        line: "VIMINIT='!touch W' vim -es -c q </dev/null; VIMINIT='!touch W' timeout 2 script -qc 'vim -c q' /dev/null",
      },
    }),
    exec('**', { assigns: 'EXINIT=!{cmd}', needs: 'a terminal' }),
  ]),
  ...program('gcc g++ cc clang make cargo go', 'https://gcc.gnu.org/onlinedocs/gcc/Environment-Variables.html', [
    exec('**', { assigns: 'COMPILER_PATH=.', needs: 'a program that the role may write' }),
    exec('**', { assigns: 'GCC_EXEC_PREFIX=./', needs: 'a program that the role may write' }),
  ]),
  ...program('gcc g++ clang clang++ cc', 'https://gcc.gnu.org/onlinedocs/gcc/Environment-Variables.html', [
    write('[x.c] **', { assigns: 'DEPENDENCIES_OUTPUT={out}' }),
    write('[x.c] **', { assigns: 'SUNPRO_DEPENDENCIES={out}' }),
  ]),
  ...program('openssl curl ssh git', 'https://docs.openssl.org/master/man7/openssl-env/', [
    exec('**', { assigns: 'OPENSSL_CONF={file.cnf}', needs: 'a library that the role may write' }),
  ]),
];
