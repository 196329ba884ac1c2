import { StepFailure } from '@entra-aws-creds/core/programs';
import type { GraphClient } from '../entra-directory/graph-client.ts';
import type { Permission } from '../entra-directory/graph-failure.ts';
import { applicationPath } from '../entra-directory/graph-path.ts';
import { TO_READ } from '../entra-directory/graph-permissions.ts';
import {
  objectsAt,
  readExtension,
  readListener,
  readSignIn,
  SIGN_IN_FIELDS,
  textAt,
  textsAt,
} from './graph-people-answers.ts';
import {
  TO_ASSIGN,
  TO_EXTEND,
  TO_LISTEN,
  TO_MAP_CLAIMS,
  TO_WRITE_SIGN_IN,
} from './graph-people-permissions.ts';
import {
  assignedPath,
  assignmentsPath,
  EXTENSIONS,
  extensionBody,
  get,
  LISTENER,
  LISTENERS,
  listenerBody,
  POLICIES,
  principalPath,
  signInBody,
} from './graph-people-requests.ts';
import type { AppRoleAssignment, ClaimsMappingPolicy, SignIn } from './people-application.ts';
import type { PeopleDirectory, WantedExtension } from './people-directory.ts';

/** The same behind Microsoft Graph v1.0. */
export class GraphPeopleDirectory implements PeopleDirectory {
  readonly #graph: GraphClient;
  readonly #root: string;

  /** @param endpoint of Graph, for references from one object to another */
  constructor(graph: GraphClient, endpoint: URL) {
    this.#graph = graph;
    this.#root = `${endpoint.origin}/v1.0`;
  }

  async signIn(applicationId: string) {
    const path = `${applicationPath({ id: applicationId })}?$select=${SIGN_IN_FIELDS.join(',')}`;
    const object = await this.#graph.objectIfAny(get('Reading how people sign in', TO_READ, path));
    return object && readSignIn(object);
  }

  async updateSignIn(applicationId: string, change: Partial<SignIn>) {
    const path = applicationPath({ id: applicationId });
    const body = signInBody(change);
    await this.#send('Changing how people sign in', TO_WRITE_SIGN_IN, 'PATCH', path, body);
  }

  async requiresAssignment(servicePrincipalId: string) {
    const path = `${principalPath(servicePrincipalId)}?$select=id,appRoleAssignmentRequired`;
    const object = await this.#graph.objectIfAny(get('Reading who may sign in', TO_READ, path));
    return object && object['appRoleAssignmentRequired'] === true;
  }

  async requireAssignment(servicePrincipalId: string) {
    const path = principalPath(servicePrincipalId);
    const body = { appRoleAssignmentRequired: true };
    await this.#send('Requiring an assignment', TO_WRITE_SIGN_IN, 'PATCH', path, body);
  }

  async assignments(servicePrincipalId: string) {
    const path = assignmentsPath(servicePrincipalId);
    const found: AppRoleAssignment[] = [];
    const asking = 'Listing who is assigned';
    // A list answers to a service principal that it does not know yet with 404, which is none.
    if (await this.#graph.objectIfAny(get(asking, TO_READ, principalPath(servicePrincipalId)))) {
      for await (const one of this.#graph.list(get(asking, TO_READ, path))) {
        const principalId = textAt(one, 'principalId');
        found.push({ principalId, appRoleId: textAt(one, 'appRoleId') });
      }
    }
    return found;
  }

