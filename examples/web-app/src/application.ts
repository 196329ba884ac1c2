import type { IncomingHttpHeaders } from 'node:http';
import type { Configuration } from './configuration.ts';
import { clearCookie, readCookie, setCookie } from './cookies.ts';
import { failurePage } from './failures.ts';
import { KeptById } from './kept-by-id.ts';
import { refusalPage, STYLE, welcomePage, workPage } from './pages.ts';
import { Session } from './session.ts';
import { REDIRECT_PATH, SignIn } from './sign-in.ts';

export interface Answer {
  readonly status: number;
  readonly text?: string;
  readonly type?: 'text/html' | 'text/css' | 'text/plain';
  readonly location?: string;
  readonly cookies?: readonly string[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What people do here: sign in, see their buckets, sign out. */
export class Application {
  readonly #configuration: Configuration;
  readonly #signIns = new KeptById<SignIn>({
    lifetimeMs: 10 * MINUTE_MS,
    idleMs: 10 * MINUTE_MS,
    most: 1000,
  });
  readonly #sessions = new KeptById<Session>({
    lifetimeMs: 8 * HOUR_MS,
    idleMs: 30 * MINUTE_MS,
    most: 10_000,
  });

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  async answer(method: string, url: URL, headers: IncomingHttpHeaders): Promise<Answer> {
    switch (`${method} ${url.pathname}`) {
      case 'GET /':
        return this.#work(url, headers);
      case 'GET /sign-in':
        return this.#beginSignIn();
      case `GET ${REDIRECT_PATH}`:
        return this.#completeSignIn(url, headers);
      case 'POST /sign-out':
        return this.#signOut(headers);
      case 'GET /style.css':
        return { status: 200, text: STYLE, type: 'text/css' };
      default:
        return { status: 404, text: 'There is nothing here.' };
    }
  }

  async #work({ searchParams }: URL, headers: IncomingHttpHeaders): Promise<Answer> {
    const session = this.#sessions.find(readCookie(headers.cookie, '__Host-session'));
    if (session === undefined) return html(200, welcomePage());
    const { roles, person } = session;
    const asked = searchParams.get('role') ?? roles[0];
    const role = roles.find((one) => one === asked);
    if (role === undefined) {
      return html(403, refusalPage('No role', 'Entra gives you no such role in AWS.', 'sign-out'));
    }
    try {
      const buckets = await session.bucketsAs(role);
      return html(200, workPage({ name: person.name, roles, role, buckets }));
    } catch (error) {
      const { status, text, isOver } = failurePage(error, role);
      return isOver ? { ...html(status, text), cookies: this.#end(headers) } : html(status, text);
    }
  }

  async #beginSignIn(): Promise<Answer> {
    try {
      const signIn = await SignIn.begin(this.#configuration);
      const cookies = [setCookie('__Host-sign-in', this.#signIns.put(signIn))];
      return { status: 303, location: signIn.address, cookies };
    } catch (error) {
      const { status, text } = failurePage(error);
      return html(status, text);
    }
  }

  async #completeSignIn({ searchParams }: URL, headers: IncomingHttpHeaders): Promise<Answer> {
    const signIn = this.#signIns.take(readCookie(headers.cookie, '__Host-sign-in'));
    if (signIn === undefined) {
      const text = 'This browser has begun no sign-in, or too long ago.';
      return html(400, refusalPage('You are not signed in', text, 'sign-in'));
    }
    try {
      const person = await signIn.complete(searchParams);
      // A new ID: one that was known before the sign-in is worth nothing after it.
      const id = this.#sessions.put(new Session(person, this.#configuration));
      const cookies = [setCookie('__Host-session', id), clearCookie('__Host-sign-in')];
      return { status: 303, location: '/', cookies };
    } catch (error) {
      const { status, text } = failurePage(error);
      return { ...html(status, text), cookies: [clearCookie('__Host-sign-in')] };
    }
  }

  #signOut(headers: IncomingHttpHeaders): Answer {
    if (headers.origin !== this.#configuration.publicUrl.origin) {
      return { status: 403, text: 'Only pages of this application sign people out.' };
    }
    return { status: 303, location: '/', cookies: this.#end(headers) };
  }

  /** The session goes with all that is in it: tokens, and the credentials that came of them. */
  #end(headers: IncomingHttpHeaders): readonly string[] {
    this.#sessions.take(readCookie(headers.cookie, '__Host-session'));
    return [clearCookie('__Host-session')];
  }
}

function html(status: number, text: string): Answer {
  return { status, text, type: 'text/html' };
}
