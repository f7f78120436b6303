/**
 * Programs that run another program which stands in their own arguments, as data. Sources: POSIX.1-2024 utilities (env,
 * nice, nohup, time, timeout, xargs, find, command, exec, eval, trap), GNU Coreutils 9 and Findutils 4.10 manuals,
 * util-linux (ionice, setsid, taskset, flock, nsenter, unshare, script), sudo(8), doas(1), su(1), pkexec(1), ssh(1),
 * Docker and kubectl command references, procps watch(1), GNU parallel(1), strace(1).
 *
 * Options are listed so that the place where the inner command begins is certain. With an option that is not listed
 * the line is unparsed: never allowed.
 */
export interface Wrapper {
  readonly programs: readonly string[];
  /** Further leading words, for `docker exec`. */
  readonly subcommands?: readonly string[];
  /**
   * A transparent wrapper changes nothing about who runs the command or where: only the inner command needs a grant.
   * Any other needs a grant of its own as well.
   */
  readonly transparent: boolean;
  /** Options without a value, separated by spaces. */
  readonly flags?: string;
  /** Options with a value, in the next word, after `=`, or attached to a short option. */
  readonly values?: string;
  /** Operands before the inner command: the duration of `timeout`, the host of `ssh`. */
  readonly operands?: number;
  /** `NAME=value` words before the inner command set its environment. */
  readonly assignments?: boolean;
  /** With one of these, there is no inner command: `command -v git` only asks. */
  readonly notWith?: string;
  /** How the inner command is given: as the words that follow, as shell text in them, or as the value of an option. */
  readonly inner: 'words' | 'text' | { readonly option: string };
  /** Options whose value is the directory in which the inner command runs. */
  readonly directoryOption?: string;
  /** The inner command runs elsewhere: paths in it are not the workspace's as far as we can tell. */
  readonly elsewhere?: boolean;
}

