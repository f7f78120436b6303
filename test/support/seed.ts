import fc from 'fast-check';

// On a developer's machine every run of a property test tries other cases; in CI the same commit gives the same answer.
if (process.env.CI) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_124 });
