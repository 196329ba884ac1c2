/** What the log keeps of a request: who asked for what, and what came of it. No token, no certificate, no person. */
export interface RequestRecord {
  readonly act: string;
  /** Client ID of the application that called, once its token was verified. */
  readonly caller?: string;
  readonly account?: string;
  /** Name of the role. */
  readonly role?: string;
  readonly status: number;
  /** Of the failure. */
  readonly code?: string;
  readonly detail?: string;
  readonly milliseconds: number;
}

export type LogRequest = (record: RequestRecord) => void;
