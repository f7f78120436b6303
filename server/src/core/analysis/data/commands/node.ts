import { type CommandEntry, defer, destroy, elevate, env, exec, net, program, publish, read, write } from './entry.ts';

const RUNNER = { interpreter: true } as const;
const PACKAGE = `echo '{"name":"x","version":"1.0.0","scripts":{"test":"true","build":"true"}}' > package.json`;
const NODE_SCRIPT = `echo '{"name":"x","version":"1.0.0","scripts":{"test":"node -e 0","build":"node -e 0"}}' > package.json`;
const IMPORT = `'--node-options=--import=data:text/javascript,process.getBuiltinModule("child_process").execSync("{cmd}")'`;
const IMPORT_TRIAL = `--node-options='--import=data:text/javascript,process.getBuiltinModule(\`child_process\`).execSync(\`touch%20W\`)'`;
const INSTALLS = 'runs the install script of any package';
const RUNS_ANY = 'runs any package of the registry';
const MANIFEST = 'a package.json that the role may write';
const CONFIG = 'a configuration that the role may write';
const S_JS = `echo 'require("fs").writeFileSync(require("path").join(process.env.PWD,"W"),"")' > x.js`;

/** Tools of JavaScript: package managers, runners, build and test tools. */
export const node = (): readonly CommandEntry[] => [
  ...program(
    'npm',
    'https://docs.npmjs.com/cli/v11/commands',
    [
      exec("exec -c '{cmd}'", {
        interpreter: true,
        safer: 'npm test',
        trial: { setup: PACKAGE, line: "npm exec --offline -c 'touch W'" },
      }),
      exec("x -c '{cmd}'", { interpreter: true, trial: { setup: PACKAGE, line: "npm x --offline -c 'touch W'" } }),
      exec("exec '--call={cmd}'", {
        interpreter: true,
        trial: { setup: PACKAGE, line: "npm exec --offline --call='touch W'" },
      }),
      exec('exec cowsay **', { interpreter: true, achieves: RUNS_ANY }),
      exec('x cowsay **', { interpreter: true, achieves: RUNS_ANY }),
      ...['test', 't', 'start', 'stop', 'restart'].map((script) =>
        exec(`${script} ${IMPORT} **`, {
          safer: `npm ${script}, with no further words`,
          ...(script === 'test' ? { trial: { setup: NODE_SCRIPT, line: `npm test ${IMPORT_TRIAL}` } } : {}),
        }),
      ),
      exec(`run ${IMPORT} [build] **`, {
        safer: 'npm run build, with no further words',
        trial: { setup: NODE_SCRIPT, line: `npm run build ${IMPORT_TRIAL}` },
      }),
      exec(`run-script ${IMPORT} [build] **`),
      exec(`run --script-shell={program} [build] **`, {
        needs: 'a script that the role may write',
        trial: {
          setup: `${PACKAGE}; printf '#!/bin/sh\\ntouch W\\n' > s; chmod +x s`,
          line: 'npm run build --script-shell=./s',
        },
      }),
      exec('run [build] **', { needs: MANIFEST }),
      exec('install ** ./x', {
        achieves: INSTALLS,
        safer: 'npm ci --ignore-scripts',
        blockedBy: '--ignore-scripts',
        trial: {
          setup: `mkdir x; echo '{"name":"y","version":"1.0.0","scripts":{"preinstall":"touch $INIT_CWD/W"}}' > x/package.json; ${PACKAGE}`,
          line: 'npm install --offline --install-links --no-audit ./x',
        },
      }),
      ...['i', 'add', 'isntall', 'install-test', 'update', 'link', 'rebuild'].map((verb) =>
        exec(`${verb} ** cowsay`, { achieves: INSTALLS, blockedBy: '--ignore-scripts' }),
      ),
      exec('install ** cowsay', { achieves: INSTALLS, blockedBy: '--ignore-scripts' }),
      exec(`ci ${IMPORT} **`, { blockedBy: '--ignore-scripts', needs: 'a package with an install script' }),
      exec('audit fix **', {
        achieves: INSTALLS,
        blockedBy: '--ignore-scripts',
        needs: 'a package that the caller publishes',
      }),
      exec('dedupe **', {
        achieves: INSTALLS,
        blockedBy: '--ignore-scripts',
        needs: 'a package that the caller publishes',
      }),
      exec("pkg set 'scripts.test={cmd}' **", {
        achieves: 'makes `npm test` run any program',
        trial: { setup: PACKAGE, line: "npm pkg set scripts.test='touch W' && npm test" },
      }),
      exec('config set script-shell {program}', { achieves: 'makes every npm script run any program' }),
      exec('config set script-shell={program} **', { achieves: 'makes every npm script run any program' }),
      exec('set script-shell={program} **', { achieves: 'makes every npm script run any program' }),
      exec("config set node-options '--require=./x.js' **", {
        achieves: 'makes every npm script load a file',
        needs: 'a file that the role may write',
      }),
      exec("config edit '--editor={cmd}' **"),
      exec('init cowsay **', RUNS_ANY),
      exec('create cowsay **', RUNS_ANY),
      exec('init --init-module={file.js} **', {
        trial: {
          setup: `echo 'require("fs").writeFileSync("W","")' > x.js`,
          line: 'npm init --init-module=$PWD/x.js </dev/null',
        },
      }),
      exec("explore . -- '{cmd}'"),
      exec("edit '--editor={cmd}' [x] **"),
      exec('version **', { needs: MANIFEST, blockedBy: '--ignore-scripts' }),
      exec("version '--git-tag-version' ** --sign-git-tag", { needs: 'a git configuration of the caller' }),
      exec('pack ./x **', { achieves: 'runs the prepare script of any package', blockedBy: '--ignore-scripts' }),
      exec("docs '--browser={program}' [x] **", { needs: 'a page that npm knows' }),
      publish('publish **', { achieves: 'publishes the package', safer: 'npm publish --dry-run' }),
      publish('dist-tag add [x@1.0.0] **', 'changes which version everybody installs'),
      publish('deprecate [x] [y] **', 'tells everybody not to use a package'),
      publish('access set status=public **', 'makes a package public'),
      destroy('unpublish --force **', 'removes a published package'),
      net('view --registry=https://{host}/ [x] **', 'sends names and credentials to any registry'),
      net('install --registry=https://{host}/ **', 'installs from any registry'),
      net('audit --registry=https://{host}/ **', 'sends the list of packages to any registry'),
      net('ping --registry=https://{host}/ **', 'sends credentials to any registry'),
      net('search --registry=https://{host}/ [x] **', 'sends names and credentials to any registry'),
      net('config set registry https://{host}/', 'makes later commands ask any registry'),
      net('config set registry=https://{host}/ **', 'makes later commands ask any registry'),
      elevate('owner add [x] **', 'makes somebody else owner of the package'),
      elevate('token create **', 'makes a token that outlives the run'),
      elevate('team add [x] [y] **', 'makes somebody else member of a team'),
      env('token list **', { achieves: 'prints tokens', needs: 'an account' }),
      env('config get //registry.example/:_authToken', { needs: 'a version that prints it' }),
      env('run env', {
        achieves: 'prints environment variables, where credentials are',
        ...{ trial: { setup: `${PACKAGE}; export MARK=MARKER`, line: 'npm run env', shows: 'stdout' } },
      }),
      write('pack --pack-destination={out} **', {
        trial: { setup: `${PACKAGE}; mkdir OUT`, line: 'npm pack --pack-destination=OUT', shows: 'OUT/x-1.0.0.tgz' },
      }),
      read('pack . **', {
        achieves: 'packs every file here that is not ignored',
        needs: 'somebody who reads the archive',
      }),
    ],
    {
      globals: '--prefix: --silent -s --workspaces -w: --workspace: -ws -C: --quiet',
      values: '--prefix -w --workspace -C --registry --tag --otp',
    },
  ),
  ...program(
    'npx',
    'https://docs.npmjs.com/cli/v11/commands/npx',
    [
      exec("-c '{cmd}' **", {
        safer: 'npx --no-install with one exact package',
        trial: { setup: PACKAGE, line: "npx --offline -c 'touch W'" },
      }),
      exec('cowsay **', { achieves: RUNS_ANY, blockedBy: '--no-install --no --offline' }),
      exec('-p [cowsay] -c {cmd} **', { achieves: RUNS_ANY }),
      exec('--package=cowsay [cowsay] **', { achieves: RUNS_ANY, blockedBy: '--no-install --no --offline' }),
      exec(`${IMPORT} [x] **`, { needs: 'an installed package' }),
    ],
    { ...RUNNER, values: '-p --package -c --call -w --workspace', ordered: true },
  ),
  ...program(
    'pnpm',
    'https://pnpm.io/pnpm-cli',
    [
      exec('dlx cowsay **', { achieves: RUNS_ANY, interpreter: true }),
      exec('exec {argv}', {
        ordered: true,
        interpreter: true,
        trial: { setup: PACKAGE, line: 'pnpm exec touch W' },
      }),
      exec("exec -c '{cmd}' **", { interpreter: true }),
      exec('create cowsay **', RUNS_ANY),
      exec('add ** cowsay', { achieves: INSTALLS, blockedBy: '--ignore-scripts' }),
      exec('install ** cowsay', { achieves: INSTALLS, blockedBy: '--ignore-scripts' }),
      exec('update ** cowsay', {
        achieves: INSTALLS,
        blockedBy: '--ignore-scripts',
        needs: 'a package that the caller publishes',
      }),
      exec('run --script-shell={program} [build] **', { needs: 'a script' }),
      exec('run [build] **', { needs: MANIFEST }),
      exec('test **', { needs: MANIFEST }),
      exec('install **', { needs: MANIFEST, blockedBy: '--ignore-scripts' }),
      exec('--config.script-shell={program} run [build] **', { needs: 'an executable' }),
      exec('config set script-shell {program} **', 'makes every script run any program'),
      exec("config set node-options '--require=./x.js' **", { needs: 'a file that the role may write' }),
      exec('patch-commit [x] **', { needs: 'a patch of the caller' }),
      net('install --registry=https://{host}/ **', 'installs from any registry'),
      net('config set registry https://{host}/ **', 'makes later commands ask any registry'),
      publish('publish **', 'publishes the package'),
    ],
    {
      globals: '--filter: -F: -r --recursive -w -C: --dir: --silent -s --workspace-root',
      values: '--filter -F -C --dir',
    },
  ),
  ...program('pnpx', 'https://pnpm.io/cli/dlx', [exec('cowsay **', RUNS_ANY)], { ...RUNNER, ordered: true }),
  ...program(
    'yarn yarnpkg',
    'https://yarnpkg.com/cli',
    [
      exec('dlx cowsay **', { achieves: RUNS_ANY, interpreter: true }),
      exec('exec {argv}', { interpreter: true, ordered: true, trial: { setup: PACKAGE, line: 'yarn exec touch W' } }),
      exec(`node -e 'require("child_process").execSync("{cmd}")' **`, { interpreter: true }),
      exec('create cowsay **', RUNS_ANY),
      exec('add cowsay **', INSTALLS),
      exec('global add cowsay **', INSTALLS),
      exec('upgrade cowsay **', { achieves: INSTALLS, needs: 'a package that the caller publishes' }),
      exec('run --script-shell={program} [build] **', { needs: 'an executable' }),
      exec('run [build] **', { needs: MANIFEST }),
      exec('workspace [x] add cowsay **', INSTALLS),
      exec("workspace [x] exec '{cmd}'", { interpreter: true }),
      exec("workspaces foreach -A exec '{cmd}' **", { interpreter: true }),
      exec('plugin import https://{host}/x.js', 'loads a plugin of any host'),
      exec('set version https://{host}/x.js', 'replaces yarn by any program'),
      exec('config set yarnPath {file.js}', 'replaces yarn by any program'),
      exec('config set script-shell {program}', 'makes every script run any program'),
      exec('install **', { needs: MANIFEST, blockedBy: '--ignore-scripts --mode=skip-build' }),
      exec('test **', { needs: MANIFEST }),
      net('config set npmRegistryServer https://{host}/', 'makes later commands ask any registry'),
      publish('npm publish **', 'publishes the package'),
      publish('publish **', 'publishes the package'),
    ],
    { globals: '--cwd: --silent', values: '--cwd' },
  ),
  ...program('bunx', 'https://bun.sh/docs/cli/bunx', [exec('cowsay **', RUNS_ANY)], { ...RUNNER, ordered: true }),
  ...program(
    'corepack',
    'https://github.com/nodejs/corepack',
    [
      exec('npm exec -c {cmd}'),
      exec('pnpm dlx cowsay **', RUNS_ANY),
      exec('yarn dlx cowsay **', RUNS_ANY),
      exec('use pnpm@https://{host}/x **', 'installs any package manager'),
    ],
    RUNNER,
  ),
  ...program('volta', 'https://docs.volta.sh/reference', [exec('run {argv}')], RUNNER),
  ...program(
    'fnm',
    'https://github.com/Schniz/fnm',
    [exec('exec --using=default {argv}'), exec('exec --using=default -- {argv}')],
    RUNNER,
  ),
  ...program('nvm', 'https://github.com/nvm-sh/nvm', [exec('exec [20] {argv}', { ordered: true })], RUNNER),
  ...program(
    'lerna',
    'https://lerna.js.org/docs/api-reference/commands',
    [
      exec("exec ** -- '{cmd}'"),
      exec('exec ** -- {argv}'),
      exec('run [build] **', { needs: MANIFEST }),
      publish('publish **', 'publishes every package'),
    ],
    RUNNER,
  ),
  ...program(
    'nx',
    'https://nx.dev/reference/nx-commands',
    [
      exec('exec -- {argv}'),
      exec("run-commands '--command={cmd}' **"),
      exec('generate cowsay:x **', 'runs a generator of any package'),
      exec('add cowsay **', INSTALLS),
      exec('run [x] **', { needs: CONFIG }),
      exec('affected <-t [test]> **', { needs: CONFIG }),
      exec('run-many <-t [test]> **', { needs: CONFIG }),
      publish('release publish **', 'publishes every package'),
    ],
    RUNNER,
  ),
  ...program(
    'turbo',
    'https://turborepo.com/docs/reference',
    [
      exec('run [build] **', { needs: MANIFEST }),
      exec('gen --config {file.ts} **', 'runs a generator'),
      exec('generate run --config {file.ts} **'),
      net('run --api=https://{host} --token=x [build] **', 'sends build results to any host'),
    ],
    RUNNER,
  ),
  ...program(
    'rush',
    'https://rushjs.io/',
    [exec('install **', { needs: CONFIG }), publish('publish --publish **', 'publishes every package')],
    RUNNER,
  ),
  ...program(
    'concurrently',
    'https://github.com/open-cli-tools/concurrently',
    [exec("** '{cmd}'", { trial: { line: "concurrently 'touch W'" } })],
    RUNNER,
  ),
  ...program(
    'npm-run-all run-s run-p',
    'https://github.com/mysticatea/npm-run-all',
    [exec("** '{cmd}'", { needs: MANIFEST }), exec('--npm-path {file.js} [x] **')],
    RUNNER,
  ),
  ...program(
    'nodemon',
    'https://github.com/remy/nodemon',
    [
      exec("--exec '{cmd}' **", { trial: { setup: 'touch x.js', line: "timeout 3 nodemon --exec 'touch W' x.js" } }),
      exec("-x '{cmd}' **"),
      exec('{file.js} **'),
    ],
    RUNNER,
  ),
  ...program(
    'cross-env',
    'https://github.com/kentcdodds/cross-env',
    [exec('**= {argv}', { trial: { line: 'cross-env A=1 touch W' } })],
    RUNNER,
  ),
  ...program('cross-env-shell', 'https://github.com/kentcdodds/cross-env', [exec("**= '{cmd}' **")], RUNNER),
  ...program(
    'env-cmd',
    'https://github.com/toddbluhm/env-cmd',
    [exec('{argv}', { ordered: true }), exec('-f {file.js} [true] **', { ordered: true })],
    { ...RUNNER, values: '-f' },
  ),
  ...program(
    'dotenv',
    'https://github.com/entropitor/dotenv-cli',
    [exec('-- {argv}'), exec('{argv}', { ordered: true })],
    RUNNER,
  ),
  ...program(
    'dotenvx',
    'https://dotenvx.com/docs/',
    [exec('run ** -- {argv}'), env('get **', 'prints secrets')],
    RUNNER,
  ),
  ...program('lint-staged', 'https://github.com/lint-staged/lint-staged', [
    exec('--config {file.js} **'),
    exec('-c {file.js} **'),
    exec('**', { needs: CONFIG }),
  ]),
  ...program('husky', 'https://typicode.github.io/husky/', [
    defer('**', 'installs hooks that run on later commits'),
    defer("add .husky/pre-commit '{cmd}'", 'installs a hook that runs on later commits'),
  ]),
  ...program('wait-on', 'https://github.com/jeffbski/wait-on', [net('http-get://{host}/ **'), exec('-c {file.js} **')]),
  ...program('rimraf', 'https://github.com/isaacs/rimraf', [
    destroy('** src/app.ts **', 'deletes any file'),
    destroy('** . **', 'deletes everything here'),
  ]),
  ...program('del del-cli trash', 'https://github.com/sindresorhus/del-cli', [
    destroy('** src/app.ts **', 'deletes any file'),
  ]),
  ...program('shx', 'https://github.com/shelljs/shx', [
    exec("exec '{cmd}'"),
    read('cat {secret}'),
    destroy('rm -rf .', 'deletes everything here'),
  ]),
  ...program('cpy copyfiles cpx ncp', 'https://github.com/calvinmetcalf/copyfiles', [
    write('** [x] {out}', 'copies to any place'),
  ]),
  ...program('npm-check-updates ncu', 'https://github.com/raineorshine/npm-check-updates', [
    exec("--packageManager '{program}' **", { needs: 'an executable' }),
    exec('--configFileName {file.js} **'),
    net('--registry https://{host}/ **', 'sends the list of packages to any registry'),
  ]),
  ...program('knip', 'https://knip.dev/reference/cli', [
    exec('--config {file.ts} **'),
    exec('-c {file.ts} **'),
    destroy('--fix --allow-remove-files **', 'deletes files'),
  ]),
  ...program(
    'eslint',
    'https://eslint.org/docs/latest/use/command-line-interface',
    [
      exec('-c {file.js} **', {
        trial: {
          setup: `${S_JS}; echo >> x.js; echo 'module.exports=[]' >> x.js; echo 0 > a.js`,
          line: 'eslint -c x.js a.js',
        },
      }),
      exec('--config {file.js} **'),
      exec('--config={file.js} **'),
      exec('-f {file.js} **', {
        trial: {
          setup: `${S_JS}; echo 'module.exports=()=>""' >> x.js; echo 'module.exports=[]' > eslint.config.js; echo 0 > a.js`,
          line: 'eslint -f ./x.js a.js',
        },
      }),
      exec('--format={file.js} **'),
      exec('--rulesdir . **', { needs: 'a rule that the role may write' }),
      exec('--plugin ./x.js **', { needs: 'a file that the role may write' }),
      exec('--parser {file.js} **', { needs: 'the older configuration' }),
      exec('--resolve-plugins-relative-to . **', { needs: 'a plugin that the role may write' }),
      write('-o {out} **', {
        trial: {
          setup: `echo 'module.exports=[]' > eslint.config.js; echo 'var' > a.js`,
          line: 'eslint -o OUT a.js',
          shows: 'OUT',
        },
      }),
      write('--output-file={out} **'),
      write('--cache --cache-location={out} **'),
    ],
    {
      values:
        '-c --config -f --format -o --output-file --ext --rule --max-warnings --ignore-pattern --ignore-path --plugin --parser --env --global --cache-location --stdin-filename',
    },
  ),
  ...program(
    'prettier',
    'https://prettier.io/docs/cli',
    [
      exec('--plugin={file.mjs} [x] **', {
        trial: {
          setup: `echo 'import fs from "fs";fs.writeFileSync("W","")' > x.mjs; echo 0 > a.js`,
          line: 'prettier --plugin=./x.mjs a.js',
        },
      }),
      exec('--plugin {file.mjs} [x] **'),
      exec('--config {file.mjs} [x] **', {
        trial: {
          setup: `echo 'import fs from "fs";fs.writeFileSync("W","");export default {}' > x.mjs; echo 0 > a.js`,
          line: 'prettier --config ./x.mjs a.js',
        },
      }),
      exec('--config={file.mjs} [x] **'),
      write('--write ** {out} **', 'rewrites any file that it can read'),
      read('--parser=json ** {secret}', 'shows any file in its error messages'),
    ],
    { values: '--plugin --config --parser --ignore-path --log-level --tab-width --print-width' },
  ),
  ...program('stylelint', 'https://stylelint.io/user-guide/cli', [
    exec('--config {file.mjs} [x] **'),
    exec('--custom-formatter={file.mjs} [x] **'),
    exec('--custom-syntax={file.mjs} [x] **'),
    write('-o {out} [x] **'),
  ]),
  ...program(
    'markdownlint',
    'https://github.com/igorshubovych/markdownlint-cli',
    [exec('-r {file.js} [x] **'), exec('--rules {file.js} [x] **'), write('-o {out} [x] **')],
    { values: '-c -r -o -p -i' },
  ),
  ...program('markdownlint-cli2', 'https://github.com/DavidAnson/markdownlint-cli2', [exec('--config {file.cjs} **')]),
  ...program('remark', 'https://github.com/remarkjs/remark/tree/main/packages/remark-cli', [
    exec('--use {file.mjs} **'),
    exec('-u {file.mjs} **'),
    exec('-r {file.mjs} **'),
    write('-o {out} [x] **'),
  ]),
  ...program('textlint', 'https://textlint.org/docs/cli', [
    exec('--rulesdir . **', { needs: 'a rule that the role may write' }),
    write('--output-file {out} **'),
  ]),
  ...program('jscodeshift', 'https://github.com/facebook/jscodeshift', [
    exec('-t {file.js} [x] **'),
    exec('--transform={file.js} [x] **'),
    exec('-t https://{host}/x.js [x] **', 'runs a script of any host'),
  ]),
  ...program('ast-grep sg', 'https://ast-grep.github.io/reference/cli.html', [
    write('run <-p [x]> <-r [y]> -U ** {out}', 'rewrites any source'),
  ]),
  ...program(
    'tsc',
    'https://www.typescriptlang.org/docs/handbook/compiler-options.html',
    [
      write('--outDir {out} **', {
        safer: 'tsc --noEmit',
        blockedBy: '--noEmit',
        trial: { setup: "echo 'let a=1' > a.ts", line: 'tsc --outDir OUT a.ts', shows: 'OUT' },
      }),
      write('--outFile {out} --module amd **', { blockedBy: '--noEmit' }),
      write('--declaration --declarationDir {out} **', { blockedBy: '--noEmit' }),
      write('--generateTrace {out} **', {
        trial: { setup: "echo 'let a=1' > a.ts", line: 'tsc --noEmit --generateTrace OUT a.ts', shows: 'OUT' },
      }),
      write('--incremental --tsBuildInfoFile {out} **', {
        trial: {
          setup: "echo 'let a=1' > a.ts",
          line: 'tsc --noEmit --incremental --tsBuildInfoFile OUT a.ts',
          shows: 'OUT',
        },
      }),
      read('** {secret}', {
        achieves: 'shows lines of any file in its error messages',
        needs: 'a name that ends in .ts',
      }),
      read("'@{secret}'", {
        achieves: 'shows any file in its error messages',
        trial: { setup: 'echo MARKER > S', line: 'tsc @S', shows: 'stdout' },
      }),
    ],
    { values: '-p --project --outDir --target -t --module -m --lib --moduleResolution --rootDir --outFile' },
  ),
  ...program('esbuild', 'https://esbuild.github.io/api/', [
    write('--outfile={out} [x.js] **', {
      trial: { setup: 'echo 0 > x.js', line: 'esbuild x.js --outfile=OUT', shows: 'OUT' },
    }),
    write('--outdir={out} [x.js] **'),
    write('--metafile={out} [x.js] **'),
    read('--loader=text ** {secret}', {
      trial: { setup: 'echo MARKER > S', line: 'esbuild --loader:=text --bundle ./S --format=esm', shows: 'stdout' },
    }),
    net('--serve=0.0.0.0:8000 --servedir=. **', 'serves every file here to the network'),
  ]),
  ...program('swc', 'https://swc.rs/docs/usage/cli', [
    write('[x.js] -o {out} **'),
    write('-d {out} [x] **'),
    exec('--config-file {file.swcrc} [x] **', { needs: 'a plugin of the caller' }),
  ]),
  ...program('babel', 'https://babeljs.io/docs/babel-cli', [
    exec('--config-file {file.js} [x] **', {
      trial: {
        setup: `${S_JS}; echo 'module.exports={}' >> x.js; echo 0 > a.js`,
        line: 'babel --config-file ./x.js a.js',
      },
    }),
    exec('--plugins {file.js} [x] **'),
    exec('--presets {file.js} [x] **'),
    write('-o {out} [x] **'),
    write('-d {out} [x] **'),
  ]),
  ...program('rollup', 'https://rollupjs.org/command-line-interface/', [
    exec('-c {file.mjs} **', {
      trial: {
        setup: `echo 'import fs from "fs";fs.writeFileSync("W","");export default {}' > x.mjs`,
        line: 'rollup -c ./x.mjs',
      },
    }),
    exec('--config {file.mjs} **'),
    exec('-p {file.mjs} **'),
    exec('-c **', { needs: CONFIG }),
    write('-o {out} [x.js] **', { trial: { setup: 'echo 0 > x.js', line: 'rollup x.js -o OUT', shows: 'OUT' } }),
    write('-d {out} [x.js] **'),
  ]),
  ...program('webpack webpack-cli', 'https://webpack.js.org/api/cli/', [
    exec('--config {file.js} **', {
      trial: { setup: `${S_JS}; echo 'module.exports={}' >> x.js`, line: 'webpack --config ./x.js' },
    }),
    exec('-c {file.js} **'),
    exec('build --config {file.js} **'),
    exec('serve --config {file.js} **'),
    write('-o {out} **'),
  ]),
  ...program('rspack', 'https://rspack.dev/api/cli', [
    exec('build -c {file.js} **'),
    exec('build --config {file.js} **'),
    exec('serve -c {file.js} **'),
  ]),
  ...program(
    'vite',
    'https://vite.dev/guide/cli.html',
    [
      exec('--config {file.js} **'),
      exec('-c {file.js} **'),
      exec('build --config {file.js} **', {
        trial: {
          setup: `echo 'import fs from "fs";fs.writeFileSync("W","");export default {}' > x.mjs`,
          line: 'vite build --config x.mjs',
        },
      }),
      exec('build -c {file.js} **'),
      exec('dev --config {file.js} **'),
      exec('optimize --config {file.js} **'),
      write('build --outDir {out} **'),
      net('--host 0.0.0.0 **', 'serves the project to the network'),
      net('dev --host 0.0.0.0 **', 'serves the project to the network'),
      net('preview --host 0.0.0.0 **', 'serves the project to the network'),
    ],
    { values: '-c --config --outDir --mode -m --port --base' },
  ),
  ...program(
    'vitest',
    'https://vitest.dev/guide/cli',
    [
      ...['', 'run ', 'watch ', 'bench '].flatMap((verb) => [
        exec(`${verb}--config {file.ts} **`),
        exec(`${verb}-c {file.ts} **`),
        exec(`${verb}--globalSetup {file.ts} **`),
        exec(`${verb}{file.test.ts} **`),
        write(`${verb}--reporter=json --outputFile={out} **`),
      ]),
      exec('run --config={file.ts} **', {
        trial: {
          setup: `echo 'import fs from "fs";fs.writeFileSync("W","");export default {}' > x.mjs`,
          line: 'vitest run --config=x.mjs',
        },
      }),
      net('--api.host 0.0.0.0 --ui **', 'lets the network run tests'),
    ],
    { values: '-c --config -t --testNamePattern --reporter --outputFile --dir -r --root --environment --pool' },
  ),
  ...program(
    'jest',
    'https://jestjs.io/docs/cli',
    [
      exec('--globalSetup {file.js} **', {
        trial: {
          setup: `${S_JS}; echo 'module.exports=()=>{}' >> x.js; echo '{}' > package.json; echo 'test("a",()=>{})' > a.test.js`,
          line: 'jest --globalSetup ./x.js',
        },
      }),
      exec('--globalSetup={file.js} **'),
      exec('--setupFiles {file.js} **'),
      exec('--reporters={file.js} **'),
      exec('--config {file.js} **', {
        trial: { setup: `${S_JS}; echo 'module.exports={}' >> x.js`, line: 'jest --config ./x.js' },
      }),
      exec('-c {file.js} **'),
      exec('--testEnvironment={file.js} **'),
      exec('--runner={file.js} **'),
      exec('--resolver={file.js} **'),
      exec(`--config '{"globalSetup":"./x.js"}' **`, { needs: 'a file that the role may write' }),
      exec('{file.test.js} **'),
      write('--outputFile={out} --json **', {
        trial: {
          setup: `echo '{}' > package.json; echo 'test("a",()=>{})' > a.test.js`,
          line: 'jest --json --outputFile=OUT',
          shows: 'OUT',
        },
      }),
      write('--coverage --coverageDirectory={out} **'),
    ],
    { values: '-c --config -t --testNamePattern --testPathPattern --maxWorkers -w --reporters --coverageDirectory' },
  ),
  ...program(
    'mocha',
    'https://mochajs.org/',
    [
      exec('--require {file.js} **', {
        trial: { setup: `${S_JS}; mkdir test; echo 0 > test/a.js`, line: 'mocha --require ./x.js' },
      }),
      exec('-r {file.js} **'),
      exec('--require={file.js} **'),
      exec('--config {file.js} **'),
      exec('--file {file.js} **'),
      exec('--reporter {file.js} **'),
      exec('{file.js} **'),
    ],
    { values: '-r --require -g --grep -f -t --timeout -R --reporter --config' },
  ),
  ...program('c8 nyc', 'https://github.com/bcoe/c8', [
    exec('{argv}', { ordered: true, interpreter: true, trial: { line: 'c8 touch W' } }),
    write('-o {out} [true] **', { ordered: true }),
    exec('--require {file.js} [node] **', { ordered: true }),
  ]),
  ...program('ava', 'https://github.com/avajs/ava/blob/main/docs/05-command-line.md', [
    exec('--config {file.js} **'),
    exec('{file.test.js} **'),
  ]),
  ...program('jasmine', 'https://jasmine.github.io/', [
    exec('--config={file.js} **'),
    exec('--helper={file.js} **'),
    exec('--reporter={file.js} **'),
    exec('{file.spec.js} **'),
  ]),
  ...program('karma', 'https://karma-runner.github.io/', [exec('start {file.js} **'), exec('run {file.js} **')]),
  ...program('tap tape', 'https://node-tap.org/', [exec('{file.test.js} **'), exec('-r {file.js} **')]),
  ...program(
    'cypress',
    'https://docs.cypress.io/app/references/command-line',
    [
      exec('run --config-file {file.js} **'),
      exec('run -C {file.js} **'),
      exec('run --browser {program} **'),
      exec('open --browser {program} **'),
      exec('open --config-file {file.js} **'),
      exec('run --spec {file.cy.js} **'),
      exec('run --reporter {file.js} **'),
      exec('run **', { needs: CONFIG }),
      net('run --record --key x **', 'sends recordings'),
    ],
    { interpreter: true },
  ),
  ...program(
    'playwright',
    'https://playwright.dev/docs/test-cli',
    [
      exec('test --config {file.ts} **'),
      exec('test -c {file.ts} **'),
      exec('test --config={file.ts} **'),
      exec('test --reporter={file.ts} **'),
      exec('test {file.spec.ts} **'),
      exec('test **', { needs: CONFIG }),
      net('open https://{host}/ **'),
      net('screenshot https://{host}/ [x.png] **'),
      net('codegen https://{host}/ **'),
      write('screenshot [https://x/] {out} **'),
      write('pdf [https://x/] {out} **'),
    ],
    { interpreter: true },
  ),
  ...program('next', 'https://nextjs.org/docs/app/api-reference/cli/next', [
    net('dev -H 0.0.0.0 **', 'serves the project to the network'),
    net('start -H 0.0.0.0 **', 'serves the project to the network'),
    exec('build [x] **', { needs: 'a next.config.js that the role may write' }),
  ]),
  ...program('ng', 'https://angular.dev/cli', [
    exec('add cowsay **', 'installs any package'),
    exec('generate --collection=cowsay [x] **', { needs: 'an installed collection' }),
    net('serve --host 0.0.0.0 **', 'serves the project to the network'),
    publish('deploy **', 'deploys to the public'),
    exec('update cowsay **', 'installs any package'),
    write('build --output-path {out} **'),
  ]),
  ...program('astro nuxt nuxi', 'https://docs.astro.build/en/reference/cli-reference/', [
    net('dev --host 0.0.0.0 **', 'serves the project to the network'),
    exec('add cowsay **', { achieves: 'installs any package', of: 'astro' }),
    exec('dev --config {file.mjs} **', { of: 'astro' }),
    exec('build --config {file.mjs} **', { of: 'astro' }),
  ]),
  ...program('expo', 'https://docs.expo.dev/more/expo-cli/', [
    exec('install cowsay **', 'installs any package'),
    publish('publish **', 'publishes the application'),
    net('start --tunnel **', 'opens this machine to the network'),
  ]),
  ...program(
    'gulp',
    'https://gulpjs.com/docs/en/getting-started/quick-start',
    [
      exec('-f {file.js} **'),
      exec('--gulpfile {file.js} **'),
      exec('--gulpfile={file.js} **'),
      exec('--preload {file.js} **'),
    ],
    RUNNER,
  ),
  ...program(
    'grunt',
    'https://gruntjs.com/using-the-cli',
    [
      exec('--gruntfile {file.js} **'),
      exec('--gruntfile={file.js} **'),
      exec('--tasks . **', { needs: 'a task that the role may write' }),
    ],
    RUNNER,
  ),
  ...program('parcel', 'https://parceljs.org/features/cli/', [
    exec('build --config {file.json} [x] **', { needs: 'a plugin of the caller' }),
    write('build --dist-dir {out} [x] **'),
    net('serve --host 0.0.0.0 [x] **', 'serves the project to the network'),
  ]),
  ...program('biome', 'https://biomejs.dev/reference/cli/', [
    write('check --write ** {out} **', 'rewrites any source'),
    write('format --write ** {out} **', 'rewrites any source'),
    write('lint --write ** {out} **', 'rewrites any source'),
  ]),
  ...program('oxlint dprint', 'https://oxc.rs/docs/guide/usage/linter/cli.html', [
    write('--fix ** {out} **', 'rewrites any source'),
    write('fmt ** {out} **', 'rewrites any source'),
  ]),
  ...program('prisma', 'https://www.prisma.io/docs/orm/reference/prisma-cli-reference', [
    exec('generate --schema {file.prisma} **', 'runs the generator that a schema names'),
    exec('generate --schema={file.prisma} **', 'runs the generator that a schema names'),
    exec('db seed **', { needs: MANIFEST }),
    exec('studio **', { needs: 'a database' }),
    destroy('migrate reset --force **', 'drops the database'),
    destroy('db push --accept-data-loss **', 'drops columns and tables'),
    destroy('db push --force-reset **', 'drops the database'),
    destroy('db execute --stdin **', { achieves: 'runs any SQL' }),
    net('db pull --url postgresql://{host}/x **', 'asks any database'),
  ]),
  ...program('drizzle-kit', 'https://orm.drizzle.team/docs/kit-overview', [
    exec('generate --config {file.ts} **'),
    exec('push --config {file.ts} **'),
    exec('migrate --config {file.ts} **'),
    destroy('push --force **', 'drops columns and tables'),
  ]),
  ...program('typeorm', 'https://typeorm.io/docs/advanced-topics/using-cli/', [
    exec('migration:run -d {file.js} **'),
    exec('query -d {file.js} [x] **'),
    destroy('schema:drop **', 'drops the database'),
  ]),
  ...program('knex', 'https://knexjs.org/guide/migrations.html', [
    exec('migrate:latest --knexfile {file.js} **'),
    exec('--knexfile {file.js} migrate:latest **'),
    exec('seed:run --knexfile {file.js} **'),
    destroy('migrate:rollback --all **', 'drops tables'),
  ]),
  ...program('sequelize sequelize-cli', 'https://sequelize.org/docs/v6/other-topics/migrations/', [
    exec('db:migrate --config {file.js} **'),
    exec('db:migrate --options-path {file.js} **'),
    destroy('db:drop **', 'drops the database'),
    destroy('db:migrate:undo:all **', 'drops tables'),
  ]),
  ...program('http-server serve live-server browser-sync', 'https://github.com/http-party/http-server', [
    net('**', 'serves every file here to the network'),
  ]),
  ...program('localtunnel lt', 'https://github.com/localtunnel/localtunnel', [
    net('-p [80] **', 'opens this machine to the network'),
    net('--port [80] **', 'opens this machine to the network'),
  ]),
  ...program('ngrok', 'https://ngrok.com/docs/agent/cli', [
    net('http [80] **', 'opens this machine to the network'),
    net('tcp [22] **', 'opens this machine to the network'),
    net('start **', 'opens this machine to the network'),
  ]),
  ...program('cloudflared', 'https://developers.cloudflare.com/cloudflare-one/', [
    net('tunnel --url http://localhost:80 **', 'opens this machine to the network'),
    net('tunnel run **', 'opens this machine to the network'),
    net('access **', 'reaches a private network'),
  ]),
  ...program(
    'pm2',
    'https://pm2.keymetrics.io/docs/usage/application-declaration/',
    [
      exec('start {file.js} **'),
      exec('start --interpreter={program} [x] **'),
      exec('start {program} **'),
      defer('startup **', 'starts programs at every boot'),
      net('deploy [x] **', { needs: 'a configuration of the caller' }),
    ],
    RUNNER,
  ),
  ...program(
    'forever',
    'https://github.com/foreversd/forever',
    [exec('start {file.js} **'), exec('start -c {program} [x] **')],
    RUNNER,
  ),
  ...program(
    'electron',
    'https://www.electronjs.org/docs/latest/api/command-line-switches',
    [exec('{file.js} **'), exec('-r {file.js} **'), exec('-i **', { needs: 'a terminal' })],
    RUNNER,
  ),
  ...program('openapi-generator openapi-generator-cli', 'https://openapi-generator.tech/docs/usage', [
    net('generate -i https://{host}/x **'),
    write('generate -o {out} **', 'writes sources to any place'),
    exec('generate --custom-generator=x.jar **', { needs: 'an archive that the role may write' }),
  ]),
  ...program('graphql-codegen', 'https://the-guild.dev/graphql/codegen', [
    exec('--config {file.ts} **'),
    exec('-r {file.js} **'),
  ]),
  ...program('quicktype', 'https://quicktype.io/', [net('** https://{host}/x'), write('-o {out} **')]),
  ...program('hygen plop yo', 'https://www.hygen.io/docs/', [
    exec('--plopfile {file.js} **', { of: 'plop' }),
    exec('[x] new **', { of: 'hygen', needs: 'a template that the role may write' }),
    exec('cowsay **', { of: 'yo', needs: 'an installed generator' }),
  ]),
  ...program('lighthouse', 'https://github.com/GoogleChrome/lighthouse', [
    net('https://{host}/ **'),
    exec('--config-path={file.js} https://x/ **'),
    write('--output-path={out} [https://x/] **'),
  ]),
  ...program('pa11y', 'https://github.com/pa11y/pa11y', [
    net('https://{host}/ **'),
    exec('--config {file.js} https://x/ **'),
    exec('--reporter {file.js} https://x/ **'),
  ]),
  ...program('semantic-release', 'https://semantic-release.gitbook.io/', [
    publish('**', 'publishes a release'),
    exec('-e {file.js} **'),
    exec('--extends {file.js} **'),
  ]),
  ...program('changeset', 'https://github.com/changesets/changesets', [
    publish('publish **', 'publishes the packages'),
  ]),
  ...program('release-it np', 'https://github.com/release-it/release-it', [
    publish('**', 'publishes a release'),
    exec('-c {file.js} **', { of: 'release-it' }),
  ]),
];
