import { program } from './entry.ts';

const COREUTILS = 'https://www.gnu.org/software/coreutils/manual/coreutils.html';
const S = { setup: 'echo MARKER > S', shows: 'stdout' } as const;

/** Text, file and archive tools, editors and pagers. */
export const FILES = [
  ...program('find', 'https://www.gnu.org/software/findutils/manual/html_mono/find.html', [
    {
      effect: 'exec',
      line: "find ** -execdir {cmd} ';'",
      trial: { line: "find . -maxdepth 0 -execdir touch W ';'" },
      safer: 'a search tool',
    },
    { effect: 'exec', line: "find ** -exec {cmd} ';'", trial: { line: "find . -maxdepth 0 -exec touch W ';'" } },
    {
      effect: 'write',
      line: 'find ** -fprintf {out} x',
      trial: { line: 'find . -maxdepth 0 -fprintf OUT x', shows: 'OUT' },
    },
    { effect: 'write', line: 'find ** -fls {out}', trial: { line: 'find . -maxdepth 0 -fls OUT', shows: 'OUT' } },
    {
      effect: 'destroy',
      line: 'find ** -delete',
      achieves: 'deletes files',
      trial: { setup: 'touch gone', line: 'find . -name gone -delete', shows: '!gone' },
    },
    {
      effect: 'read',
      line: 'find ** -files0-from {secret}',
      achieves: 'shows any file in its error messages',
      trial: { setup: 'echo MARKER > S', line: 'find -files0-from S 2>&1', shows: 'stdout' },
    },
  ]),
  ...program('fd', 'https://github.com/sharkdp/fd', [
    { effect: 'exec', line: 'fd ** -x {cmd}' },
    { effect: 'exec', line: 'fd ** --exec-batch {cmd}' },
  ]),
  ...program('rg', 'https://github.com/BurntSushi/ripgrep/blob/master/GUIDE.md', [
    {
      effect: 'exec',
      line: 'rg --pre {cmd} ** x',
      safer: 'rg -e with exact words',
      blockedBy: 'a grant without further options',
    },
    { effect: 'exec', line: 'rg ** --pre={cmd}' },
    { effect: 'exec', line: 'rg ** --hostname-bin={cmd} --hyperlink-format=default x' },
    { effect: 'read', line: 'rg ** -uuu .', achieves: 'prints every file, hidden and ignored ones as well' },
  ]),
  ...program('ag', 'https://github.com/ggreer/the_silver_searcher', [
    { effect: 'exec', line: 'ag ** --pager {cmd} x' },
  ]),
  ...program('fzf', 'https://github.com/junegunn/fzf', [{ effect: 'exec', line: 'fzf ** --preview {cmd}' }]),
  ...program('bat', 'https://github.com/sharkdp/bat', [
    { effect: 'exec', line: 'bat ** --paging=always --pager={cmd} f' },
  ]),
  ...program('delta', 'https://dandavison.github.io/delta/', [{ effect: 'exec', line: 'delta ** --pager={cmd} f f' }]),
  ...program('tar', 'https://www.gnu.org/software/tar/manual/html_section/checkpoints.html', [
    {
      effect: 'exec',
      line: "tar ** cf /dev/null --checkpoint=1 '--checkpoint-action=exec={cmd}' f",
      trial: { setup: 'echo x > f', line: "tar cf /dev/null --checkpoint=1 --checkpoint-action=exec='touch W' f" },
      safer: 'tar -tf with one exact archive',
    },
    {
      effect: 'exec',
      line: "tar ** -xf a.tar '--to-command={cmd}'",
      trial: { setup: 'echo x > f; tar cf a.tar f', line: "tar -xf a.tar --to-command='touch W; cat >/dev/null'" },
    },
    {
      effect: 'exec',
      line: "tar ** '--use-compress-program={cmd}' -cf a.tar f",
      trial: {
        setup: 'echo x > f',
        line: "tar --use-compress-program='touch W;cat' -cf a.tar f; tar -I 'sh -c \"touch W\"' -cf b.tar f",
      },
    },
    {
      effect: 'write',
      line: 'tar -xPf ** a.tar',
      achieves: 'writes wherever the archive says',
      via: 'operand',
      needs: 'an archive of the caller',
    },
    {
      effect: 'read',
      line: 'tar -cf - ** .',
      via: 'operand',
      achieves: 'prints every file here',
      trial: { setup: 'echo MARKER > S', line: 'tar -cf - . | cat -v', shows: 'stdout' },
    },
  ]),
  ...program('zip', 'https://infozip.sourceforge.net/Zip.html', [
    {
      effect: 'exec',
      line: "zip a.zip f -T -TT '{cmd}'",
      trial: { setup: 'echo x > f', line: "zip -q a.zip f -T -TT 'touch W;:'" },
    },
    { effect: 'read', line: 'zip -r - ** .', via: 'operand', achieves: 'packs every file here' },
  ]),
  ...program('rsync', 'https://download.samba.org/pub/rsync/rsync.1', [
    { effect: 'exec', line: "rsync ** -e '{cmd}' a x:", via: 'flag' },
    { effect: 'exec', line: "rsync ** '--rsync-path={cmd}' a x:", via: 'flag', needs: 'a host that answers' },
    { effect: 'net', line: 'rsync ** . {host}:x', via: 'operand', achieves: 'sends files to any host' },
    { effect: 'destroy', line: 'rsync ** --delete x/ .', achieves: 'deletes what the source does not have' },
  ]),
  ...program('rm', COREUTILS, [
    {
      effect: 'destroy',
      line: 'rm -rf ** .',
      achieves: 'deletes everything here',
      safer: 'rm with one exact path, or a delete rule',
      trial: { setup: 'mkdir d; touch d/gone', line: 'rm -rf d', shows: '!d' },
    },
    {
      effect: 'destroy',
      line: 'rm ** src/app.ts',
      via: 'operand',
      achieves: 'deletes any file',
      trial: { setup: 'mkdir src; touch src/app.ts', shows: '!src/app.ts' },
    },
  ]),
  ...program('rmdir', COREUTILS, []),
  ...program('shred', COREUTILS, [
    {
      effect: 'destroy',
      line: 'shred -u ** src/app.ts',
      via: 'operand',
      achieves: 'deletes files beyond recovery',
      trial: { setup: 'mkdir src; echo x > src/app.ts', shows: '!src/app.ts' },
    },
  ]),
  ...program('truncate', COREUTILS, [
    {
      effect: 'destroy',
      line: 'truncate -s 0 ** src/app.ts',
      via: 'operand',
      achieves: 'empties any file',
      trial: {
        setup: 'mkdir src; echo x > src/app.ts',
        line: 'truncate -s 0 src/app.ts; test -s src/app.ts || touch W',
      },
    },
  ]),
  ...program('dd', COREUTILS, [
    { effect: 'write', line: 'dd if=f of={out}', via: 'operand', trial: { setup: 'echo x > f', shows: 'OUT' } },
    { effect: 'read', line: 'dd if={secret}', via: 'operand', trial: S },
  ]),
  ...program('cp', COREUTILS, [
    { effect: 'write', line: 'cp ** f {out}', via: 'operand', trial: { setup: 'echo x > f', shows: 'OUT' } },
  ]),
  ...program('mv', COREUTILS, [
    { effect: 'write', line: 'mv ** f {out}', via: 'operand', trial: { setup: 'echo x > f', shows: 'OUT' } },
  ]),
  ...program('install', COREUTILS, [
    { effect: 'write', line: 'install ** f {out}', via: 'operand', trial: { setup: 'echo x > f', shows: 'OUT' } },
  ]),
  ...program('tee', COREUTILS, [
    { effect: 'write', line: 'tee ** {out}', via: 'operand', stdin: 'x', trial: { shows: 'OUT' } },
  ]),
  ...program('sort', COREUTILS, [
    { effect: 'write', line: 'sort ** -o {out} f', trial: { setup: 'echo x > f', shows: 'OUT' } },
    {
      effect: 'exec',
      line: 'sort ** --compress-program={cmd} -S 1b f',
      needs: 'a file larger than the buffer',
      trial: {
        setup: "seq 9999 > f; printf '#!/bin/sh\\ntouch W\\ncat\\n' > s; chmod +x s",
        line: 'sort -S 1b --compress-program=./s f',
      },
    },
    {
      effect: 'read',
      line: 'sort ** --files0-from={secret}',
      achieves: 'shows any file in its error messages',
      trial: { setup: 'echo MARKER > S', line: 'sort --files0-from=S 2>&1', shows: 'stdout' },
    },
  ]),
  ...program('uniq', COREUTILS, [
    { effect: 'write', line: 'uniq ** f {out}', via: 'operand', trial: { setup: 'echo x > f', shows: 'OUT' } },
  ]),
  ...program('shuf', COREUTILS, [{ effect: 'write', line: 'shuf -e x ** -o {out}', trial: { shows: 'OUT' } }]),
  ...program('split', COREUTILS, [
    {
      effect: 'exec',
      line: "split ** '--filter={cmd}' f",
      trial: { setup: 'echo x > f', line: "split --filter='touch W' f" },
    },
    {
      effect: 'write',
      line: 'split ** f {out}',
      via: 'operand',
      trial: { setup: 'echo x > f', line: 'split f OUT', shows: 'OUTaa' },
    },
  ]),
  ...program('csplit', COREUTILS, [
    {
      effect: 'write',
      line: 'csplit ** -f {out} f 1',
      trial: { setup: 'printf "x\\ny\\n" > f', line: 'csplit -f OUT f 2', shows: 'OUT00' },
    },
  ]),
  ...program('wc', COREUTILS, [
    {
      effect: 'read',
      line: 'wc ** --files0-from={secret}',
      achieves: 'shows any file in its error messages',
      trial: { setup: 'echo MARKER > S', line: 'wc --files0-from=S 2>&1', shows: 'stdout' },
    },
  ]),
  ...program('date', COREUTILS, [
    {
      effect: 'read',
      line: 'date ** -f {secret}',
      achieves: 'shows any file in its error messages',
      trial: { setup: 'echo MARKER > S', line: 'date -f S 2>&1', shows: 'stdout' },
    },
  ]),
  ...program('file', 'https://man7.org/linux/man-pages/man1/file.1.html', [
    {
      effect: 'read',
      line: 'file ** -f {secret}',
      achieves: 'shows any file in its error messages',
      trial: { setup: 'echo MARKER > S', line: 'file -f S 2>&1', shows: 'stdout' },
    },
  ]),
  ...program('ln', COREUTILS, [
    {
      effect: 'write',
      line: 'ln ** -sf {secret} link',
      via: 'operand',
      achieves: 'makes a file outside look like one inside',
      trial: { setup: 'touch S', line: 'ln -sf S link', shows: 'link' },
    },
  ]),
  ...program('chmod', COREUTILS, []),
  ...program('xxd', 'https://github.com/vim/vim/blob/master/runtime/doc/xxd.man', [
    { effect: 'write', line: 'xxd -r -p ** f {out}', via: 'operand', trial: { setup: 'echo 41 > f', shows: 'OUT' } },
    { effect: 'read', line: 'xxd ** {secret}', via: 'operand', trial: { setup: 'echo MARKER > S', shows: 'stdout' } },
  ]),
  ...program('jq', 'https://jqlang.org/manual/', [
    { effect: 'env', line: 'jq -n ** env', via: 'operand', trial: { setup: 'export MARK=MARKER', shows: 'stdout' } },
    { effect: 'read', line: 'jq -Rr ** . {secret}', via: 'operand', trial: S },
    {
      effect: 'read',
      line: 'jq -n ** --rawfile x {secret} $x',
      trial: { setup: 'echo MARKER > S', line: "jq -n --rawfile x S '$x'", shows: 'stdout' },
    },
  ]),
  ...program('yq', 'https://mikefarah.gitbook.io/yq', [
    { effect: 'env', line: "yq -n ** 'env(HOME)'", via: 'operand' },
    { effect: 'write', line: "yq ** -i '.x=1' {out}" },
  ]),
  ...['vim', 'vi', 'view', 'ex', 'nvim'].flatMap((vim) =>
    program(
      vim,
      'https://vimhelp.org/various.txt.html#%3A%21',
      [
        {
          effect: 'exec',
          line: `${vim} ** -es -c '!{cmd}' -c q`,
          ...(vim === 'nvim' ? {} : { trial: { line: `${vim} -es -c '!touch W' -c q` } }),
        },
        {
          effect: 'write',
          line: `${vim} ** -es -c 'w! {out}' -c q`,
          ...(vim === 'nvim' ? {} : { trial: { line: `${vim} -es -c 'w! OUT' -c q`, shows: 'OUT' } }),
        },
      ],
      { interpreter: true },
    ),
  ),
  ...program(
    'emacs',
    'https://www.gnu.org/software/emacs/manual/html_node/emacs/Initial-Options.html',
    [{ effect: 'exec', line: `emacs --batch --eval '(shell-command "{cmd}")'` }],
    { interpreter: true },
  ),
  ...program('nano', 'https://www.nano-editor.org/dist/latest/nano.html', [
    { effect: 'exec', line: 'nano ** -s {cmd} f', needs: 'a terminal' },
  ]),
  ...program(
    'ed',
    'https://www.gnu.org/software/ed/manual/ed_manual.html',
    [{ effect: 'exec', line: 'ed -s', via: 'stdin', stdin: '!{cmd}', trial: { line: "ed -s <<< '!touch W'" } }],
    { interpreter: true },
  ),
  ...program('code', 'https://code.visualstudio.com/docs/configure/command-line', [
    { effect: 'exec', line: 'code ** --install-extension x.vsix', achieves: 'installs any extension' },
  ]),
  ...program('less', 'https://man7.org/linux/man-pages/man1/less.1.html', [
    { effect: 'exec', line: "less '+!{cmd}' ** f", needs: 'a terminal', blockedBy: 'LESSSECURE=1' },
    { effect: 'write', line: 'less ** -o {out} f', needs: 'standard input that is a pipe' },
  ]),
  ...program('man', 'https://man7.org/linux/man-pages/man1/man.1.html', [
    { effect: 'exec', line: 'man ** -P {cmd} man', needs: 'a manual page' },
  ]),
  ...program('pandoc', 'https://pandoc.org/MANUAL.html', [
    { effect: 'exec', line: 'pandoc ** --filter={cmd} f' },
    { effect: 'write', line: 'pandoc ** f -o {out}' },
    { effect: 'net', line: 'pandoc ** https://{host}/', via: 'operand' },
  ]),
  ...program('pdflatex', 'https://tug.org/texlive/doc.html', [
    { effect: 'exec', line: "pdflatex ** -shell-escape '\\write18{{cmd}}'" },
  ]),
  ...program('ffmpeg', 'https://ffmpeg.org/ffmpeg.html', [
    { effect: 'write', line: 'ffmpeg ** -i f -y {out}', via: 'operand' },
    { effect: 'net', line: 'ffmpeg ** -i f https://{host}/', via: 'operand', achieves: 'sends files to any host' },
  ]),
  ...program('convert', 'https://imagemagick.org/script/command-line-processing.php', [
    { effect: 'write', line: 'convert ** f {out}', via: 'operand' },
  ]),
  ...program('gcc', 'https://gcc.gnu.org/onlinedocs/gcc/Overall-Options.html', [
    {
      effect: 'exec',
      line: 'gcc ** -wrapper {cmd} -c f.c',
      trial: {
        setup: "echo 'int x;' > f.c; printf '#!/bin/sh\\ntouch W\\nexec \"$@\"\\n' > s; chmod +x s",
        line: 'gcc -wrapper ./s -c f.c',
      },
    },
    { effect: 'write', line: 'gcc ** -x c /dev/null -c -o {out}', trial: { shows: 'OUT' } },
    { effect: 'read', line: 'gcc ** -x c -E {secret}', via: 'operand', trial: S },
  ]),
  ...program('ar', 'https://sourceware.org/binutils/docs/binutils/ar.html', [
    { effect: 'write', line: 'ar ** rc {out} f', via: 'operand' },
  ]),
  ...program('patch', 'https://www.gnu.org/software/diffutils/manual/html_node/Invoking-patch.html', [
    { effect: 'write', line: 'patch ** {out} x.patch', via: 'operand', needs: 'a patch of the caller' },
  ]),
];
