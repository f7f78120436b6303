import '../server/src/core/index.ts';
