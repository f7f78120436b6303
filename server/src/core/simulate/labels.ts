/**
 * What reading a path brings into a run, for paths whose names say it: credential files are `secret`. Everything else
 * in the workspace is `workspace`. Sources: gitignore templates of GitHub, and the default paths in the documentation
 * of OpenSSH, AWS, Google Cloud, Azure, Kubernetes, Docker, npm, PyPI, Netrc, GnuPG and Terraform.
 */
export function labelOfPath(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const lower = path.toLowerCase();
  if (/\.(example|sample|template|dist|pub)$/.test(name)) return 'workspace';
  const secret =
    /^\.env(\..+)?$/.test(name) ||
    /\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|tfstate)$/.test(name) ||
    /^(id_(rsa|dsa|ecdsa|ed25519)|\.netrc|\.npmrc|\.pypirc|\.pgpass|\.git-credentials|\.htpasswd)$/.test(name) ||
    /(^|\/)\.(ssh|aws|azure|gnupg|kube|docker)\//.test(lower) ||
    /(^|\/)\.config\/(gcloud|gh)\//.test(lower) ||
    /^(secrets?|credentials?)(\.(ya?ml|json|toml|ini|txt|properties))?$/.test(name);
  return secret ? 'secret' : 'workspace';
}
