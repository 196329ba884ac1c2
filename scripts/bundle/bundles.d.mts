/** Folder in dist/ and the compiled entry that it is made of. */
export declare const BUNDLES: Readonly<Record<string, string>>;
export declare const LOADING_CORE: readonly string[];
export declare const OF_ACTION: readonly string[];
export declare const OF_TASK: readonly string[];
