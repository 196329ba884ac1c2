import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SFNClient } from '@aws-sdk/client-sfn';
import { nodePlatform } from '@entra-aws-creds/core/programs';
import { organizationAccounts } from '../nightly/organization-accounts.ts';
import { stepFunctions } from './executions.ts';
import { printed } from './function-host.ts';
import {
  listAccountsHandler,
  type NightlyWorld,
  reconcileAccountHandler,
  summarizeHandler,
} from './nightly-handlers.ts';
import { routerHandler } from './router-handler.ts';
import { taskHandler } from './task-handlers.ts';

/** What Lambda runs: each export is the handler of one function, in its own role. */

const platform = nodePlatform();
const keys = {
  accessKeyId: platform.environment['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: platform.environment['AWS_SECRET_ACCESS_KEY'] ?? '',
  sessionToken: platform.environment['AWS_SESSION_TOKEN'] ?? '',
};
// Those that Lambda gives the function: the bundle looks for no others.
const signed = { credentials: async () => keys };
const accounts = organizationAccounts(new OrganizationsClient(signed));
const stateMachine = platform.environment['STATE_MACHINE_ARN'] ?? '';
const start = stepFunctions(new SFNClient(signed), stateMachine);
const removals = new Map<string, Date>();
const around = () => ({ platform, log: printed, removals });
const night = (): NightlyWorld => ({ ...around(), accounts, start });

export const router = routerHandler(() => ({
  ownRole: platform.environment['MEMBER_ROLE'] || 'entra-aws-creds-automation',
  isMember: accounts.isActive,
  start,
  log: printed,
}));

export const observe = taskHandler('observe', around);
export const createServicePrincipal = taskHandler('create-service-principal', around);
export const addAudienceIdProvider = taskHandler('add-audience-id-provider', around);
export const assignRoleToAudience = taskHandler('assign-role-to-audience', around);
export const deleteServicePrincipal = taskHandler('delete-service-principal', around);
export const confirm = taskHandler('confirm', around);

export const listAccounts = listAccountsHandler(night);
export const reconcileAccount = reconcileAccountHandler(night);
export const summarize = summarizeHandler(night);
