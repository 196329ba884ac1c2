/** The value of an input, and where it came from, as a person would say it. */
export interface GivenInput {
  readonly text: string;
  /** `--tenant-id`, `the variable AZURE_TENANT_ID`, `pipeline.json`. */
  readonly origin: string;
}
