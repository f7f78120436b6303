import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandsOf, isCommandFile } from '../../server/src/core/workspace/seen-commands.ts';

function checkCommands(path: string, text: string, expected: readonly string[]): void {
  assert(isCommandFile(path));
  assert.deepEqual(
    commandsOf(path, text).map((each) => each.command),
    expected,
  );
}

test('npm scripts are commands, and so is how people start them', () => {
  checkCommands('package.json', '{"scripts":{"test":"node --test","lint":"biome check src"}}', [
    'npm test',
    'node --test',
    'npm run lint',
    'biome check src',
  ]);
});

test('recipes are commands without their marks, and targets are started by name', () => {
  checkCommands(
    'infra/Makefile',
    'X := 1\n.PHONY: plan\nplan: init\n\t@terraform plan \\\n\t  -input=false\n\techo $(X)\n',
    ['make plan', 'terraform plan -input=false'],
  );
});

test('a file that cannot be read has no commands', () => {
  checkCommands('package.json', '{"scripts": [', []);
  checkCommands('package.json', 'null', []);
  checkCommands('package.json', '{"scripts": {"test": 3}}', []);
});
