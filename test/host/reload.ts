export function afterReload(): void {}
