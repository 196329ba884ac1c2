/** Tags of a role by which its developer and the automation tell each other things. */

/** Whose tokens the pipeline has: `github:ORG/REPO:environment:NAME` and the like, or the subject as it stands. */
export const SUBJECT_TAG = 'entra-aws-creds:subject';

/** The issuer of that subject, where the subject stands as it is in the token. */
export const ISSUER_TAG = 'entra-aws-creds:issuer';

/** SHA-256 of the certificates that may log in: first the one in the numbered tags, then such as stay. */
export const CERTIFICATE_TAG = 'entra-aws-creds:certificate';

/** How far the role is, as the automation tells it. Nobody else writes it. */
export const STATUS_TAG = 'entra-aws-creds:status';
