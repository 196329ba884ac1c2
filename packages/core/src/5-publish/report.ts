import type { AwsClaims } from '../2-entra-token/aws-claims.ts';
import { tagsText } from '../2-entra-token/aws-claims-text.ts';
import { allSessions, type RoleSession } from '../3-sts-credentials/role-session.ts';
import type { Report, ReportRow } from '../job/job-host.ts';
import type { Result } from './publish.ts';

/** The short table that shows what the job now is on AWS, and by what right. */
export function successReport({ inputs, identity, sessions, trust }: Result): Report {
  return {
    title: 'AWS credentials from Microsoft Entra ID',
    rows: [
      ...allSessions(sessions).flatMap((session) => sessionRows(session, trust)),
      ['Session name', inputs.sessionName],
      ['Token issuer', identity.issuer],
      ['Token audience', identity.audience],
      ['Token subject', identity.subject],
      ...carriedRows(identity.aws),
      ...inputs.credential.rows,
    ],
    documents: [],
  };
}

/** What the token gave the sessions. */
function carriedRows(aws: AwsClaims): readonly ReportRow[] {
  const { tags, sourceIdentity } = aws;
  return [
    ...(tags.length === 0 ? [] : [['Session tags', tagsText(aws)] as const]),
    ...(sourceIdentity === undefined ? [] : [['Source identity', sourceIdentity] as const]),
  ];
}

function sessionRows(
  { request, links, credentials }: RoleSession,
  trust: Result['trust'],
): readonly ReportRow[] {
  const { profile, region } = request;
  return [
    ...(profile === undefined ? [] : [['Profile', profile] as const]),
    ...links.flatMap((link, index) => [
      [index === 0 ? 'Role' : 'then role', link.role.text] as const,
      ...trust
        .filter((verdict) => verdict.link === link)
        .map(({ summary }) => ['Trust policy', summary] as const),
    ]),
    ['Account', credentials.account ?? 'not reported by STS'],
    ['Region', region.name],
    ['Expires', credentials.expires.toISOString()],
  ];
}