const WRAPPERS: readonly Wrapper[] = [
  {
    programs: ['env'],
    transparent: true,
    flags: '-i - -0 -v --ignore-environment --null --debug',
    values: '-u --unset -C --chdir',
    directoryOption: '-C --chdir',
    assignments: true,
    inner: 'words',
  },
  {
    programs: ['time'],
    transparent: true,
    flags: '-p -v -a --portability --verbose',
    values: '-f --format',
    inner: 'words',
  },
  { programs: ['nice'], transparent: true, flags: '', values: '-n --adjustment', inner: 'words' },
  {
    programs: ['ionice'],
    transparent: true,
    flags: '-t --ignore',
    values: '-c -n --class --classdata',
    notWith: '-p -P -u',
    inner: 'words',
  },
  { programs: ['nohup'], transparent: true, inner: 'words' },
  {
    programs: ['timeout'],
    transparent: true,
    flags: '-v -f -p --foreground --preserve-status --verbose',
    values: '-k -s --kill-after --signal',
    operands: 1,
    inner: 'words',
  },
  { programs: ['stdbuf'], transparent: true, values: '-i -o -e --input --output --error', inner: 'words' },
  { programs: ['setsid'], transparent: true, flags: '-c -f -w --ctty --fork --wait', inner: 'words' },
  { programs: ['command'], transparent: true, flags: '-p', notWith: '-v -V', inner: 'words' },
  { programs: ['builtin'], transparent: true, inner: 'words' },
  { programs: ['exec'], transparent: true, flags: '-c -l', values: '-a', inner: 'words' },
  {
    programs: ['sudo'],
    transparent: false,
    flags:
      '-A -b -B -E -H -i -k -n -N -P -S -s --askpass --background --preserve-env --set-home --login --non-interactive --stdin --shell --reset-timestamp',
    values:
      '-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir --close-from --role --type --command-timeout --chroot',
    directoryOption: '-D --chdir',
    notWith: '-l -v -K -V -e --list --validate --remove-timestamp --edit --version',
    assignments: true,
    inner: 'words',
  },
  { programs: ['doas'], transparent: false, flags: '-n -s -L', values: '-u -C -a', inner: 'words' },
  { programs: ['pkexec'], transparent: false, flags: '--disable-internal-agent', values: '--user', inner: 'words' },
  { programs: ['su', 'runuser'], transparent: false, inner: { option: '-c --command' } },
  { programs: ['script'], transparent: false, inner: { option: '-c --command' } },
  {
    programs: ['chroot'],
    transparent: false,
    flags: '--skip-chdir',
    values: '--userspec --groups',
    operands: 1,
    elsewhere: true,
    inner: 'words',
  },
  {
    programs: ['nsenter', 'unshare'],
    transparent: false,
    flags:
      '-a -m -u -i -n -p -U -C -T -f -r -F -Z --all --mount --uts --ipc --net --pid --user --cgroup --time --fork --map-root-user --no-fork --preserve-credentials',
    values: '-t -S -G -w --target --setuid --setgid --wd --root',
    elsewhere: true,
    inner: 'words',
  },
  {
    programs: ['ssh'],
    transparent: false,
    flags: '-4 -6 -A -a -C -f -G -g -K -k -M -N -n -q -s -T -t -V -v -X -x -Y -y',
    values: '-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w',
    operands: 1,
    elsewhere: true,
    inner: 'text',
  },
  {
    programs: ['docker', 'podman'],
    subcommands: ['exec'],
    transparent: false,
    flags: '-d -i -t --detach --interactive --tty --privileged',
    values: '-e -u -w --env --env-file --user --workdir --detach-keys',
    operands: 1,
    elsewhere: true,
    inner: 'words',
  },
  {
    programs: ['docker', 'podman'],
    subcommands: ['run'],
    transparent: false,
    flags:
      '-d -i -t -P --detach --interactive --tty --rm --init --privileged --read-only --publish-all --no-healthcheck --oom-kill-disable --quiet -q',
    values:
      '-a -c -e -h -l -m -p -u -v -w --add-host --annotation --attach --cap-add --cap-drop --cidfile --cpus --cpuset-cpus --cpu-shares --device --dns --domainname --entrypoint --env --env-file --expose --gpus --group-add --hostname --ip --ipc --label --link --log-driver --mac-address --memory --memory-swap --mount --name --net --network --network-alias --pid --pids-limit --platform --publish --pull --restart --runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --ulimit --user --userns --uts --volume --volumes-from --workdir',
    operands: 1,
    elsewhere: true,
    inner: 'words',
  },
  {
    programs: ['watch'],
    transparent: false,
    flags:
      '-b -c -C -e -g -p -t -w -r --beep --color --no-color --errexit --chgexit --precise --no-title --no-wrap --no-rerun',
    values: '-n -q -s --interval --equexit --shotsdir',
    notWith: '-v -h --version --help',
    inner: 'text',
  },
  {
    programs: ['taskset'],
    transparent: false,
    flags: '-a -c --all-tasks --cpu-list',
    notWith: '-p --pid',
    operands: 1,
    inner: 'words',
  },
  {
    programs: ['chrt'],
    transparent: false,
    flags: '-b -f -i -o -r -R -a -v',
    notWith: '-p -m',
    operands: 1,
    inner: 'words',
  },
  { programs: ['setarch', 'linux32', 'linux64'], transparent: false, flags: '-R -v', operands: 1, inner: 'words' },
  {
    programs: ['strace', 'ltrace'],
    transparent: false,
    flags: '-c -C -f -ff -F -i -k -q -r -t -tt -ttt -T -v -x -xx -y -yy -z -Z -w -S',
    values: '-a -b -e -I -o -O -P -s -E -u',
    notWith: '-p -V -h',
    inner: 'words',
  },
  {
    programs: ['unbuffer', 'fakeroot', 'caffeinate', 'busybox', 'toybox', 'dbus-run-session'],
    transparent: false,
    inner: 'words',
  },
];

/** How a program is understood to run another; undefined for a program that does not, or not in a way that is known. */
export function wrapperOf(program: string, next: string | undefined): Wrapper | undefined {
  const candidates = BY_PROGRAM.get(program);
  return candidates?.find((each) => !each.subcommands || (next !== undefined && each.subcommands.includes(next)));
}

const BY_PROGRAM = new Map<string, Wrapper[]>();
for (const wrapper of WRAPPERS) {
  for (const program of wrapper.programs) BY_PROGRAM.set(program, [...(BY_PROGRAM.get(program) ?? []), wrapper]);
}

/** Shells that run the text after `-c`. */
export const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'zsh', 'ash', 'ksh', 'mksh']);

/** The ones whose `-c` is transparent: what they run is read here as bash reads it. */
export const TRANSPARENT_SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'zsh']);
