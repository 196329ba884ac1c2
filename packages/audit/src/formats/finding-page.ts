/** Where a finding is explained, in the documentation of this very release. */
export function findingPage(
  code: string,
  { repository, version }: { readonly repository: string; readonly version: string },
): string {
  const page = code.startsWith('AUDIT_') ? 'audit' : 'trust-policy';
  return `${repository}/blob/v${version}/docs/${page}.md#${code.toLowerCase()}`;
}
