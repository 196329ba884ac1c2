import { framedPage } from './framed-page.mjs';
import { logIn } from './login-run.mjs';
import { steadyText } from './steady-text.mjs';
import { terminalStill } from './terminal-still.mjs';

/** The page that a person sees at the end of `login`. */
export async function loggedInPicture() {
  const { page } = await logIn();
  return framedPage({
    label: 'The page at the end of a login: Entra has logged you in',
    title: 'localhost',
    page,
    width: 640,
    height: 132,
  });
}

/** What `login` prints in the terminal. */
export async function loginPicture() {
  const { printed } = await logIn();
  return terminalStill({
    label: 'A terminal in which login says what AWS sees, and whom it admits',
    printed: `$ entra-aws-creds login --config people.json\n${steadyText(printed)}`,
    coloured: [
      [/^\$ .*/, 'fine'],
      [/\badmits you\b/, 'fine'],
    ],
  });
}
