/**
 * What of a person may become a tag or a source identity, by its name in Graph. Nothing is here that people may
 * change of themselves, such as `mobilePhone` or `skills`: whoever writes a tag chooses what it opens.
 *
 * @see https://learn.microsoft.com/graph/api/resources/user#properties
 */
export const PERSON_ATTRIBUTES = [
  'id',
  'userPrincipalName',
  'mail',
  'userType',
  'department',
  'companyName',
  'jobTitle',
  'employeeId',
  'employeeType',
  'division',
  'costCenter',
  'officeLocation',
  'city',
  'state',
  'country',
  'usageLocation',
  'onPremisesSamAccountName',
  'extensionAttribute1',
  'extensionAttribute2',
  'extensionAttribute3',
  'extensionAttribute4',
  'extensionAttribute5',
  'extensionAttribute6',
  'extensionAttribute7',
  'extensionAttribute8',
  'extensionAttribute9',
  'extensionAttribute10',
  'extensionAttribute11',
  'extensionAttribute12',
  'extensionAttribute13',
  'extensionAttribute14',
  'extensionAttribute15',
] as const;

export type PersonAttribute = (typeof PERSON_ATTRIBUTES)[number];

const KNOWN: ReadonlySet<unknown> = new Set(PERSON_ATTRIBUTES);

export function isPersonAttribute(name: unknown): name is PersonAttribute {
  return KNOWN.has(name);
}

/** The property of the user that holds it: itself, or the object that it is in. */
export function propertyOf(attribute: PersonAttribute): string {
  if (attribute.startsWith('extensionAttribute')) return 'onPremisesExtensionAttributes';
  return attribute === 'division' || attribute === 'costCenter' ? 'employeeOrgData' : attribute;
}
