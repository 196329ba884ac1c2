/** What a tenant's policies allow applications to have; everything, unless set. */
export class ApplicationRules {
  /**
   * Certificates that last longer are refused.
   *
   * @see https://learn.microsoft.com/graph/api/resources/keycredentialconfiguration
   */
  certificateLifetimeDays: number | undefined;
  /** No certificate may be added at all, as a lifetime of nothing has it. */
  certificatesAllowed = true;
  /**
   * Only `api://{appId}` and `api://{tenantId}/{appId}` may be added as identifier URIs of apps with v1.0 tokens.
   *
   * @see https://learn.microsoft.com/graph/api/resources/identifieruriconfiguration
   */
  nonDefaultIdentifierUrisAllowed = true;
  /** Whether an app in the recycle bin keeps its unique name, as it keeps its URIs; Microsoft does not say. */
  deletedAppsHoldUniqueNames = true;
  /**
   * Whether an app may be purged from the recycle bin before its time.
   *
   * @see https://learn.microsoft.com/graph/api/resources/application for `isHardDeleteProtectionEnabled`, in beta
   */
  purgeAllowed = true;
  /**
   * Whether what applications ask to do at Graph for people was consented to; if not, only an administrator
   * signs in to one that asks for more than `User.Read`.
   *
   * @see https://learn.microsoft.com/entra/identity/enterprise-apps/user-admin-consent-overview
   */
  graphScopesConsented = true;
  /** Whether people without a directory role may register applications. */
  peopleMayRegister = true;
  /**
   * Objects that one principal may make, those in the recycle bin included.
   *
   * @see https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions
   */
  objectQuota = 250;
}
