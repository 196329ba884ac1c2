import type { AgentNetwork } from '@entra-aws-creds/core';

/**
 * The proxy and the CA file that the agent was configured with, from its variables. Read here rather than
 * by the task library's `getHttpProxyConfiguration`, which prints every variable that it is asked for.
 *
 * @see https://learn.microsoft.com/azure/devops/pipelines/agents/proxy
 */
export function agentNetwork(variable: (name: string) => string): AgentNetwork {
  const url = variable('Agent.ProxyUrl');
  const authoritiesFile = variable('Agent.CAInfo');
  return {
    ...(authoritiesFile !== '' && { authoritiesFile }),
    ...(url !== '' && {
      proxy: {
        url: withCredentials(url, variable('Agent.ProxyUsername'), variable('Agent.ProxyPassword')),
        bypassPatterns: listOf(variable('Agent.ProxyBypassList')),
      },
    }),
  };
}

function withCredentials(text: string, user: string, password: string): string {
  // What is not a URL is for core to say, which has the words for it.
  if (!URL.canParse(text) || user === '') return text;
  const url = new URL(text);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}

function listOf(json: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(json || '[]');
    return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}
