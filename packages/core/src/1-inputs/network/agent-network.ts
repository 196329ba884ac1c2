/** What the agent of a CI system was itself given to reach the internet by. */
export interface AgentNetwork {
  readonly proxy?: {
    /** With percent-encoded user name and password, if there are any. */
    readonly url: string;
    /** Regular expressions; a URL that matches one of them is reached without the proxy. */
    readonly bypassPatterns: readonly string[];
  };
  /** Path of a PEM file with further certificate authorities. */
  readonly authoritiesFile?: string;
}
