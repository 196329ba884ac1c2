import type { AccountInfo, ConfidentialClientApplication } from '@azure/msal-node';

/** Which AWS roles Entra gives a person: AWS STS itself goes by this claim, whatever we make of it. */
const ROLES_CLAIM = 'https://aws.amazon.com/roles';
const RENEWED_BEFORE_END_MS = 300_000;

/** Somebody who has signed in, with the tokens that Entra issued for them. */
export class Person {
  readonly #client: ConfidentialClientApplication;
  #account: AccountInfo;

  /** @param client whose memory holds this person's tokens, and no other's */
  constructor(client: ConfidentialClientApplication, account: AccountInfo) {
    this.#client = client;
    this.#account = account;
  }

  get name(): string {
    return this.#account.username;
  }

  /** What CloudTrail calls the person. */
  get sessionName(): string {
    return this.name.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
  }

  /** ARNs. Empty where Entra says nothing of them. */
  get roles(): readonly string[] {
    const claim = this.#account.idTokenClaims?.[ROLES_CLAIM];
    const texts = typeof claim === 'string' ? claim.split(';') : Array.isArray(claim) ? claim : [];
    return texts.map((text) => String(text).trim()).filter((text) => text !== '');
  }

  /**
   * An ID token that lasts for a while. MSAL goes by the end of the access token, which may be later.
   *
   * @throws InteractionRequiredAuthError when Entra wants to see the person again
   */
  async idToken(): Promise<string> {
    const kept = await this.#silently(false);
    if (kept.endsAt - Date.now() > RENEWED_BEFORE_END_MS) return kept.idToken;
    return (await this.#silently(true)).idToken;
  }

  async #silently(forceRefresh: boolean): Promise<{ idToken: string; endsAt: number }> {
    const { idToken, account } = await this.#client.acquireTokenSilent({
      account: this.#account,
      scopes: [],
      forceRefresh,
    });
    this.#account = account ?? this.#account;
    return { idToken, endsAt: Number(account?.idTokenClaims?.exp ?? 0) * 1000 };
  }
}
