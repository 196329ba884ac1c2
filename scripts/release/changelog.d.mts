/** What CHANGELOG.md says about one version. */
export function changesOf(changelog: string, version: string): { date: string; notes: string };
/** The changelog after what was unreleased has become a version. */
export function releaseChanges(changelog: string, version: string, date: string): string;
