import {
  agent,
  type CommandEntry,
  defer,
  destroy,
  elevate,
  env,
  exec,
  net,
  program,
  read,
  SCRIPT,
  write,
} from './entry.ts';

const UNIVERSAL = { interpreter: true } as const;
const LATER = 'leaves a program to run later';

/** Schedulers, services, rights, processes, wrappers, the environment, and the command lines of agents. */
export const host = (): readonly CommandEntry[] => [
  ...program(
    'crontab',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html',
    [
      defer('-', { stdin: '* * * * * {cmd}', blockedBy: '-l -r' }),
      defer('** {file.cron}', { blockedBy: '-l -r' }),
      defer('-e **', { needs: 'an editor of the caller' }),
      destroy('-r **', 'removes every scheduled program'),
    ],
    { values: '-u' },
  ),
  ...program(
    'at batch',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/at.html',
    [
      defer('** now', { stdin: '{cmd}', blockedBy: '-l -c -d -r' }),
      defer('', { stdin: '{cmd}' }),
      defer('-f {file.sh} ** now', LATER),
    ],
    { values: '-f -q -t' },
  ),
  ...program(
    'systemctl',
    'https://www.freedesktop.org/software/systemd/man/latest/systemctl.html',
    [
      defer('enable {file.service} **', 'starts a program at every boot'),
      defer('enable [x] **', 'starts a service at every boot'),
      defer('link {file.service} **', 'adds a service'),
      defer('edit [x] **', { needs: 'an editor of the caller' }),
      defer('start [x] **', { achieves: 'starts a service', needs: 'a unit that the role may write' }),
      exec("set-environment 'LD_PRELOAD=./x.so' **", {
        achieves: 'loads a library into later services',
        needs: 'a library that the role may write',
      }),
      elevate('import-environment **', { needs: 'a service that reads it' }),
      destroy('stop [x] **', 'stops a service'),
      destroy('disable --now [x] **', 'stops a service'),
      destroy('mask [x] **', 'keeps a service from starting'),
      destroy('kill [x] **', 'stops a service'),
      destroy('poweroff **', 'stops the machine'),
      destroy('reboot **', 'stops the machine'),
      read('cat ** /x', { needs: 'a unit' }),
      env('show-environment **', {
        achieves: 'prints the environment of services, where credentials are',
        needs: 'a running manager',
      }),
    ],
    { globals: '--user --now --no-pager -q', values: '-t -p -n -o -s -H -M --type --property --lines --signal' },
  ),
  ...program('service rc-service', 'https://manpages.debian.org/stable/init-system-helpers/service.8.en.html', [
    destroy('[x] stop', 'stops a service'),
  ]),
  ...program(
    'systemd-run',
    'https://www.freedesktop.org/software/systemd/man/latest/systemd-run.html',
    [defer('--user --on-active=1h {argv}'), defer('--on-calendar=daily {argv}'), exec('--user {argv}'), exec('{argv}')],
    UNIVERSAL,
  ),
  ...program('loginctl', 'https://www.freedesktop.org/software/systemd/man/latest/loginctl.html', [
    defer('enable-linger **', { achieves: 'lets services outlive the session', needs: 'a service of the caller' }),
  ]),
  ...program('launchctl', 'https://ss64.com/mac/launchctl.html', [
    defer('submit -l x -- {argv}'),
    defer('load {file.plist} **'),
    defer('bootstrap [gui/501] {file.plist}'),
    destroy('unload [x] **', 'stops a service'),
  ]),
  ...program(
    'schtasks schtasks.exe',
    'https://learn.microsoft.com/windows-server/administration/windows-commands/schtasks',
    [defer("/create /tn x /sc daily /tr '{cmd}' **")],
  ),
  ...program('journalctl', 'https://www.freedesktop.org/software/systemd/man/latest/journalctl.html', [
    destroy('--vacuum-size=1K **', 'deletes logs'),
    destroy('--vacuum-time=1s **', 'deletes logs'),
    read('--file={secret} **', { needs: 'a journal' }),
    exec('**', { needs: 'a terminal and a pager of the caller' }),
  ]),
  ...program(
    'kill pkill killall',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/kill.html',
    [destroy('-9 [1] **', 'stops any program of the account'), destroy('[1] **', 'stops any program of the account')],
    { values: '-s -u -P -G', blockedBy: '-l -0' },
  ),
  ...program('shutdown reboot poweroff halt', 'https://www.freedesktop.org/software/systemd/man/latest/shutdown.html', [
    destroy('**', { achieves: 'stops the machine', needs: 'root' }),
  ]),
  ...program(
    'sudo',
    'https://www.sudo.ws/docs/man/sudo.man/',
    [
      elevate('-i **'),
      elevate('-s **'),
      elevate('-e /etc/sudoers **', 'writes any file as root'),
      elevate('-u [root] -s **', 'acts as another account'),
      elevate('**= {argv}', 'runs any program as root'),
    ],
    { values: '-u -g -h -p -C -r -t -T -U -D -R', blockedBy: '-l -v -k -K' },
  ),
  ...program('doas sudo-rs', 'https://man.openbsd.org/doas', [
    elevate('-s **'),
    elevate('{argv}', 'runs any program as root'),
  ]),
  ...program('su runuser', 'https://man7.org/linux/man-pages/man1/su.1.html', [
    elevate('**', { stdin: '{cmd}' }),
    elevate("-c '{cmd}' **", 'runs any program as another account'),
    elevate('- [root] **', { achieves: 'acts as another account', stdin: '{cmd}' }),
  ]),
  ...program('pkexec gsudo runas', 'https://www.freedesktop.org/software/polkit/docs/latest/pkexec.1.html', [
    elevate('**'),
    elevate('{argv}', 'runs any program as root'),
  ]),
  ...program('nsenter', 'https://man7.org/linux/man-pages/man1/nsenter.1.html', [
    elevate('-t 1 -a {argv}', { achieves: 'runs any program in the host' }),
    elevate('-t 1 -a **'),
  ]),
  ...program('chroot', 'https://www.gnu.org/software/coreutils/manual/html_node/chroot-invocation.html', [
    elevate('** /'),
    elevate('** / {argv}', { achieves: 'runs any program, as root', needs: 'root' }),
  ]),
  ...program('systemd-nspawn', 'https://www.freedesktop.org/software/systemd/man/latest/systemd-nspawn.html', [
    elevate('-D / {argv}', 'runs any program as root'),
    elevate('--bind=/:/h <-D [x]> **', 'gives a container the whole file system, as root'),
  ]),
  ...program('setcap', 'https://man7.org/linux/man-pages/man8/setcap.8.html', [
    elevate('cap_setuid+ep [x] **', { achieves: 'gives a program the rights of root', needs: 'root' }),
  ]),
  ...program(
    'capsh',
    'https://man7.org/linux/man-pages/man1/capsh.1.html',
    [exec("-- -c '{cmd}'", { trial: { line: "capsh -- -c 'touch W'" } })],
    UNIVERSAL,
  ),
  ...program(
    'setpriv',
    'https://man7.org/linux/man-pages/man1/setpriv.1.html',
    [exec('{argv}', { ordered: true, trial: { line: 'setpriv touch W' } })],
    UNIVERSAL,
  ),
  ...program('usermod', 'https://man7.org/linux/man-pages/man8/usermod.8.html', [
    elevate('-aG sudo [x] **', { achieves: 'gives an account the rights of root', needs: 'root' }),
  ]),
  ...program('useradd', 'https://man7.org/linux/man-pages/man8/useradd.8.html', [
    elevate('-o -u 0 [x] **', { achieves: 'makes an account with the rights of root', needs: 'root' }),
  ]),
  ...program('passwd chpasswd', 'https://man7.org/linux/man-pages/man1/passwd.1.html', [
    elevate('-d [root] **', { achieves: 'changes a password', needs: 'root', of: 'passwd' }),
    elevate('', { achieves: 'changes passwords', needs: 'root', stdin: 'root:x', of: 'chpasswd' }),
  ]),
  ...program(
    'visudo',
    'https://www.sudo.ws/docs/man/visudo.man/',
    [elevate('**', { achieves: 'changes who may act as root', needs: 'root' })],
    { blockedBy: '-c --check' },
  ),
  ...program('insmod modprobe kexec', 'https://man7.org/linux/man-pages/man8/modprobe.8.html', [
    elevate('{file.ko} **', { achieves: 'loads a program into the kernel', needs: 'root' }),
    exec('-C {file.conf} [x] **', { needs: 'root' }),
  ]),
  ...program('sysctl', 'https://man7.org/linux/man-pages/man8/sysctl.8.html', [
    elevate("-w 'kernel.core_pattern=|{program}' **", {
      achieves: 'makes the kernel run a program as root',
      needs: 'root',
    }),
  ]),
  ...program(
    'unshare',
    'https://man7.org/linux/man-pages/man1/unshare.1.html',
    [exec('-r {argv}'), exec('{argv}')],
    UNIVERSAL,
  ),
  ...program(
    'bwrap',
    'https://github.com/containers/bubblewrap',
    [
      exec('--dev-bind / / {argv}', {
        ordered: true,
        trial: { line: 'bwrap --dev-bind / / touch W' },
        needs: 'user namespaces',
      }),
    ],
    UNIVERSAL,
  ),
  ...program(
    'firejail proot fakechroot',
    'https://firejail.wordpress.com/',
    [exec('{argv}', { ordered: true })],
    UNIVERSAL,
  ),
  ...program(
    'fakeroot',
    'https://man7.org/linux/man-pages/man1/fakeroot.1.html',
    [exec('{argv}', { trial: { line: 'fakeroot touch W' } })],
    UNIVERSAL,
  ),
  ...program(
    'env',
    'https://www.gnu.org/software/coreutils/manual/html_node/env-invocation.html',
    [
      env('**=', { trial: { setup: 'export MARK=MARKER', line: 'env', shows: 'stdout' } }),
      env('-0', { trial: { setup: 'export MARK=MARKER', line: 'env -0', shows: 'stdout' } }),
      exec('**= {argv}', { trial: { line: 'env touch W' } }),
      exec("-S '{cmd}' **", { trial: { line: "env -S 'touch W'" } }),
    ],
    { values: '-u -C -S', ...UNIVERSAL },
  ),
  ...program(
    'timeout',
    'https://www.gnu.org/software/coreutils/manual/html_node/timeout-invocation.html',
    [exec('[5] {argv}', { trial: { line: 'timeout 5 touch W' } })],
    { ...UNIVERSAL, values: '-k -s' },
  ),
  ...program(
    'nice nohup setsid ionice time command exec',
    'https://pubs.opengroup.org/onlinepubs/9799919799/idx/utilities.html',
    [exec('{argv}', { ordered: true, trial: { line: 'nohup touch W' } })],
    { ...UNIVERSAL, values: '-n -c -p', blockedBy: '-v -V' },
  ),
  ...program(
    'stdbuf',
    'https://www.gnu.org/software/coreutils/manual/html_node/stdbuf-invocation.html',
    [exec('-o0 {argv}', { ordered: true, trial: { line: 'stdbuf -o0 touch W' } })],
    UNIVERSAL,
  ),
  ...program(
    'chrt',
    'https://man7.org/linux/man-pages/man1/chrt.1.html',
    [exec('-i [0] {argv}', { ordered: true, trial: { line: 'chrt -i 0 touch W' } })],
    UNIVERSAL,
  ),
  ...program(
    'watch',
    'https://man7.org/linux/man-pages/man1/watch.1.html',
    [exec("'{cmd}' **"), exec("** ';{cmd}'", { blockedBy: '-x --exec' }), exec('-x {argv}')],
    { ...UNIVERSAL, values: '-n -q' },
  ),
  ...program(
    'flock',
    'https://man7.org/linux/man-pages/man1/flock.1.html',
    [
      exec('[L] {argv}', { trial: { line: 'flock L touch W' } }),
      exec("[L] -c '{cmd}' **", { trial: { line: "flock L -c 'touch W'" } }),
    ],
    { ...UNIVERSAL, values: '-w -E' },
  ),
  ...program(
    'taskset',
    'https://man7.org/linux/man-pages/man1/taskset.1.html',
    [exec('[1] {argv}', { trial: { line: 'taskset 1 touch W' } })],
    UNIVERSAL,
  ),
  ...program(
    'setarch linux32 linux64',
    'https://man7.org/linux/man-pages/man8/setarch.8.html',
    [exec('-R {argv}', { trial: { line: 'setarch -R touch W' } })],
    UNIVERSAL,
  ),
  ...program(
    'strace',
    'https://man7.org/linux/man-pages/man1/strace.1.html',
    [
      exec('-o /dev/null {argv}', { trial: { line: 'strace -o /dev/null touch W' } }),
      exec('{argv}', { ordered: true, trial: { line: 'strace touch W' } }),
      exec("-o '|{cmd}' [true] **", { trial: { line: "strace -o '|touch W' true" } }),
      write('-o {out} [true] **', { trial: { line: 'strace -o OUT true', shows: 'OUT' } }),
      read('-p [1] **', {
        achieves: 'prints what another program reads and writes',
        needs: 'a program of the account',
      }),
    ],
    { ...UNIVERSAL, values: '-o -e -p -s -a -E -u -P -S -I' },
  ),
  ...program(
    'ltrace',
    'https://man7.org/linux/man-pages/man1/ltrace.1.html',
    [exec('{argv}', { trial: { line: 'ltrace touch W' } }), write('-o {out} [true] **')],
    { ...UNIVERSAL, values: '-o -e -p -s -l -n' },
  ),
  ...program(
    'gdb',
    'https://sourceware.org/gdb/current/onlinedocs/gdb.html/Shell-Commands.html',
    [
      exec("-nx -batch -ex '!{cmd}' **", { trial: { line: "gdb -nx -batch -ex '!touch W'" } }),
      exec("-ex '!{cmd}' **", { trial: { line: "gdb -batch -ex '!touch W'" } }),
      exec("'-ex=!{cmd}' **", { trial: { line: "gdb -batch '-ex=!touch W'" } }),
      exec("--eval-command '!{cmd}' **"),
      exec('-x {file.gdb} **', { trial: { setup: "echo '!touch W' > x.gdb", line: 'gdb -batch -x x.gdb' } }),
      exec('**', { stdin: '!{cmd}', trial: { line: "gdb -nx <<< '!touch W'" } }),
      exec('-p [1] **', { achieves: 'changes a running program', needs: 'a program of the account' }),
    ],
    { ...UNIVERSAL, values: '-ex -x -p -c -iex -ix --args' },
  ),
  ...program(
    'lldb',
    'https://lldb.llvm.org/man/lldb.html',
    [
      exec("-b -o 'platform shell {cmd}' **"),
      exec('-o \'script import os;os.system("{cmd}")\' **'),
      exec('-s {file.lldb} **'),
      exec('**', { stdin: 'platform shell {cmd}' }),
    ],
    UNIVERSAL,
  ),
  ...program(
    'valgrind',
    'https://valgrind.org/docs/manual/manual-core.html',
    [
      exec('{argv}', { trial: { line: 'valgrind -q touch W' } }),
      write('--log-file={out} [true] **', { trial: { line: 'valgrind --log-file=OUT true', shows: 'OUT' } }),
    ],
    UNIVERSAL,
  ),
  ...program(
    'perf',
    'https://man7.org/linux/man-pages/man1/perf.1.html',
    [
      exec('stat {argv}', { needs: 'the right to measure' }),
      exec('record {argv}', { needs: 'the right to measure' }),
      exec('trace {argv}', { needs: 'the right to measure' }),
      exec('script -s {file.py} **', { needs: 'a recording' }),
      write('record -o {out} [true] **', { needs: 'the right to measure' }),
    ],
    UNIVERSAL,
  ),
  ...program(
    'hyperfine',
    'https://github.com/sharkdp/hyperfine',
    [
      exec("** '{cmd}'", { trial: { line: "hyperfine -r 1 'touch W'" } }),
      exec("--prepare '{cmd}' ** [true]", { trial: { line: "hyperfine -r 1 --prepare 'touch W' true" } }),
      write('--export-json {out} ** [true]', {
        trial: { line: 'hyperfine -r 1 --export-json OUT true', shows: 'OUT' },
      }),
    ],
    UNIVERSAL,
  ),
  ...program('rr', 'https://rr-project.org/', [exec('record {argv}', { ordered: true })], UNIVERSAL),
  ...program('heaptrack', 'https://github.com/KDE/heaptrack', [exec('{argv}', { ordered: true })], UNIVERSAL),
  ...program(
    'bpftrace dtrace stap',
    'https://github.com/bpftrace/bpftrace',
    [exec('--unsafe -e \'BEGIN{system("{cmd}")}\' **', { needs: 'root' }), exec("-c '{cmd}' **", { needs: 'root' })],
    UNIVERSAL,
  ),
  ...program('ldd', 'https://man7.org/linux/man-pages/man1/ldd.1.html', [
    exec('{program}', { needs: 'a program that its interpreter runs' }),
  ]),
  ...program(
    'ld.so /lib64/ld-linux-x86-64.so.2 ld-linux-x86-64.so.2',
    'https://man7.org/linux/man-pages/man8/ld.so.8.html',
    [exec('{program} **')],
    UNIVERSAL,
  ),
  ...program(
    'run-parts',
    'https://manpages.debian.org/stable/debianutils/run-parts.8.en.html',
    [
      exec('** .', {
        needs: 'a program that the role may write',
        trial: { setup: `mkdir d; cd d; ${SCRIPT}; cd ..`, line: 'run-parts d' },
      }),
    ],
    UNIVERSAL,
  ),
  ...program(
    'start-stop-daemon',
    'https://manpages.debian.org/stable/dpkg/start-stop-daemon.8.en.html',
    [exec('-S -x {program} **'), exec('--start --exec {program} **')],
    UNIVERSAL,
  ),
  ...program(
    'tmux byobu',
    'https://man.openbsd.org/tmux',
    [
      exec("new-session -d '{cmd}' **", { trial: { line: "tmux -S ./t new-session -d 'touch W'; sleep 1" } }),
      exec("new -d '{cmd}' **"),
      exec("new-window '{cmd}' **", { needs: 'a running server' }),
      exec("split-window '{cmd}' **", { needs: 'a running server' }),
      exec("run-shell '{cmd}' **", {
        trial: { line: "tmux -S ./t new-session -d; tmux -S ./t run-shell 'touch W'; tmux -S ./t kill-server" },
      }),
      exec("if-shell '{cmd}' '' **", { needs: 'a running server' }),
      exec("send-keys '{cmd}' Enter **", 'types into another shell'),
      exec("send-keys <-t [x]> '{cmd}' Enter **", 'types into another shell'),
      exec("pipe-pane '{cmd}' **", { needs: 'a running server' }),
      exec('-f {file.conf} new-session -d **'),
      exec("-c '{cmd}'", { trial: { line: "tmux -S ./t -c 'touch W'" } }),
      exec('source-file {file.conf} **', { needs: 'a running server' }),
      read('capture-pane -p **', { achieves: 'prints what another shell shows' }),
      read('show-environment -g **', { needs: 'a running server' }),
      write('save-buffer {out} **', { needs: 'a buffer' }),
    ],
    { globals: '-S: -L: -2 -u', values: '-t -s -n -c -F -x -y -b', ...UNIVERSAL },
  ),
  ...program(
    'screen',
    'https://www.gnu.org/software/screen/manual/screen.html',
    [
      exec('-dm {argv}', { trial: { line: 'screen -dm touch W; sleep 1' } }),
      exec('-d -m {argv}'),
      exec("-X stuff '{cmd}\\n' **", 'types into another shell'),
      exec('-X exec {argv}', { needs: 'a session' }),
      exec('-c {file.rc} -dm **'),
      exec('{argv}', { needs: 'a terminal' }),
    ],
    UNIVERSAL,
  ),
  ...program(
    'zellij',
    'https://zellij.dev/documentation/',
    [
      exec('run -- {argv}'),
      exec("action write-chars '{cmd}' **", 'types into another shell'),
      exec('--layout {file.kdl} **', { needs: 'a terminal' }),
    ],
    UNIVERSAL,
  ),
  ...program('dtach abduco', 'https://dtach.sourceforge.net/', [exec('-n [x] {argv}', { ordered: true })], UNIVERSAL),
  ...program(
    'xdotool',
    'https://github.com/jordansissel/xdotool',
    [exec("type '{cmd}' **", 'types into whatever window is open'), exec('exec {argv}', { needs: 'a display' })],
    UNIVERSAL,
  ),
  ...program('xdg-open', 'https://www.freedesktop.org/wiki/Software/xdg-utils/', [
    net('https://{host}/ **', 'opens any page in the browser of a person'),
  ]),
  ...program('open', 'https://ss64.com/mac/open.html', [
    net('https://{host}/ **', 'opens any page in the browser of a person'),
    exec('-a Terminal {file.sh} **', 'opens any script in a terminal'),
    exec('{file.command} **', 'opens any script in a terminal'),
  ]),
  ...program('gio', 'https://man.archlinux.org/man/gio.1', [
    net('open https://{host}/ **', 'opens any page in the browser of a person'),
    exec('launch {file.desktop} **'),
    write('copy [f] {out}', { content: true }),
    read('cat {secret} **'),
  ]),
  ...program('xclip xsel', 'https://github.com/astrand/xclip', [read('-o **', 'prints what a person copied')]),
  ...program('pbpaste wl-paste', 'https://ss64.com/mac/pbpaste.html', [read('**', 'prints what a person copied')]),
  ...program('dbus-send', 'https://dbus.freedesktop.org/doc/dbus-send.1.html', [
    exec(
      '--session --dest=org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager.StartTransientUnit **',
      'starts any program as a service',
    ),
  ]),
  ...program('busctl', 'https://www.freedesktop.org/software/systemd/man/latest/busctl.html', [
    exec(
      '--user call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager StartTransientUnit **',
      'starts any program as a service',
    ),
  ]),
  ...program('printenv', 'https://www.gnu.org/software/coreutils/manual/html_node/printenv-invocation.html', [
    env('', {
      safer: 'printenv with one exact name',
      trial: { setup: 'export MARK=MARKER', line: 'printenv', shows: 'stdout' },
    }),
    env('** GITHUB_TOKEN **', {
      trial: { setup: 'export GITHUB_TOKEN=MARKER', line: 'printenv GITHUB_TOKEN', shows: 'stdout' },
    }),
  ]),
  ...program('export', 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html', [
    env('-p', { trial: { setup: 'export MARK=MARKER', line: 'export -p', shows: 'stdout' } }),
    env('', { trial: { setup: 'export MARK=MARKER', line: 'export', shows: 'stdout' } }),
  ]),
  ...program('set', 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html', [
    env('', { trial: { setup: 'MARK=MARKER', line: 'set', shows: 'stdout' } }),
  ]),
  ...program('declare typeset local readonly', 'https://www.gnu.org/software/bash/manual/bash.html#Bash-Builtins', [
    env('-p', { trial: { setup: 'declare -r MARK=MARKER', line: 'declare -p; readonly -p', shows: 'stdout' } }),
    env('-x', { trial: { setup: 'export MARK=MARKER; readonly MARK', line: 'declare -x', shows: 'stdout' } }),
    env('-p GITHUB_TOKEN **'),
  ]),
  ...program('compgen', 'https://www.gnu.org/software/bash/manual/bash.html#Programmable-Completion-Builtins', [
    exec("-C '{cmd}' [x] **", { trial: { line: "compgen -C 'touch W #' x" } }),
    exec("-W '$({cmd})' [x] **", { trial: { line: "compgen -W '$(touch W)' x" } }),
    env('-e', { needs: 'values beside the names' }),
  ]),

  ...program('history', 'https://www.gnu.org/software/bash/manual/bash.html#Bash-History-Facilities', [
    write('-w {out}', { trial: { line: 'set -o history; history -s x; history -w OUT', shows: 'OUT' } }),
    read('-r {secret} **', { needs: 'a second command' }),
  ]),
  ...program('enable', 'https://www.gnu.org/software/bash/manual/bash.html#Bash-Builtins', [
    exec('-f ./x.so [x] **', { needs: 'a library that the role may write' }),
  ]),
  ...program('alias', 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/alias.html', [
    exec("'ls={cmd}' **", { achieves: 'changes what a later command runs', needs: 'an interactive shell' }),
  ]),
  ...program(
    'eval',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html',
    [exec("'{cmd}'", { trial: { line: "eval 'touch W'" } })],
    UNIVERSAL,
  ),
  ...program('mapfile readarray', 'https://www.gnu.org/software/bash/manual/bash.html#Bash-Builtins', [
    exec("-C '{cmd} #' -c 1 x **", { stdin: 'x', trial: { line: "mapfile -C 'touch W #' -c 1 x <<< x" } }),
  ]),
  ...program('test [', 'https://www.gnu.org/software/bash/manual/bash.html#Bash-Conditional-Expressions', [
    exec("-v 'x[$({cmd})]' **", { trial: { line: "test -v 'x[$(touch W)]'" } }),
  ]),
  ...program('ps', 'https://man7.org/linux/man-pages/man1/ps.1.html', [
    env('** auxe', { achieves: 'prints the environment of other processes' }),
    env('** auxeww', {
      achieves: 'prints the environment of other processes',
      trial: { setup: 'export MARK=MARKER', line: 'sleep 1 & ps auxeww | grep -o MARKER', shows: 'stdout' },
    }),
    env('** e', { achieves: 'prints the environment of other processes' }),
  ]),
  ...program('fuser', 'https://man7.org/linux/man-pages/man1/fuser.1.html', [
    destroy('-k ** [f]', 'stops programs that use a file'),
  ]),
  ...agents(),
];

