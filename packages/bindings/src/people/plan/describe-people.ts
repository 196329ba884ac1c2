import { quote } from '@entra-aws-creds/core/programs';
import type { PlanLine } from '../../plan/plan-line.ts';
import { CLAIMS_TIMEOUT_MS, LOOPBACK } from '../people-wish.ts';
import type { PeopleChange } from './people-change.ts';

export function describePeopleChange(change: PeopleChange): readonly PlanLine[] {
  switch (change.kind) {
    case 'require-assignment':
      return [{ sign: '~', text: 'Application: only those who are assigned may sign in' }];
    case 'open-sign-in':
      return [
        { sign: '~', text: `Application: people sign in from their own machine (${LOOPBACK})` },
        ...(change.acceptsMappedClaims
          ? [{ sign: '~' as const, text: 'Application: its tokens take mapped claims' }]
          : []),
      ];
    case 'put-app-role':
      return [
        { sign: '+', text: `App role ${quote(change.appRole)}, which leads to ${change.roleArn}` },
      ];
    case 'remove-app-role':
      return [{ sign: '-', text: `App role ${quote(change.appRole)}, and who is assigned to it` }];
    case 'assign-app-role': {
      const { assignee, appRole } = change;
      return [{ sign: '+', text: `${quote(assignee.name)} assigned to ${quote(appRole)}` }];
    }
    case 'put-claims-mapping':
      return [{ sign: '+', text: 'Claims mapping policy of the application' }];
    case 'put-claims-extension':
      return [
        {
          sign: '+',
          text: `Custom authentication extension: ${change.targetUrl} (${change.resourceId}), within ${CLAIMS_TIMEOUT_MS} ms`,
        },
      ];
    case 'put-claims-listener':
      return [{ sign: '+', text: 'Event listener: Entra asks it whenever somebody signs in' }];
    case 'remove-claims-listener':
      return [{ sign: '-', text: `Event listener ${change.id}` }];
    case 'remove-claims-extension':
      return [{ sign: '-', text: `Custom authentication extension: ${quote(change.targetUrl)}` }];
    case 'remove-claims-mapping':
      return [{ sign: '-', text: `Claims mapping policy ${change.id}` }];
  }
}
