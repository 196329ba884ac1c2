import type { SecretMasker } from './secret-masker.ts';

export interface AzureVariable {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly readOnly: boolean;
}

/**
 * A job's variables. Names are compared without regard to case, and once a secret is always a
 * secret.
 *
 * @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Variables.cs
 */
export class AzureVariables {
  readonly #masker: SecretMasker;
  readonly #variables = new Map<string, AzureVariable>();

  constructor(masker: SecretMasker) {
    this.#masker = masker;
  }

  get(name: string): AzureVariable | undefined {
    return this.#variables.get(name.toLowerCase());
  }

  set(name: string, value: string, options: { secret?: boolean; readOnly?: boolean } = {}): void {
    const known = this.get(name);
    const secret = (options.secret ?? false) || (known?.secret ?? false);
    const readOnly = (options.readOnly ?? false) || (known?.readOnly ?? false);
    if (secret) this.#masker.add(value);
    this.#variables.set(name.toLowerCase(), { name, value, secret, readOnly });
  }

  get public(): AzureVariable[] {
    return [...this.#variables.values()].filter(({ secret }) => !secret);
  }

  get secret(): AzureVariable[] {
    return [...this.#variables.values()].filter(({ secret }) => secret);
  }

  /** Replaces `$(name)`; what names no variable stays as it is. */
  expand(text: string): string {
    return text.replace(/\$\(([^)]+)\)/g, (macro, name: string) => this.get(name)?.value ?? macro);
  }
}

/** @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Util/VarUtil.cs */
export function environmentName(variable: string): string {
  return variable.replaceAll('.', '_').replaceAll(' ', '_').toUpperCase();
}
