// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are shell texts, not templates
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type LineParts, lineParts } from '../../server/src/core/decide/shell-walk.ts';

/**
 * What we say that a line runs, against what GNU Bash really runs. Generated scripts run in a throw-away directory with a
 * PATH that leads nowhere, so that every command that is not a builtin ends in `command_not_found_handle`, which notes its name.
 * Two things have to hold: bash accepts a script when and only when our parser does, and every name that bash looked
 * for is among the names that we found, or the line is unparsed.
 */
const SEED = 20261124;
const SCRIPTS = 900;

const bash = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash', '/opt/homebrew/bin/bash'].find(
  (file) => spawnSync(file, ['-c', '[[ $BASH_VERSION ]] && ((BASH_VERSINFO[0] >= 4))']).status === 0,
);

describe('command lines as GNU Bash reads them', {
  skip: bash ? false : 'SKIPPED: there is no GNU Bash 4 or later here',
}, () => {
  let directory = '';
  before(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'bailiwick-bash-'));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  test(`${SCRIPTS} generated scripts`, () => {
    const random = mulberry32(SEED);
    const scripts = Array.from({ length: SCRIPTS }, () => script(random));
    const results = runAll(scripts, directory);
    const wrong: string[] = [];
    let executed = 0;
    let unparsed = 0;
    for (const [index, text] of scripts.entries()) {
      const { accepted, names } = results[index]!;
      const ours = lineParts(text, '');
      if (ours.unparsed !== undefined) unparsed++;
      const why = mismatch(ours, accepted, names);
      if (why) wrong.push(`${why}\n    ${JSON.stringify(text)}`);
      executed += names.length;
    }
    assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${scripts.length} scripts`);
    // The generator has to reach what it is there for.
    assert(executed > SCRIPTS, `bash ran ${executed} commands`);
    assert(unparsed < SCRIPTS / 2, `${unparsed} scripts were not understood`);
  });

  const examples = [
    "$'\\x72m' x",
    'r\\m x',
    'a"b"\'c\' x',
    'x() { a1; }; x',
    'x() { a1; }; (x)',
    'a1() { a2; }; a1; command a1',
    'for i in 1 2; do a$i; done',
    'if a1; then a2; elif a3; then a4; else a5; fi',
    'case x in x) a1;;& y) a2;& z) a3;; esac',
    "cat1 <<'E'\n$(a1)\nE\na2",
    'cat1 <<E\n$(a1) `a2` ${x:-$(a3)} $(( $(a4) + 1 ))\nE',
    'cat1 <<-E\n\t$(a1)\n\tE\na2',
    'echo "$(a1 "$(a2)")" `a3 \\`a4\\``',
    'x=$(a1) y[$(a2)0]=1 a3',
    "test -v 'x[$(a1)]'",
    "[ -v 'x[$(a1)]' ]",
    "[[ -v 'x[$(a1)]' ]]",
    "[[ 'x[$(a1)]' -eq 1 ]]",
    "printf -v 'x[$(a1)]' 1",
    "unset 'x[$(a1)]'",
    "read 'x[$(a1)]' <<< 1",
    "let 'x[$(a1)]=1'",
    "declare 'x[$(a1)]=1'",
    "x='$(a1)'; echo ${x@P}",
    "x='y[$(a1)]'; echo $((x))",
    "x='y[$(a1)]'; echo ${z:x}",
    "x='y[$(a1)]'; ((x))",
    "x='y[$(a1)]'; for ((i = x; i < 1; i++)); do :; done",
    "x='y[$(a1)]'; echo ${!x}",
    "x='a1 b'; $x",
    'x=a1; "$x" b',
    "eval 'a1; eval a2'",
    "trap 'a1' EXIT",
    'coproc a1; wait',
    'a1 | a2 |& a3 && a4 || a5',
    'a1 & a2; wait',
    '! a1; time a2; time -p a3',
    '{ a1; } 2>/dev/null; ( a2 )',
    'a1 < <(a2) > >(a3); wait',
    'x=(a [1]=$(a1)); y+=($(a2))',
    'echo {a,$(a1)} ${x[$(a2)0]} ${x//$(a3)/b}',
    'while a1; do a2; done; until a1; do a2; break; done',
    'select x in a; do a1; break; done <<< 1',
    'exec a1',
    'builtin eval a1; command eval a2',
    'a1\\\n2',
    'set -k; a1 X=$(a2)',
    'mapfile -C a1 -c 1 x <<< 1',
    'alias a1=a2; a1',
    'hash -p /nowhere/a1 a2; a2',
    'function a1 { a2; }; a1',
    'a1() ( a2 ); a1',
    'a1() { a2; } > /dev/null; a1',
    'unset -f a1; a1() { a2; }; unset -f a1; a1',
    'a1() { a2; }; unset a1; a1',
    'a1() { a1() { a3; }; a2; }; a1; a1',
    '(a1() { a2; }); a1',
    'a1() { a2; } | :; a1',
    'false && a1() { a2; }; a1',
    'a1 # a2\na3',
    'a1;;a2',
    'a1 & & a2',
    'if a1; fi',
    'a1 )',
    'for in do; done',
    '"a1',
    'a1 $((1+',
    '[[ a1 ]',
    'a1 <<E\nx',
    '((a1) | a2)',
    '((1+1)) && a1',
    '$((1)) a1',
    'a1 2>&1 >&2 &>/dev/null <<<x',
  ];
  for (const [index, text] of examples.entries()) {
    test(JSON.stringify(text), () => {
      const { accepted, names } = runAll([text], directory)[0]!;
      assert.equal(mismatch(lineParts(text, ''), accepted, names), undefined, `example ${index}`);
    });
  }

  /** Why our reading and bash differ, in words; undefined when they do not. */
  function mismatch(ours: LineParts, accepted: boolean, names: readonly string[]): string | undefined {
    if (ours.unparsed !== undefined) return undefined;
    if (!accepted) return 'bash refuses it, and we read it';
    const found = new Set<string>();
    let anything = false;
    for (const part of ours.parts) {
      if (part.kind !== 'command') continue;
      const word = part.words[0]?.word;
      if (word?.kind === 'literal') found.add(word.text);
      else if (word) anything = true;
    }
    const missed = names.filter((name) => !found.has(name));
    return missed.length === 0 || anything
      ? undefined
      : `bash ran ${missed.join(', ')}, and we found ${[...found].join(', ')}`;
  }
});

/** Checks the syntax of each script and runs it, all in one bash, each in a subshell of its own. */
function runAll(scripts: readonly string[], cwd: string): readonly { accepted: boolean; names: readonly string[] }[] {
  // A command substitution ends only when everything that the script left in the background has ended too.
  const harness = `
PATH=/nowhere
command_not_found_handle() { builtin printf '%s\\n' "$1" >&3; return 127; }
export -f command_not_found_handle
while IFS= read -r -d '' text; do
  accepted=no
  names=
  if "$BASH" -n -c "$text" >/dev/null 2>&1; then
    accepted=yes
    names=$( { ulimit -t 2; exec "$BASH" -c "$text"; } 3>&1 >/dev/null 2>&1 </dev/null )
  fi
  builtin printf '%s\\n%s\\0' "$accepted" "$names" >&3
done
`;
  const run = spawnSync(bash!, ['--norc', '--noprofile', '-c', harness], {
    cwd,
    input: `${scripts.join('\0')}\0`,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    env: { PATH: '/nowhere', HOME: cwd },
    timeout: 120_000,
    maxBuffer: 64 << 20,
  });
  assert.equal(run.error, undefined);
  const records = String(run.output[3]).split('\0').slice(0, -1);
  assert.equal(records.length, scripts.length, String(run.stderr));
  return records.map((record) => {
    const [accepted, ...names] = record.split('\n');
    return { accepted: accepted === 'yes', names: names.filter((name) => name !== '') };
  });
}

/** A small generator with a seed, so that a failure can be repeated (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A script of harmless names, with most of the shell's grammar around them, sometimes broken. */
function script(random: () => number): string {
  let names = 0;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const name = (): string => `a${++names}`;
  const word = (depth: number): string => {
    const simple = [
      'x',
      '"y z"',
      "'$(no)'",
      '$X',
      '"$X"',
      '${X:-d}',
      "$'\\t'",
      '{p,q}',
      '~',
      '*.none',
      '\\$q',
      '$((1 + 2))',
      '"a`:`"',
    ];
    if (depth <= 0 || random() < 0.55) return pick(simple);
    return pick([
      () => `$(${list(depth - 1)})`,
      () => `"$(${list(depth - 1)})"`,
      () => `\`${name()}\``,
      () => `\${X:-$(${list(depth - 1)})}`,
      () => `"pre\${X:+$(${name()})}\${Y:=$(${name()})}post"`,
      () => `<(${name()})`,
      () => `p"q"$(${name()})'r'`,
      () => `$(( $(${name()}; echo 1) + 1 ))`,
      () => `$(( (2 << 1) + \`${name()}\` ))`,
      () => `"$(${name()} # it's a comment)\n)"`,
      () => `$(\n# a ) in a comment\n${name()}\n)`,
      () => `$(${name()} <<E\n) $(${name()})\nE\n)`,
      () => `$(case x in x) ${name()};; esac)`,
      () => `>(${name()})`,
      () => `$'\\'$(no)\\''`,
      () => `"$'$(${name()})'"`,
      () => `\${X//$(${name()})/"$(${name()})"}`,
      () => `\\\nx\\\n$(${name()})`,
    ])();
  };
  const words = (depth: number): string =>
    Array.from({ length: Math.floor(random() * 3) }, () => ` ${word(depth)}`).join('');
  const program = (): string => {
    const plain = name();
    return pick([
      plain,
      plain,
      plain,
      plain,
      `"${plain}"`,
      `'${plain[0]}'${plain.slice(1)}`,
      `\\${plain}`,
      `${plain[0]}""${plain.slice(1)}`,
      `$'${plain}'`,
      `\\\n${plain}`,
      `${plain[0]}\\\n${plain.slice(1)}`,
      `$'\\x61'${plain.slice(1)}`,
      `$'\\141${plain.slice(1)}'`,
      `$"${plain}"`,
    ]);
  };
  const simple = (depth: number): string => {
    const assigned = random() < 0.15 ? `V=${word(depth - 1)} ` : '';
    const redirected =
      random() < 0.2 ? ` ${pick(['> /dev/null', '2>&1', '< /dev/null', '<<< x', '2>/dev/null', '>&2'])}` : '';
    const wrapper = random() < 0.12 ? pick(['command ', 'eval ', 'builtin eval ', 'command -- ', 'exec ']) : '';
    return `${assigned}${wrapper}${program()}${wrapper.includes('eval') ? '' : words(depth)}${redirected}`;
  };
  const compound = (depth: number): string =>
    pick([
      () => `if ${list(depth - 1)}; then ${list(depth - 1)}; else ${list(depth - 1)}; fi`,
      () => `for i in 1 ${word(depth - 1)}; do ${list(depth - 1)}; done`,
      () => `for ((i = 0; i < 2; i++)); do ${list(depth - 1)}; done`,
      () => `while ${list(depth - 1)}; do ${list(depth - 1)}; break; done`,
      () => `until ${list(depth - 1)}; do ${list(depth - 1)}; break; done`,
      () =>
        `case ${word(depth - 1)} in x) ${list(depth - 1)};; $(${name()})|*) ${list(depth - 1)};& y) ${name()};; esac`,
      () => `{ ${list(depth - 1)}; }`,
      () => `( ${list(depth - 1)} )`,
      () => `f${names}() { ${list(depth - 1)}; }; f${names}`,
      () => `[[ -z ${word(depth - 1)} && x == $(${name()}) ]]`,
      () => `(( 1 + 1 )) && ${name()}`,
      () => `A=(1 ${word(depth - 1)}); ${name()}`,
      () => `cat_${name()} <<EOF\ntext ${word(0)} $(${name()})\nEOF\n`,
      () => `cat_${name()} <<'EOF'\ntext $(no)\nEOF\n`,
      () => `cat_${name()} <<-EOF\n\ttext \${X:-$(${name()})}\n\tEOF\n`,
      () => `cat_${name()} <<A <<"EOF"\n$(${name()})\nA\n$(no)\nEOF\n`,
      () => `if ${name()}; then ${name()}; elif ${list(depth - 1)}; then ${name()}; fi`,
      () => `function g${names} { ${list(depth - 1)}; }; g${names} ${word(depth - 1)}`,
      () => `h${names}() { ${name()}; } > >(${name()}); h${names}`,
      () => `case x in (x) ${list(depth - 1)};;& *) ${name()} ;; esac`,
      () => `case ")" in \\)) ${name()};; esac`,
      () => `select i in x; do ${list(depth - 1)}; break; done <<< 1`,
      () => `${name()} # ; ${name()} ' " $(\n${name()}`,
      () => `${name()} > >(${name()}) 2> >(${list(0)})`,
      () => `while read -r V; do ${list(depth - 1)}; done < <(${name()}; echo x)`,
      () => `(( x = $(${name()}; echo 2) << 1, x++ ))`,
      () => `let "y = $(${name()}; echo 1)"`,
      () => `[[ x =~ ^(x|$(${name()}))$ || -n $(${name()}) ]]`,
      () => `coproc ${name()}`,
      () => `export V=$(${name()})`,
      () => `local_${name()}() ( ${list(depth - 1)} )`,
    ])();
  const command = (depth: number): string => (depth > 0 && random() < 0.35 ? compound(depth) : simple(depth));
  const pipeline = (depth: number): string => {
    const negated = random() < 0.1 ? '! ' : '';
    return (
      negated + Array.from({ length: random() < 0.25 ? 2 : 1 }, () => command(depth)).join(pick([' | ', ' |& ', '|']))
    );
  };
  const list = (depth: number): string => {
    const count = random() < 0.4 ? 2 : 1;
    let text = pipeline(depth);
    for (let i = 1; i < count; i++)
      text += `${text.endsWith('\n') ? '' : pick([' && ', ' || ', '; ', '\n', ' & '])}${pipeline(depth)}`;
    return text.trimEnd().endsWith('EOF') ? `${text.trimEnd()}\n:` : text;
  };
  const text = list(3);
  if (random() > 0.08) return text;
  // Something is missing, or too much.
  const at = Math.floor(random() * text.length);
  return pick([
    () => text.slice(0, at),
    () => text.slice(0, at) + pick([';', ')', '"', '`', '}', 'fi', '((', "'"]) + text.slice(at),
  ])();
}
