import { auditPagePicture, auditPicture } from './audit.mjs';
import { demoPicture } from './demo.mjs';
import { flowPicture } from './flow.mjs';
import { refusedPicture, summaryPicture } from './job-summaries.mjs';
import { loggedInPicture, loginPicture } from './login.mjs';

/** Every picture, by its file in `docs/pictures`, and what makes its text. */
export const PICTURES = {
  'audit.svg': auditPicture,
  'audit-page.svg': auditPagePicture,
  'demo.svg': demoPicture,
  'flow.svg': flowPicture,
  'logged-in.svg': loggedInPicture,
  'login.svg': loginPicture,
  'refused.svg': refusedPicture,
  'summary.svg': summaryPicture,
};
