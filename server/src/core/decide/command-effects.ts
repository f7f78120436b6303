/**
 * What well-known programs do to the files and addresses in their arguments, as data. It lets a deny or an ask of
 * `read`, `write`, `delete` or `fetch` hold through commands too; it never allows anything.
 *
 * Sources: POSIX.1-2024 (cat, cp, cut, dd, diff, grep, head, ln, mkdir, mv, od, paste, rm, rmdir, sed, sort, split,
 * tail, tee, touch, uniq, wc, awk); GNU Coreutils 9, Grep 3, Sed 4, Gawk 5, Tar 1.35 and Diffutils manuals; curl(1),
 * wget(1), scp(1), rsync(1), zip(1), ripgrep's GUIDE, jq 1.7 manual, git-diff(1), openssl-enc(1).
 */

/**
 * What happens to an operand. `edit` reads and writes, `move` reads and deletes, `none` is no file (a pattern, a
 * number), `url` is an address that is fetched, `host` a host, `remote` a `host:path` or else a file that is read,
 * `upload` the same but written, `repository` a `host:path` or an address or else a name that means nothing here.
 */
export type OperandEffect =
  | 'read'
  | 'write'
  | 'edit'
  | 'delete'
  | 'move'
  | 'none'
  | 'url'
  | 'remote'
  | 'upload'
  | 'host'
  | 'repository';

export interface CommandEffects {
  readonly programs: readonly string[];
  /** Words that must follow the program's name, for `git diff`. */
  readonly subcommand?: string;
  /** Applies only with one of these options: `sed` edits with `-i`. Entries with a condition stand before those without. */
  readonly with?: string;
  /** What happens to each operand; where they differ by position, the first and the last. */
  readonly operands: OperandEffect;
  readonly first?: OperandEffect;
  readonly last?: OperandEffect;
  /** The first operand is like the others when one of these options is given: `grep -e PATTERN FILE`. */
  readonly firstUnless?: string;
  /** Options that take a value, by what happens to it. */
  readonly values?: Partial<Record<OperandEffect, string>>;
  /** Acts on everything under an operand that is a directory: always, or with one of these options. */
  readonly tree?: true | string;
  /** Of a tree, only files and directories whose names do not begin with a dot. */
  readonly skipsHidden?: true;
  /** What stands for the operands when there are none. */
  readonly withoutOperands?: string;
  /** `NAME=value` operands: `dd if=…`. */
  readonly assignments?: Readonly<Record<string, OperandEffect>>;
}

