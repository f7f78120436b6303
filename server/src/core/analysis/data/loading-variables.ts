/** A variable by which a program loads a file from a directory of the caller's choice. */
export interface LoadingVariable {
  readonly name: string;
  /** The programs that read it; absent: whatever is run. */
  readonly of?: ReadonlySet<string>;
  /** What the file is called; `{program}` is the name of what is run. */
  readonly file: string;
  /** What the variable says: the file itself, or the directory that it is in. */
  readonly says: 'file' | 'directory';
  readonly achieves: string;
  /** What has to be the case besides. */
  readonly needs?: string;
  readonly source: string;
}

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const LD = 'https://man7.org/linux/man-pages/man8/ld.so.8.html';

export const LOADING_VARIABLES: readonly LoadingVariable[] = [
  {
    name: 'PATH',
    file: '{program}',
    says: 'directory',
    achieves: 'runs another program of that name',
    needs: 'a file that may be executed',
    source: 'https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_03',
  },
  { name: 'LD_PRELOAD', file: 'x.so', says: 'file', achieves: 'loads that library', source: LD },
  { name: 'LD_AUDIT', file: 'x.so', says: 'file', achieves: 'loads that library', source: LD },
  { name: 'LD_LIBRARY_PATH', file: 'libc.so.6', says: 'directory', achieves: 'loads that library', source: LD },
  {
    name: 'DYLD_INSERT_LIBRARIES',
    file: 'x.dylib',
    says: 'file',
    achieves: 'loads that library',
    needs: 'macOS, and a program that it does not protect',
    source: 'https://developer.apple.com/documentation/security/disabling-and-enabling-system-integrity-protection',
  },
  {
    name: 'PYTHONPATH',
    of: names('python python3 pip pip3 pytest tox nox mypy pylint flake8 black poetry ansible ansible-playbook aws'),
    file: 'sitecustomize.py',
    says: 'directory',
    achieves: 'imports that module before anything else',
    source: 'https://docs.python.org/3/library/site.html#module-sitecustomize',
  },
  {
    name: 'ZDOTDIR',
    of: names('zsh'),
    file: '.zshenv',
    says: 'directory',
    achieves: 'runs what that file says',
    source: 'https://zsh.sourceforge.io/Doc/Release/Files.html',
  },
  {
    name: 'GRADLE_USER_HOME',
    of: names('gradle gradlew'),
    file: 'init.gradle',
    says: 'directory',
    achieves: 'runs what that file says',
    source: 'https://docs.gradle.org/current/userguide/init_scripts.html',
  },
  {
    name: 'PHP_INI_SCAN_DIR',
    of: names('php composer phpunit'),
    file: 'x.ini',
    says: 'directory',
    achieves: 'loads what that configuration names',
    source: 'https://www.php.net/manual/en/configuration.file.php',
  },
];
