/** Of Microsoft Graph in every tenant. */
export const GRAPH_CLIENT_ID = '00000003-0000-0000-c000-000000000000';

/**
 * What the automation's application may do, and nothing else: write the applications that it has made.
 *
 * @see https://learn.microsoft.com/graph/permissions-reference#applicationreadwriteownedby
 */
export const OWNED_BY = {
  name: 'Application.ReadWrite.OwnedBy',
  id: '18a4783c-866b-4cc7-a460-3d5e5662c884',
} as const;
