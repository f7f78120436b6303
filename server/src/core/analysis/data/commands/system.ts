import { program } from './entry.ts';

const UNIVERSAL = { interpreter: true } as const;

/** Network clients, remote shells, containers, clouds, databases, schedulers, wrappers and other agents. */
export const SYSTEM = [
  ...program('curl', 'https://curl.se/docs/manpage.html', [
    {
      effect: 'net',
      line: "curl ** -d x 'https://{host}/'",
      via: 'operand',
      achieves: 'sends data to any host',
      safer: 'a fetch rule with the hosts that are needed',
    },
    {
      effect: 'net',
      line: "curl ** 'https://{host}/'",
      via: 'operand',
    },
    {
      effect: 'read',
      line: 'curl ** file:///proc/self/environ',
      via: 'operand',
      trial: { setup: 'echo MARKER > S', line: 'curl -s file://$PWD/S', shows: 'stdout' },
    },
    { effect: 'net', line: "curl ** --next 'https://{host}/'", via: 'operand' },
    { effect: 'net', line: "curl ** -x '{host}:3128'", via: 'flag', achieves: 'sends the request through any host' },
    {
      effect: 'write',
      line: "curl ** -o {out} 'file:///dev/null'",
      trial: { setup: 'echo x > f', line: 'curl -s -o OUT file://$PWD/f', shows: 'OUT' },
    },
    {
      effect: 'read',
      line: 'curl ** -K {secret}',
      achieves: 'shows any file in its error messages',
      trial: { setup: 'echo MARKER > S', line: 'curl -K S 2>&1', shows: 'stdout' },
    },
  ]),
  ...program('wget', 'https://www.gnu.org/software/wget/manual/wget.html', [
    {
      effect: 'exec',
      line: "wget ** --use-askpass={cmd} 'http://x/'",
      trial: {
        setup: "printf '#!/bin/sh\\ntouch W\\n' > s; chmod +x s",
        line: 'wget -q -T1 -t1 --use-askpass=./s http://127.0.0.1:9/',
      },
    },
    {
      effect: 'net',
      line: "wget ** --post-data=x 'https://{host}/'",
      via: 'operand',
      achieves: 'sends data to any host',
    },
    { effect: 'net', line: "wget ** 'https://{host}/'", via: 'operand' },
    { effect: 'write', line: "wget ** -O {out} 'https://{host}/'" },
  ]),
  ...program('httpie', 'https://httpie.io/docs/cli', []),
  ...program('http', 'https://httpie.io/docs/cli', [
    { effect: 'net', line: "http ** POST 'https://{host}/'", via: 'operand', achieves: 'sends data to any host' },
  ]),
  ...['nc', 'ncat', 'netcat'].flatMap((nc) =>
    program(nc, 'https://nmap.org/ncat/guide/', [
      { effect: 'net', line: `${nc} ** {host} 443`, via: 'operand', achieves: 'sends data to any host' },
      { effect: 'exec', line: `${nc} ** -e {cmd} {host} 443` },
    ]),
  ),
  ...program('socat', 'http://www.dest-unreach.org/socat/doc/socat.html', [
    { effect: 'exec', line: "socat ** - 'EXEC:{cmd}'", via: 'operand' },
    { effect: 'net', line: "socat ** - 'TCP:{host}:443'", via: 'operand' },
  ]),
  ...program('telnet', 'https://man7.org/linux/man-pages/man1/telnet.1.html', [
    { effect: 'net', line: 'telnet ** {host} 443', via: 'operand' },
  ]),
  ...program('ftp', 'https://man.openbsd.org/ftp', [{ effect: 'net', line: 'ftp ** {host}', via: 'operand' }]),
  ...['dig', 'nslookup', 'host', 'ping', 'traceroute', 'whois', 'getent', 'drill'].flatMap((name) =>
    program(name, 'https://cwe.mitre.org/data/definitions/200.html', [
      {
        effect: 'net',
        line: name === 'getent' ? 'getent hosts ** x.{host}' : `${name} ** x.{host}`,
        via: 'operand',
        achieves: 'sends data in the name it looks up',
      },
    ]),
  ),
  ...program('ssh', 'https://man.openbsd.org/ssh', [
    {
      effect: 'exec',
      line: "ssh ** -o 'ProxyCommand={cmd}' x",
      via: 'config',
      trial: { line: "ssh -o ProxyCommand='touch W' x" },
      safer: 'ssh with one exact host',
    },
    {
      effect: 'exec',
      line: 'ssh ** -F f x',
      via: 'config',
      needs: 'a file that the role may write',
      trial: { setup: "printf 'Host x\\n ProxyCommand touch W\\n' > f", line: 'ssh -F f x' },
    },
    {
      effect: 'exec',
      line: "ssh ** -o PermitLocalCommand=yes -o 'LocalCommand={cmd}' x",
      via: 'config',
      needs: 'a host that answers',
    },
    { effect: 'net', line: 'ssh ** {host}', via: 'operand' },
    { effect: 'net', line: 'ssh ** -R 8080:localhost:80 {host}', achieves: 'opens a tunnel to any host' },
  ]),
  ...program('scp', 'https://man.openbsd.org/scp', [
    {
      effect: 'exec',
      line: 'scp ** -S {cmd} f x:',
      trial: { setup: "echo x > f; printf '#!/bin/sh\\ntouch W\\n' > s; chmod +x s", line: 'scp -S ./s f x:' },
    },
    {
      effect: 'exec',
      line: "scp ** -o 'ProxyCommand={cmd}' f x:",
      trial: { setup: 'echo x > f', line: "scp -o ProxyCommand='touch W' f x:" },
    },
    { effect: 'net', line: 'scp ** f {host}:', via: 'operand', achieves: 'sends files to any host' },
  ]),
  ...program('sftp', 'https://man.openbsd.org/sftp', [
    { effect: 'exec', line: "sftp ** -o 'ProxyCommand={cmd}' x", trial: { line: "sftp -o ProxyCommand='touch W' x" } },
    { effect: 'net', line: 'sftp ** {host}', via: 'operand', achieves: 'sends files to any host' },
  ]),
  ...program('openssl', 'https://docs.openssl.org/master/man1/openssl/', [
    { effect: 'net', line: 'openssl s_client ** -connect {host}:443', via: 'subcommand' },
    {
      effect: 'write',
      line: 'openssl enc ** -in f -out {out}',
      trial: { setup: 'echo x > f', line: 'openssl enc -base64 -in f -out OUT', shows: 'OUT' },
    },
    {
      effect: 'read',
      line: 'openssl enc ** -base64 -in {secret}',
      trial: { setup: 'echo MARKER > S', line: 'openssl enc -base64 -in S | base64 -d', shows: 'stdout' },
    },
  ]),
  ...program('gpg', 'https://www.gnupg.org/documentation/manuals/gnupg/', [
    {
      effect: 'write',
      line: 'gpg ** --batch --yes -o {out} --enarmor f',
      trial: { setup: 'echo x > f', line: 'gpg --batch --yes -o OUT --enarmor f', shows: 'OUT' },
    },
    { effect: 'read', line: 'gpg ** --export-secret-keys', via: 'flag', achieves: 'prints the private keys' },
  ]),
  ...['docker', 'podman'].flatMap((name) =>
    program(name, 'https://docs.docker.com/reference/cli/docker/container/run/', [
      {
        effect: 'elevate',
        line: `${name} run ** -v /:/h alpine`,
        achieves: 'gives a container the whole file system, as root',
        safer: `${name} run with one exact image and no further words`,
      },
      {
        effect: 'elevate',
        line: `${name} run ** --privileged alpine`,
        achieves: 'runs a container with every right of the host',
      },
      { effect: 'exec', line: `${name} run ** alpine`, via: 'operand', achieves: 'runs any image', interpreter: true },
      {
        effect: 'exec',
        line: `${name} build ** .`,
        via: 'file',
        achieves: 'runs what a Dockerfile says',
        needs: 'a Dockerfile that the role may write',
      },
      {
        effect: 'exec',
        line: `${name} compose ** -f x.yml up`,
        via: 'file',
        achieves: 'runs what a compose file says',
        needs: 'a file that the role may write',
      },
      { effect: 'publish', line: `${name} push ** x`, via: 'subcommand', achieves: 'publishes an image' },
      {
        effect: 'destroy',
        line: `${name} system prune ** --volumes -f`,
        via: 'subcommand',
        achieves: 'deletes unused images and volumes',
      },
      {
        effect: 'destroy',
        line: `${name} volume rm ** x`,
        via: 'subcommand',
        achieves: 'deletes a volume and its data',
      },
      {
        effect: 'read',
        line: `${name} cp ** x:/etc/passwd -`,
        via: 'subcommand',
        achieves: 'reads any file of a container',
      },
    ]),
  ),
  ...program('kubectl', 'https://kubernetes.io/docs/reference/kubectl/', [
    {
      effect: 'exec',
      line: 'kubectl ** --kubeconfig=./k get ns',
      via: 'config',
      needs: 'a file that the role may write',
      safer: 'kubectl get with exact words',
      trial: {
        setup:
          'printf \'apiVersion: v1\\nkind: Config\\nclusters: [{name: c, cluster: {server: "https://127.0.0.1:9"}}]\\nusers: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: [W], interactiveMode: Never}}}]\\ncontexts: [{name: x, context: {cluster: c, user: u}}]\\ncurrent-context: x\\n\' > k',
        line: 'timeout 10 kubectl --kubeconfig=./k get ns',
      },
    },
    {
      effect: 'exec',
      line: 'kubectl run ** x --image=alpine',
      via: 'subcommand',
      achieves: 'runs any image in the cluster',
    },
    {
      effect: 'exec',
      line: 'kubectl apply ** -f x.yaml',
      via: 'subcommand',
      achieves: 'changes anything in the cluster',
      needs: 'a file that the role may write',
    },
    {
      effect: 'destroy',
      line: 'kubectl delete ** ns prod',
      via: 'subcommand',
      achieves: 'deletes resources of the cluster',
    },
    { effect: 'destroy', line: 'kubectl drain ** node', via: 'subcommand', achieves: 'evicts what runs on a node' },
    {
      effect: 'destroy',
      line: 'kubectl scale ** deploy/x --replicas=0',
      via: 'subcommand',
      achieves: 'stops a deployment',
    },
    {
      effect: 'env',
      line: 'kubectl get secret ** -A -o yaml',
      via: 'operand',
      achieves: 'prints the secrets of the cluster',
    },
    {
      effect: 'env',
      line: 'kubectl get ** secret -o yaml',
      via: 'operand',
      achieves: 'prints the secrets of the cluster',
    },
    {
      effect: 'env',
      line: 'kubectl config view ** --raw',
      via: 'subcommand',
      achieves: 'prints the credentials of the cluster',
    },
    {
      effect: 'elevate',
      line: 'kubectl create ** clusterrolebinding x --clusterrole=cluster-admin --user=x',
      via: 'subcommand',
      achieves: 'makes somebody administrator of the cluster',
    },
    { effect: 'elevate', line: 'kubectl ** --as=system:admin get ns', achieves: 'acts as another user' },
  ]),
  ...program('helm', 'https://helm.sh/docs/helm/', [
    { effect: 'exec', line: 'helm install ** x ./x', via: 'operand', achieves: 'installs any chart' },
    { effect: 'exec', line: 'helm template ** . --post-renderer {cmd}' },
    { effect: 'exec', line: 'helm plugin install ** x', via: 'subcommand', achieves: 'installs any plugin' },
    { effect: 'destroy', line: 'helm uninstall ** x', via: 'subcommand', achieves: 'removes a release' },
  ]),
  ...['terraform', 'tofu'].flatMap((name) =>
    program(name, 'https://developer.hashicorp.com/terraform/cli/commands', [
      {
        effect: 'destroy',
        line: `${name} destroy ** -auto-approve`,
        via: 'subcommand',
        achieves: 'destroys the infrastructure',
        safer: `${name} plan -input=false`,
      },
      { effect: 'destroy', line: `${name} apply ** -destroy -auto-approve`, achieves: 'destroys the infrastructure' },
      {
        effect: 'destroy',
        line: `${name} ** apply -auto-approve`,
        via: 'subcommand',
        achieves: 'changes the infrastructure',
      },
      { effect: 'destroy', line: `${name} state rm ** x`, via: 'subcommand', achieves: 'forgets what it manages' },
      {
        effect: 'exec',
        line: `${name} plan ** -var-file=x`,
        via: 'file',
        achieves: 'runs external data sources',
        needs: 'a configuration that the role may write',
      },
      {
        effect: 'exec',
        line: `${name} init ** -plugin-dir=.`,
        via: 'flag',
        achieves: 'installs any provider',
        needs: 'a file that the role may write',
      },
      {
        effect: 'read',
        line: `${name} ** console`,
        via: 'stdin',
        stdin: 'file("{secret}")',
        ...(name === 'terraform'
          ? { trial: { setup: 'echo MARKER > S', line: `terraform console <<< 'file("S")'`, shows: 'stdout' } }
          : {}),
      },
      {
        effect: 'env',
        line: `${name} ** output -json`,
        via: 'subcommand',
        achieves: 'prints outputs, secret ones as well',
      },
      {
        effect: 'env',
        line: `${name} state pull **`,
        via: 'subcommand',
        achieves: 'prints the state, in which secrets are',
      },
    ]),
  ),
  ...program('aws', 'https://docs.aws.amazon.com/cli/latest/reference/', [
    { effect: 'net', line: 'aws s3 cp ** f s3://{host}/', via: 'operand', achieves: 'sends files to any bucket' },
    {
      effect: 'net',
      line: 'aws ** --endpoint-url https://{host}/ sts get-caller-identity',
      achieves: 'sends signed requests to any host',
    },
    {
      effect: 'destroy',
      line: 'aws s3 rm ** s3://x --recursive',
      via: 'subcommand',
      achieves: "deletes a bucket's objects",
    },
    {
      effect: 'destroy',
      line: 'aws ec2 terminate-instances ** --instance-ids x',
      via: 'subcommand',
      achieves: 'terminates instances',
    },
    {
      effect: 'destroy',
      line: 'aws rds delete-db-instance ** --db-instance-identifier x --skip-final-snapshot',
      via: 'subcommand',
      achieves: 'deletes a database',
    },
    {
      effect: 'env',
      line: 'aws secretsmanager get-secret-value ** --secret-id x',
      via: 'subcommand',
      achieves: 'prints secrets',
    },
    {
      effect: 'env',
      line: 'aws configure export-credentials **',
      via: 'subcommand',
      achieves: 'prints the credentials',
    },
    {
      effect: 'elevate',
      line: 'aws sts assume-role ** --role-arn x --role-session-name x',
      via: 'subcommand',
      achieves: 'acts as another role',
    },
    {
      effect: 'elevate',
      line: 'aws iam attach-user-policy ** --user-name x --policy-arn arn:aws:iam::aws:policy/AdministratorAccess',
      via: 'subcommand',
      achieves: 'grants rights to anybody',
    },
  ]),
  ...program('gcloud', 'https://cloud.google.com/sdk/gcloud/reference', [
    { effect: 'destroy', line: 'gcloud projects delete ** x', via: 'subcommand', achieves: 'deletes a project' },
    { effect: 'destroy', line: 'gcloud sql instances delete ** x', via: 'subcommand', achieves: 'deletes a database' },
    { effect: 'env', line: 'gcloud auth print-access-token **', via: 'subcommand', achieves: 'prints an access token' },
    {
      effect: 'env',
      line: 'gcloud secrets versions access ** latest --secret=x',
      via: 'subcommand',
      achieves: 'prints secrets',
    },
    {
      effect: 'elevate',
      line: 'gcloud projects add-iam-policy-binding ** x --member=user:x --role=roles/owner',
      via: 'subcommand',
      achieves: 'grants rights to anybody',
    },
    {
      effect: 'elevate',
      line: 'gcloud ** --impersonate-service-account=x auth list',
      achieves: 'acts as another account',
    },
  ]),
  ...program('gsutil', 'https://cloud.google.com/storage/docs/gsutil', [
    { effect: 'net', line: 'gsutil cp ** f gs://{host}/', via: 'operand', achieves: 'sends files to any bucket' },
    { effect: 'destroy', line: 'gsutil rm ** -r gs://x', via: 'subcommand', achieves: "deletes a bucket's objects" },
  ]),
  ...program('az', 'https://learn.microsoft.com/cli/azure/reference-index', [
    {
      effect: 'destroy',
      line: 'az group delete ** -n x --yes',
      via: 'subcommand',
      achieves: 'deletes a resource group',
    },
    { effect: 'env', line: 'az account get-access-token **', via: 'subcommand', achieves: 'prints an access token' },
    {
      effect: 'env',
      line: 'az keyvault secret show ** -n x --vault-name x',
      via: 'subcommand',
      achieves: 'prints secrets',
    },
    {
      effect: 'elevate',
      line: 'az role assignment create ** --assignee x --role Owner',
      via: 'subcommand',
      achieves: 'grants rights to anybody',
    },
  ]),
  ...program('rclone', 'https://rclone.org/commands/', [
    {
      effect: 'net',
      line: "rclone copy ** . ':webdav,url=https://{host}:'",
      via: 'operand',
      achieves: 'sends files to any host',
    },
  ]),
  ...['vercel', 'netlify', 'wrangler', 'firebase', 'flyctl', 'heroku'].flatMap((name) =>
    program(name, `https://www.npmjs.com/package/${name}`, [
      {
        effect: 'publish',
        line: name === 'heroku' ? 'heroku releases:rollback **' : `${name} deploy **`,
        via: 'subcommand',
        achieves: 'deploys to the public',
      },
    ]),
  ),
  ...program(
    'ansible',
    'https://docs.ansible.com/ansible/latest/cli/ansible.html',
    [{ effect: 'exec', line: "ansible ** localhost -m shell -a '{cmd}'" }],
    UNIVERSAL,
  ),
  ...program(
    'ansible-playbook',
    'https://docs.ansible.com/ansible/latest/cli/ansible-playbook.html',
    [{ effect: 'exec', line: 'ansible-playbook ** x.yml', via: 'operand', needs: 'a file that the role may write' }],
    UNIVERSAL,
  ),
  ...program('vagrant', 'https://developer.hashicorp.com/vagrant/docs/cli', [
    { effect: 'exec', line: "vagrant ssh ** -c '{cmd}'" },
  ]),
  ...program('psql', 'https://www.postgresql.org/docs/current/app-psql.html', [
    { effect: 'exec', line: "psql ** -c '\\! {cmd}'", safer: 'a tool with named queries' },
    { effect: 'write', line: 'psql ** -o {out}' },
    { effect: 'destroy', line: "psql ** -c 'DROP TABLE x'", achieves: 'drops tables' },
  ]),
  ...program('mysql', 'https://dev.mysql.com/doc/refman/8.4/en/mysql-commands.html', [
    { effect: 'exec', line: "mysql ** -e '\\! {cmd}'" },
    { effect: 'destroy', line: "mysql ** -e 'DROP TABLE x'", achieves: 'drops tables' },
  ]),
  ...program('sqlite3', 'https://sqlite.org/cli.html', [
    {
      effect: 'exec',
      line: "sqlite3 ** :memory: '.shell {cmd}'",
      via: 'operand',
      blockedBy: '-safe',
      trial: { line: "sqlite3 :memory: '.shell touch W'" },
    },
    {
      effect: 'write',
      line: "sqlite3 ** :memory: '.output {out}'",
      via: 'operand',
      trial: { line: "sqlite3 :memory: '.output OUT' 'select 1'", shows: 'OUT' },
    },
    { effect: 'destroy', line: "sqlite3 ** x.db 'DROP TABLE x'", via: 'operand', achieves: 'drops tables' },
  ]),
  ...program('redis-cli', 'https://redis.io/docs/latest/develop/tools/cli/', [
    { effect: 'destroy', line: 'redis-cli ** FLUSHALL', via: 'operand', achieves: 'empties the database' },
  ]),
  ...program('mongosh', 'https://www.mongodb.com/docs/mongodb-shell/', [
    { effect: 'exec', line: `mongosh ** --nodb --eval 'require("child_process").execSync("{cmd}")'` },
    { effect: 'destroy', line: "mongosh ** --eval 'db.dropDatabase()'", achieves: 'drops the database' },
  ]),
  ...program('crontab', 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html', [
    { effect: 'defer', line: 'crontab ** -', via: 'stdin', stdin: '* * * * * {cmd}' },
    { effect: 'defer', line: 'crontab ** x', via: 'operand' },
  ]),
  ...program('at', 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/at.html', [
    { effect: 'defer', line: 'at ** now', via: 'stdin', stdin: '{cmd}' },
  ]),
  ...program('batch', 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/batch.html', [
    { effect: 'defer', line: 'batch', via: 'stdin', stdin: '{cmd}' },
  ]),
  ...program('systemctl', 'https://www.freedesktop.org/software/systemd/man/latest/systemctl.html', [
    { effect: 'defer', line: 'systemctl ** --user enable ./x.service', via: 'operand' },
    { effect: 'destroy', line: 'systemctl stop ** x', via: 'subcommand', achieves: 'stops a service' },
  ]),
  ...program('systemd-run', 'https://www.freedesktop.org/software/systemd/man/latest/systemd-run.html', [
    { effect: 'defer', line: 'systemd-run ** --user --on-active=1h {cmd}', via: 'operand' },
  ]),
  ...program('launchctl', 'https://ss64.com/mac/launchctl.html', [
    { effect: 'defer', line: 'launchctl submit ** -l x -- {cmd}', via: 'subcommand' },
  ]),
  ...program('sudo', 'https://www.sudo.ws/docs/man/sudo.man/', [
    { effect: 'elevate', line: 'sudo ** -i' },
    { effect: 'elevate', line: 'sudo ** -e /etc/sudoers', via: 'operand' },
    { effect: 'elevate', line: 'sudo ** -s' },
  ]),
  ...program('doas', 'https://man.openbsd.org/doas', [{ effect: 'elevate', line: 'doas ** -s' }]),
  ...program('su', 'https://man7.org/linux/man-pages/man1/su.1.html', [
    { effect: 'elevate', line: 'su **', via: 'stdin', stdin: '{cmd}' },
  ]),
  ...program('pkexec', 'https://www.freedesktop.org/software/polkit/docs/latest/pkexec.1.html', [
    { effect: 'elevate', line: 'pkexec **', via: 'operand' },
  ]),
  ...program('nsenter', 'https://man7.org/linux/man-pages/man1/nsenter.1.html', [
    { effect: 'elevate', line: 'nsenter ** -t 1 -a', via: 'flag' },
  ]),
  ...program('chroot', 'https://www.gnu.org/software/coreutils/manual/html_node/chroot-invocation.html', [
    { effect: 'elevate', line: 'chroot ** /', via: 'operand' },
  ]),
  ...program(
    'unshare',
    'https://man7.org/linux/man-pages/man1/unshare.1.html',
    [{ effect: 'exec', line: 'unshare ** -r {cmd}', via: 'operand' }],
    UNIVERSAL,
  ),
  ...program(
    'strace',
    'https://man7.org/linux/man-pages/man1/strace.1.html',
    [
      {
        effect: 'exec',
        line: 'strace ** -o /dev/null {cmd}',
        via: 'operand',
        trial: { line: 'strace -o /dev/null touch W' },
      },
    ],
    UNIVERSAL,
  ),
  ...program(
    'gdb',
    'https://sourceware.org/gdb/current/onlinedocs/gdb.html/Shell-Commands.html',
    [{ effect: 'exec', line: "gdb ** -nx -batch -ex '!{cmd}'", trial: { line: "gdb -nx -batch -ex '!touch W'" } }],
    UNIVERSAL,
  ),
  ...program(
    'ltrace',
    'https://man7.org/linux/man-pages/man1/ltrace.1.html',
    [{ effect: 'exec', line: 'ltrace ** {cmd}', via: 'operand' }],
    UNIVERSAL,
  ),
  ...program(
    'flock',
    'https://man7.org/linux/man-pages/man1/flock.1.html',
    [{ effect: 'exec', line: 'flock ** L {cmd}', via: 'operand', trial: { line: 'flock L touch W' } }],
    UNIVERSAL,
  ),
  ...program(
    'taskset',
    'https://man7.org/linux/man-pages/man1/taskset.1.html',
    [{ effect: 'exec', line: 'taskset ** 1 {cmd}', via: 'operand', trial: { line: 'taskset 1 touch W' } }],
    UNIVERSAL,
  ),
  ...program(
    'setarch',
    'https://man7.org/linux/man-pages/man8/setarch.8.html',
    [{ effect: 'exec', line: 'setarch ** -R {cmd}', via: 'operand', trial: { line: 'setarch -R touch W' } }],
    UNIVERSAL,
  ),
  ...program('script', 'https://man7.org/linux/man-pages/man1/script.1.html', [
    {
      effect: 'write',
      line: 'script ** -c true {out}',
      via: 'operand',
      trial: { line: 'script -q -c true OUT', shows: 'OUT' },
    },
  ]),
  ...program(
    'entr',
    'https://eradman.com/entrproject/',
    [{ effect: 'exec', line: 'entr ** {cmd}', via: 'operand' }],
    UNIVERSAL,
  ),
  ...program(
    'tmux',
    'https://man.openbsd.org/tmux',
    [{ effect: 'exec', line: "tmux ** new-session -d '{cmd}'", via: 'subcommand' }],
    UNIVERSAL,
  ),
  ...program(
    'screen',
    'https://www.gnu.org/software/screen/manual/screen.html',
    [{ effect: 'exec', line: 'screen ** -dm {cmd}', via: 'flag' }],
    UNIVERSAL,
  ),
  ...program('printenv', 'https://www.gnu.org/software/coreutils/manual/html_node/printenv-invocation.html', [
    {
      effect: 'env',
      line: 'printenv',
      via: 'operand',
      safer: 'printenv with one exact name',
      trial: { setup: 'export MARK=MARKER', line: 'printenv', shows: 'stdout' },
    },
    { effect: 'env', line: 'printenv ** GITHUB_TOKEN', via: 'operand' },
  ]),
  ...program('env', 'https://www.gnu.org/software/coreutils/manual/html_node/env-invocation.html', [
    { effect: 'env', line: 'env', via: 'subcommand', trial: { setup: 'export MARK=MARKER', shows: 'stdout' } },
  ]),
  ...program('export', 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html', [
    { effect: 'env', line: 'export -p', via: 'flag', trial: { setup: 'export MARK=MARKER', shows: 'stdout' } },
  ]),
  ...program('set', 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html', [
    { effect: 'env', line: 'set', via: 'subcommand', trial: { setup: 'MARK=MARKER', shows: 'stdout' } },
  ]),
  ...program('ps', 'https://man7.org/linux/man-pages/man1/ps.1.html', [
    { effect: 'env', line: 'ps ** auxe', via: 'operand', achieves: 'prints the environment of other processes' },
  ]),
  ...program('docker-compose', 'https://docs.docker.com/reference/cli/docker/compose/', [
    { effect: 'exec', line: 'docker-compose ** -f x.yml up', needs: 'a file that the role may write' },
  ]),
  ...agents(),
];

