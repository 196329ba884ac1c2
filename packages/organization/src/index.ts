export { readRoleEvent } from './event/cloud-trail-event.ts';
