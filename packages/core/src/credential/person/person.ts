/** The person at the machine, as far as a login may reach them. */
export interface Person {
  /** `never`: nobody is there; `always`: whatever is kept of an earlier login. */
  readonly asked: 'never' | 'when-needed' | 'always';
  /** What is kept of logins. */
  readonly logins: LoginStore;
  /** Whoever begins a visit ends it. @throws Error when no address of this machine can be listened on */
  visitBrowser(): Promise<BrowserVisit>;
  /** Shows where to go with which code, both untrusted text. */
  showCode(code: DeviceCode): void;
  /** One line without secrets. */
  tell(line: string): void;
}

/** Texts by the name of what they were written for. They hold refresh tokens. */
export interface LoginStore {
  /** Undefined when there is none. @throws NodeJS.ErrnoException */
  read(name: string): Promise<string | undefined>;
  /** In one piece or not at all. @throws NodeJS.ErrnoException */
  write(name: string, text: string): Promise<void>;
}

/** What a person types on another machine. */
export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
}

/** One login in the browser of the person, which ends with a redirect to this machine. */
export interface BrowserVisit {
  /** Without a path, as `http://localhost` is registered. */
  readonly redirectUri: string;
  /**
   * Opens the address and waits for the one redirect that brings something.
   *
   * @throws the reason of the signal
   */
  open(address: string, signal: AbortSignal): Promise<URLSearchParams>;
  /** Shows the person what became of the login, and listens no longer. */
  end(outcome: SignInOutcome): Promise<void>;
}

export type SignInOutcome =
  | { readonly kind: 'signed-in' }
  /** Both are one line without secrets, and untrusted. */
  | { readonly kind: 'failed'; readonly message: string; readonly hint: string };
