import { type Address, embeddedIpv4, readRange, writeAddress } from '../../scope/address.ts';

/*
 * Hosts that mean more than their name says. Sources: the Public Suffix List (https://publicsuffix.org, private
 * section: names under which anyone can register), the providers' own documentation of their metadata services, and the
 * providers' own pages for places where anyone can read what is sent.
 */

/** Names under which anybody can have a host of their own: a wildcard over one of them is a wildcard over everybody. */
export const SHARED_SUFFIXES: readonly string[] = [
  'github.io',
  'gitlab.io',
  'vercel.app',
  'netlify.app',
  'pages.dev',
  'workers.dev',
  'herokuapp.com',
  'web.app',
  'firebaseapp.com',
  'firebaseio.com',
  'onrender.com',
  'fly.dev',
  'surge.sh',
  'deno.dev',
  'supabase.co',
  'webflow.io',
  'lovable.app',
  'up.railway.app',
  'replit.dev',
  'repl.co',
  'replit.app',
  'hf.space',
  'readthedocs.io',
  'azurewebsites.net',
  'azureedge.net',
  'core.windows.net',
  'blob.core.windows.net',
  'cloudapp.azure.com',
  'azurestaticapps.net',
  'cloudfront.net',
  's3.amazonaws.com',
  'amazonaws.com',
  'on.aws',
  'amplifyapp.com',
  'elasticbeanstalk.com',
  'appspot.com',
  'cloudfunctions.net',
  'run.app',
  'googleapis.com',
  'r2.dev',
  'digitaloceanspaces.com',
  'ondigitalocean.app',
  'ngrok.io',
  'ngrok-free.app',
  'ngrok.app',
  'ngrok.dev',
  'trycloudflare.com',
  'ts.net',
  'duckdns.org',
  'myshopify.com',
  'blogspot.com',
  'githubusercontent.com',
  'notion.site',
  'gitbook.io',
  'csb.app',
  'akamaihd.net',
  'linodeobjects.com',
  'wasabisys.com',
  'b-cdn.net',
  'dropboxusercontent.com',
  'googleusercontent.com',
  'glitch.me',
  'gitpod.io',
  'app.github.dev',
  'backblazeb2.com',
  'sharepoint.com',
  'atlassian.net',
  'zendesk.com',
  'typeform.com',
  'loca.lt',
  'lhr.life',
  'serveo.net',
  'localhost.run',
  'nip.io',
  'sslip.io',
  'stackblitz.io',
  'webcontainer.io',
  'wordpress.com',
  'wixsite.com',
  'weebly.com',
  'tumblr.com',
  'substack.com',
  'medium.com',
  'neocities.org',
  'streamlit.app',
  'modal.run',
  'beam.cloud',
  'pythonanywhere.com',
  'oraclecloud.com',
  'aliyuncs.com',
  'myqcloud.com',
  'co.uk',
  'com.au',
  'co.jp',
  'com.br',
  'co.in',
  'org.uk',
  'com',
  'net',
  'org',
  'io',
  'dev',
  'app',
  'ai',
  'cloud',
  'example',
];

/** Places that exist to receive, relay or publish what anybody sends. */
export const DROP_BOXES: readonly { readonly host: string; readonly path?: string }[] = [
  ...[
    'webhook.site',
    'pipedream.net',
    'requestbin.net',
    'requestbin.com',
    'beeceptor.com',
    'smee.io',
    'interact.sh',
    'oast.pro',
    'oast.fun',
    'oast.live',
    'oast.site',
    'oast.online',
    'oast.me',
    'burpcollaborator.net',
    'oastify.com',
    'pastebin.com',
    'paste.ee',
    'hastebin.com',
    'dpaste.com',
    'dpaste.org',
    'rentry.co',
    'ix.io',
    'sprunge.us',
    'termbin.com',
    '0x0.st',
    'transfer.sh',
    'file.io',
    'gofile.io',
    'gist.github.com',
    'api.telegram.org',
    'requestcatcher.com',
    'hookbin.com',
    'mockbin.org',
    'httpbin.org',
    'postb.in',
    'ptsv2.com',
    'temp.sh',
    'catbox.moe',
    'anonfiles.com',
    'bashupload.com',
    'wetransfer.com',
  ].map((host) => ({ host })),
  { host: 'discord.com', path: '/api/webhooks/' },
  { host: 'hooks.slack.com', path: '/services/' },
  { host: 'docs.google.com', path: '/forms/' },
];