/** Command lines of other agents: each acts with authority of its own, which no rule of this role bounds. */
function agents() {
  const lines: readonly (readonly [name: string, line: string, source: string])[] = [
    ['claude', 'claude ** --dangerously-skip-permissions -p x', 'https://code.claude.com/docs/en/cli-reference'],
    [
      'codex',
      'codex ** exec --dangerously-bypass-approvals-and-sandbox x',
      'https://developers.openai.com/codex/cli/reference',
    ],
    ['gemini', 'gemini ** --yolo -p x', 'https://github.com/google-gemini/gemini-cli'],
    [
      'q',
      'q chat ** --trust-all-tools x',
      'https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/command-line-chat.html',
    ],
    [
      'copilot',
      'copilot ** --allow-all-tools -p x',
      'https://docs.github.com/copilot/how-tos/use-copilot-agents/use-copilot-cli',
    ],
    ['cursor-agent', 'cursor-agent ** --force -p x', 'https://cursor.com/docs/cli/overview'],
    ['opencode', 'opencode run ** x', 'https://opencode.ai/docs/cli/'],
    ['aider', 'aider ** --yes-always --message x', 'https://aider.chat/docs/config/options.html'],
    ['amp', 'amp ** --dangerously-allow-all -x x', 'https://ampcode.com/manual'],
    ['goose', 'goose run ** -t x', 'https://block.github.io/goose/docs/guides/goose-cli-commands'],
  ];
  return lines.flatMap(([name, line, source]) => [
    ...program(name, source, [
      { effect: 'agent', line, safer: 'a delegate rule for a role of this workspace' },
      { effect: 'agent', line: `${name} **`, via: 'subcommand' },
    ]),
  ]);
}
