import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = readdirSync(join(root, 'packages'));

/** `from '…'`, `import '…'` and `import('…')`, of types as well. */
const SPECIFIER = /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)'([^']+)'/g;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/g;

interface Module {
  readonly package: string;
  readonly imports: readonly string[];
}

/** Every module of the project by its path from the root. */
const modules = new Map(
  packages.flatMap((name) => {
    const source = join(root, 'packages', name, 'src');
    return readdirSync(source, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ parentPath, name: file }): [string, Module] => {
        const path = join(parentPath, file);
        const code = readFileSync(path, 'utf8').replace(COMMENT, '');
        const imports = [...code.matchAll(SPECIFIER)].map(([, specifier = '']) =>
          specifier.startsWith('.') ? relative(root, join(dirname(path), specifier)) : specifier,
        );
        return [relative(root, path), { package: name, imports }];
      });
  }),
);

/** The modules of a circle that `start` is part of, in the order of their imports. */
function circleThrough(start: string): readonly string[] | undefined {
  const seen = new Set<string>();
  const follow = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    for (const next of modules.get(path)?.imports ?? []) {
      if (next === start) return [...trail, start];
      if (seen.has(next) || !modules.has(next)) continue;
      seen.add(next);
      const found = follow(next, [...trail, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return follow(start, [start]);
}

test('the modules are read', () => {
  expect(modules.size).toBeGreaterThan(250);
  const step = modules.get('packages/core/src/exchange/checked-exchange.ts')?.imports;
  expect(step).toContain('packages/core/src/4-checks/trust-check/index.ts');
});

test.each([...modules.keys()])('%s is in no circle of imports', (path) => {
  expect(circleThrough(path)).toBeUndefined();
});

test.each([...modules])('%s imports only modules that there are', (_, { imports }) => {
  for (const path of imports.filter((one) => one.startsWith('packages/'))) {
    expect([...modules.keys()]).toContain(path);
  }
});

describe('who may import whom', () => {
  /** Packages of the project that a package may import, and none else. */
  const ALLOWED: Readonly<Record<string, readonly string[]>> = {
    'trust-policy': [],
    core: ['trust-policy'],
    bindings: ['core', 'trust-policy'],
    audit: ['bindings', 'core', 'trust-policy'],
    organization: ['bindings', 'core', 'directory-api', 'trust-policy'],
    'github-action': ['core'],
    'azure-devops-task': ['core'],
    'credential-process': ['core'],
    'credential-provider': ['core'],
    'directory-api': ['bindings', 'caller-tokens', 'core'],
    cli: ['audit', 'bindings', 'claims-provider', 'core', 'organization', 'sandbox'],
    'caller-tokens': ['core'],
    'claims-provider': ['caller-tokens', 'core'],
    sandbox: [],
  };

  test('is said of every package', () => {
    expect(Object.keys(ALLOWED).sort()).toEqual([...packages].sort());
  });

  test.each([...modules])('%s keeps to it', (path, { package: own, imports }) => {
    for (const specifier of imports) {
      const other = specifier.startsWith('packages/')
        ? specifier.split('/')[1]
        : /^@entra-aws-creds\/([\w-]+)/.exec(specifier)?.[1];
      if (other === undefined || other === own) continue;
      expect([path, ALLOWED[own]]).toEqual([path, expect.arrayContaining([other])]);
      expect(specifier).toMatch(/^@entra-aws-creds\/[\w-]+(\/[\w-]+)?$/);
    }
  });
});
