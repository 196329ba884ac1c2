import type { BindingWorld } from '../../../packages/bindings/src/index.ts';
import { StepFailure } from '../../../packages/core/src/programs.ts';
import { ModelAccount } from './model-account.ts';
import { ModelDirectory } from './model-directory.ts';
import { ModelPeople } from './model-people.ts';
import type { ModelTime } from './replicated.ts';

/** Ends a program where it stands, as a signal does: it is no failure of ours. */
class Killed extends Error {
  override readonly name = 'Killed';
}

/** At which call, counted from 1, and whether the service had done it by then. */
export interface Kill {
  readonly call: number;
  readonly after: boolean;
  /** What the call ends with; undefined: the program itself is killed. */
  readonly failure?: StepFailure;
}

/** The adapters have tried often enough. */
export const UNAVAILABLE = new StepFailure('EAC_GRAPH_UNAVAILABLE', 'Too many requests.', 'Wait.', {
  answer: { service: 'Graph', status: 429 },
  transient: {},
});

/** What a program sees of the two services, and what it told while it waited. */
export interface Visit extends BindingWorld {
  readonly calls: readonly string[];
  readonly told: readonly string[];
}

/** A tenant and an account in memory, with time that passes only while somebody waits. */
export class ModelWorld {
  readonly directory: ModelDirectory;
  readonly account: ModelAccount;
  readonly people: ModelPeople;
  readonly #lags: readonly number[];
  #now = Date.parse('2026-11-21T12:00:00Z');
  #reads = 0;

  /** @param lags in milliseconds, of the servers that answer one after another */
  constructor(lags: readonly number[] = []) {
    this.#lags = lags;
    const time: ModelTime = { now: () => this.#now, lag: () => this.#nextLag() };
    this.directory = new ModelDirectory(time);
    this.account = new ModelAccount(time);
    this.people = new ModelPeople(time);
  }

  get now(): Date {
    return new Date(this.#now);
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /**
   * A program with both hands on it; `turn` is awaited before each call.
   *
   * @param forPeople whether it reaches what is about people too
   */
  visit({
    kill,
    turn = async () => {},
    forPeople = false,
  }: {
    kill?: Kill;
    turn?: () => Promise<unknown>;
    forPeople?: boolean;
  } = {}): Visit {
    const calls: string[] = [];
    const told: string[] = [];
    const watched = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get: (_, name) => {
          const member: unknown = Reflect.get(port, name, port);
          if (typeof member !== 'function') return member;
          return (...parameters: unknown[]) => {
            calls.push(String(name));
            const isFatal = calls.length === kill?.call;
            const end = kill?.failure ?? new Killed();
            const isListed = name === 'roles' || name === 'applicationsTagged';
            if (isFatal && (!kill.after || isListed)) {
              if (isListed) throw end;
              return Promise.reject(end);
            }
            if (isListed) return member.apply(port, parameters);
            return (async () => {
              await turn();
              const answer: unknown = await member.apply(port, parameters);
              if (isFatal) throw end;
              return answer;
            })();
          };
        },
      });
    return {
      directory: watched(this.directory),
      account: watched(this.account),
      ...(forPeople && { people: watched(this.people) }),
      clock: { now: () => this.now },
      randomFraction: () => 0.5,
      wait: async (milliseconds) => {
        await turn();
        this.pass(milliseconds);
      },
      signal: new AbortController().signal,
      tell: (line) => told.push(line),
      calls,
      told,
    };
  }

  #nextLag(): number {
    this.#reads += 1;
    return this.#lags.length === 0 ? 0 : (this.#lags[this.#reads % this.#lags.length] ?? 0);
  }
}

/** For a run that is meant to be cut short. */
export function ifCutShort(error: unknown): void {
  if (!(error instanceof Killed) && error !== UNAVAILABLE) throw error;
}
