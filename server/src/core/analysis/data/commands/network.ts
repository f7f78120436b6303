import { type CommandEntry, destroy, elevate, env, exec, net, program, read, SCRIPT, write } from './entry.ts';

const SENDS = 'sends data to any host';
const FILES = 'sends files to any host';
const F = 'echo x > f';
const ERRORS = 'shows any file in its error messages';
const CURL_VALUES =
  '-A -b -c -C -d -D -e -E -F -H -K -m -o -r -T -u -U -w -x -X -y -Y -z --max-time --connect-timeout --retry --retry-delay --user-agent --header --data --data-binary --data-raw --data-urlencode --json --form --request --output --user --proxy --config --resolve --cacert --cert --key --url --write-out --cookie --cookie-jar --referer --range --upload-file --output-dir';
const WGET_VALUES =
  '-O -o -a -P -i -t -T -w -Q -U -e -l -A -R -D -I -X --header --post-data --post-file --tries --timeout --user --password --user-agent';
const SSH_VALUES = '-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -P -Q -R -S -W -w';

/** Programs that talk to other machines. */
export const network = (): readonly CommandEntry[] => [
  ...program(
    'curl',
    'https://curl.se/docs/manpage.html',
    [
      net('-d x ** https://{host}/', { achieves: SENDS, safer: 'a fetch rule with the hosts that are needed' }),
      net('-T [f] ** https://{host}/', FILES),
      net("-d '@{secret}' ** https://{host}/", { achieves: FILES, needs: 'a file that may be read' }),
      net('** https://{host}/ **', { blockedBy: '' }),
      net('-x {host}:3128 [https://x/] **', 'sends the request through any host'),
      net('--proxy {host}:3128 **', 'sends the request through any host'),
      net('--connect-to ::{host}:443 **', 'sends the request to any host'),
      net('--resolve *:443:203.0.113.1 **', 'sends the request to any host'),
      net('-K {file.conf} **', 'sends what a configuration says to any host'),
      read('** file:///proc/self/environ **', {
        trial: { setup: 'echo MARKER > S', line: 'curl -s file://$PWD/S', shows: 'stdout' },
      }),
      read('-K {secret} **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'curl -K S 2>&1', shows: 'stdout' },
      }),
      read('--config={secret} **', { achieves: ERRORS, needs: 'a spelling that it takes' }),
      read('-H @{secret} **', { achieves: 'sends the lines of any file as headers' }),
      read('-w @{secret} **', {
        achieves: 'prints any file',
        trial: { setup: `${F}; echo MARKER > S`, line: 'curl -s -o /dev/null -w @S file://$PWD/f', shows: 'stdout' },
      }),
      write('-o {out} ** file:///dev/null', {
        trial: { setup: F, line: 'curl -s -o OUT file://$PWD/f', shows: 'OUT' },
      }),
      write('-o {out} **', { content: true, trial: { setup: F, line: 'curl -s -o OUT file://$PWD/f', shows: 'OUT' } }),
      write('-D {out} **'),
      write('-c {out} **', { trial: { setup: F, line: 'curl -s -c OUT file://$PWD/f', shows: 'OUT' } }),
      write('--trace {out} **', { trial: { setup: F, line: 'curl -s --trace OUT file://$PWD/f', shows: 'OUT' } }),
      write('--libcurl {out} **', { trial: { setup: F, line: 'curl -s --libcurl OUT file://$PWD/f', shows: 'OUT' } }),
      exec('--engine ./x.so **', { needs: 'a library that the role may write' }),
    ],
    { values: CURL_VALUES },
  ),
  ...program(
    'wget',
    'https://www.gnu.org/software/wget/manual/wget.html',
    [
      exec('--use-ask^pass={program} http://x/ **', {
        trial: { setup: SCRIPT, line: 'wget -q -T1 -t1 --use-askpass=./s http://127.0.0.1:9/' },
      }),
      exec('-e use_askpass={program} http://x/ **', {
        trial: { setup: SCRIPT, line: 'wget -q -T1 -t1 -e use_askpass=./s http://127.0.0.1:9/' },
      }),
      exec('--config={file.conf} http://x/ **', {
        trial: {
          setup: `${SCRIPT}; echo 'use_askpass = ./s' > x.conf`,
          line: 'wget -q -T1 -t1 --config=x.conf http://127.0.0.1:9/',
        },
      }),
      net('--post-d^ata=x ** https://{host}/', SENDS),
      net('--post-f^ile={secret} ** https://{host}/', FILES),
      net('--body-file={secret} --method=PUT ** https://{host}/', FILES),
      net('** https://{host}/ **'),
      net('-e https_proxy={host}:3128 **', 'sends the request through any host'),
      write('-O {out} ** https://{host}/', { content: true }),
      write('-P {out} ** https://{host}/', 'writes to any place'),
      write('-o {out} **', { trial: { line: 'wget -T1 -t1 -o OUT http://127.0.0.1:9/', shows: 'OUT' } }),
      write('-a {out} **', { trial: { line: 'wget -T1 -t1 -a OUT http://127.0.0.1:9/', shows: 'OUT' } }),
      write('--save-cookies {out} **', {
        trial: { line: 'wget -q -T1 -t1 --save-cookies OUT http://127.0.0.1:9/', shows: 'OUT' },
      }),
      read('-i {secret} **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'wget -T1 -t1 -i S 2>&1 | tr a-z A-Z', shows: 'stdout' },
      }),
    ],
    { values: WGET_VALUES },
  ),
  ...program('http https xh xhs', 'https://httpie.io/docs/cli', [
    net('** POST https://{host}/ **', SENDS),
    net('** https://{host}/ **'),
    net('https://{host}/ x=@{secret} **', FILES),
    net('--proxy=https:https://{host} **', 'sends the request through any host'),
    write('-o {out} -d **'),
  ]),
  ...program('hurl newman k6', 'https://hurl.dev/', [
    net('** https://{host}/ **', { of: 'hurl newman', needs: 'a file of requests' }),
    exec('run {file.js} **', {
      of: 'k6 newman',
      achieves: 'runs a script in a language of its own, which sends requests',
    }),
  ]),
  ...program('grpcurl', 'https://github.com/fullstorydev/grpcurl', [net('** {host}:443 **', SENDS)]),
  ...program('websocat', 'https://github.com/vi/websocat', [
    net('** wss://{host}/', SENDS),
    exec("** 'sh-c:{cmd}'"),
    exec("** 'cmd:{cmd}'"),
  ]),
  ...program('ab wrk hey vegeta siege oha', 'https://httpd.apache.org/docs/current/programs/ab.html', [
    net('** https://{host}/'),
  ]),
  ...program('aria2c', 'https://aria2.github.io/manual/en/html/aria2c.html', [
    exec('--on-download-complete={program} ** https://{host}/'),
    exec('--on-download-error={program} ** http://x/', {
      trial: { setup: SCRIPT, line: 'aria2c -q -t1 --max-tries=1 --on-download-error=./s http://127.0.0.1:9/' },
    }),
    exec('--conf-path={file.conf} **'),
    net('** https://{host}/ **'),
    write('-o {out} ** https://{host}/'),
    write('-d {out} ** https://{host}/', 'writes to any place'),
  ]),
  ...program('lynx', 'https://lynx.invisible-island.net/lynx_help/Lynx_users_guide.html', [
    exec('-cfg={file.cfg} **', { needs: 'a viewer in it' }),
    exec("-editor='{cmd}' **", { needs: 'a terminal' }),
    net('** https://{host}/'),
    read('-dump ** {secret}', { trial: { setup: 'echo MARKER > S', line: 'lynx -dump ./S', shows: 'stdout' } }),
  ]),
  ...program('w3m', 'https://w3m.sourceforge.net/MANUAL', [
    net('** https://{host}/'),
    read('-dump ** {secret}', { trial: { setup: 'echo MARKER > S', line: 'w3m -dump S', shows: 'stdout' } }),
    exec('**', { needs: 'a terminal', achieves: 'offers a prompt that runs any program' }),
  ]),
  ...program('links elinks', 'http://links.twibright.com/', [net('** https://{host}/'), read('-dump ** {secret}')]),
  ...program('google-chrome chromium chromium-browser chrome', 'https://developer.chrome.com/docs/chromium/headless', [
    net('** https://{host}/ **'),
    read('--headless --dump-dom ** file:///proc/self/environ'),
    exec("--renderer-cmd-prefix='{cmd}' **"),
    exec("--utility-cmd-prefix='{cmd}' **"),
    write('--headless --screenshot={out} ** https://x/'),
    write('--headless --print-to-pdf={out} ** https://x/'),
    net('--remote-debugging-port=9222 **', 'lets programs here drive the browser with its sessions'),
  ]),
  ...program('firefox', 'https://wiki.mozilla.org/Firefox/CommandLineOptions', [
    net('** https://{host}/ **'),
    write('--headless --screenshot {out} ** https://x/'),
    net('--remote-debugging-port 9222 **', 'lets programs here drive the browser with its sessions'),
  ]),
  ...program(
    'nc ncat netcat nc.openbsd',
    'https://nmap.org/ncat/guide/',
    [
      net('{host} 443 **', SENDS),
      net('-l 4444 **', { achieves: 'listens to the network' }),
      net('-lk 4444 **', { achieves: 'listens to the network' }),
      exec('-e {program} {host} 443', { needs: 'a version that has it' }),
      exec("-c '{cmd}' {host} 443", { needs: 'a version that has it' }),
    ],
    { values: '-p -w -s -i -q -X -x -O -T -e -c -I --exec --sh-exec' },
  ),
  ...program('ncat', 'https://nmap.org/ncat/guide/ncat-exec.html', [
    exec("--sh-exec '{cmd}' {host} 443", {
      trial: {
        line: "(ncat -l 127.0.0.1 45871 & sleep 0.5; timeout 3 ncat --sh-exec 'touch W' 127.0.0.1 45871; kill %1)",
      },
    }),
    exec("--exec '{program}' {host} 443"),
    exec('--lua-exec {file.lua} {host} 443'),
  ]),
  ...program('socat', 'http://www.dest-unreach.org/socat/doc/socat.html', [
    exec("** - 'EXEC:{cmd}'", { trial: { line: "socat - 'EXEC:touch W' </dev/null" } }),
    exec("** - 'SYSTEM:{cmd}'", { trial: { line: "socat - 'SYSTEM:touch W' </dev/null" } }),
    net("** - 'TCP:{host}:443'", SENDS),
    read("** 'FILE:{secret}' -", { trial: { setup: 'echo MARKER > S', line: 'socat -u FILE:S -', shows: 'stdout' } }),
    write("** - 'CREATE:{out}'", {
      content: true,
      stdin: 'x',
      trial: { line: 'socat -u - CREATE:OUT <<< x', shows: 'OUT' },
    }),
  ]),
  ...program('telnet', 'https://man7.org/linux/man-pages/man1/telnet.1.html', [
    net('{host} **', SENDS),
    exec('**', { stdin: '!{cmd}', needs: 'a version with shell escapes' }),
  ]),
  ...program('ftp tftp', 'https://man.openbsd.org/ftp', [
    net('{host} **', FILES),
    exec('**', { stdin: '!{cmd}', trial: { line: "ftp <<< '!touch W'" } }),
  ]),
  ...program('lftp', 'https://lftp.yar.ru/lftp-man.html', [
    exec("-c '!{cmd}' **", { trial: { line: "lftp -c '!touch W'" } }),
    exec("-e '!{cmd}' **", { trial: { line: "lftp -e '!touch W; exit'" } }),
    exec('-f {file.lftp} **', { trial: { setup: "echo '!touch W' > x.lftp", line: 'lftp -f x.lftp' } }),
    net('{host} **', FILES),
  ]),
  ...program(
    'dig drill kdig',
    'https://bind9.readthedocs.io/en/latest/manpages.html',
    [
      net('** x.{host} **', 'sends data in the name it looks up'),
      net('** @{host} **', 'sends data in the name it looks up'),
      read('-f {secret} **', { achieves: 'looks up every line of any file' }),
    ],
    { values: '-f -p -t -c -q -b -k -x' },
  ),
  ...program(
    'nslookup host ping ping6 traceroute tracepath mtr whois',
    'https://cwe.mitre.org/data/definitions/200.html',
    [net('** x.{host} **', 'sends data in the name it looks up')],
    { values: '-c -i -w -W -s -t -I -p -m -f -q' },
  ),
  ...program('resolvectl', 'https://www.freedesktop.org/software/systemd/man/latest/resolvectl.html', [
    net('query x.{host} **', 'sends data in the name it looks up'),
  ]),
  ...program('getent', 'https://man7.org/linux/man-pages/man1/getent.1.html', [
    net('hosts x.{host} **', 'sends data in the name it looks up'),
    net('ahosts x.{host} **', 'sends data in the name it looks up'),
  ]),
  ...program('nmap', 'https://nmap.org/book/man-nse.html', [
    exec('--script {file.nse} [127.0.0.1] **', {
      trial: { setup: `printf 'os.execute("touch W")\\n' > x.nse`, line: 'nmap --script ./x.nse -p 9 127.0.0.1' },
    }),
    exec('--script={file.nse} [127.0.0.1] **'),
    net('** {host} **'),
    write('-oN {out} **', { content: false, trial: { line: 'nmap -sn -oN OUT 127.0.0.1', shows: 'OUT' } }),
    read('-iL {secret} **', {
      achieves: ERRORS,
      trial: { setup: 'echo MARKER > S', line: 'nmap -sn -iL S 2>&1', shows: 'stdout' },
    }),
  ]),
  ...program('tcpdump', 'https://www.tcpdump.org/manpages/tcpdump.1.html', [
    exec('-G 1 -W 1 -z {program} <-w [x]> **', { needs: 'the right to capture' }),
    exec('-C 1 -z {program} <-w [x]> **', { needs: 'the right to capture' }),
    write('-w {out} **', { needs: 'the right to capture' }),
    read('-r {secret} **', { needs: 'a capture' }),
    read('-A **', { achieves: 'prints what others send', needs: 'the right to capture' }),
  ]),
  ...program('tshark', 'https://www.wireshark.org/docs/man-pages/tshark.html', [
    exec("-X 'lua_script:{file.lua}' **", { needs: 'a build with Lua' }),
    write('-w {out} **', { needs: 'the right to capture' }),
    read('-V **', { achieves: 'prints what others send', needs: 'the right to capture' }),
  ]),
  ...program('dumpcap', 'https://www.wireshark.org/docs/man-pages/dumpcap.html', [
    write('-w {out} **', { needs: 'the right to capture' }),
  ]),
  ...program('ngrep', 'https://github.com/jpr5/ngrep', [
    read('** port 80', { achieves: 'prints what others send', needs: 'the right to capture' }),
  ]),
  ...program('ip', 'https://man7.org/linux/man-pages/man8/ip-netns.8.html', [
    exec('netns exec [x] {argv}', { needs: 'root' }),
    exec('vrf exec [x] {argv}', { needs: 'root' }),
    read('-force -batch {secret} **', {
      achieves: ERRORS,
      trial: { setup: 'echo MARKER > S', line: 'ip -force -batch S 2>&1', shows: 'stdout' },
    }),
    elevate('route add ** 0.0.0.0/0', { achieves: 'changes where traffic goes', needs: 'root' }),
  ]),
  ...program('iptables ip6tables', 'https://man7.org/linux/man-pages/man8/iptables.8.html', [
    elevate('-F **', { achieves: 'opens the firewall', needs: 'root' }),
  ]),
  ...program('nft', 'https://www.netfilter.org/projects/nftables/manpage.html', [
    elevate('flush ruleset', { achieves: 'opens the firewall', needs: 'root' }),
  ]),
  ...program('ufw', 'https://manpages.ubuntu.com/manpages/noble/en/man8/ufw.8.html', [
    elevate('disable', { achieves: 'opens the firewall', needs: 'root' }),
    elevate('allow [x] **', { achieves: 'opens the firewall', needs: 'root' }),
  ]),
  ...program(
    'ssh',
    'https://man.openbsd.org/ssh',
    [
      exec("-o 'ProxyCommand={cmd}' [x] **", {
        safer: 'ssh with one exact host',
        trial: { line: "ssh -o ProxyCommand='touch W' x" },
      }),
      exec("'-oProxyCommand={cmd}' [x] **", { trial: { line: "ssh '-oProxyCommand=touch W' x" } }),
      exec("-o 'KnownHostsCommand={program}' [x] **", { needs: 'a host that answers' }),
      exec("-o PermitLocalCommand=yes -o 'LocalCommand={cmd}' [x] **", { needs: 'a host that answers' }),
      exec('-o PKCS11Provider=./x.so [x] **', { needs: 'a library that the role may write' }),
      exec('-F {file.conf} [x] **', {
        trial: { setup: "printf 'Host x\\n ProxyCommand touch W\\n' > x.conf", line: 'ssh -F x.conf x' },
      }),
      exec("[x] '{cmd}' **", { achieves: 'runs any program on another machine', elsewhere: true }),
      exec("[x] ** ';{cmd}'", { achieves: 'runs any program on another machine', elsewhere: true }),
      net('{host} **', 'reaches any host'),
      net('-R 8080:localhost:80 {host} **', 'opens a tunnel to any host'),
      net('-D 1080 {host} **', 'opens a tunnel to any host'),
      net('-W {host}:443 [x] **', 'reaches any host through another one'),
      net('-L 8080:{host}:80 [x] **', 'reaches any host through another one'),
      read('-F {secret} [x] **', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'ssh -F S x 2>&1 | tr a-z A-Z', shows: 'stdout' },
      }),
      write('-E {out} [x] **', { trial: { line: 'ssh -v -E OUT -o ConnectTimeout=1 127.0.0.1', shows: 'OUT' } }),
    ],
    { values: SSH_VALUES },
  ),
  ...program(
    'scp',
    'https://man.openbsd.org/scp',
    [
      exec('-S {program} [f] [x:] **', { trial: { setup: `${F}; ${SCRIPT}`, line: 'scp -S ./s f x:' } }),
      exec("-o 'ProxyCommand={cmd}' ** [f] [x:]", { trial: { setup: F, line: "scp -o ProxyCommand='touch W' f x:" } }),
      exec("'-oProxyCommand={cmd}' ** [f] [x:]", { trial: { setup: F, line: "scp '-oProxyCommand=touch W' f x:" } }),
      exec('-F {file.conf} ** [f] [x:]', {
        trial: { setup: `${F}; printf 'Host x\\n ProxyCommand touch W\\n' > x.conf`, line: 'scp -F x.conf f x:' },
      }),
      exec('-D {program} [f] [x:]', { needs: 'a version that has it' }),
      net('** [f] {host}:', FILES),
      net('** {host}:x [f]', 'loads files from any host'),
      write('** [x:f] {out}', { achieves: 'writes any file, from another machine' }),
    ],
    { values: '-c -D -F -i -J -l -o -P -S -X' },
  ),
  ...program(
    'sftp',
    'https://man.openbsd.org/sftp',
    [
      exec("-o 'ProxyCommand={cmd}' [x] **", { trial: { line: "sftp -o ProxyCommand='touch W' x" } }),
      exec("'-oProxyCommand={cmd}' [x] **", { trial: { line: "sftp '-oProxyCommand=touch W' x" } }),
      exec('-S {program} [x] **', { trial: { setup: SCRIPT, line: 'sftp -S ./s x' } }),
      exec('-D {program} **', { trial: { setup: SCRIPT, line: 'sftp -D ./s' } }),
      exec('-b {file.txt} [x] **', { needs: 'a host that answers' }),
      net('{host} **', FILES),
    ],
    { values: '-B -b -c -D -F -i -J -l -o -P -R -S -s -X' },
  ),
  ...program('sshfs', 'https://github.com/libfuse/sshfs', [
    exec("-o 'ssh_command={cmd}' [x:] [d] **"),
    exec("-o 'ProxyCommand={cmd}' [x:] [d] **"),
    net('{host}: [d] **', FILES),
  ]),
  ...program('sshpass', 'https://man7.org/linux/man-pages/man1/sshpass.1.html', [
    exec('-p x {argv}', { ordered: true }),
    exec('-e {argv}', { ordered: true }),
  ]),
  ...program(
    'autossh',
    'https://www.harding.motd.ca/autossh/',
    [
      exec("-M 0 -o 'ProxyCommand={cmd}' [x] **"),
      net('-M 0 -R 8080:localhost:80 {host} **', 'opens a tunnel to any host'),
    ],
    { values: SSH_VALUES },
  ),
  ...program('mosh', 'https://mosh.org/', [exec("'--ssh={cmd}' [x] **"), net('{host} **')]),
  ...program('ssh-add', 'https://man.openbsd.org/ssh-add', [
    exec('-s ./x.so **', { achieves: 'loads any library', needs: 'an agent and a library that the role may write' }),
    read('-L **', { achieves: 'prints the public keys of the agent', needs: 'an agent' }),
  ]),
  ...program('ssh-agent', 'https://man.openbsd.org/ssh-agent', [
    exec('{argv}', { trial: { line: 'ssh-agent touch W' }, interpreter: true }),
  ]),
  ...program('ssh-copy-id', 'https://www.openssh.com/', [
    elevate('** x@y', { achieves: 'gives a key access to another machine' }),
    exec("-o 'ProxyCommand={cmd}' [x] **", {
      trial: {
        setup: "mkdir .ssh; ssh-keygen -q -t ed25519 -N '' -f k",
        line: "ssh-copy-id -i k -o ProxyCommand='touch W' x",
      },
    }),
  ]),
  ...program('ssh-keyscan', 'https://man.openbsd.org/ssh-keyscan', [
    net('{host} **'),
    read('-f {secret} **', { achieves: ERRORS }),
  ]),
  ...program(
    'rsync',
    'https://download.samba.org/pub/rsync/rsync.1',
    [
      exec("-e '{cmd}' ** [a] [x:]", { trial: { setup: 'touch a', line: 'rsync -e \'sh -c "touch W"\' a x:' } }),
      exec("'-e{cmd}' ** [a] [x:]", { trial: { setup: 'touch a', line: 'rsync \'-esh -c "touch W"\' a x:' } }),
      exec("'--rsh={cmd}' ** [a] [x:]", { trial: { setup: 'touch a', line: 'rsync \'--rsh=sh -c "touch W"\' a x:' } }),
      exec("'--rsync-path={cmd}' ** [a] [x:]", { needs: 'a host that answers' }),
      net('** [.] {host}:x', FILES),
      net('** {host}:x [.]', 'loads files from any host'),
      destroy('--delete ** [x/] [.]', 'deletes what the source does not have'),
      destroy('--remove-source-files ** [x/] [y]', 'deletes what it copies'),
      write('** [f] {out}', { content: true, trial: { setup: F, line: 'rsync f OUT', shows: 'OUT' } }),
      write('--log-file={out} **', { trial: { setup: F, line: 'rsync --log-file=OUT f g', shows: 'OUT' } }),
      read('--files-from={secret} ** [.] [x]', {
        achieves: ERRORS,
        trial: { setup: 'echo MARKER > S', line: 'rsync --files-from=S . x 2>&1', shows: 'stdout' },
      }),
      read('--exclude-from={secret} ** [f]', { needs: 'an output that tells' }),
    ],
    { values: '-e --rsh --exclude --include --exclude-from --include-from --files-from --port --bwlimit -f --filter' },
  ),
  ...program(
    'mail mailx',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/mailx.html',
    [
      net('** x@{host}', { achieves: 'sends mail to anybody', stdin: 'x' }),
      net('-a {secret} ** x@{host}', { achieves: 'sends any file to anybody', stdin: 'x' }),
      exec('**', { stdin: '~!{cmd}', needs: 'a terminal or a switch for it' }),
    ],
    { values: '-s -a -c -b -r -q -S' },
  ),
  ...program('mutt neomutt', 'https://neomutt.org/guide/', [
    net('-s x ** x@{host}', { achieves: 'sends mail to anybody', stdin: 'x' }),
    net('-a {secret} -s x ** -- x@{host}', { achieves: 'sends any file to anybody', stdin: 'x' }),
    exec("-e 'set sendmail={cmd}' ** x@x", { stdin: 'x' }),
  ]),
  ...program('sendmail msmtp', 'https://marlam.de/msmtp/msmtp.html', [
    net('** x@{host}', { achieves: 'sends mail to anybody', stdin: 'x' }),
    exec("'--passwordeval={cmd}' --host=x --auth=on --user=x -f x x@x", { of: 'msmtp', stdin: 'x', needs: 'a server' }),
    exec('-C {file.conf} ** x@x', { of: 'msmtp', stdin: 'x', needs: 'a server' }),
  ]),
  ...program('swaks', 'https://jetmore.org/john/code/swaks/', [
    net('--to x@{host} **', 'sends mail to anybody'),
    net('--to x@{host} --attach @{secret} **', 'sends any file to anybody'),
  ]),
  ...program('rclone', 'https://rclone.org/commands/', [
    ...['copy', 'sync', 'move', 'copyto', 'bisync'].map((verb) =>
      net(`${verb} [.] ':webdav,url=https://{host}:' **`, FILES),
    ),
    net("mount ':webdav,url=https://{host}:' [d] **"),
    net('serve http [.] --addr :8080 **', 'serves every file here to the network'),
    exec("lsd ':sftp,host=x,ssh={cmd}:' **"),
    exec("'--password-command={cmd}' version", { needs: 'a configuration with a password' }),
    write('copyto [f] {out} **', { trial: { setup: F, line: 'rclone --config /dev/null copyto f OUT', shows: 'OUT' } }),
    read('cat {secret} **', {
      trial: { setup: 'echo MARKER > S', line: 'rclone --config /dev/null cat S', shows: 'stdout' },
    }),
    env('config dump', 'prints the credentials of remotes'),
    env('config show **', 'prints the credentials of remotes'),
    destroy('purge [x:] **', 'deletes what is stored'),
    destroy('delete [x:] **', 'deletes what is stored'),
    destroy('sync [x:] [y:] **', 'deletes what the source does not have'),
  ]),
  ...program('s3cmd', 'https://s3tools.org/usage', [
    net('put {secret} s3://{host} **', 'sends any file to any bucket'),
    net('sync [.] s3://{host} **', 'sends files to any bucket'),
    net('--host={host} ls **', 'sends signed requests to any host'),
    destroy('rb --recursive [s3://x] **', 'deletes a bucket'),
    destroy('del --recursive [s3://x] **', "deletes a bucket's objects"),
    env('--dump-config', 'prints the credentials'),
  ]),
  ...program('s5cmd', 'https://github.com/peak/s5cmd', [
    net('cp {secret} s3://{host} **', 'sends any file to any bucket'),
    net('sync [.] s3://{host} **', 'sends files to any bucket'),
    destroy('rm [s3://x/*] **', "deletes a bucket's objects"),
  ]),
  ...program('mc', 'https://min.io/docs/minio/linux/reference/minio-mc.html', [
    net('alias set x https://{host} **', 'sends credentials to any host'),
    net('cp {secret} x/{host} **', 'sends any file to any bucket'),
    net('mirror [.] x/{host} **', 'sends files to any bucket'),
    destroy('rb --force [x] **', 'deletes a bucket'),
    destroy('rm --recursive --force [x] **', "deletes a bucket's objects"),
  ]),
  ...program('restic', 'https://restic.readthedocs.io/', [
    exec("snapshots '--password-command={cmd}' <-r [x]> **"),
    exec("snapshots -o 'sftp.command={cmd}' -r sftp:x:/ **", { needs: 'a password' }),
    net('backup -r rest:https://{host}/ [.] **', FILES),
    net('copy -r rest:https://{host}/ **', FILES),
    destroy('forget --prune **', 'deletes backups'),
    read('dump [latest] {secret} **', { needs: 'a backup' }),
  ]),
  ...program('borg', 'https://borgbackup.readthedocs.io/', [
    exec("list '--rsh={cmd}' ssh://x/y **"),
    net('create ssh://{host}/x::a [.] **', FILES),
    destroy('delete [x] **', 'deletes backups'),
    destroy('prune **', 'deletes backups'),
  ]),
  ...program('croc wormhole magic-wormhole', 'https://github.com/schollz/croc', [
    net('send {secret} **', 'sends any file to anybody'),
  ]),
  ...program('ipfs', 'https://docs.ipfs.tech/reference/kubo/cli/', [net('add {secret} **', 'publishes any file')]),
  ...program('irssi weechat', 'https://irssi.org/', [
    net('-c {host} **', { of: 'irssi' }),
    exec('**', { needs: 'a terminal' }),
  ]),
  ...program('tailscale', 'https://tailscale.com/kb/1080/cli', [
    elevate('up **', { achieves: 'joins this machine to a network' }),
    net('funnel **', 'opens this machine to the network'),
    net('serve **', 'opens this machine to the network'),
    net('file cp {secret} x: **', 'sends any file to another machine'),
    exec('ssh ** x {cmd}', { achieves: 'runs any program on another machine', elsewhere: true }),
  ]),
  ...program('logger', 'https://man7.org/linux/man-pages/man1/logger.1.html', [
    net('-n {host} ** x', 'sends data to any host'),
    read('-s -f {secret} **', 'prints any file'),
  ]),
  ...program('jira', 'https://github.com/ankitpokhrel/jira-cli', [
    net('issue create **', 'writes an issue that others read'),
    net('issue comment add **', 'writes a comment that others read'),
  ]),
  ...program('slack', 'https://tools.slack.dev/slack-cli/', [net('run **', { needs: 'an application' })]),
];