/** Metadata services of clouds, in the spellings that resolvers and URL parsers take for them. */
export const METADATA_URLS: readonly { readonly url: string; readonly what: string; readonly source: string }[] = [
  {
    url: 'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
    what: "the instance's credentials",
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
  },
  {
    url: 'http://[fd00:ec2::254]/latest/meta-data/',
    what: "the instance's credentials",
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
  },
  {
    url: 'http://169.254.170.2/v2/credentials/',
    what: "the task's credentials",
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  },
  {
    url: 'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token',
    what: "the service account's token",
    source: 'https://cloud.google.com/compute/docs/metadata/overview',
  },
  {
    url: 'http://168.63.129.16/metadata/',
    what: "the platform's own endpoint",
    source: 'https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16',
  },
  {
    url: 'http://100.100.100.200/latest/meta-data/',
    what: "the instance's credentials",
    source: 'https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata',
  },
  {
    url: 'http://[fd00:ec2::23]/v1/credentials',
    what: "the pod's credentials",
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html',
  },
  {
    url: 'http://[fd20:ce::254]/computeMetadata/v1/instance/service-accounts/default/token',
    what: "the service account's token",
    source: 'https://cloud.google.com/compute/docs/metadata/overview',
  },
  {
    url: 'http://instance-data.ec2.internal/latest/meta-data/',
    what: "the instance's credentials",
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
  },
  {
    url: 'http://metadata.tencentyun.com/latest/meta-data/',
    what: "the instance's credentials",
    source: 'https://www.tencentcloud.com/document/product/213/4934',
  },
  {
    url: 'http://192.0.0.192/latest/',
    what: "the instance's credentials",
    source: 'https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/gettingmetadata.htm',
  },
  {
    url: 'http://[::ffff:169.254.169.254]/latest/meta-data/',
    what: "the instance's credentials",
    source: 'https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2',
  },
  {
    url: 'https://169.254.169.254/latest/meta-data/',
    what: "the instance's credentials",
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
  },
  {
    url: 'https://metadata.google.internal/',
    what: "the service account's token",
    source: 'https://cloud.google.com/compute/docs/metadata/overview',
  },
  {
    url: 'http://127.0.0.1/',
    what: 'whatever listens on this machine',
    source: 'https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3',
  },
  {
    url: 'http://localhost/',
    what: 'whatever listens on this machine',
    source: 'https://www.rfc-editor.org/rfc/rfc6761#section-6.3',
  },
  {
    url: 'http://10.0.0.1/',
    what: 'whatever listens in the private network',
    source: 'https://www.rfc-editor.org/rfc/rfc1918',
  },
];

/** Stretches of addresses that are near: no provider or registry gives them to anybody else. */
const NEAR: readonly { readonly range: string; readonly what: string; readonly source: string }[] = [
  {
    range: '169.254.0.0/16',
    what: 'an address of this link, where clouds hand out credentials',
    source: 'https://www.rfc-editor.org/rfc/rfc3927',
  },
  {
    range: '127.0.0.0/8',
    what: 'this machine itself',
    source: 'https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3',
  },
  { range: '0.0.0.0/8', what: 'this machine itself', source: 'https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3' },
  { range: '10.0.0.0/8', what: 'the private network', source: 'https://www.rfc-editor.org/rfc/rfc1918' },
  { range: '172.16.0.0/12', what: 'the private network', source: 'https://www.rfc-editor.org/rfc/rfc1918' },
  { range: '192.168.0.0/16', what: 'the private network', source: 'https://www.rfc-editor.org/rfc/rfc1918' },
  { range: '::1/128', what: 'this machine itself', source: 'https://www.rfc-editor.org/rfc/rfc4291#section-2.5.3' },
  {
    range: 'fe80::/10',
    what: 'an address of this link',
    source: 'https://www.rfc-editor.org/rfc/rfc4291#section-2.5.6',
  },
  { range: 'fc00::/7', what: 'the private network', source: 'https://www.rfc-editor.org/rfc/rfc4193' },
];

