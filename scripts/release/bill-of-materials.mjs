import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';

/**
 * What workspaces are made of, as CycloneDX 1.5: from npm's own list of package-lock.json, the
 * packages that they reach, without what varies from run to run and from machine
 * to machine. (npm's own `--omit dev` would leave out what tools of ours depend on as well.)
 *
 * @param {string} root folder of the repository
 * @param {string} version
 * @param {readonly string[]} shipped folders in `packages`
 * @returns {string} JSON
 */
export function billOfMaterials(root, version, shipped) {
  const listed = JSON.parse(
    execSync('npm sbom --sbom-format cyclonedx --package-lock-only', {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    }),
  );
  const product = `entra-aws-creds@${version}`;
  const edges = new Map(listed.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  // The bundler puts a little of its own into each bundle.
  const bundler = listed.components
    .map((component) => component['bom-ref'])
    .filter((ref) => ref.startsWith('@vercel/ncc@'));
  const workspaces = shipped.map((folder) => `@entra-aws-creds/${folder}@${version}`);
  edges.set(product, [...workspaces, ...bundler]);
  const inside = reachable(product, edges);

  const components = listed.components.filter((component) => inside.has(component['bom-ref']));
  const bill = {
    $schema: listed.$schema,
    bomFormat: listed.bomFormat,
    specVersion: listed.specVersion,
    version: 1,
    metadata: { component: named(listed.metadata.component) },
    components: sortedBy('bom-ref', components.map(named)),
    dependencies: sortedBy(
      'ref',
      [...inside].map((ref) => ({ ref, dependsOn: (edges.get(ref) ?? []).toSorted() })),
    ),
  };
  return `${JSON.stringify({ ...bill, serialNumber: serialNumber(bill) }, null, 2)}\n`;
}

function reachable(start, edges) {
  const found = new Set([start]);
  // A set hands out what is added to it while it is walked.
  for (const ref of found) for (const next of edges.get(ref) ?? []) found.add(next);
  return found;
}

/** By its package, not by the folder that it lies in; where it was fetched from is the machine's matter. */
function named(component) {
  const { externalReferences: _, ...rest } = component;
  return { ...rest, name: component['bom-ref'].replace(/@[^@]+$/, '') };
}

function sortedBy(key, rows) {
  const unique = new Map(rows.map((row) => [row[key], row]));
  return [...unique.values()].sort((a, b) => (a[key] < b[key] ? -1 : 1));
}

/** A UUID of the content (RFC 9562, version 8), where npm takes a random one. */
function serialNumber(bill) {
  const digest = createHash('sha256').update(JSON.stringify(bill)).digest('hex');
  const parts = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}
