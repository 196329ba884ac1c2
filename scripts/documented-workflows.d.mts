/** The workflows that a page shows: the YAML blocks whose first line says which file they are. */
export function documentedWorkflows(page: string): { file: string; text: string }[];
