import { program } from './entry.ts';

const RUNNER = { interpreter: true } as const;
const PACKAGE = `echo '{"name":"x","version":"1.0.0","scripts":{"test":"true","build":"true"}}' > package.json`;
const IMPORT = `'--node-options=--import=data:text/javascript,process.getBuiltinModule("child_process").execSync("{cmd}")'`;
const IMPORT_TRIAL = `--node-options='--import=data:text/javascript,process.getBuiltinModule(\`child_process\`).execSync(\`touch%20W\`)'`;
const NODE_SCRIPT = `echo '{"name":"x","version":"1.0.0","scripts":{"test":"node -e 0","build":"node -e 0"}}' > package.json`;

/** Package managers, package runners, build tools and test runners. */
export const PACKAGES = [
  ...program('npm', 'https://docs.npmjs.com/cli/v11/commands', [
    {
      effect: 'exec',
      line: "npm exec -c '{cmd}'",
      via: 'subcommand',
      interpreter: true,
      safer: 'npm test',
      trial: { setup: PACKAGE, line: "npm exec --offline -c 'touch W'" },
    },
    {
      effect: 'exec',
      line: "npm x -c '{cmd}'",
      via: 'subcommand',
      interpreter: true,
      trial: { setup: PACKAGE, line: "npm x --offline -c 'touch W'" },
    },
    {
      effect: 'exec',
      line: `npm test ** ${IMPORT}`,
      safer: 'npm test, with no further words',
      trial: { setup: NODE_SCRIPT, line: `npm test ${IMPORT_TRIAL}` },
    },
    { effect: 'exec', line: `npm t ** ${IMPORT}` },
    {
      effect: 'exec',
      line: `npm run ** build ${IMPORT}`,
      safer: 'npm run build, with no further words',
      trial: { setup: NODE_SCRIPT, line: `npm run build ${IMPORT_TRIAL}` },
    },
    { effect: 'exec', line: `npm run-script ** build ${IMPORT}` },
    { effect: 'exec', line: `npm start ** ${IMPORT}` },
    {
      effect: 'exec',
      line: 'npm run build ** --script-shell=./s',
      needs: 'a file that the role may write',
      trial: { setup: `${PACKAGE}; printf '#!/bin/sh\\ntouch W\\n' > s; chmod +x s` },
    },
    {
      effect: 'exec',
      line: 'npm install ** ./x',
      via: 'operand',
      achieves: 'runs the install script of any package',
      safer: 'npm ci --ignore-scripts',
      blockedBy: '--ignore-scripts',
      trial: {
        setup: `mkdir x; echo '{"name":"y","version":"1.0.0","scripts":{"preinstall":"touch $INIT_CWD/W"}}' > x/package.json; ${PACKAGE}`,
        line: 'npm install --offline --install-links --no-audit ./x',
      },
    },
    { effect: 'exec', line: 'npm i ** cowsay', via: 'operand', achieves: 'runs the install script of any package' },
    {
      effect: 'exec',
      line: "npm pkg set 'scripts.test={cmd}'",
      via: 'subcommand',
      achieves: 'makes `npm test` run any program',
      trial: { setup: PACKAGE, line: "npm pkg set scripts.test='touch W' && npm test" },
    },
    {
      effect: 'exec',
      line: 'npm config set ** script-shell ./s',
      via: 'config',
      achieves: 'makes every npm script run any program',
    },
    { effect: 'exec', line: 'npm init ** cowsay', via: 'subcommand', achieves: 'runs any package of the registry' },
    { effect: 'exec', line: 'npm explore ** . -- {cmd}', via: 'subcommand' },
    { effect: 'exec', line: 'npm edit x ** --editor={cmd}' },
    {
      effect: 'publish',
      line: 'npm publish **',
      via: 'subcommand',
      achieves: 'publishes the package',
      safer: 'npm publish --dry-run',
    },
    {
      effect: 'publish',
      line: 'npm dist-tag add ** x@1.0.0 latest',
      via: 'subcommand',
      achieves: 'changes which version everybody installs',
    },
    {
      effect: 'publish',
      line: 'npm access ** set status=public',
      via: 'subcommand',
      achieves: 'makes a package public',
    },
    { effect: 'destroy', line: 'npm unpublish ** --force', via: 'subcommand', achieves: 'removes a published package' },
    {
      effect: 'net',
      line: 'npm ** view x --registry=https://{host}/',
      achieves: 'sends names and credentials to any registry',
    },
    {
      effect: 'elevate',
      line: 'npm owner add ** x',
      via: 'subcommand',
      achieves: 'makes somebody else owner of the package',
    },
    { effect: 'read', line: 'npm pack ** .', via: 'subcommand', achieves: 'packs every file here that is not ignored' },
  ]),
  ...program(
    'npx',
    'https://docs.npmjs.com/cli/v11/commands/npx',
    [
      {
        effect: 'exec',
        line: "npx -c '{cmd}'",
        safer: 'npx --no-install with one exact package',
        trial: { setup: PACKAGE, line: "npx --offline -c 'touch W'" },
      },
      { effect: 'exec', line: 'npx ** cowsay', via: 'operand', achieves: 'runs any package of the registry' },
    ],
    RUNNER,
  ),
  ...program('yarn', 'https://yarnpkg.com/cli', [
    {
      effect: 'exec',
      line: 'yarn dlx ** cowsay',
      via: 'subcommand',
      achieves: 'runs any package of the registry',
      interpreter: true,
    },
    { effect: 'exec', line: 'yarn exec ** {cmd}', via: 'subcommand', interpreter: true },
    {
      effect: 'exec',
      line: 'yarn add ** cowsay',
      via: 'subcommand',
      achieves: 'runs the install script of any package',
    },
    { effect: 'publish', line: 'yarn npm publish **', via: 'subcommand', achieves: 'publishes the package' },
    { effect: 'publish', line: 'yarn publish **', via: 'subcommand', achieves: 'publishes the package' },
  ]),
  ...program('pnpm', 'https://pnpm.io/pnpm-cli', [
    {
      effect: 'exec',
      line: 'pnpm dlx ** cowsay',
      via: 'subcommand',
      achieves: 'runs any package of the registry',
      interpreter: true,
    },
    { effect: 'exec', line: 'pnpm exec ** {cmd}', via: 'subcommand', interpreter: true },
    {
      effect: 'exec',
      line: 'pnpm add ** cowsay',
      via: 'subcommand',
      achieves: 'runs the install script of any package',
    },
    { effect: 'exec', line: 'pnpm run ** build --script-shell=./s', needs: 'a file that the role may write' },
    { effect: 'publish', line: 'pnpm publish **', via: 'subcommand', achieves: 'publishes the package' },
  ]),
  ...program(
    'bunx',
    'https://bun.sh/docs/cli/bunx',
    [{ effect: 'exec', line: 'bunx ** cowsay', via: 'operand', achieves: 'runs any package of the registry' }],
    RUNNER,
  ),
  ...['pip', 'pip3'].flatMap((pip) =>
    program(pip, 'https://pip.pypa.io/en/stable/cli/pip_install/', [
      {
        effect: 'exec',
        line: `${pip} install ** ./p`,
        via: 'operand',
        achieves: 'runs the setup script of any package',
        safer: `${pip} install --only-binary :all: --require-hashes -r requirements.txt`,
        blockedBy: '--only-binary :all:',
        trial: {
          setup:
            'mkdir p; printf \'open("\'$PWD\'/W","w")\\nfrom setuptools import setup\\nsetup(name="p")\\n\' > p/setup.py',
          line: `${pip} install --no-build-isolation --no-index --target t ./p`,
        },
      },
      {
        effect: 'exec',
        line: `${pip} download ** ./p`,
        via: 'operand',
        achieves: 'runs the setup script of any package',
      },
      { effect: 'exec', line: `${pip} wheel ** ./p`, via: 'operand', achieves: 'runs the setup script of any package' },
      { effect: 'net', line: `${pip} install ** --index-url https://{host}/ x`, achieves: 'installs from any host' },
    ]),
  ),
  ...program('uv', 'https://docs.astral.sh/uv/reference/cli/', [
    { effect: 'exec', line: 'uv run ** {cmd}', via: 'subcommand', interpreter: true },
    {
      effect: 'exec',
      line: 'uv tool run ** cowsay',
      via: 'subcommand',
      interpreter: true,
      achieves: 'runs any package of the registry',
    },
    {
      effect: 'exec',
      line: 'uv pip install ** ./p',
      via: 'subcommand',
      achieves: 'runs the setup script of any package',
    },
    { effect: 'publish', line: 'uv publish **', via: 'subcommand', achieves: 'publishes the package' },
  ]),
  ...program(
    'uvx',
    'https://docs.astral.sh/uv/guides/tools/',
    [{ effect: 'exec', line: 'uvx ** cowsay', via: 'operand', achieves: 'runs any package of the registry' }],
    RUNNER,
  ),
  ...program(
    'pipx',
    'https://pipx.pypa.io/stable/docs/',
    [{ effect: 'exec', line: 'pipx run ** cowsay', via: 'subcommand', achieves: 'runs any package of the registry' }],
    RUNNER,
  ),
  ...program('poetry', 'https://python-poetry.org/docs/cli/', [
    { effect: 'exec', line: 'poetry run ** {cmd}', via: 'subcommand', interpreter: true },
    {
      effect: 'exec',
      line: 'poetry add ** cowsay',
      via: 'subcommand',
      achieves: 'runs the setup script of any package',
    },
    { effect: 'publish', line: 'poetry publish **', via: 'subcommand', achieves: 'publishes the package' },
  ]),
  ...program('twine', 'https://twine.readthedocs.io/en/stable/', [
    { effect: 'publish', line: 'twine upload ** dist/x', via: 'subcommand', achieves: 'publishes the package' },
  ]),
  ...program('pytest', 'https://docs.pytest.org/en/stable/how-to/plugins.html', [
    {
      effect: 'exec',
      line: 'pytest ** -p x',
      needs: 'a module that the role may write',
      safer: 'pytest, with no further words',
      trial: { setup: 'echo \'open("W","w")\' > x.py', line: 'python3 -m pytest -p x --co -q' },
    },
    { effect: 'exec', line: 'pytest ** x.py', via: 'operand', needs: 'a file that the role may write' },
    {
      effect: 'write',
      line: 'pytest ** --junitxml={out}',
      trial: { line: 'python3 -m pytest -q --junitxml=OUT', shows: 'OUT' },
    },
  ]),
  ...program('tox', 'https://tox.wiki/en/stable/cli_interface.html', [
    { effect: 'exec', line: "tox ** -x 'testenv.commands={cmd}'", via: 'config' },
  ]),
  ...program('jest', 'https://jestjs.io/docs/cli', [
    { effect: 'exec', line: 'jest ** --globalSetup ./x.js', needs: 'a file that the role may write' },
    {
      effect: 'exec',
      line: 'jest ** --config \'{"globalSetup":"./x.js"}\'',
      via: 'config',
      needs: 'a file that the role may write',
    },
  ]),
  ...program('vitest', 'https://vitest.dev/guide/cli', [
    { effect: 'exec', line: 'vitest ** --config ./x.js', via: 'config', needs: 'a file that the role may write' },
  ]),
  ...program('mocha', 'https://mochajs.org/#command-line-usage', [
    { effect: 'exec', line: 'mocha ** --require ./x.js', needs: 'a file that the role may write' },
  ]),
  ...program('eslint', 'https://eslint.org/docs/latest/use/command-line-interface', [
    { effect: 'exec', line: 'eslint ** -c ./x.js', via: 'config', needs: 'a file that the role may write' },
    { effect: 'exec', line: 'eslint ** -f ./x.js', needs: 'a file that the role may write' },
    { effect: 'write', line: 'eslint ** -o {out}' },
  ]),
  ...program('prettier', 'https://prettier.io/docs/cli', [
    { effect: 'exec', line: 'prettier ** --plugin=./x.js', needs: 'a file that the role may write' },
  ]),
  ...program('tsc', 'https://www.typescriptlang.org/docs/handbook/compiler-options.html', [
    { effect: 'write', line: 'tsc ** --outDir {out}', safer: 'tsc --noEmit' },
  ]),
  ...program('esbuild', 'https://esbuild.github.io/api/', [
    { effect: 'write', line: 'esbuild ** x.js --outfile={out}' },
  ]),
  ...program('webpack', 'https://webpack.js.org/api/cli/', [
    { effect: 'exec', line: 'webpack ** --config ./x.js', via: 'config', needs: 'a file that the role may write' },
  ]),
  ...program('vite', 'https://vite.dev/guide/cli.html', [
    { effect: 'exec', line: 'vite ** --config ./x.js', via: 'config', needs: 'a file that the role may write' },
  ]),
  ...program(
    'make',
    'https://www.gnu.org/software/make/manual/html_node/Options-Summary.html',
    [
      {
        effect: 'exec',
        line: "make ** '--eval=x:;{cmd}' x",
        safer: 'make with one exact target',
        trial: { line: "make --eval='x:;touch W' x" },
      },
      { effect: 'exec', line: "make ** 'SHELL={cmd}'", via: 'operand', needs: 'a Makefile' },
      {
        effect: 'exec',
        line: 'make ** -f x.mk',
        via: 'flag',
        needs: 'a file that the role may write',
        trial: { setup: "printf 'x:\\n\\ttouch W\\n' > x.mk" },
      },
    ],
    RUNNER,
  ),
  ...program(
    'just',
    'https://just.systems/man/en/',
    [
      { effect: 'exec', line: 'just ** --shell {cmd}', needs: 'a justfile' },
      { effect: 'exec', line: 'just --command {cmd}' },
      { effect: 'exec', line: 'just ** -f x.just', needs: 'a file that the role may write' },
    ],
    RUNNER,
  ),
  ...program(
    'task',
    'https://taskfile.dev/reference/cli',
    [{ effect: 'exec', line: 'task ** --taskfile x.yml', needs: 'a file that the role may write' }],
    RUNNER,
  ),
  ...program(
    'cmake',
    'https://cmake.org/cmake/help/latest/manual/cmake.1.html',
    [
      {
        effect: 'exec',
        line: 'cmake -P x.cmake',
        needs: 'a file that the role may write',
        trial: { setup: "echo 'file(WRITE W x)' > x.cmake" },
      },
      { effect: 'write', line: 'cmake -E touch {out}', via: 'subcommand', trial: { shows: 'OUT' } },
      { effect: 'exec', line: 'cmake -E env {cmd}', via: 'subcommand', trial: { line: 'cmake -E env touch W' } },
      {
        effect: 'destroy',
        line: 'cmake -E rm -rf ** src',
        via: 'subcommand',
        achieves: 'deletes directories',
        trial: { setup: 'mkdir src', shows: '!src' },
      },
    ],
    RUNNER,
  ),
  ...program(
    'ninja',
    'https://ninja-build.org/manual.html',
    [
      {
        effect: 'exec',
        line: 'ninja ** -f x.ninja',
        needs: 'a file that the role may write',
        trial: { setup: "printf 'rule t\\n  command = touch W\\nbuild W: t\\n' > x.ninja" },
      },
    ],
    RUNNER,
  ),
  ...program('cargo', 'https://doc.rust-lang.org/cargo/reference/config.html', [
    {
      effect: 'exec',
      line: `cargo check ** --config 'build.rustc-wrapper="./s"'`,
      via: 'config',
      needs: 'a file that the role may write',
    },
    {
      effect: 'exec',
      line: `cargo build ** --config 'build.rustc-wrapper="./s"'`,
      via: 'config',
      needs: 'a file that the role may write',
    },
    {
      effect: 'exec',
      line: `cargo test ** --config 'build.rustc-wrapper="./s"'`,
      via: 'config',
      needs: 'a file that the role may write',
    },
    { effect: 'exec', line: `cargo --config 'alias.z=["run"]' z`, via: 'config' },
    { effect: 'exec', line: 'cargo install ** cowsay', via: 'subcommand', achieves: 'builds and installs any package' },
    { effect: 'exec', line: 'cargo run ** --manifest-path x/Cargo.toml', via: 'flag', interpreter: true },
    {
      effect: 'publish',
      line: 'cargo publish **',
      via: 'subcommand',
      achieves: 'publishes the crate',
      safer: 'cargo publish --dry-run',
    },
    { effect: 'destroy', line: 'cargo yank ** x@1.0.0', via: 'subcommand', achieves: 'withdraws a published version' },
    {
      effect: 'elevate',
      line: 'cargo owner ** --add x',
      via: 'subcommand',
      achieves: 'makes somebody else owner of the crate',
    },
  ]),
  ...program('go', 'https://pkg.go.dev/cmd/go', [
    { effect: 'exec', line: 'go test ** -exec {cmd} ./...', safer: 'go test ./...' },
    { effect: 'exec', line: 'go build ** -toolexec {cmd} ./...' },
    { effect: 'exec', line: 'go vet ** -vettool={cmd} ./...' },
    { effect: 'exec', line: 'go run ** {host}/x@latest', via: 'operand', interpreter: true },
    { effect: 'exec', line: 'go generate **', via: 'file', needs: 'a source file that the role may write' },
    {
      effect: 'exec',
      line: 'go install ** {host}/x@latest',
      via: 'operand',
      achieves: 'builds and installs any module',
    },
    { effect: 'exec', line: 'go env -w ** CC=./s', via: 'config', achieves: 'makes later builds run any program' },
    { effect: 'write', line: 'go build ** -o {out} .' },
  ]),
  ...program(
    'mvn',
    'https://maven.apache.org/ref/current/maven-embedder/cli.html',
    [
      { effect: 'exec', line: "mvn ** exec:exec '-Dexec.executable={cmd}'" },
      { effect: 'publish', line: 'mvn ** deploy', via: 'operand', achieves: 'publishes the artefact' },
    ],
    RUNNER,
  ),
  ...program(
    'gradle',
    'https://docs.gradle.org/current/userguide/command_line_interface.html',
    [
      { effect: 'exec', line: 'gradle ** -I x.gradle', needs: 'a file that the role may write' },
      { effect: 'publish', line: 'gradle ** publish', via: 'operand', achieves: 'publishes the artefact' },
    ],
    RUNNER,
  ),
  ...program(
    'dotnet',
    'https://learn.microsoft.com/dotnet/core/tools/',
    [
      { effect: 'exec', line: 'dotnet ** exec x.dll', via: 'subcommand', needs: 'a file that the role may write' },
      { effect: 'exec', line: 'dotnet run ** --project x', via: 'subcommand' },
      { effect: 'publish', line: 'dotnet nuget push ** x.nupkg', via: 'subcommand', achieves: 'publishes the package' },
    ],
    RUNNER,
  ),
  ...program(
    'composer',
    'https://getcomposer.org/doc/03-cli.md',
    [
      { effect: 'exec', line: 'composer exec ** {cmd}', via: 'subcommand' },
      {
        effect: 'exec',
        line: 'composer require ** x/y',
        via: 'subcommand',
        achieves: 'runs the scripts of any package',
      },
    ],
    RUNNER,
  ),
  ...program(
    'bundle',
    'https://bundler.io/man/bundle-exec.1.html',
    [{ effect: 'exec', line: 'bundle exec ** {cmd}', via: 'subcommand' }],
    RUNNER,
  ),
  ...program('gem', 'https://guides.rubygems.org/command-reference/', [
    {
      effect: 'exec',
      line: 'gem install ** cowsay',
      via: 'subcommand',
      achieves: 'runs the extension build of any package',
    },
    { effect: 'publish', line: 'gem push ** x.gem', via: 'subcommand', achieves: 'publishes the gem' },
  ]),
  ...program('rake', 'https://ruby.github.io/rake/', [{ effect: 'exec', line: `rake -e 'system("{cmd}")'` }], RUNNER),
  ...program('apt-get', 'https://manpages.debian.org/stable/apt/apt.conf.5.en.html', [
    { effect: 'exec', line: "apt-get update ** -o 'APT::Update::Pre-Invoke::={cmd}'", via: 'config' },
  ]),
  ...program('brew', 'https://docs.brew.sh/Manpage', [
    { effect: 'exec', line: 'brew install ** ./x.rb', via: 'operand', achieves: 'runs any formula' },
  ]),
  ...program('nix', 'https://nix.dev/manual/nix/latest/command-ref/new-cli/nix', [
    { effect: 'exec', line: 'nix run ** {host}/x', via: 'operand', interpreter: true },
    { effect: 'exec', line: "nix-shell ** --run '{cmd}'", interpreter: true },
  ]),
  ...program(
    'bazel',
    'https://bazel.build/reference/command-line-reference',
    [{ effect: 'exec', line: "bazel run ** '--run_under={cmd}' //x" }],
    RUNNER,
  ),
];
