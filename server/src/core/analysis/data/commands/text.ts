import { type CommandEntry, destroy, env, exec, net, PRINTED, program, read, SCRIPT, tried, write } from './entry.ts';

const COREUTILS = 'https://www.gnu.org/software/coreutils/manual/coreutils.html';
const POSIX = 'https://pubs.opengroup.org/onlinepubs/9799919799/idx/utilities.html';
const F = 'echo x > f';
const ERRORS = 'shows any file in its error messages';
const HIDDEN = 'prints every file, hidden and ignored ones as well';
/** Options of find(1) that take a word. */
const FIND_TESTS =
  '-name -iname -path -ipath -wholename -regex -iregex -type -xtype -size -mtime -mmin -atime -amin -ctime -cmin -newer -anewer -cnewer -maxdepth -mindepth -user -group -uid -gid -perm -links -inum -samefile -fstype -printf -regextype -lname -ilname -context -D';
const RG_VALUES =
  '-e -f -A -B -C -E -g -j -m -M -r -t -T --regexp --file --glob --iglob --type --type-not --max-count --max-depth --replace --context --after-context --before-context --color --colors --sort --encoding --engine --ignore-file --max-columns --path-separator --pre --pre-glob --threads --hostname-bin --hyperlink-format';
const GREP_VALUES = '-e -f -m -A -B -C -d -D --include --exclude --exclude-dir --label';