/** Command lines of other agents: each acts with authority of its own, which no rule of this role bounds. */
function agents() {
  const lines: readonly (readonly [names: string, source: string, lines: readonly string[]])[] = [
    [
      'claude',
      'https://code.claude.com/docs/en/cli-reference',
      ['--dangerously-skip-permissions -p x **', '-p x **', 'mcp add [x] **', 'config set [x] **'],
    ],
    [
      'codex',
      'https://developers.openai.com/codex/cli/reference',
      ['exec --dangerously-bypass-approvals-and-sandbox x **', 'exec x **', 'mcp add [x] **'],
    ],
    ['gemini', 'https://github.com/google-gemini/gemini-cli', ['--yolo -p x **', '-p x **']],
    [
      'q kiro-cli',
      'https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/command-line-chat.html',
      ['chat --trust-all-tools x **', 'chat x **'],
    ],
    [
      'copilot',
      'https://docs.github.com/copilot/how-tos/use-copilot-agents/use-copilot-cli',
      ['--allow-all-tools -p x **', '-p x **'],
    ],
    ['cursor-agent', 'https://cursor.com/docs/cli/overview', ['--force -p x **', '-p x **']],
    ['opencode', 'https://opencode.ai/docs/cli/', ['run x **', 'serve **']],
    ['aider', 'https://aider.chat/docs/config/options.html', ['--yes-always --message x **', '-m x **']],
    ['amp', 'https://ampcode.com/manual', ['--dangerously-allow-all -x x **', '-x x **']],
    ['goose', 'https://block.github.io/goose/docs/guides/goose-cli-commands', ['run -t x **', 'session **']],
    ['llm', 'https://llm.datasette.io/en/stable/help.html', ['-T llm_tools_exec x **', 'x **']],
    ['ollama', 'https://github.com/ollama/ollama', ['launch claude **']],
    [
      'openhands cline auggie droid qwen crush plandex sgpt interpreter cn kilocode gptme',
      'https://docs.openhands.dev/',
      [],
    ],
    [
      '@anthropic-ai/claude-code',
      'https://code.claude.com/docs/en/cli-reference',
      ['--dangerously-skip-permissions -p x **'],
    ],
    [
      '@openai/codex',
      'https://developers.openai.com/codex/cli/reference',
      ['exec --dangerously-bypass-approvals-and-sandbox x **'],
    ],
    ['@google/gemini-cli', 'https://github.com/google-gemini/gemini-cli', ['--yolo -p x **']],
    ['opencode-ai', 'https://opencode.ai/docs/cli/', ['run x **']],
    ['@sourcegraph/amp', 'https://ampcode.com/manual', ['--dangerously-allow-all -x x **']],
    [
      '@github/copilot',
      'https://docs.github.com/copilot/how-tos/use-copilot-agents/use-copilot-cli',
      ['--allow-all-tools -p x **'],
    ],
  ];
  return lines.flatMap(([names, source, all]) =>
    program(names, source, [
      ...all.map((line) => agent(line, { safer: 'a delegate rule for a role of this workspace' })),
      agent('**', { safer: 'a delegate rule for a role of this workspace', blockedBy: 'list logs show ps pull' }),
    ]),
  );
}