export const COMMAND_EFFECTS: readonly CommandEffects[] = [
  {
    programs:
      'cat tac less more most bat nl od hd hexdump strings wc rev fold fmt pr expand unexpand column ul look base64 base32 basenc sha1sum sha224sum sha256sum sha384sum sha512sum md5sum b2sum cksum sum zcat bzcat xzcat zless zmore file stat view comm join paste tsort iconv'.split(
        ' ',
      ),
    operands: 'read',
  },
  { programs: ['head', 'tail'], operands: 'read', values: { none: '-n -c --lines --bytes -s --pid' } },
  {
    programs: ['cut'],
    operands: 'read',
    values: { none: '-b -c -d -f --bytes --characters --delimiter --fields --output-delimiter' },
  },
  {
    programs: ['sort'],
    operands: 'read',
    values: {
      none: '-k -t -S --key --field-separator --parallel',
      write: '-o --output',
      read: '--files0-from --random-source -T',
    },
  },
  { programs: ['shuf'], operands: 'read', values: { none: '-n -i -e', write: '-o --output' } },
  { programs: ['uniq'], operands: 'read', last: 'write', first: 'read', values: { none: '-f -s -w' } },
  { programs: ['xxd'], operands: 'read', last: 'write', first: 'read', values: { none: '-c -g -l -o -s -n' } },
  {
    programs: ['diff', 'cmp', 'sdiff', 'diff3', 'vimdiff', 'colordiff'],
    operands: 'read',
    tree: true,
    values: { none: '-U -C -W -x -I', write: '-o --output' },
  },
  {
    programs: ['grep', 'egrep', 'fgrep', 'zgrep'],
    operands: 'read',
    first: 'none',
    firstUnless: '-e -f --regexp --file',
    tree: '-r -R --recursive --dereference-recursive',
    withoutOperands: '.',
    values: {
      none: '-e -m -A -B -C -d -D --regexp --max-count --include --exclude --exclude-dir --label',
      read: '-f --file --exclude-from',
    },
  },
  {
    programs: ['rg'],
    with: '-u -uu -uuu -. --hidden --no-ignore --unrestricted',
    operands: 'read',
    first: 'none',
    firstUnless: '-e -f --regexp --file --files',
    tree: true,
    withoutOperands: '.',
    values: {
      none: '-e -m -A -B -C -g -t -T -j -M -r --regexp --glob --type --max-count --replace',
      read: '-f --file --ignore-file',
    },
  },
  {
    programs: ['rg'],
    operands: 'read',
    first: 'none',
    firstUnless: '-e -f --regexp --file --files',
    tree: true,
    skipsHidden: true,
    withoutOperands: '.',
    values: {
      none: '-e -m -A -B -C -g -t -T -j -M -r --regexp --glob --type --max-count --replace',
      read: '-f --file --ignore-file',
    },
  },
  {
    programs: ['sed', 'gsed'],
    with: '-i --in-place',
    operands: 'edit',
    first: 'none',
    firstUnless: '-e -f --expression --file',
    values: { none: '-e -l --expression', read: '-f --file' },
  },
  {
    programs: ['sed', 'gsed'],
    operands: 'read',
    first: 'none',
    firstUnless: '-e -f --expression --file',
    values: { none: '-e -l --expression', read: '-f --file' },
  },
  {
    programs: ['awk', 'gawk', 'mawk', 'nawk'],
    operands: 'read',
    first: 'none',
    firstUnless: '-f -E --file',
    values: { none: '-F -v --field-separator --assign', read: '-f -E -i --file --include' },
  },
  {
    programs: ['jq', 'yq'],
    operands: 'read',
    first: 'none',
    firstUnless: '-f --from-file',
    values: { none: '--indent --arg --argjson', read: '-f --from-file --slurpfile --rawfile' },
  },
  {
    programs: ['cp'],
    operands: 'read',
    last: 'write',
    tree: '-r -R -a --recursive --archive',
    values: { write: '-t --target-directory', none: '-S --suffix' },
  },
  {
    programs: ['mv'],
    operands: 'move',
    last: 'write',
    tree: true,
    values: { write: '-t --target-directory', none: '-S --suffix' },
  },
  {
    programs: ['ln'],
    operands: 'read',
    last: 'write',
    tree: true,
    values: { write: '-t --target-directory', none: '-S --suffix' },
  },
  {
    programs: ['install'],
    with: '-d --directory',
    operands: 'write',
    values: { none: '-m -o -g --mode --owner --group' },
  },
  {
    programs: ['install'],
    operands: 'read',
    last: 'write',
    values: { write: '-t --target-directory', none: '-m -o -g -S --mode --owner --group' },
  },
  {
    programs: ['rm', 'unlink', 'shred', 'srm'],
    operands: 'delete',
    tree: '-r -R -rf -fr --recursive',
    values: { none: '-n -s --iterations --size' },
  },
  { programs: ['rmdir'], operands: 'delete' },
  {
    programs: ['tee', 'touch', 'mkdir', 'mkfifo', 'truncate', 'sponge', 'fallocate'],
    operands: 'write',
    values: { read: '-r --reference' },
  },
  {
    programs: ['chmod', 'chown', 'chgrp'],
    operands: 'write',
    first: 'none',
    firstUnless: '--reference',
    tree: '-R --recursive',
    values: { read: '--reference' },
  },
  {
    programs: ['split', 'csplit'],
    operands: 'read',
    last: 'write',
    first: 'read',
    values: { none: '-a -b -C -l -n -f' },
  },
  { programs: ['dd'], operands: 'none', assignments: { if: 'read', of: 'write' } },
  {
    programs: ['tar', 'bsdtar'],
    with: '-x --extract --get x xf xzf xvf xvzf xjf xJf',
    operands: 'none',
    values: { read: '-f --file', write: '-C --directory', none: '-I' },
  },
  {
    programs: ['tar', 'bsdtar'],
    with: '-t --list t tf tzf tvf',
    operands: 'none',
    values: { read: '-f --file', none: '-I' },
  },
  {
    programs: ['tar', 'bsdtar'],
    operands: 'read',
    tree: true,
    values: { write: '-f --file', read: '-C -T -X --directory --files-from', none: '-I --exclude --transform' },
  },
  { programs: ['zip', '7z', '7za'], operands: 'read', first: 'write', tree: true, values: { none: '-x -i -P' } },
  {
    programs: ['unzip', 'gunzip', 'bunzip2', 'unxz', 'gzip', 'bzip2', 'xz', 'zstd'],
    operands: 'edit',
    values: { write: '-d -o' },
  },
  { programs: ['curl'], operands: 'url', values: curlValues() },
  {
    programs: ['wget'],
    operands: 'url',
    values: {
      url: '--proxy',
      write: '-O --output-document -o --output-file -P --directory-prefix -a --append-output',
      read: '-i --input-file --post-file --body-file --load-cookies --certificate --private-key --config',
      none: '-t -T -w -Q -U -e -l -A -R -D -I -X --header --post-data --body-data --method --user --password --user-agent --tries --timeout --wait --level',
    },
  },
  {
    programs: ['http', 'https', 'xh', 'xhs', 'aria2c', 'lynx', 'w3m', 'links'],
    operands: 'url',
    values: { write: '-o --output -d --dir', none: '-A --auth -a' },
  },
  {
    programs: ['scp', 'sftp'],
    operands: 'remote',
    last: 'upload',
    tree: '-r',
    values: { none: '-P -c -l -o -J -S', read: '-i -F' },
  },
  {
    programs: ['rsync'],
    operands: 'remote',
    last: 'upload',
    tree: true,
    values: {
      none: '-e --rsh --exclude --include --bwlimit --port --filter -f',
      read: '--exclude-from --include-from --files-from --password-file',
      write: '--log-file --backup-dir --partial-dir',
    },
  },
  {
    programs: ['ssh'],
    operands: 'none',
    first: 'host',
    values: { none: '-B -b -c -D -e -I -J -L -l -m -O -o -p -Q -R -S -W -w', read: '-i -F', write: '-E' },
  },
  {
    programs: ['git'],
    subcommand: 'clone',
    operands: 'none',
    first: 'remote',
    values: {
      none: '-b -o -u -c -j --branch --depth --origin --upload-pack --config --jobs --filter',
      read: '--reference --template',
    },
  },
  {
    programs: ['git'],
    subcommand: 'fetch',
    operands: 'none',
    first: 'repository',
    values: { none: '--depth --upload-pack -j' },
  },
  {
    programs: ['git'],
    subcommand: 'pull',
    operands: 'none',
    first: 'repository',
    values: { none: '--depth --upload-pack -s -X' },
  },
  {
    programs: ['git'],
    subcommand: 'push',
    operands: 'none',
    first: 'repository',
    values: { none: '-o --push-option --receive-pack --exec' },
  },
  {
    programs: ['git'],
    subcommand: 'ls-remote',
    operands: 'none',
    first: 'repository',
    values: { none: '--upload-pack' },
  },
  {
    programs: ['git'],
    subcommand: 'diff',
    with: '--no-index',
    operands: 'read',
    tree: true,
    values: { write: '--output', none: '-U -S -G --color' },
  },
  { programs: ['git'], subcommand: 'rm', operands: 'delete', tree: '-r' },
  { programs: ['git'], subcommand: 'mv', operands: 'move', last: 'write', tree: true },
  { programs: ['git'], subcommand: 'diff', operands: 'none', values: { write: '--output' } },
  { programs: ['git'], subcommand: 'log', operands: 'none', values: { write: '--output' } },
  { programs: ['git'], subcommand: 'show', operands: 'none', values: { write: '--output' } },
  {
    programs: ['openssl'],
    operands: 'none',
    values: { read: '-in -key -inkey -cert -CAfile -rand -kfile', write: '-out -keyout' },
  },
  {
    programs: ['bash', 'sh', 'dash', 'zsh', 'ksh', 'ash', 'mksh'],
    operands: 'none',
    first: 'read',
    firstUnless: '-c -s',
    values: { read: '--rcfile --init-file', none: '-o -O' },
  },
  {
    programs: ['python', 'python2', 'python3', 'pypy', 'pypy3'],
    operands: 'none',
    first: 'read',
    firstUnless: '-c -m',
    values: { none: '-c -m -W -X' },
  },
  {
    programs: ['node', 'nodejs', 'bun', 'tsx', 'ts-node'],
    operands: 'none',
    first: 'read',
    firstUnless: '-e -p --eval --print',
    values: { read: '-r --require --import --env-file --loader', none: '-e -p --eval --print -C' },
  },
  { programs: ['deno'], operands: 'none', subcommand: 'run', first: 'read' },
  {
    programs: ['perl', 'ruby', 'php', 'lua', 'Rscript', 'osascript', 'tclsh'],
    operands: 'read',
    firstUnless: '-e -E',
    values: { none: '-e -E', read: '-f' },
  },
  {
    programs: ['vi', 'vim', 'nvim', 'nano', 'emacs', 'ed', 'ex', 'pico'],
    operands: 'edit',
  },
];

