import {
  type CommandEntry,
  destroy,
  elevate,
  exec,
  net,
  PRINTED,
  program,
  read,
  SCRIPT,
  tried,
  write,
} from './entry.ts';

const COREUTILS = 'https://www.gnu.org/software/coreutils/manual/coreutils.html';
const man = (page: string) => `https://man7.org/linux/man-pages/${page}.html`;
const ERRORS = 'shows any file in its error messages';
const F = 'echo x > f';

/** Prints any operand as it is. */
const printed = (line: string) => [read(line, { trial: { setup: 'echo MARKER > S', shows: 'stdout' } })];

/** Tools that copy, move, delete, pack, convert and compile files. */
export const files = (): readonly CommandEntry[] => [
  ...program(
    'cp',
    COREUTILS,
    [
      write('** [f] {out}', { content: true, ...tried(F, 'OUT') }),
      write('-t {out} [f] **', { content: true, trial: { setup: `${F}; mkdir OUT`, shows: 'OUT/f' } }),
      read('{secret} /dev/stdout', {
        trial: { setup: 'echo MARKER > S', line: 'cp S /dev/stdout | cat', shows: 'stdout' },
      }),
    ],
    { values: '-t -S --suffix --target-directory' },
  ),
  ...program('mv', COREUTILS, [write('** [f] {out}', { content: true, ...tried(F, 'OUT') })], {
    values: '-t -S --suffix --target-directory',
  }),
  ...program('install', COREUTILS, [write('** [f] {out}', { content: true, ...tried(F, 'OUT') })], {
    values: '-m -o -g -t -S',
  }),
  ...program(
    'ln',
    COREUTILS,
    [
      read('-sf {secret} link', { achieves: 'makes a file outside look like one inside', ...tried('touch S', 'link') }),
      read('-s {secret} link', { achieves: 'makes a file outside look like one inside', ...tried('touch S', 'link') }),
      read('{secret} link', { achieves: 'makes a file outside look like one inside', ...tried('touch S', 'link') }),
    ],
    { values: '-t -S' },
  ),
  ...program('dd', COREUTILS, [
    write('** if=[f] of={out}', { content: true, trial: { setup: F, line: 'dd if=f of=OUT', shows: 'OUT' } }),
    write('of={out} **', { content: true, stdin: 'x', trial: { line: 'dd of=OUT <<< x', shows: 'OUT' } }),
    read('if={secret} **', PRINTED),
  ]),
  ...program('tee', COREUTILS, [write('** {out} **', { content: true, stdin: 'x', trial: { shows: 'OUT' } })]),
  ...program('sponge', 'https://joeyh.name/code/moreutils/', [
    write('{out}', { content: true, stdin: 'x', trial: { shows: 'OUT' } }),
  ]),
  ...program('touch mkdir', COREUTILS, []),
  ...program(
    'chmod',
    COREUTILS,
    [
      elevate('u+s [x] **', {
        achieves: 'makes a program run with the rights of its owner',
        needs: 'a program of somebody else',
      }),
      elevate('4755 [x] **', {
        achieves: 'makes a program run with the rights of its owner',
        needs: 'a program of somebody else',
      }),
      write('-R 777 ** /', { achieves: 'opens every file to everybody', needs: 'files that the account owns' }),
    ],
    { values: '' },
  ),
  ...program('chown', COREUTILS, [
    elevate('-R [root] ** /', { achieves: 'gives files to another account', needs: 'root' }),
  ]),
  ...program('setfacl', man('man1/setfacl.1'), [
    elevate('-m u:x:rwx ** /', { achieves: 'opens files to another account', needs: 'files that the account owns' }),
  ]),
  ...program(
    'rm',
    COREUTILS,
    [
      destroy('-rf ** .', {
        achieves: 'deletes everything here',
        safer: 'rm with one exact path, or a delete rule',
        trial: { setup: 'mkdir d; touch d/gone', line: 'rm -rf d', shows: '!d' },
      }),
      destroy('-rf ** *', { achieves: 'deletes everything here', needs: 'files here' }),
      destroy('** src/app.ts **', {
        achieves: 'deletes any file',
        trial: { setup: 'mkdir src; touch src/app.ts', shows: '!src/app.ts' },
      }),
    ],
    { values: '' },
  ),
  ...program(
    'rmdir',
    COREUTILS,
    [destroy('** [x]', { achieves: 'deletes empty directories', ...tried('mkdir x', '!x') })],
    { values: '' },
  ),
  ...program('unlink', COREUTILS, [
    destroy('src/app.ts', {
      achieves: 'deletes any file',
      trial: { setup: 'mkdir src; touch src/app.ts', shows: '!src/app.ts' },
    }),
  ]),
  ...program(
    'shred',
    COREUTILS,
    [
      destroy('-u ** src/app.ts **', {
        achieves: 'deletes files beyond recovery',
        trial: { setup: 'mkdir src; echo x > src/app.ts', shows: '!src/app.ts' },
      }),
      destroy('** src/app.ts **', 'overwrites files beyond recovery'),
    ],
    { values: '-n -s' },
  ),
  ...program('srm wipe', 'https://srm.sourceforge.net/', [
    destroy('** src/app.ts **', 'deletes files beyond recovery'),
  ]),
  ...program(
    'truncate',
    COREUTILS,
    [
      destroy('-s 0 ** src/app.ts **', {
        achieves: 'empties any file',
        trial: {
          setup: 'mkdir src; echo x > src/app.ts',
          line: 'truncate -s 0 src/app.ts; test -s src/app.ts || touch W',
        },
      }),
    ],
    { values: '-s -r --size --reference' },
  ),
  ...program('mkfs mkfs.ext4 mke2fs wipefs fdisk parted', man('man8/mkfs.8'), [
    destroy('** [/dev/sda]', 'destroys a file system'),
  ]),
  ...program('mount', man('man8/mount.8'), [
    elevate('** [x] /', { achieves: 'puts another file system over this one', needs: 'root' }),
  ]),
  ...program('split', COREUTILS, [
    exec("--fi^lter='{cmd}' [f]", { trial: { setup: F, line: "split --filter='touch W' f" } }),
    write('** [f] {out}', { trial: { setup: F, shows: 'OUTaa' } }),
  ]),
  ...program('csplit', COREUTILS, [
    write('-f {out} [f] [1] **', {
      trial: { setup: 'printf "x\\ny\\n" > f', line: 'csplit -f OUT f 2', shows: 'OUT00' },
    }),
  ]),
  ...program(
    'tar',
    'https://www.gnu.org/software/tar/manual/html_section/checkpoints.html',
    [
      exec("--checkpoint=1 '--checkpoint-ac^tion=exec={cmd}' cf /dev/null [f] **", {
        trial: { setup: F, line: "tar cf /dev/null f --checkpoint=1 --checkpoint-action=exec='touch W'" },
        safer: 'tar -tf with one exact archive',
      }),
      exec("-cf /dev/null --checkpoint=1 '--checkpoint-ac^tion=exec={cmd}' [f] **", {
        trial: { setup: F, line: "tar -cf /dev/null --checkpoint=1 --checkpoint-action=exec='touch W' f" },
      }),
      exec("<-czf [a.tgz]> --checkpoint=1 '--checkpoint-ac^tion=exec={cmd}' [f] **", {
        trial: { setup: F, line: "tar -czf a.tgz --checkpoint=1 --checkpoint-action=exec='touch W' f" },
      }),
      exec("<-xf [a.tar]> --checkpoint=1 '--checkpoint-ac^tion=exec={cmd}' **", {
        trial: {
          setup: `${F}; tar cf a.tar f`,
          line: "tar -xf a.tar --checkpoint=1 --checkpoint-action=exec='touch W'",
        },
      }),
      exec("'--to-co^mmand={cmd}' <-xf [a.tar]> **", {
        trial: { setup: `${F}; tar cf a.tar f`, line: "tar -xf a.tar --to-command='touch W; cat >/dev/null'" },
      }),
      exec("'--use-co^mpress-program={cmd}' <-cf [a.tar]> [f] **", {
        trial: { setup: F, line: 'tar --use-compress-program=\'sh -c "touch W"\' -cf a.tar f' },
      }),
      exec("'-I{cmd}' <-xf [a.tar]> **", {
        trial: { setup: F, line: 'tar \'-Ish -c "touch W"\' -xf f' },
      }),
      exec("'-I{cmd}' <-tf [a.tar]> **", {
        trial: { setup: F, line: 'tar \'-Ish -c "touch W"\' -tf f' },
      }),
      exec("-F '{cmd}' -L 1 <-cf [a.tar]> [f] **", { needs: 'an archive of more than one volume' }),
      write('-xPf {file.tar} **', { achieves: 'writes wherever the archive says', content: true }),
      write('-C {out} -xf {file.tar} **', { achieves: 'unpacks to any place' }),
      write('--one-top-level={out} <-xf [a.tar]> **', {
        achieves: 'unpacks to any place',
        trial: { setup: `${F}; tar cf a.tar f`, shows: 'OUT/f' },
      }),
      read('-cf - ** .', {
        achieves: 'prints every file here',
        trial: { setup: 'echo MARKER > S', line: 'tar -cf - . | cat -v', shows: 'stdout' },
      }),
      read('<-czf [a.tgz]> ** {secret} **', {
        achieves: 'packs any file',
        trial: { setup: 'echo MARKER > S', line: 'tar -czf a.tgz S; tar -xOzf a.tgz', shows: 'stdout' },
      }),
      read('cf [a.tar] ** {secret} **', {
        achieves: 'packs any file',
        trial: { setup: 'echo MARKER > S', line: 'tar cf a.tar S; cat a.tar | cat -v', shows: 'stdout' },
      }),
      read('-T {secret} <-cf [a.tar]> **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'tar -T S -cf a.tar 2>&1', shows: 'stdout' },
      }),
    ],
    {
      values:
        '-f -C -T -X -I -F -L -b -g --file --directory --files-from --exclude-from --to-command --use-compress-program --transform --exclude --one-top-level --strip-components --owner --group --mode',
    },
  ),
  ...program('bsdtar', 'https://man.freebsd.org/cgi/man.cgi?bsdtar', [
    exec("'--use-compress-program={cmd}' <-xf [a.tar]> **"),
    write('-C {out} <-xf [a.tar]> **', 'unpacks to any place'),
    read('-cf - ** .', 'prints every file here'),
  ]),
  ...program('zip', 'https://infozip.sourceforge.net/Zip.html', [
    exec("-T -TT '{cmd}' [a.zip] [f] **", { trial: { setup: F, line: "zip -q a.zip f -T -TT 'touch W;:'" } }),
    exec("-T '--unzip-command={cmd}' [a.zip] [f] **", {
      trial: { setup: F, line: "zip -q a.zip f -T --unzip-command='touch W;:'" },
    }),
    read('-r ** [a.zip] ** {secret} **', {
      achieves: 'packs any file',
      trial: { setup: 'echo MARKER > S', line: 'zip -qr a.zip S; unzip -p a.zip', shows: 'stdout' },
    }),
    destroy('-m [a.zip] ** {secret} **', {
      achieves: 'deletes what it packs',
      trial: { setup: 'echo x > S', line: 'zip -qm a.zip S', shows: '!S' },
    }),
    write('-b {out} [a.zip] [f]', { needs: 'a place for its temporary file' }),
  ]),
  ...program(
    'unzip',
    'https://infozip.sourceforge.net/UnZip.html',
    [
      write('-d {out} [a.zip] **', {
        achieves: 'unpacks to any place',
        trial: { setup: `${F}; zip -q a.zip f`, shows: 'OUT/f' },
      }),
      write('-o {file.zip} **', {
        achieves: 'overwrites what the archive says',
        trial: { setup: 'echo x > OUT; zip -q x.zip OUT; rm OUT', line: 'unzip -o x.zip', shows: 'OUT' },
      }),
      write('{file.zip} **', {
        achieves: 'writes what the archive says',
        trial: { setup: 'echo x > OUT; zip -q x.zip OUT; rm OUT', line: 'unzip x.zip', shows: 'OUT' },
      }),
    ],
    { values: '-d -x' },
  ),
  ...program('7z 7za 7zz', 'https://7-zip.opensource.jp/chm/cmdline/', [
    write("x -y '-o{out}' [a.7z] **", 'unpacks to any place'),
    read('a [a.7z] ** {secret} **', 'packs any file'),
    read('a -so -ttar [a.tar] ** {secret}', 'packs any file'),
    destroy('a -sdel [a.7z] ** {secret}', 'deletes what it packs'),
  ]),
  ...program('rar', 'https://www.rarlab.com/rar_add.htm', [
    read('a [a.rar] ** {secret} **', 'packs any file'),
    exec("a '-ierr' '-scx' [a.rar] **", { needs: 'a configuration of the caller' }),
  ]),
  ...program('unrar', 'https://www.rarlab.com/rar_add.htm', [write('x -o+ [a.rar] {out}', 'unpacks to any place')]),
  ...program('gzip bzip2 xz', 'https://www.gnu.org/software/gzip/manual/gzip.html', [
    read('-c ** {secret} **', {
      achieves: 'prints any file, compressed',
      trial: { setup: 'echo MARKER > S', line: 'gzip -c S | gzip -dc', shows: 'stdout' },
    }),
    read('-dcf {secret}', { needs: 'the option to copy what is not compressed' }),
  ]),
  ...program('zcat bzcat xzcat zless zmore', 'https://www.gnu.org/software/gzip/manual/gzip.html', [
    read('-f ** {secret} **'),
    read('** {secret} **', 'prints any compressed file'),
  ]),
  ...program('zstd', 'https://facebook.github.io/zstd/', [
    write('-f [f] -o {out} **', { ...tried(F, 'OUT') }),
    read('-c ** {secret} **', 'prints any file, compressed'),
  ]),
  ...program('lz4 lzip pigz brotli', 'https://github.com/lz4/lz4', [
    read('-c ** {secret} **', 'prints any file, compressed'),
  ]),
  ...program('cpio', 'https://www.gnu.org/software/cpio/manual/cpio.html', [
    read('-o', {
      stdin: '.env',
      achieves: 'packs any file',
      trial: { setup: 'echo MARKER > S', line: 'cpio -o <<< S', shows: 'stdout' },
    }),
    write('-i', { needs: 'an archive of the caller', achieves: 'writes what the archive says' }),
    write('-o -F {out}', { stdin: 'f', trial: { setup: F, shows: 'OUT' } }),
  ]),
  ...program('ar', 'https://sourceware.org/binutils/docs/binutils/ar.html', [
    write('rc {out} [f] **', { ...tried(F, 'OUT') }),
    read('p {secret} **', { needs: 'an archive' }),
  ]),
  ...program(
    'patch',
    'https://www.gnu.org/software/diffutils/manual/html_node/Invoking-patch.html',
    [
      write('{out} {file.patch} **', {
        achieves: 'writes what a patch says',
        trial: {
          setup: "printf -- '--- a\\n+++ b\\n@@ -0,0 +1 @@\\n+x\\n' > x.patch",
          line: 'patch OUT x.patch',
          shows: 'OUT',
        },
      }),
      write('-o {out} [f] {file.patch} **', { achieves: 'writes what a patch says' }),
      write('-i {file.patch} **', {
        achieves: 'writes what a patch says',
        content: true,
        trial: {
          setup: "printf -- '--- /dev/null\\n+++ OUT\\n@@ -0,0 +1 @@\\n+x\\n' > x.patch",
          line: 'patch -p0 -i x.patch',
          shows: 'OUT',
        },
      }),
      write('-p0', {
        achieves: 'writes what a patch says',
        content: true,
        tree: true,
        stdin: '--- /dev/null\n+++ {out}\n@@ -0,0 +1 @@\n+x',
        trial: { line: "patch -p0 <<< $'--- /dev/null\\n+++ OUT\\n@@ -0,0 +1 @@\\n+x'", shows: 'OUT' },
      }),
      write('-p1', {
        achieves: 'writes what a patch says',
        content: true,
        tree: true,
        stdin: '--- /dev/null\n+++ b/{out}\n@@ -0,0 +1 @@\n+x',
      }),
    ],
    { values: '-p -i -o -d -D -F -B -z -r' },
  ),
  ...program('dos2unix unix2dos', 'https://dos2unix.sourceforge.io/', [
    write('-n [f] {out}', { ...tried(F, 'OUT') }),
    write('** {out} **', { achieves: 'rewrites any file' }),
  ]),
  ...program(
    'iconv',
    man('man1/iconv.1'),
    [write('-o {out} [f] **', { ...tried(F, 'OUT') }), read('** {secret} **', PRINTED)],
    { values: '-f -t -o' },
  ),
  ...program('recode', 'https://github.com/rrthomas/recode', [write('utf8..latin1 {out} **', 'rewrites any file')]),
  ...program('objcopy strip', 'https://sourceware.org/binutils/docs/binutils/objcopy.html', [
    write('[f] {out} **', { needs: 'an object file' }),
  ]),
  ...program('objdump', 'https://sourceware.org/binutils/docs/binutils/objdump.html', [
    read('-s -b binary {secret} **', { needs: 'a file that it reads' }),
  ]),
  ...program(
    'gcc cc',
    'https://gcc.gnu.org/onlinedocs/gcc/Overall-Options.html',
    [
      exec('-wrapper {program} -c [f.c] **', {
        trial: {
          setup: "echo 'int x;' > f.c; printf '#!/bin/sh\\ntouch W\\nexec \"$@\"\\n' > s; chmod +x s",
          line: 'gcc -wrapper ./s -c f.c',
        },
      }),
      exec('-fplugin=x.so [f.c] **', { needs: 'a library that the role may write' }),
      exec('-B . [f.c] **', {
        needs: 'a program that the role may write',
        trial: {
          setup: "echo 'int x;' > f.c; printf '#!/bin/sh\\ntouch W\\n' > cc1; chmod +x cc1",
          line: 'gcc -B. -c f.c',
        },
      }),
      write('-x c /dev/null -c -o {out} **', { trial: { line: 'gcc -x c /dev/null -c -o OUT', shows: 'OUT' } }),
      write('-o {out} [f.c] **', { trial: { setup: "echo 'int main(){return 0;}' > f.c", shows: 'OUT' } }),
      read('-x c -E {secret} **', { trial: { setup: 'echo MARKER > S', line: 'gcc -x c -E S', shows: 'stdout' } }),
      read("'@{secret}' **", {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'gcc @S 2>&1', shows: 'stdout' },
      }),
    ],
    { values: '-o -x -B -I -L -l -D -U -include -wrapper -T -MF -MT' },
  ),
  ...program(
    'g++ c++',
    'https://gcc.gnu.org/onlinedocs/gcc/Overall-Options.html',
    [
      exec('-wrapper {program} -c [f.cc] **', {
        trial: {
          setup: "echo 'int x;' > f.cc; printf '#!/bin/sh\\ntouch W\\nexec \"$@\"\\n' > s; chmod +x s",
          line: 'g++ -wrapper ./s -c f.cc',
        },
      }),
      write('-o {out} [f.cc] **', { trial: { setup: "echo 'int main(){return 0;}' > f.cc", shows: 'OUT' } }),
      read('-x c++ -E {secret} **', { trial: { setup: 'echo MARKER > S', line: 'g++ -x c++ -E S', shows: 'stdout' } }),
    ],
    { values: '-o -x -B -I -L -l -D -U -include -wrapper -T -MF -MT' },
  ),
  ...program('clang clang++', 'https://clang.llvm.org/docs/ClangCommandLineReference.html', [
    exec('-fplugin=x.so [f.c] **', { needs: 'a library that the role may write' }),
    exec('-B. -fno-integrated-as -c [f.c] **', { needs: 'a program `as` that the role may write' }),
    exec('-fuse-ld={program} [f.c] **', { needs: 'a program that the role may write' }),
    write('-o {out} [f.c] **'),
    read('-x c -E {secret} **'),
  ]),
  ...program('clang-tidy', 'https://clang.llvm.org/extra/clang-tidy/', [
    exec('-load=x.so [f.c] **', { needs: 'a library that the role may write' }),
    write('-export-fixes={out} [f.c] **'),
  ]),
  ...program('clang-format', 'https://clang.llvm.org/docs/ClangFormat.html', [
    write('-i ** {out} **', 'rewrites any file'),
  ]),
  ...program('ld', 'https://sourceware.org/binutils/docs/ld/', [
    exec('-plugin x.so [f.o] **', { needs: 'a library that the role may write' }),
    write('-o {out} [f.o] **'),
    read("'@{secret}' **", {
      achieves: ERRORS,
      trial: { setup: 'echo MARKER > S', line: 'ld @S 2>&1', shows: 'stdout' },
    }),
  ]),
  ...program('bison', 'https://www.gnu.org/software/bison/manual/', [write('-o {out} [f.y] **')]),
  ...program('flex', 'https://westes.github.io/flex/manual/', [write("'-o{out}' [f.l] **")]),
  ...program('m4', 'https://www.gnu.org/software/m4/manual/html_node/Syscmd.html', [
    exec('', { stdin: 'syscmd({cmd})', trial: { line: "m4 <<< 'syscmd(touch W)'" } }),
    read('** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'm4 S', shows: 'stdout' } }),
  ]),
  ...program('ctags', 'https://docs.ctags.io/en/latest/', [
    exec('--options={file.ctags} **', { needs: 'a version that runs external parsers' }),
    write('-f {out} **', { trial: { setup: "echo 'int x;' > f.c", line: 'ctags -f OUT f.c', shows: 'OUT' } }),
    write('-o {out} **'),
  ]),
  ...program('cscope', 'https://cscope.sourceforge.net/', [
    exec('**', { needs: 'a terminal' }),
    write('-b -f {out} **', { trial: { setup: "echo 'int x;' > f.c", line: 'cscope -b -f OUT f.c', shows: 'OUT' } }),
  ]),
  ...program('doxygen', 'https://www.doxygen.nl/manual/config.html', [
    exec('{file.doxy}', { achieves: 'runs the filters that its configuration names', needs: 'an input' }),
    exec('-', { stdin: 'INPUT_FILTER="{cmd};cat"', needs: 'an input' }),
  ]),
  ...program('dot neato', 'https://graphviz.org/doc/info/command.html', [
    write('-o {out} [f] **', { trial: { setup: "echo 'digraph {}' > f", shows: 'OUT' } }),
    read('** {secret} **', { achieves: ERRORS, needs: 'a file that is no graph' }),
  ]),
  ...program(
    'gnuplot',
    'http://gnuplot.info/documentation.html',
    [
      exec(`-e 'system "{cmd}"' **`, { trial: { line: `gnuplot -e 'system "touch W"'` } }),
      exec('{file.gp} **', { trial: { setup: 'echo \'system "touch W"\' > x.gp' } }),
    ],
    { interpreter: true },
  ),
  ...program('plantuml', 'https://plantuml.com/command-line', [
    read('-pipe', { stdin: '@startuml\n!include .env\n@enduml', needs: 'a security profile that allows it' }),
  ]),
  ...program(
    'pandoc',
    'https://pandoc.org/MANUAL.html',
    [
      exec('--filter={program} [f] **', { trial: { setup: `${F}; ${SCRIPT}`, line: 'pandoc --filter=./s f' } }),
      exec('-F {program} [f] **', { trial: { setup: `${F}; ${SCRIPT}`, line: 'pandoc -F ./s f' } }),
      exec('--lua-filter={file.lua} [f] **', {
        trial: { setup: `${F}; echo 'os.execute("touch W")' > x.lua`, line: 'pandoc --lua-filter=x.lua f' },
      }),
      exec('-t {file.lua} [f] **', {
        trial: { setup: `${F}; echo 'os.execute("touch W")' > x.lua`, line: 'pandoc -t x.lua f' },
      }),
      exec('--pdf-engine={program} <-o [x.pdf]> [f] **', { needs: 'an executable with a known name' }),
      write('-o {out} ** [f]', { content: true, ...tried(F, 'OUT') }),
      read('-t plain ** {secret} **', {
        trial: { setup: 'echo MARKER > S', line: 'pandoc -t plain S', shows: 'stdout' },
      }),
      read('** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'pandoc S', shows: 'stdout' } }),
      net('** https://{host}/'),
    ],
    {
      values: '-o -f -t -F --output --from --to --filter --lua-filter --template -V -M -H -B -A -c',
      blockedBy: '--sandbox',
    },
  ),
  ...program('pdflatex xelatex lualatex latex tex', 'https://tug.org/texlive/doc.html', [
    exec("-shell-escape '\\write18{{cmd}}' **"),
    exec('-shell-escape {file.tex} **'),
    read("'\\input{{secret}}' **", 'prints any file into its output'),
  ]),
  ...program('latexmk', 'https://www.ctan.org/pkg/latexmk', [
    exec("-e 'system(q({cmd}))' **"),
    exec("'-pdflatex={cmd}' **"),
    exec('-r {file.pl} **'),
  ]),
  ...program('asciidoctor', 'https://docs.asciidoctor.org/asciidoctor/latest/cli/', [
    exec('-r {file.rb} [f] **', {
      trial: { setup: 'echo x > f; echo \'File.write("W","")\' > x.rb', line: 'asciidoctor -r ./x.rb f' },
    }),
    write('-o {out} [f] **', { content: true, ...tried(F, 'OUT') }),
  ]),
  ...program('groff troff', man('man1/groff.1'), [
    exec('-U', { stdin: '.sy {cmd}', trial: { line: "groff -U <<< '.sy touch W'" } }),
    read('** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'groff -Tascii S', shows: 'stdout' } }),
  ]),
  ...program('wkhtmltopdf', 'https://wkhtmltopdf.org/usage/wkhtmltopdf.txt', [
    read('--enable-local-file-access {secret} [x.pdf] **', 'prints any file into its output'),
    net('** https://{host}/ [x.pdf]'),
  ]),
  ...program(
    'soffice libreoffice',
    'https://help.libreoffice.org/latest/en-US/text/shared/guide/start_parameters.html',
    [
      exec("** 'macro:///x'", { needs: 'a macro that the role may write' }),
      write('--headless --convert-to pdf --outdir {out} [f] **', 'writes to any place'),
      read('--headless --cat {secret}'),
    ],
  ),
  ...program('ffmpeg', 'https://ffmpeg.org/ffmpeg.html', [
    write('-y <-i [f]> ** {out}'),
    write('<-i [f]> ** {out}'),
    read('-f data -i {secret} <-map 0> <-f data> ** -', 'prints any file'),
    net('<-i [f]> ** https://{host}/', 'sends files to any host'),
    net('-i https://{host}/ ** [x]'),
  ]),
  ...program('ffprobe ffplay mpv vlc', 'https://ffmpeg.org/ffprobe.html', [net('** https://{host}/')]),
  ...program('sox', 'https://sox.sourceforge.net/sox.html', [
    exec("'|{cmd}' -n **", { trial: { line: "sox '|touch W' -n" } }),
    write('-n {out} **'),
  ]),
  ...program('convert magick', 'https://imagemagick.org/script/command-line-processing.php', [
    write('** [f] {out}'),
    read("** 'text:{secret}' [x.png]", 'draws any file'),
    read("** 'label:@{secret}' [x.png]", 'draws any file'),
    net('** https://{host}/x.png [x.png]'),
    exec("** 'msl:x.msl' [x.png]", { needs: 'a file that the role may write and a policy that allows it' }),
  ]),
  ...program('mogrify', 'https://imagemagick.org/script/mogrify.php', [
    write('-path {out} [f] **', 'rewrites images anywhere'),
  ]),
  ...program('identify', 'https://imagemagick.org/script/identify.php', [net('** https://{host}/x.png')]),
  ...program('gs', 'https://ghostscript.readthedocs.io/en/latest/Use.html', [
    exec("-dNOSAFER -c '(%pipe%{cmd}) (w) file' ** ", { needs: 'a version in which that switch still opens pipes' }),
    exec("-dNOSAFER ** '-sOutputFile=%pipe%{cmd}' [f]", {
      trial: {
        setup: "echo '%!PS\nshowpage' > f",
        line: "gs -q -dNOSAFER -dBATCH -dNOPAUSE -sDEVICE=txtwrite '-sOutputFile=%pipe%touch W' f",
      },
    }),
    exec("'-sOutputFile=%pipe%{cmd}' [f] **", {
      trial: {
        setup: "echo '%!PS\nshowpage' > f",
        line: "gs -q -dBATCH -dNOPAUSE -sDEVICE=txtwrite '-sOutputFile=%pipe%touch W' f",
      },
    }),
    write("'-sOutputFile={out}' [f] **", {
      trial: {
        setup: "echo '%!PS\nshowpage' > f",
        line: "gs -q -dBATCH -dNOPAUSE -sDEVICE=txtwrite '-sOutputFile=OUT' f",
        shows: 'OUT',
      },
    }),
  ]),
  ...program('pdftotext', 'https://www.xpdfreader.com/pdftotext-man.html', [
    write('[x.pdf] {out} **', { needs: 'a PDF' }),
  ]),
  ...program('exiftool', 'https://exiftool.org/exiftool_pod.html', [
    exec("-if 'system(q({cmd}));0' [f] **", { trial: { setup: F, line: "exiftool -if 'system(q(touch W));0' f" } }),
    exec("-p '${Comment;system(q({cmd}))}' [f] **", { needs: 'a tag' }),
    exec('-config {file.config} [f] **', {
      trial: { setup: `${F}; echo 'system("touch W"); 1;' > x.config`, line: 'exiftool -config x.config f' },
    }),
    exec('-@ {file.args} **', { needs: 'an option that runs something in it' }),
    read('-@ {secret} **', { achieves: ERRORS }),
    write('-w {out} [f] **', { needs: 'a name with an extension' }),
    write("'-filename={out}' [f] **", { trial: { setup: "printf 'P1 1 1 0' > f", shows: 'OUT' } }),
  ]),
  ...program('xmllint', 'https://gnome.pages.gitlab.gnome.org/libxml2/xmllint.html', [
    read('--xinclude **', { needs: 'a document that includes it' }),
    read('--html ** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'xmllint --html S', shows: 'stdout' } }),
    read('--recover ** {secret} **', {
      achieves: ERRORS,
      trial: { setup: 'echo MARKER > S', line: 'xmllint --recover S 2>&1', shows: 'stdout' },
    }),
    write('--output {out} [f] **', { trial: { setup: "echo '<x/>' > f", shows: 'OUT' } }),
    net('** http://{host}/x'),
  ]),
  ...program('xmlstarlet', 'https://xmlstar.sourceforge.net/docs.php', [
    write('ed -L -u /x -v y {out} **', 'rewrites any file'),
  ]),
  ...program('xsltproc', 'https://gnome.pages.gitlab.gnome.org/libxslt/xsltproc.html', [
    write('-o {out} [x.xsl] [f] **'),
    read('{file.xsl} [f] **', { needs: 'a style sheet that reads it' }),
    net('** http://{host}/x.xsl [f]'),
  ]),
  ...program('openssl', 'https://docs.openssl.org/master/man1/openssl/', [
    net('s_client -connect {host}:443 **'),
    net('s_server -accept 4433 -WWW **', { achieves: 'serves every file here to the network', needs: 'a certificate' }),
    write('enc <-in [f]> -out {out} **', {
      trial: { setup: F, line: 'openssl enc -base64 -in f -out OUT', shows: 'OUT' },
    }),
    write('base64 -d <-in [f]> -out {out} **', {
      content: true,
      trial: { setup: 'echo eAo= > f', line: 'openssl base64 -d -in f -out OUT', shows: 'OUT' },
    }),
    write('rand -out {out} [8] **', { trial: { line: 'openssl rand -out OUT 8', shows: 'OUT' } }),
    write('genrsa -out {out} **', { trial: { line: 'openssl genrsa -out OUT 2048', shows: 'OUT' } }),
    write('genpkey -algorithm ed25519 -out {out} **', {
      trial: { line: 'openssl genpkey -algorithm ed25519 -out OUT', shows: 'OUT' },
    }),
    write('req -new -out {out} **', {
      trial: { line: 'openssl req -new -newkey rsa:2048 -nodes -subj /CN=x -keyout k -out OUT', shows: 'OUT' },
    }),
    write('x509 <-in [f]> -out {out} **', { needs: 'a certificate' }),
    write('pkcs12 -export <-in [f]> -out {out} **', { needs: 'a key' }),
    write('dgst -out {out} [f] **', { trial: { setup: F, line: 'openssl dgst -out OUT f', shows: 'OUT' } }),
    read('enc -base64 -in {secret} **', {
      trial: { setup: 'echo MARKER > S', line: 'openssl enc -base64 -in S | base64 -d', shows: 'stdout' },
    }),
    read('base64 -in {secret} **', {
      trial: { setup: 'echo MARKER > S', line: 'openssl base64 -in S | base64 -d', shows: 'stdout' },
    }),
    read('rsa -in {secret} **', 'prints any private key'),
    read('pkey -in {secret} -text **', 'prints any private key'),
    exec('req -engine ./x.so **', { needs: 'a library that the role may write' }),
    exec('dgst -engine ./x.so [f] **', { needs: 'a library that the role may write' }),
  ]),
  ...program(
    'gpg gpg2',
    'https://www.gnupg.org/documentation/manuals/gnupg/',
    [
      write('--batch --yes -o {out} --enarmor [f] **', {
        trial: { setup: F, line: 'gpg --batch --yes -o OUT --enarmor f', shows: 'OUT' },
      }),
      write('-o {out} -d [f] **', { needs: 'an encrypted file' }),
      read('--enarmor {secret} **', {
        achieves: 'writes any file in a form that can be read',
        trial: {
          setup: 'echo MARKER > S',
          line: 'gpg --batch -o - --enarmor S | gpg --batch --dearmor',
          shows: 'stdout',
        },
      }),
      read('-d {secret} **', { achieves: 'prints what was encrypted', needs: 'an encrypted file' }),
      read('--export-secret-keys **', 'prints the private keys'),
      exec("--photo-viewer '{cmd}' --list-options show-photos --list-keys **", { needs: 'a key with a picture' }),
      exec('--agent-program {program} -s [f] **', {
        trial: { setup: `${F}; ${SCRIPT}`, line: 'gpg --batch --agent-program "$PWD/s" -s f' },
      }),
      net('--keyserver hkp://{host} --send-keys [x] **', 'asks any host'),
      net('--keyserver hkp://{host} --recv-keys [x] **', 'asks any host'),
    ],
    {
      values:
        '-o -r -u --output --recipient --local-user --homedir --keyserver --agent-program --options --photo-viewer --list-options',
    },
  ),
  ...program('age', 'https://age-encryption.org/', [
    write('-o {out} [f] **'),
    read('-p -a {secret} **', 'prints any file, encrypted to a passphrase of its own'),
  ]),
  ...program(
    'ssh-keygen',
    'https://man.openbsd.org/ssh-keygen',
    [
      exec('-D ./x.so **', { achieves: 'loads any library', needs: 'a library that the role may write' }),
      write("-q -t ed25519 -N '' -f {out} **", {
        trial: { line: "ssh-keygen -q -t ed25519 -N '' -f OUT", shows: 'OUT' },
      }),
      write('-f {out} **', { trial: { line: "ssh-keygen -q -N '' -f OUT", shows: 'OUT' } }),
      read('-y -f {secret} **', 'prints the public half of any key'),
      read('-lf {secret} **', { achieves: 'prints what a key is', needs: 'a key' }),
    ],
    { values: '-f -t -b -N -C -D -P -O -E' },
  ),
  ...program('keytool', 'https://docs.oracle.com/en/java/javase/21/docs/specs/man/keytool.html', [
    write('-genkeypair -keystore {out} **', { needs: 'a password' }),
    exec('-list -providerclass X -providerpath . **', { needs: 'a class that the role may write' }),
  ]),
  ...program(
    'cscript wscript',
    'https://learn.microsoft.com/windows-server/administration/windows-commands/cscript',
    [exec('{file.vbs} **')],
    { interpreter: true },
  ),
  ...program('certutil', 'https://learn.microsoft.com/windows-server/administration/windows-commands/certutil', [
    net('-urlcache -f https://{host}/x [x]', 'loads a file from any host'),
    read('-encode {secret} [x]', 'encodes any file'),
  ]),
  ...program('robocopy xcopy', 'https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy', [
    write('[x] {out} **', 'copies to any place'),
  ]),
  ...['xxd'].flatMap((name) =>
    program(name, 'https://github.com/vim/vim/blob/master/runtime/doc/xxd.man', [
      write('-r -p ** [f] {out}', { content: true, ...tried('echo 41 > f', 'OUT') }),
      write('-r ** [f] {out}', { content: true, ...tried("echo '0: 41' > f", 'OUT') }),
      write('** [f] {out}', { ...tried(F, 'OUT') }),
      read('** {secret} **', PRINTED),
    ]),
  ),
  ...program(
    'base64 base32',
    COREUTILS,
    [read('** {secret} **', { trial: { setup: 'echo MARKER > S', line: 'base64 S | base64 -d', shows: 'stdout' } })],
    { values: '-w --wrap' },
  ),
  ...program('sum cksum sha1sum sha256sum sha512sum md5sum b2sum', COREUTILS, []),
  ...program('scrot import screencapture', 'https://ss64.com/mac/screencapture.html', [
    read('** [x.png]', 'takes a picture of the screen'),
  ]),
  ...program('tree', 'https://oldmanprogrammer.net/source.php?dir=projects/tree', [
    write('-o {out} **', tried('', 'OUT')),
  ]),
  ...program('du', COREUTILS, [
    read('--files0-from={secret} **', {
      achieves: ERRORS,
      trial: { setup: 'echo MARKER > S', line: 'du --files0-from=S 2>&1', shows: 'stdout' },
    }),
    read('-X {secret} **', { needs: 'an output that tells' }),
  ]),
  ...program('wc', COREUTILS, [
    read('--files0-f^rom={secret} **', {
      achieves: ERRORS,
      trial: { setup: 'echo MARKER > S', line: 'wc --files0-from=S 2>&1', shows: 'stdout' },
    }),
  ]),
  ...program(
    'date',
    COREUTILS,
    [
      read('-f {secret} **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'date -f S 2>&1', shows: 'stdout' },
      }),
      read('--fi^le={secret} **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'date --file=S 2>&1', shows: 'stdout' },
      }),
    ],
    { values: '-d -s -r --date --set' },
  ),
  ...program(
    'file',
    man('man1/file.1'),
    [
      read('-f {secret} **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'file -f S 2>&1', shows: 'stdout' },
      }),
      read('-m {secret} [x] **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S; touch x', line: 'file -m S x 2>&1', shows: 'stdout' },
      }),
      write('-C -m {file.magic} **', { achieves: 'writes a compiled magic file' }),
    ],
    { values: '-f -m -F -P' },
  ),
  ...printedBy('cat tac nl strings fold fmt pr expand unexpand ul more'),
  ...program('rev od hexdump hd', 'https://pubs.opengroup.org/onlinepubs/9799919799/idx/utilities.html', [
    read('** {secret} **', 'prints any file in another form'),
  ]),
];

function printedBy(names: string) {
  return names
    .split(' ')
    .flatMap((name) =>
      name === ''
        ? []
        : program(
            name,
            'https://pubs.opengroup.org/onlinepubs/9799919799/idx/utilities.html',
            printed('** {secret} **'),
          ),
    );
}
