import { program, TRIED } from './entry.ts';

const INTERPRETER = { interpreter: true, safer: 'one exact script that the role may not write' } as const;

/** Programs whose purpose is to run what they are told. */
export const INTERPRETERS = [
  ...['sh', 'bash', 'dash', 'zsh', 'ksh', 'fish'].flatMap((shell) =>
    program(
      shell,
      'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sh.html',
      [
        {
          effect: 'exec',
          line: `${shell}`,
          via: 'stdin',
          stdin: '{cmd}',
          ...(shell === 'fish' ? {} : { trial: TRIED }),
        },
        { effect: 'exec', line: `${shell} ** ./x.sh`, via: 'operand', needs: 'a file that the role may write' },
      ],
      INTERPRETER,
    ),
  ),
  ...['python', 'python3'].flatMap((python) =>
    program(
      python,
      'https://docs.python.org/3/using/cmdline.html',
      [
        { effect: 'exec', line: `${python} -c 'import os;os.system("{cmd}")'`, trial: TRIED },
        {
          effect: 'exec',
          line: `${python} -m timeit '__import__("os").system("{cmd}")'`,
          via: 'operand',
          trial: { line: `${python} -m timeit -n 1 -r 1 '__import__("os").system("touch W")'` },
        },
        { effect: 'exec', line: `${python} -m ** pdb x.py`, via: 'operand', needs: 'a file that the role may write' },
        { effect: 'exec', line: `${python}`, via: 'stdin', stdin: 'import os;os.system("{cmd}")', trial: TRIED },
        {
          effect: 'exec',
          line: `${python} ** x.py`,
          via: 'operand',
          needs: 'a file that the role may write',
          trial: { setup: "echo \"open('W','w')\" > x.py" },
        },
      ],
      INTERPRETER,
    ),
  ),
  ...program(
    'node',
    'https://nodejs.org/api/cli.html',
    [
      { effect: 'exec', line: `node -e 'require("child_process").execSync("{cmd}")'`, trial: TRIED },
      {
        effect: 'exec',
        line: `node ** '--import=data:text/javascript,process.getBuiltinModule("child_process").execSync("{cmd}")'`,
        trial: {
          line: `node '--import=data:text/javascript,process.getBuiltinModule("child_process").execSync("touch%20W")' -e ''`,
        },
      },
      { effect: 'exec', line: 'node --run ** x', via: 'file', needs: 'a package.json that the role may write' },
      {
        effect: 'exec',
        line: 'node ** x.js',
        via: 'operand',
        needs: 'a file that the role may write',
        trial: { setup: `echo 'require("fs").writeFileSync("W","")' > x.js` },
      },
      { effect: 'exec', line: 'node', via: 'stdin', stdin: 'require("child_process").execSync("{cmd}")', trial: TRIED },
    ],
    INTERPRETER,
  ),
  ...['tsx', 'ts-node'].flatMap((name) =>
    program(
      name,
      name === 'tsx' ? 'https://tsx.is/' : 'https://typestrong.org/ts-node/docs/usage/',
      [
        { effect: 'exec', line: `${name} -e 'require("child_process").execSync("{cmd}")'` },
        { effect: 'exec', line: `${name} ** x.ts`, via: 'operand', needs: 'a file that the role may write' },
      ],
      INTERPRETER,
    ),
  ),
  ...program(
    'deno',
    'https://docs.deno.com/runtime/reference/cli/',
    [
      { effect: 'exec', line: `deno eval 'new Deno.Command("{cmd}").outputSync()'`, via: 'subcommand' },
      { effect: 'exec', line: 'deno run -A ** https://{host}/x.ts', via: 'operand' },
      { effect: 'exec', line: 'deno task ** x', via: 'file', needs: 'a deno.json that the role may write' },
    ],
    INTERPRETER,
  ),
  ...program(
    'bun',
    'https://bun.sh/docs/cli/run',
    [
      { effect: 'exec', line: `bun -e 'Bun.spawnSync(["{cmd}"])'` },
      { effect: 'exec', line: 'bun x ** cowsay', via: 'subcommand', achieves: 'runs any package of the registry' },
      { effect: 'exec', line: 'bun ** x.ts', via: 'operand', needs: 'a file that the role may write' },
      { effect: 'publish', line: 'bun publish **', via: 'subcommand', achieves: 'publishes the package' },
    ],
    INTERPRETER,
  ),
  ...program(
    'perl',
    'https://perldoc.perl.org/perlrun',
    [
      { effect: 'exec', line: `perl -e 'system("{cmd}")'`, trial: TRIED },
      {
        effect: 'exec',
        line: `perl ** '-MPOSIX=;system("{cmd}")' -e1`,
        trial: { line: `perl '-MPOSIX;system("touch W")' -e1` },
      },
    ],
    INTERPRETER,
  ),
  ...program(
    'ruby',
    'https://docs.ruby-lang.org/en/master/ruby/options_md.html',
    [{ effect: 'exec', line: `ruby -e 'system("{cmd}")'` }],
    INTERPRETER,
  ),
  ...program(
    'php',
    'https://www.php.net/manual/en/features.commandline.options.php',
    [{ effect: 'exec', line: `php -r 'system("{cmd}");'` }],
    INTERPRETER,
  ),
  ...program(
    'lua',
    'https://www.lua.org/manual/5.4/lua.html',
    [{ effect: 'exec', line: `lua -e 'os.execute("{cmd}")'` }],
    INTERPRETER,
  ),
  ...program(
    'Rscript',
    'https://stat.ethz.ch/R-manual/R-devel/library/utils/html/Rscript.html',
    [{ effect: 'exec', line: `Rscript -e 'system("{cmd}")'` }],
    INTERPRETER,
  ),
  ...program(
    'julia',
    'https://docs.julialang.org/en/v1/manual/command-line-interface/',
    [{ effect: 'exec', line: "julia -e 'run(`{cmd}`)'" }],
    INTERPRETER,
  ),
  ...program(
    'elixir',
    'https://hexdocs.pm/elixir/main/Kernel.html',
    [{ effect: 'exec', line: `elixir -e 'System.shell("{cmd}")'` }],
    INTERPRETER,
  ),
  ...program(
    'tclsh',
    'https://www.tcl-lang.org/man/tcl8.6/UserCmd/tclsh.htm',
    [{ effect: 'exec', line: 'tclsh', via: 'stdin', stdin: 'exec {cmd}' }],
    INTERPRETER,
  ),
  ...program(
    'osascript',
    'https://ss64.com/mac/osascript.html',
    [{ effect: 'exec', line: `osascript -e 'do shell script "{cmd}"'` }],
    INTERPRETER,
  ),
  ...program(
    'pwsh',
    'https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_pwsh',
    [{ effect: 'exec', line: "pwsh -Command '{cmd}'" }],
    INTERPRETER,
  ),
  ...program(
    'java',
    'https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html',
    [
      { effect: 'exec', line: 'java ** X.java', via: 'operand', needs: 'a file that the role may write' },
      { effect: 'exec', line: "java ** '-XX:OnOutOfMemoryError={cmd}' -Xmx8m X.java" },
    ],
    INTERPRETER,
  ),
  ...program('awk', 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/awk.html', [
    {
      effect: 'exec',
      line: `awk 'BEGIN{system("{cmd}")}'`,
      via: 'operand',
      safer: 'cut, or a dedicated tool',
      trial: TRIED,
    },
    { effect: 'write', line: `awk 'BEGIN{print "x" > "{out}"}'`, via: 'operand', trial: { shows: 'OUT' } },
  ]),
  ...program('gawk', 'https://www.gnu.org/software/gawk/manual/html_node/I_002fO-Functions.html', [
    { effect: 'exec', line: `gawk 'BEGIN{system("{cmd}")}'`, via: 'operand', blockedBy: '--sandbox', trial: TRIED },
  ]),
  ...program('sed', 'https://www.gnu.org/software/sed/manual/html_node/Other-Commands.html', [
    {
      effect: 'exec',
      line: "sed ** '1e {cmd}' f",
      via: 'operand',
      blockedBy: '--sandbox',
      safer: 'sed -n with exact words',
      trial: { setup: 'echo x > f', line: "sed '1e touch W' f" },
    },
    {
      effect: 'exec',
      line: "sed ** 's/.*/{cmd}/e' f",
      via: 'operand',
      trial: { setup: 'echo x > f', line: "sed 's/.*/touch W/e' f" },
    },
    {
      effect: 'exec',
      line: "sed -n ** -e '1e {cmd}' f",
      via: 'flag',
      trial: { setup: 'echo x > f', line: "sed -n -e '1e touch W' f" },
    },
    {
      effect: 'write',
      line: "sed -n ** 'w {out}' f",
      via: 'operand',
      trial: { setup: 'echo x > f', line: "sed -n 'w OUT' f", shows: 'OUT' },
    },
    {
      effect: 'write',
      line: 'sed -i ** s/a/b/ {out}',
      trial: { setup: 'echo a > OUT', line: 'sed -i s/a/b/ OUT; grep -q b OUT && touch W' },
    },
  ]),
  ...program(
    'expect',
    'https://core.tcl-lang.org/expect/',
    [{ effect: 'exec', line: "expect -c 'spawn {cmd}'" }],
    INTERPRETER,
  ),
  ...program(
    'busybox',
    'https://busybox.net/downloads/BusyBox.html',
    [{ effect: 'exec', line: "busybox sh -c '{cmd}'", via: 'subcommand' }],
    INTERPRETER,
  ),
  ...program('m4', 'https://www.gnu.org/software/m4/manual/html_node/Syscmd.html', [
    { effect: 'exec', line: 'm4', via: 'stdin', stdin: 'syscmd({cmd})' },
  ]),
  ...program('bc', 'https://www.gnu.org/software/bc/manual/html_mono/bc.html', [
    {
      effect: 'read',
      line: 'bc ** {secret}',
      via: 'operand',
      achieves: 'shows lines of any file in its error messages',
    },
  ]),
];
