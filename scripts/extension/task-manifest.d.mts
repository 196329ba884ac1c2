export function problemsOf(task: unknown, root: string): readonly string[];
