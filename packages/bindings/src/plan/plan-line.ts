/** A line of a plan, as in a diff. */
export interface PlanLine {
  /** `+` comes to be, `~` changes, `-` goes. */
  readonly sign: '+' | '~' | '-';
  readonly text: string;
}