  async assign(servicePrincipalId: string, assignment: AppRoleAssignment) {
    const asking = 'Assigning somebody to the app role';
    const answer = await this.#graph.send({
      asking,
      needs: TO_ASSIGN,
      method: 'POST',
      path: assignmentsPath(servicePrincipalId),
      body: { ...assignment, resourceId: servicePrincipalId },
      accepted: [400],
    });
    if (answer.status !== 400 || /already exist/i.test(answer.body)) return;
    // What a server says that does not know of the app role yet.
    const isEarly = /was not found on application/i.test(answer.body);
    if (!isEarly) throw this.#graph.refusal(answer, { asking, needs: TO_ASSIGN });
    throw new StepFailure(
      'EAC_BINDING_NOT_SETTLED',
      `${asking} failed: Entra has not copied the app role to all its servers yet.`,
      'Run the command again in a few minutes: it goes on from where it is.',
    );
  }

  async personNamed(userPrincipalName: string) {
    const path = `/users/${encodeURIComponent(userPrincipalName)}?$select=id`;
    const found = await this.#graph.objectIfAny(get('Looking for a person', TO_ASSIGN, path));
    return found && textAt(found, 'id');
  }

  async mappings(displayName: string, servicePrincipalId: string | undefined) {
    const asking = 'Listing claims mapping policies';
    const all = await this.#graph.all(get(asking, TO_MAP_CLAIMS, POLICIES));
    const assigned =
      servicePrincipalId &&
      (await this.#graph.objectIfAny(get(asking, TO_MAP_CLAIMS, assignedPath(servicePrincipalId))));
    const ids = new Set(assigned ? objectsAt(assigned, 'value').map((one) => one['id']) : []);
    return all
      .map((object): ClaimsMappingPolicy => {
        const id = textAt(object, 'id');
        const [definition = ''] = textsAt(object, 'definition');
        const name = textAt(object, 'displayName');
        return { id, displayName: name, definition, isAssigned: ids.has(id) };
      })
      .filter((one) => one.isAssigned || one.displayName === displayName);
  }

  async createMapping(displayName: string, definition: string) {
    const made = await this.#graph.object({
      asking: 'Creating the claims mapping policy',
      needs: TO_MAP_CLAIMS,
      method: 'POST',
      path: POLICIES,
      body: { displayName, definition: [definition], isOrganizationDefault: false },
    });
    return textAt(made, 'id');
  }

  async updateMapping(id: string, definition: string) {
    const asking = 'Changing the claims mapping policy';
    const body = { definition: [definition] };
    await this.#send(asking, TO_MAP_CLAIMS, 'PATCH', `${POLICIES}/${encodeURIComponent(id)}`, body);
  }

  async assignMapping(id: string, servicePrincipalId: string) {
    const asking = 'Assigning the claims mapping policy';
    const answer = await this.#graph.send({
      asking,
      needs: TO_MAP_CLAIMS,
      method: 'POST',
      path: `${assignedPath(servicePrincipalId)}/$ref`,
      body: { '@odata.id': `${this.#root}${POLICIES}/${encodeURIComponent(id)}` },
      accepted: [400],
    });
    if (answer.status !== 400 || /conflicting object|already exist/i.test(answer.body)) return;
    throw this.#graph.refusal(answer, { asking, needs: TO_MAP_CLAIMS });
  }

  async unassignMapping(id: string, servicePrincipalId: string) {
    const path = `${assignedPath(servicePrincipalId)}/${encodeURIComponent(id)}/$ref`;
    await this.#remove('Taking the claims mapping policy away', TO_MAP_CLAIMS, path);
  }

  async deleteMapping(id: string) {
    const path = `${POLICIES}/${encodeURIComponent(id)}`;
    await this.#remove('Deleting the claims mapping policy', TO_MAP_CLAIMS, path);
  }

  async extensions(displayName: string) {
    const asking = 'Listing custom authentication extensions';
    const all = await this.#graph.all(get(asking, TO_EXTEND, EXTENSIONS));
    return all.map(readExtension).filter((one) => one.displayName === displayName);
  }

  async createExtension(displayName: string, wanted: WantedExtension) {
    const body = { displayName, ...extensionBody(wanted) };
    const asking = 'Creating the custom authentication extension';
    await this.#send(asking, TO_EXTEND, 'POST', EXTENSIONS, body);
  }

  async updateExtension(id: string, wanted: WantedExtension) {
    const path = `${EXTENSIONS}/${encodeURIComponent(id)}`;
    const asking = 'Changing the custom authentication extension';
    await this.#send(asking, TO_EXTEND, 'PATCH', path, extensionBody(wanted));
  }

  async deleteExtension(id: string) {
    const path = `${EXTENSIONS}/${encodeURIComponent(id)}`;
    await this.#remove('Deleting the custom authentication extension', TO_EXTEND, path);
  }

  async listeners(clientId: string) {
    const all = await this.#graph.all(get('Listing event listeners', TO_LISTEN, LISTENERS));
    return all
      .filter((one) => textAt(one, '@odata.type') === LISTENER)
      .map(readListener)
      .filter(({ applications }) => applications.includes(clientId));
  }

  async createListener(clientId: string, extensionId: string) {
    const body = listenerBody(clientId, extensionId);
    await this.#send('Creating the event listener', TO_LISTEN, 'POST', LISTENERS, body);
  }

  async deleteListener(id: string) {
    const path = `${LISTENERS}/${encodeURIComponent(id)}`;
    await this.#remove('Deleting the event listener', TO_LISTEN, path);
  }

  async #send(
    asking: string,
    needs: Permission,
    method: 'PATCH' | 'POST',
    path: string,
    body: object,
  ) {
    await this.#graph.send({ asking, needs, method, path, body });
  }

  async #remove(asking: string, needs: Permission, path: string) {
    await this.#graph.send({ asking, needs, method: 'DELETE', path, accepted: [404] });
  }
}