/** curl(1): which of its options take a file that is read or written, an address, or another value. */
function curlValues(): Partial<Record<OperandEffect, string>> {
  return {
    url: '-x --proxy --preproxy --url --doh-url --socks5 --socks5-hostname --socks4 --socks4a',
    write:
      '-o --output -D --dump-header -c --cookie-jar --trace --trace-ascii --stderr --hsts --alt-svc --etag-save --libcurl --output-dir',
    read: '-T --upload-file -K --config -E --cert --key --cacert --netrc-file --etag-compare --unix-socket --abstract-unix-socket',
    none: '-X --request -e --referer -H --header -d --data --data-ascii --data-binary --data-raw --data-urlencode --json -F --form --form-string -A --user-agent -u --user -b --cookie -m --max-time --connect-timeout --retry --retry-delay --max-redirs -r --range -w --write-out -z --time-cond -C --continue-at -y -Y --limit-rate --resolve --connect-to --interface -t --max-filesize -U --proxy-user --oauth2-bearer --aws-sigv4 --ciphers --tls-max --noproxy -P --variable --rate',
  };
}

/** The rows for a program, those with a condition first. */
export function effectsOf(program: string): readonly CommandEffects[] {
  return BY_PROGRAM.get(program) ?? [];
}

const BY_PROGRAM = new Map<string, CommandEffects[]>();
for (const row of COMMAND_EFFECTS) {
  for (const program of row.programs) BY_PROGRAM.set(program, [...(BY_PROGRAM.get(program) ?? []), row]);
}