const NEAR_RANGES = NEAR.map(({ range, what }) => ({ ...readRange(range)!, what }));

/** What is near about an address, whatever it is carried in; undefined for any other. `plain` is its usual spelling. */
export function nearAddress(
  address: Address,
): { readonly what: string; readonly plain: string; readonly onLink: boolean } | undefined {
  for (const each of [embeddedIpv4(address), address]) {
    if (!each) continue;
    const bits = each.version === 4 ? 32n : 128n;
    const near = NEAR_RANGES.find(
      ({ version, value, length }) =>
        version === each.version && value >> (bits - BigInt(length)) === each.value >> (bits - BigInt(length)),
    );
    if (near) return { what: near.what, plain: writeAddress(each), onLink: near.what.includes('this link') };
  }
  return undefined;
}

/**
 * Names under which a host stands for whatever address is written in it (`10-0-0-1.nip.io`), for this machine, or for one
 * address now and another a moment later. Each is documented by who runs it.
 */
export const REFLECTORS: readonly { readonly host: string; readonly source: string }[] = [
  { host: 'nip.io', source: 'https://nip.io/' },
  { host: 'sslip.io', source: 'https://sslip.io/' },
  { host: 'traefik.me', source: 'https://traefik.me/' },
  { host: 'localtest.me', source: 'https://readme.localtest.me/' },
  {
    host: 'lvh.me',
    source: 'https://docs.cloudbees.com/docs/cloudbees-codeship/latest/basic-continuous-integration/using-subdomains',
  },
  { host: 'rbndr.us', source: 'https://github.com/taviso/rbndr' },
  { host: '1u.ms', source: 'https://github.com/neex/1u.ms' },
];

/** Names that a tunnel gives to whoever opens one: what answers there is on anybody's own machine. */
export const TUNNELS: readonly string[] = [
  'ngrok.io',
  'ngrok-free.app',
  'ngrok-free.dev',
  'ngrok.app',
  'ngrok.dev',
  'ngrok.pizza',
  'trycloudflare.com',
  'devtunnels.ms',
  'loca.lt',
  'localto.net',
  'lhr.life',
  'lhr.rocks',
  'localhost.run',
  'serveo.net',
  'serveousercontent.com',
  'pinggy.io',
  'pinggy.link',
  'bore.pub',
  'tunnelmole.net',
  'zrok.io',
  'loclx.io',
  'pagekite.me',
  'telebit.io',
  'sharedwithexpose.com',
];

/** Services that fetch whatever address they are told, or send whoever asks on to it. `{url}` is that address, encoded where `{encoded}` stands. */
export const PROXIES: readonly {
  readonly url: string;
  readonly how: 'fetches' | 'redirects to';
  readonly source: string;
}[] = [
  { url: 'https://r.jina.ai/{url}', how: 'fetches', source: 'https://jina.ai/reader/' },
  { url: 'https://corsproxy.io/?url={encoded}', how: 'fetches', source: 'https://corsproxy.io/docs/' },
  { url: 'https://api.allorigins.win/raw?url={encoded}', how: 'fetches', source: 'https://allorigins.win/' },
  {
    url: 'https://cors-anywhere.herokuapp.com/{url}',
    how: 'fetches',
    source: 'https://github.com/Rob--W/cors-anywhere',
  },
  {
    url: 'https://api.codetabs.com/v1/proxy?quest={encoded}',
    how: 'fetches',
    source: 'https://codetabs.com/cors-proxy/cors-proxy.html',
  },
  { url: 'https://images.weserv.nl/?url={encoded}', how: 'fetches', source: 'https://images.weserv.nl/docs/' },
  { url: 'https://wsrv.nl/?url={encoded}', how: 'fetches', source: 'https://wsrv.nl/docs/' },
  { url: 'https://i0.wp.com/{bare}', how: 'fetches', source: 'https://developer.wordpress.com/docs/photon/' },
  {
    url: 'https://api.microlink.io/?url={encoded}',
    how: 'fetches',
    source: 'https://microlink.io/docs/api/getting-started/overview',
  },
  {
    url: 'https://translate.google.com/translate?u={encoded}',
    how: 'fetches',
    source: 'https://translate.google.com/',
  },
  { url: 'https://web.archive.org/save/{url}', how: 'fetches', source: 'https://web.archive.org/save' },
  { url: 'https://www.google.com/url?q={encoded}', how: 'redirects to', source: 'https://www.google.com/' },
  { url: 'https://l.facebook.com/l.php?u={encoded}', how: 'redirects to', source: 'https://www.facebook.com/' },
  { url: 'https://bit.ly/x', how: 'redirects to', source: 'https://bitly.com/' },
  { url: 'https://tinyurl.com/x', how: 'redirects to', source: 'https://tinyurl.com/' },
  { url: 'https://t.co/x', how: 'redirects to', source: 'https://help.x.com/en/using-x/url-shortener' },
];

