import { isJsonObject, type JsonObject, type Platform } from '@entra-aws-creds/core/azure';
import { Denial } from '../denial.ts';
import type { Person } from '../rules/person.ts';
import { type PersonAttribute, propertyOf } from '../rules/person-attribute.ts';
import type { Question } from '../rules/rules.ts';
import type { GraphRequests } from './graph-request.ts';
import { RecentAnswers } from './recent-answers.ts';

/** A privilege that was taken away counts no more after that; Entra's second attempt comes sooner. */
const PERSON_KEEP_MS = 5_000;
/** What an application's roles are called hardly ever changes. */
const APP_ROLES_KEEP_MS = 60_000;
const MOST_KEPT = 5_000;

/** Who signs in to what. */
interface SignIn {
  readonly personId: string;
  readonly servicePrincipalId: string;
}

/** What Entra knows of people, asked of Graph, as far as the rules ask for it. */
export class PeopleInGraph {
  readonly #graph: GraphRequests;
  readonly #question: Question;
  readonly #people: RecentAnswers<Person>;
  readonly #appRoles: RecentAnswers<ReadonlyMap<string, string>>;

  constructor(graph: GraphRequests, question: Question, clock: Platform['clock']) {
    this.#graph = graph;
    this.#question = question;
    this.#people = new RecentAnswers(PERSON_KEEP_MS, MOST_KEPT, clock);
    this.#appRoles = new RecentAnswers(APP_ROLES_KEEP_MS, MOST_KEPT, clock);
  }

  /** @throws Denial `directory-…`, `identity-unavailable` */
  find(signIn: SignIn): Promise<Person> {
    const { personId, servicePrincipalId } = signIn;
    return this.#people.get(`${personId} ${servicePrincipalId}`, () => this.#ask(signIn));
  }

  async #ask({ personId, servicePrincipalId }: SignIn): Promise<Person> {
    const { appRoles, groups, attributes } = this.#question;
    const [values, ids, found] = await Promise.all([
      appRoles ? this.#appRolesOf(personId, servicePrincipalId) : [],
      groups ? this.#groupsOf(personId) : [],
      attributes.length > 0 ? this.#attributesOf(personId, attributes) : new Map(),
    ]);
    return { appRoles: values, groups: ids, attributes: found };
  }

  /**
   * Those of the person and of the groups that the person is a direct member of, as Entra itself counts them:
   * an app role that a group has does not reach the groups within it.
   *
   * @see https://learn.microsoft.com/graph/api/user-list-approleassignments
   */
  async #appRolesOf(personId: string, servicePrincipalId: string): Promise<readonly string[]> {
    const filter = encodeURIComponent(`resourceId eq ${servicePrincipalId}`);
    const [assignments, values] = await Promise.all([
      this.#graph.list(`users/${personId}/appRoleAssignments?$filter=${filter}&$top=999`),
      this.#appRoles.get(servicePrincipalId, () => this.#valuesOfAppRoles(servicePrincipalId)),
    ]);
    const assigned = assignments
      .filter((one) => textIn(one, 'resourceId') === servicePrincipalId)
      .map((one) => values.get(textIn(one, 'appRoleId')));
    return [...new Set(assigned.filter((value) => value !== undefined))];
  }

  /** Values by ID, of those that are enabled; an app role need not have a value. */
  async #valuesOfAppRoles(servicePrincipalId: string): Promise<ReadonlyMap<string, string>> {
    const object = await this.#graph.object(
      `servicePrincipals/${servicePrincipalId}?$select=appRoles`,
    );
    const { appRoles } = object;
    if (!Array.isArray(appRoles) || !appRoles.every(isJsonObject)) {
      throw new Denial('directory-answer', 'Graph answered without the app roles');
    }
    return new Map(
      appRoles
        .filter(({ isEnabled, value }) => isEnabled === true && typeof value === 'string')
        .map((role) => [textIn(role, 'id'), String(role['value'])]),
    );
  }

  async #groupsOf(personId: string): Promise<readonly string[]> {
    const groups = await this.#graph.list(
      `users/${personId}/transitiveMemberOf/microsoft.graph.group?$select=id&$top=999`,
    );
    return groups.map((group) => textIn(group, 'id'));
  }

  async #attributesOf(
    personId: string,
    attributes: readonly PersonAttribute[],
  ): Promise<ReadonlyMap<PersonAttribute, string>> {
    const select = [...new Set(['id', ...attributes.map(propertyOf)])].join(',');
    const user = await this.#graph.object(`users/${personId}?$select=${select}`);
    if (textIn(user, 'id') !== personId) {
      throw new Denial('directory-answer', 'Graph answered with somebody else');
    }
    return new Map(
      attributes.flatMap((attribute) => {
        const value = attributeOf(user, attribute);
        return value === undefined ? [] : [[attribute, value] as const];
      }),
    );
  }
}

/** @throws Denial for a value that is no text, and for an attribute that Graph did not answer for */
function attributeOf(user: JsonObject, attribute: PersonAttribute): string | undefined {
  const property = propertyOf(attribute);
  const held = user[property];
  if (held === undefined) {
    throw new Denial('directory-answer', `Graph answered without ${property}`);
  }
  const value = property === attribute || held === null ? held : membersOf(held)[attribute];
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new Denial('directory-answer', `Graph answered with a ${attribute} that is no text`);
}

function membersOf(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  throw new Denial('directory-answer', 'Graph answered with a property that is no object');
}

/** IDs of Entra are the same in upper case. */
function textIn(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value === 'string') return value.toLowerCase();
  throw new Denial('directory-answer', `Graph answered with an object without "${name}"`);
}
