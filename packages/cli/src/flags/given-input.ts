/** The value of an input, and where it came from, as a person would say it. */
export interface GivenInput {
  readonly text: string;
  /** `--tenant-id`, `the variable AZURE_TENANT_ID`, `pipeline.json`. */
  readonly origin: string;
  readonly source: InputSource;
}

/** What has to be said again for the same value, another time. */
type InputSource =
  | { readonly kind: 'flag'; readonly flag: string; readonly value: string | undefined }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'standard input' }
  | { readonly kind: 'defaults file' };