const TARGET = 'https://evil.example/?d=x';

/** Each of them told to fetch, or to send on to, a stranger's address. */
export const PROXY_URLS = PROXIES.map(({ url, how }) => ({
  how,
  value: url
    .replace('{url}', TARGET)
    .replace('{encoded}', encodeURIComponent(TARGET))
    .replace('{bare}', TARGET.slice('https://'.length)),
}));

/**
 * Hosts that serve many tenants, told apart by the path or by the credential alone: who is allowed the host is allowed the
 * attacker's corner of it. `url` is an address there that a stranger may own.
 */
export const MULTI_TENANT: readonly { readonly url: string; readonly tenant: string }[] = [
  { url: 'https://github.com/attacker/x', tenant: 'whoever has an account there' },
  { url: 'https://api.github.com/repos/attacker/x/issues', tenant: 'whoever has an account there' },
  { url: 'https://api.github.com/gists', tenant: 'whoever has an account there' },
  { url: 'https://raw.githubusercontent.com/attacker/x/main/f', tenant: 'whoever has an account there' },
  { url: 'https://gitlab.com/attacker/x', tenant: 'whoever has an account there' },
  { url: 'https://gitlab.com/api/v4/projects/1/issues', tenant: 'whoever has an account there' },
  { url: 'https://bitbucket.org/attacker/x', tenant: 'whoever has an account there' },
  { url: 'https://codeberg.org/attacker/x', tenant: 'whoever has an account there' },
  { url: 'https://huggingface.co/attacker/x/resolve/main/f', tenant: 'whoever has an account there' },
  { url: 'https://storage.googleapis.com/attacker/x', tenant: 'whoever has a bucket' },
  { url: 'https://s3.amazonaws.com/attacker/x', tenant: 'whoever has a bucket' },
  { url: 'https://docs.google.com/document/d/x', tenant: 'whoever has an account there' },
  { url: 'https://drive.google.com/file/d/x', tenant: 'whoever has an account there' },
  { url: 'https://www.googleapis.com/upload/drive/v3/files', tenant: 'whoever has an account there' },
  { url: 'https://www.dropbox.com/s/x', tenant: 'whoever has an account there' },
  { url: 'https://content.dropboxapi.com/2/files/upload', tenant: 'whoever has an account there' },
  { url: 'https://discord.com/channels/x', tenant: 'whoever has a server there' },
  { url: 'https://slack.com/api/files.upload', tenant: 'whoever has a workspace there' },
  { url: 'https://api.notion.com/v1/pages', tenant: 'whoever has a workspace there' },
  { url: 'https://api.airtable.com/v0/attacker/x', tenant: 'whoever has a base there' },
  { url: 'https://api.trello.com/1/cards', tenant: 'whoever has a board there' },
  { url: 'https://api.openai.com/v1/files', tenant: 'whoever has a key' },
  { url: 'https://api.anthropic.com/v1/files', tenant: 'whoever has a key' },
  { url: 'https://hub.docker.com/v2/repositories/attacker/x', tenant: 'whoever has an account there' },
];

/** Does a host belong to a name, or lie under it? */
export function isUnder(host: string, name: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}
