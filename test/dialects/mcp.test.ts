import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import { checkMarks, withBlankCarets } from '../support/markers.ts';
import { uriOf, workspaceOf } from '../support/workspace.ts';

/** The findings of a list of servers are exactly those under whose words carets stand: `rule-id: words`. */
function check(path: string, text: string): void {
  const { snapshot } = workspaceOf({ [path]: withBlankCarets(text) });
  const { findings } = analyzeFile(snapshot, uriOf(path), { audience: 'default', rules: {} });
  checkMarks(
    text,
    findings.map(({ rule, span, message }) => ({ start: span.start, end: span.end, text: `${rule}: ${message}` })),
  );
}

suite('lists of MCP servers', () => {
  test('what is started and reached', () =>
    check(
      '.mcp.json',
      `{
  "mcpServers": {
    "github": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-github"],
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unpinned-server: whatever its publisher has uploaded
      "env": { "GITHUB_TOKEN": "abcdef0123456789abcdef0123456789" }
//                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ literal-credential: is written out here
    },
    "search": { "type": "http", "url": "http://mcp.example.com/mcp" }
//                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ plaintext-url: is reached without encryption
  }
}
`,
    ));

  test('a list that is in order', () =>
    check(
      '.mcp.json',
      `{
  "mcpServers": {
    "github": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-github@2025.4.8"],
      "env": { "GITHUB_TOKEN": "\${GITHUB_TOKEN}" }
    },
    "docs": { "type": "http", "url": "https://mcp.example.com/mcp", "headers": { "Authorization": "Bearer \${KEY}" } }
  }
}
`,
    ));

  test('servers under a key that nobody looks at', () => {
    check(
      '.vscode/mcp.json',
      `{
  "mcpServers": { "docs": { "url": "https://mcp.example.com/mcp" } }
// ^^^^^^^^^^ file-without-effect: VS Code looks for servers under \`servers\`
}
`,
    );
    check(
      '.cursor/mcp.json',
      `{
  "servers": { "docs": { "url": "https://mcp.example.com/mcp" } }
// ^^^^^^^ file-without-effect: Cursor looks for servers under \`mcpServers\`
}
`,
    );
  });

  test('text that cannot be read', () =>
    check(
      '.mcp.json',
      `{ "mcpServers": { "a": { "command": } } }
//                                  ^ file-without-effect: Claude Code cannot read this list
`,
    ));

  test('what is no list is left alone', () => {
    for (const text of ['', '[]', '1', '{}', '{"mcpServers": 1}', '{"mcpServers": {"a": null}}', '['.repeat(5000)]) {
      const { snapshot } = workspaceOf({ '.vscode/mcp.json': text });
      assert.equal(snapshot.foreign.tools.length, 0);
    }
  });
});
