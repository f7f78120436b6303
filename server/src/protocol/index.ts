/** What the language server and the editor side share: types and names, no behaviour. */

export * from './foreign-files.ts';
export * from './requests.ts';
export * from './settings.ts';