/** Searching, text, editors and pagers. */
export const text = (): readonly CommandEntry[] => [
  ...program(
    'find gfind',
    'https://www.gnu.org/software/findutils/manual/html_mono/find.html',
    [
      exec('<-execdir {argv} ;> **', {
        trial: { line: "find . -maxdepth 0 -execdir touch W ';'" },
        safer: 'a search tool',
      }),
      exec('<-exec {argv} ;> **', { trial: { line: "find . -maxdepth 0 -exec touch W ';'" } }),
      exec('<-exec {argv} +> **', { needs: 'a command that ends in {}' }),
      exec('<-ok {argv} ;> **', { needs: 'a person who says y' }),
      write('<-fprintf {out} x> **', {
        content: true,
        trial: { line: 'find . -maxdepth 0 -fprintf OUT x', shows: 'OUT' },
      }),
      write('<-fprint {out}> **', { trial: { line: 'find . -maxdepth 0 -fprint OUT', shows: 'OUT' } }),
      write('<-fls {out}> **', { trial: { line: 'find . -maxdepth 0 -fls OUT', shows: 'OUT' } }),
      destroy('-delete **', {
        achieves: 'deletes files',
        trial: { setup: 'touch gone', line: 'find . -name gone -delete', shows: '!gone' },
      }),
      read('<-files0-from {secret}> **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'find -files0-from S 2>&1', shows: 'stdout' },
      }),
    ],
    { values: FIND_TESTS },
  ),
  ...program(
    'fd fdfind',
    'https://github.com/sharkdp/fd',
    [
      exec('** <-x {argv}>', { trial: { setup: F, line: '$(type -P fd fdfind | head -1) f -x touch W' } }),
      exec('** <--exec {argv}>', { trial: { setup: F, line: '$(type -P fd fdfind | head -1) f --exec touch W' } }),
      exec('** <-X {argv}>', { trial: { setup: F, line: '$(type -P fd fdfind | head -1) f -X touch W' } }),
      exec('** <--exec-batch {argv}>', {
        trial: { setup: F, line: '$(type -P fd fdfind | head -1) f --exec-batch touch W' },
      }),
      exec('** --exec={program}', {
        trial: { setup: `${F}; ${SCRIPT}`, line: '$(type -P fd fdfind | head -1) f --exec=./s' },
      }),
    ],
    {
      values:
        '-e -t -E -d -S -g -c -j -o --extension --type --exclude --max-depth --size --changed-within --color --base-directory --search-path',
    },
  ),
  ...program(
    'rg',
    'https://github.com/BurntSushi/ripgrep/blob/master/GUIDE.md',
    [
      exec('--pre {program} [x] **', {
        safer: 'rg -e with exact words',
        trial: { setup: `${F}; ${SCRIPT}`, line: 'rg --pre ./s x f' },
      }),
      exec('--pre={program} [x] **', { trial: { setup: `${F}; ${SCRIPT}`, line: 'rg --pre=./s x f' } }),
      exec('--hostname-bin={program} --hyperlink-format=default [x] **', { needs: 'a version after 14' }),
      exec('-z [x] **', { needs: 'a program gzip that the role may write' }),
      read('-uuu [x] **', {
        achieves: HIDDEN,
        trial: { setup: 'echo MARKER > .S', line: 'rg -uuu MARK', shows: 'stdout' },
      }),
      read('--no-ignore --hidden [x] **', {
        achieves: HIDDEN,
        trial: { setup: 'echo MARKER > .S', line: 'rg --no-ignore --hidden MARK', shows: 'stdout' },
      }),
      read('[.] ** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'rg . S', shows: 'stdout' } }),
    ],
    { values: RG_VALUES },
  ),
  ...program('rga', 'https://github.com/phiresky/ripgrep-all', [
    exec('--pre={program} [x] **'),
    exec('--rga-config-file={file.json} [x] **'),
  ]),
  ...program('ag', 'https://github.com/ggreer/the_silver_searcher', [
    exec("--pager '{cmd}' [x] **", { trial: { setup: F, line: "ag --pager 'touch W' x f" } }),
    read('-u [.] **', {
      achieves: HIDDEN,
      trial: { setup: 'echo MARKER > .S', line: 'ag -u . | cat', shows: 'stdout' },
    }),
    read('[.] ** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'ag . S | cat', shows: 'stdout' } }),
  ]),
  ...program('ack', 'https://beyondgrep.com/documentation/', [
    exec("--pager='{cmd}' [x] **"),
    exec('--ackrc={file.ackrc} [x] **'),
    write('--output={out} [x] **', { needs: 'a version that writes' }),
  ]),
  ...program('ugrep ug', 'https://ugrep.com/', [exec("--pager='{cmd}' [x] **"), exec("--filter='*:{cmd}' [x] **")]),
  ...program('fzf', 'https://github.com/junegunn/fzf', [
    exec("--preview '{cmd}' **", { needs: 'a terminal' }),
    exec("--bind 'start:execute({cmd})' **", { needs: 'a terminal' }),
    exec('--filter=x **', { needs: 'FZF_DEFAULT_COMMAND of the caller' }),
  ]),
  ...program(
    'bat batcat',
    'https://github.com/sharkdp/bat',
    [
      exec("--paging=always '--pager={cmd}' [f] **", {
        trial: { setup: F, line: "$(type -P bat batcat | head -1) --paging=always --pager='touch W' f" },
      }),
      exec("--paging=always --pager '{cmd}' [f] **", {
        trial: { setup: F, line: "$(type -P bat batcat | head -1) --paging=always --pager 'touch W' f" },
      }),
      read('** {secret} **', {
        trial: { setup: 'echo MARKER > S', line: '$(type -P bat batcat | head -1) -p S', shows: 'stdout' },
      }),
    ],
    { values: '-l -H -r -m --language --line-range --style --theme --color --paging --pager --wrap' },
  ),
  ...program('delta', 'https://dandavison.github.io/delta/', [exec("--paging=always '--pager={cmd}' [f] [f]")]),
  ...program(
    'grep egrep fgrep ggrep zgrep',
    'https://www.gnu.org/software/grep/manual/grep.html',
    [
      read('[.] ** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'grep . S', shows: 'stdout' } }),
      read('-r . **', {
        achieves: 'prints every file here',
        trial: { setup: 'echo MARKER > S', line: 'grep -r . .', shows: 'stdout' },
      }),
      read('-e . ** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'grep -e . S', shows: 'stdout' } }),
    ],
    { values: GREP_VALUES },
  ),
  ...program(
    'sed gsed',
    'https://www.gnu.org/software/sed/manual/html_node/Other-Commands.html',
    [
      exec("'1e {cmd}' [f] **", {
        blockedBy: '--sandbox',
        safer: 'sed -n with exact words',
        trial: { setup: F, line: "sed '1e touch W' f" },
      }),
      exec("'1e {cmd}'", { blockedBy: '--sandbox', stdin: 'x', trial: { line: "sed '1e touch W' <<< x" } }),
      exec("'s/.*/{cmd}/e' [f] **", { blockedBy: '--sandbox', trial: { setup: F, line: "sed 's/.*/touch W/e' f" } }),
      exec("-e '1e {cmd}' [f] **", { blockedBy: '--sandbox', trial: { setup: F, line: "sed -e '1e touch W' f" } }),
      exec("'-e1e {cmd}' [f] **", { blockedBy: '--sandbox', trial: { setup: F, line: "sed '-e1e touch W' f" } }),
      exec("'--exp^ression=1e {cmd}' [f] **", {
        blockedBy: '--sandbox',
        trial: { setup: F, line: "sed '--expression=1e touch W' f" },
      }),
      exec('-f {file.sed} [f] **', {
        blockedBy: '--sandbox',
        trial: { setup: `${F}; echo '1e touch W' > x.sed`, line: 'sed -f x.sed f' },
      }),
      write("'w {out}' [f] **", {
        blockedBy: '--sandbox',
        trial: { setup: F, line: "sed -n 'w OUT' f", shows: 'OUT' },
      }),
      write("'w {out}'", {
        blockedBy: '--sandbox',
        stdin: 'x',
        content: true,
        trial: { line: "sed 'w OUT' <<< x", shows: 'OUT' },
      }),
      write("-e 'w {out}' [f] **", {
        blockedBy: '--sandbox',
        trial: { setup: F, line: "sed -e 'w OUT' f", shows: 'OUT' },
      }),
      write('-i s/a/b/ ** {out} **', {
        content: true,
        trial: { setup: 'echo a > OUT', line: 'sed -i s/a/b/ OUT; grep -q b OUT && touch W' },
      }),
      write('-i [s/a/b/] ** {out} **', {
        trial: { setup: 'echo a > OUT', line: 'sed -i s/a/b/ OUT; grep -q b OUT && touch W' },
      }),
      read('[p] ** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'sed p S', shows: 'stdout' } }),
      read("'r {secret}' [f] **", {
        blockedBy: '--sandbox',
        trial: { setup: `${F}; echo MARKER > S`, line: "sed 'r S' f", shows: 'stdout' },
      }),
      read("'r {secret}'", {
        blockedBy: '--sandbox',
        stdin: 'x',
        trial: { setup: 'echo MARKER > S', line: "sed 'r S' <<< x", shows: 'stdout' },
      }),
    ],
    { values: '-e -f -l --expression --file --line-length' },
  ),
  ...program(
    'awk nawk mawk original-awk',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/awk.html',
    [
      exec(`'BEGIN{system("{cmd}")}' **`, {
        safer: 'cut, or a dedicated tool',
        trial: { line: `awk 'BEGIN{system("touch W")}'` },
      }),
      exec('-f {file.awk} **', { trial: { setup: `echo 'BEGIN{system("touch W")}' > x.awk`, line: 'awk -f x.awk' } }),
      write(`'BEGIN{print "x" > "{out}"}' **`, { content: true, trial: { shows: 'OUT' } }),
      read(`1 ** {secret} **`, { trial: { setup: 'echo MARKER > S', line: 'awk 1 S', shows: 'stdout' } }),
      read(`'{print $1}' ** {secret} **`, { trial: { setup: 'echo MARKER > S', shows: 'stdout' } }),
      read(`[1] ** {secret} **`, { trial: { setup: 'echo MARKER > S', line: 'awk 1 S', shows: 'stdout' } }),
      env(`'BEGIN{for(k in ENVIRON)print k,ENVIRON[k]}' **`, {
        trial: { setup: 'export MARK=MARKER', shows: 'stdout' },
      }),
    ],
    { values: '-F -v -f' },
  ),
  ...program(
    'gawk',
    'https://www.gnu.org/software/gawk/manual/html_node/I_002fO-Functions.html',
    [
      exec(`'BEGIN{system("{cmd}")}' **`, {
        blockedBy: '--sandbox -S',
        trial: { line: `gawk 'BEGIN{system("touch W")}'` },
      }),
      exec(`-e 'BEGIN{system("{cmd}")}' **`, {
        blockedBy: '--sandbox -S',
        trial: { line: `gawk -e 'BEGIN{system("touch W")}'` },
      }),
      exec('-f {file.awk} **', { blockedBy: '--sandbox -S' }),
      exec('-l ./x.so **', { needs: 'a library that the role may write' }),
      write(`'BEGIN{print "x" > "{out}"}' **`, { blockedBy: '--sandbox -S', content: true, trial: { shows: 'OUT' } }),
      write('-o{out} [1] **', { needs: 'a name right behind the option' }),
      read(`[1] ** {secret} **`, { trial: { setup: 'echo MARKER > S', line: 'gawk 1 S', shows: 'stdout' } }),
      env(`'BEGIN{for(k in ENVIRON)print k,ENVIRON[k]}' **`, {
        trial: { setup: 'export MARK=MARKER', shows: 'stdout' },
      }),
      net(`'BEGIN{"/inet/tcp/0/{host}/80"|&getline}' **`, { blockedBy: '--sandbox -S' }),
    ],
    { values: '-F -v -f -e -i -l' },
  ),
  ...program(
    'jq jaq gojq',
    'https://jqlang.org/manual/',
    [
      env('-n env **', { trial: { setup: 'export MARK=MARKER', line: 'jq -n env', shows: 'stdout' } }),
      env('env **', { stdin: '{}', trial: { setup: 'export MARK=MARKER', line: "jq env <<< '{}'", shows: 'stdout' } }),
      env('env [package.json] **', {
        trial: { setup: "export MARK=MARKER; echo '{}' > f", line: 'jq env f', shows: 'stdout' },
      }),
      env("'$ENV' [package.json] **", {
        trial: { setup: "export MARK=MARKER; echo '{}' > f", line: "jq '$ENV' f", shows: 'stdout' },
      }),
      read('-Rr . ** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'jq -Rr . S', shows: 'stdout' } }),
      read('-n --rawfile x {secret} $x **', {
        trial: { setup: 'echo MARKER > S', line: "jq -n --rawfile x S '$x'", shows: 'stdout' },
      }),
      read('[.] ** {secret} **', {
        achieves: 'prints any JSON file, and parts of others in its error messages',
        trial: { setup: `echo '"MARKER"' > S`, line: 'jq . S', shows: 'stdout' },
      }),
      read('-f {secret} **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'jq -n -f S 2>&1', shows: 'stdout' },
      }),
    ],
    { values: '-f --from-file --indent' },
  ),
  ...program('yq', 'https://mikefarah.gitbook.io/yq', [
    env("-n 'env(HOME)' **"),
    env("'env(HOME)' [f] **"),
    env("'env(HOME)'", { stdin: 'x' }),
    write('-i .x=1 ** {out} **', 'rewrites any file'),
    write('-i [.x=1] ** {out} **', 'rewrites any file'),
    read('-n \'load_str("{secret}")\' **'),
    read('\'load_str("{secret}")\' [f] **'),
    read('[.] ** {secret} **', 'prints any YAML file'),
  ]),
  ...program('dasel', 'https://daseldocs.tomwright.me/', [
    write('put -f {out} -v x [.x] **', 'rewrites any file'),
    read('-f {secret} [.] **'),
  ]),
  ...program('gron fx jless', 'https://github.com/tomnomnom/gron', [read('** {secret} **', 'prints any JSON file')]),
  ...program('mlr', 'https://miller.readthedocs.io/', [
    exec(`-n put 'end{system("{cmd}")}' **`, { trial: { line: `mlr -n put 'end{system("touch W")}'` } }),
    exec("--prepipe '{cmd}' cat [f] **", { trial: { setup: F, line: "mlr --prepipe 'touch W;cat' cat f" } }),
    write(`-n put 'end{tee > "{out}",{}}' **`, { needs: 'a record' }),
    write('-I cat ** {out} **', 'rewrites any file'),
    read('--inidx cat ** {secret} **', {
      trial: { setup: 'echo MARKER > S', line: 'mlr --inidx cat S', shows: 'stdout' },
    }),
  ]),
  ...program(
    'xsv qsv csvcut csvlook in2csv csvstat csvgrep csvsort csvformat csvjson',
    'https://csvkit.readthedocs.io/',
    [read('** {secret} **', 'prints any file as a table')],
  ),
  ...program('csvsql sql2csv', 'https://csvkit.readthedocs.io/', [
    read('** {secret} **', 'prints any file as a table'),
    net('--db postgresql://{host}/x --insert [f] **', 'sends data to any database'),
  ]),
  ...program(
    'sort gsort',
    COREUTILS,
    [
      write('-o {out} [f] **', { content: true, ...tried(F, 'OUT') }),
      write('--out^put={out} [f] **', {
        content: true,
        trial: { setup: F, line: 'sort --output=OUT f', shows: 'OUT' },
      }),
      exec('--co^mpress-program={program} -S 1b [f] **', {
        trial: {
          setup: `seq 9999 > f; ${SCRIPT.replace('touch W', 'touch W; cat')}`,
          line: 'sort -S 1b --compress-program=./s f',
        },
      }),
      read('** {secret} **', PRINTED),
      read('--files0-f^rom={secret} **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'sort --files0-from=S 2>&1', shows: 'stdout' },
      }),
    ],
    { values: '-k -t -S -T -o --key --field-separator --parallel' },
  ),
  ...program(
    'uniq',
    COREUTILS,
    [write('[f] {out}', { content: true, ...tried(F, 'OUT') }), read('{secret} **', PRINTED)],
    { values: '-f -s -w' },
  ),
  ...program(
    'shuf',
    COREUTILS,
    [
      write('-e x -o {out} **', { content: true, trial: { line: 'shuf -e x -o OUT', shows: 'OUT' } }),
      read('** {secret} **', PRINTED),
    ],
    { values: '-n -i -o' },
  ),
  ...program('head tail ghead gtail', COREUTILS, [read('** {secret} **', PRINTED)], {
    values: '-n -c -s --lines --bytes --pid',
  }),
  ...program('cut', COREUTILS, [
    read('-c 1- ** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'cut -c 1- S', shows: 'stdout' } }),
    read('-f 1 ** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'cut -f 1 S', shows: 'stdout' } }),
  ]),
  ...program('paste column look numfmt tsort', COREUTILS, [read('** {secret} **', 'prints any file')]),
  ...program('comm', COREUTILS, [
    read('** {secret} /dev/null', PRINTED),
    read('[f] {secret}', { trial: { setup: `${F}; echo MARKER > S`, shows: 'stdout' } }),
  ]),
  ...program('join', COREUTILS, [
    read('-a 1 ** {secret} /dev/null', {
      trial: { setup: 'echo MARKER > S', line: 'join -a 1 S /dev/null', shows: 'stdout' },
    }),
  ]),
  ...program('diff gdiff colordiff', 'https://www.gnu.org/software/diffutils/manual/diffutils.html', [
    read('** /dev/null {secret}', { trial: { setup: 'echo MARKER > S', line: 'diff /dev/null S', shows: 'stdout' } }),
    read('** [f] {secret}', { trial: { setup: `${F}; echo MARKER > S`, line: 'diff f S', shows: 'stdout' } }),
    read('--to-file={secret} [f] **', {
      trial: { setup: `${F}; echo MARKER > S`, line: 'diff --to-file=S f', shows: 'stdout' },
    }),
  ]),
  ...program('cmp', 'https://www.gnu.org/software/diffutils/manual/diffutils.html', [
    read('-bl ** [f] {secret}', { achieves: 'prints the bytes of any file', needs: 'a file to compare it with' }),
  ]),
  ...program('sdiff', 'https://www.gnu.org/software/diffutils/manual/diffutils.html', [
    write('-o {out} [f] [g] **', { needs: 'a terminal' }),
    exec("'--diff-program={program}' [f] [g] **", {
      trial: { setup: `${F}; echo y > g; ${SCRIPT}`, line: 'sdiff --diff-program=./s f g' },
    }),
    read('** [f] {secret}', { trial: { setup: `${F}; echo MARKER > S`, line: 'sdiff f S', shows: 'stdout' } }),
  ]),
  ...program('diff3', 'https://www.gnu.org/software/diffutils/manual/diffutils.html', [
    exec("'--diff-program={program}' [f] [g] [h] **", {
      trial: { setup: `${F}; echo y > g; echo z > h; ${SCRIPT}`, line: 'diff3 --diff-program=./s f g h' },
    }),
  ]),
  ...program('vimdiff', 'https://vimhelp.org/', [exec("-c '!{cmd}' **", { needs: 'a terminal' })]),
  ...program(
    'vim vi view ex',
    'https://vimhelp.org/various.txt.html#%3A%21',
    [
      exec("-es -c '!{cmd}' -c q **", { blockedBy: '-Z', trial: { line: "vim -es -c '!touch W' -c q" } }),
      exec("-es '+!{cmd}' +q **", { blockedBy: '-Z', trial: { line: "vim -es '+!touch W' +q" } }),
      exec("-c '!{cmd}' **", { blockedBy: '-Z', needs: 'a terminal' }),
      exec('-es -S {file.vim} **', {
        blockedBy: '-Z',
        trial: { setup: "printf '!touch W\\nq\\n' > x.vim", line: 'vim -es -S x.vim' },
      }),
      exec('-es -u {file.vim} **', {
        blockedBy: '-Z',
        trial: { setup: "printf '!touch W\\nq\\n' > x.vim", line: 'vim -es -u x.vim' },
      }),
      exec('**', { blockedBy: '-Z', needs: 'a terminal', achieves: 'offers a prompt that runs any program' }),
      write("-es -c 'w! {out}' -c q **", { content: true, trial: { line: "vim -es -c 'w! OUT' -c q", shows: 'OUT' } }),
      read("-es -c '%p' -c q ** {secret}", {
        trial: { setup: 'echo MARKER > S', line: "vim -es -c '%p' -c q S", shows: 'stdout' },
      }),
    ],
    { interpreter: true, values: '-c -S -u -U -i -T -s -w' },
  ),
  ...program(
    'nvim',
    'https://neovim.io/doc/user/starting.html',
    [
      exec("--headless -c '!{cmd}' -c q **", { trial: { line: "nvim --headless -c '!touch W' -c q" } }),
      exec(`--headless -c 'lua os.execute("{cmd}")' -c q **`, {
        trial: { line: `nvim --headless -c 'lua os.execute("touch W")' -c q` },
      }),
      exec('-l {file.lua} **'),
      exec('**', { needs: 'a terminal', achieves: 'offers a prompt that runs any program' }),
      write("--headless -c 'w! {out}' -c q **", {
        content: true,
        trial: { line: "nvim --headless -c 'w! OUT' -c q", shows: 'OUT' },
      }),
    ],
    { interpreter: true, values: '-c -S -u -l' },
  ),
  ...program(
    'emacs',
    'https://www.gnu.org/software/emacs/manual/html_node/emacs/Initial-Options.html',
    [
      exec(`--batch --eval '(shell-command "{cmd}")' **`, {
        trial: { line: `emacs --batch --eval '(shell-command "touch W")'` },
      }),
      exec(`--batch '--eval=(shell-command "{cmd}")' **`),
      exec('--batch -l {file.el} **', {
        trial: { setup: `echo '(shell-command "touch W")' > x.el`, line: 'emacs --batch -l ./x.el' },
      }),
      exec('--script {file.el} **'),
      exec('**', { needs: 'a terminal', achieves: 'offers a prompt that runs any program' }),
    ],
    { interpreter: true },
  ),
  ...program('emacsclient', 'https://www.gnu.org/software/emacs/manual/html_node/emacs/emacsclient-Options.html', [
    exec(`--eval '(shell-command "{cmd}")' **`, { needs: 'a running server' }),
    exec(`-a '{cmd}' **`, { trial: { line: "emacsclient -s nothing -a 'touch' W" } }),
    exec(`'--alternate-editor={cmd}' **`, { trial: { line: "emacsclient -s nothing --alternate-editor='touch' W" } }),
  ]),
  ...program('nano pico', 'https://www.nano-editor.org/dist/latest/nano.html', [
    exec('-s {program} [f] **', { needs: 'a terminal', blockedBy: '-R --restricted' }),
    exec('**', {
      needs: 'a terminal',
      achieves: 'offers a prompt that runs any program',
      blockedBy: '-R --restricted',
    }),
    write('** {out}', { needs: 'a terminal' }),
  ]),
  ...program('micro helix hx joe jed mcedit', 'https://github.com/zyedidia/micro/tree/master/runtime/help', [
    exec('**', { needs: 'a terminal', achieves: 'offers a prompt that runs any program' }),
  ]),
  ...program(
    'ed',
    'https://www.gnu.org/software/ed/manual/ed_manual.html',
    [
      exec('-s **', { stdin: '!{cmd}', trial: { line: "ed -s <<< '!touch W'" } }),
      exec('**', { stdin: '!{cmd}', trial: { line: "ed -s <<< '!touch W'" } }),
      read("-s '!{cmd}'", { needs: 'a file name that begins with !' }),
    ],
    { interpreter: true, blockedBy: '-r --restricted' },
  ),
  ...program('code cursor codium windsurf', 'https://code.visualstudio.com/docs/configure/command-line', [
    exec('--install-extension x.vsix **', 'installs any extension'),
    exec('--extensionDevelopmentPath=. **', {
      achieves: 'loads any extension',
      needs: 'an extension that the role may write',
    }),
    net('serve-web **', { achieves: 'serves an editor with a terminal to the network' }),
    net('tunnel **', { achieves: 'opens this machine to the network', needs: 'an account' }),
    exec("--add-mcp '{}' **", 'adds a server that agents start'),
  ]),
  ...program('subl idea pycharm webstorm zed', 'https://www.sublimetext.com/docs/command_line.html', [
    exec("--command 'exec {}' **", { needs: 'a running editor' }),
  ]),
  ...program(
    'less',
    'https://man7.org/linux/man-pages/man1/less.1.html',
    [
      exec("'+!{cmd}' [f] **", { needs: 'a terminal', blockedBy: 'LESSSECURE=1' }),
      exec('**', { needs: 'a terminal', blockedBy: 'LESSSECURE=1', achieves: 'offers a prompt that runs any program' }),
      write('-o {out} **', { needs: 'standard input that is a pipe' }),
      read('** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'less S | cat', shows: 'stdout' } }),
      read('--lesskey-src={secret} **', { achieves: ERRORS }),
    ],
    { values: '-b -h -j -k -o -O -p -P -t -T -x -y -z' },
  ),
  ...program('most pg', 'https://www.jedsoft.org/most/', [read('** {secret} **'), exec('**', { needs: 'a terminal' })]),
  ...program(
    'man',
    'https://man7.org/linux/man-pages/man1/man.1.html',
    [
      exec('-P {program} [ls] **', {
        needs: 'a terminal',
        trial: { setup: `echo '.TH X 1' > x.1; ${SCRIPT}`, line: "script -qc 'man -P ./s ./x.1' /dev/null" },
      }),
      exec("'--pager={cmd}' ls **", { needs: 'a manual page' }),
      exec("'-H{cmd}' ls **", { needs: 'a manual page' }),
      read('** ./.env', { achieves: 'shows any file', needs: 'a file' }),
    ],
    { values: '-P -p -M -S -s -e -L -r -H -R -C -E' },
  ),
  ...program('info', 'https://www.gnu.org/software/texinfo/manual/info-stnd/', [
    exec('**', { needs: 'a terminal' }),
    write('-o {out} [ls] **', { needs: 'a document' }),
  ]),
  ...program('script scriptreplay', 'https://man7.org/linux/man-pages/man1/script.1.html', [
    write('-c true {out} **', { trial: { line: 'script -q -c true OUT', shows: 'OUT' } }),
    write('-q {out} **', { needs: 'a terminal' }),
    exec("-c '{cmd}' [/dev/null] **", { trial: { line: "script -q -c 'touch W' /dev/null" } }),
  ]),
  ...program('aspell ispell', 'http://aspell.net/man-html/', [
    read('-c {secret} **', { needs: 'a terminal' }),
    exec('-c **', { needs: 'a terminal' }),
  ]),
  ...program('bc dc', POSIX, [
    read('** {secret} **', { achieves: 'shows lines of any file in its error messages' }),
    exec('**', { stdin: '!{cmd}', needs: 'dc' }),
  ]),
  ...program('xargs', 'https://www.gnu.org/software/findutils/manual/html_mono/find.html', [
    exec('{argv}', { stdin: 'x', trial: { line: 'xargs touch W <<< x' } }),
    exec('-a [f] {argv}', { trial: { setup: 'echo W > f', line: 'xargs -a f touch' } }),
    read('-a {secret} echo **', { trial: { setup: 'echo MARKER > S', line: 'xargs -a S echo', shows: 'stdout' } }),
  ]),
  ...program('parallel', 'https://www.gnu.org/software/parallel/man.html', [
    exec("'{cmd}' ::: [x] **", { trial: { line: "parallel 'touch W' ::: x" } }),
    exec("::: '{cmd}'", { trial: { line: "parallel ::: 'touch W'" } }),
    exec('-S {host} **', { achieves: 'runs any program on another machine', elsewhere: true }),
  ]),
  ...program(
    'entr',
    'https://eradman.com/entrproject/',
    [exec('{argv}', { stdin: 'f', trial: { setup: F, line: 'timeout 2 entr -n touch W <<< f' } })],
    { interpreter: true },
  ),
  ...program('watchexec reflex', 'https://watchexec.github.io/', [exec('{argv}'), exec('-- {argv}')], {
    interpreter: true,
    values: '-w -e -i -r -f -g -s -d -R -G --watch --exts --ignore --filter --signal --delay',
  }),
  ...program(
    'watchman-make',
    'https://facebook.github.io/watchman/docs/watchman-make',
    [exec("-p [x] --run '{cmd}' **")],
    { interpreter: true },
  ),
  ...program(
    'pee',
    'https://joeyh.name/code/moreutils/',
    [exec("** '{cmd}' **", { stdin: 'x', trial: { line: "pee 'touch W' <<< x" } })],
    { interpreter: true },
  ),
  ...program('ifne chronic', 'https://joeyh.name/code/moreutils/', [exec('{argv}', { stdin: 'x' })], {
    interpreter: true,
  }),
  ...program('vipe vidir', 'https://joeyh.name/code/moreutils/', [exec('**', { needs: 'EDITOR of the caller' })]),
];
