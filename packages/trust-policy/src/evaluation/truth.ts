/** Three-valued logic: `unknown` is what only AWS can decide. */
export type Truth = 'true' | 'false' | 'unknown';

export function truth(value: boolean): Truth {
  return value ? 'true' : 'false';
}

export function not(value: Truth): Truth {
  if (value === 'unknown') return 'unknown';
  return value === 'true' ? 'false' : 'true';
}

/** Whether one is true; `false` of none. */
export function anyOf(values: readonly Truth[]): Truth {
  if (values.includes('true')) return 'true';
  return values.includes('unknown') ? 'unknown' : 'false';
}

/** Whether every one is true; `true` of none. */
export function allOf(values: readonly Truth[]): Truth {
  if (values.includes('false')) return 'false';
  return values.includes('unknown') ? 'unknown' : 'true';
}
