import { PROGRAM } from '../help.ts';

/** What can follow the program's name. */
export interface CompletionWords {
  readonly command: string;
  readonly summary: string;
  readonly flags: readonly { readonly name: string; readonly means: string }[];
}

type Script = (words: readonly CompletionWords[]) => string;

/** The completion script of each shell. Names are letters and dashes; texts are quoted. */
export const SHELLS: Readonly<Record<string, Script>> = {
  bash,
  zsh,
  fish,
  powershell,
};

const flagsOf = ({ flags }: CompletionWords) => flags.map(({ name }) => `--${name}`).join(' ');

function bash(words: readonly CompletionWords[]): string {
  return `# bash completion of ${PROGRAM}
_entra_aws_creds() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${words.map(({ command }) => command).join(' ')}'
  else
    case "\${COMP_WORDS[1]}" in
${words.map((one) => `      ${one.command}) words='${flagsOf(one)}' ;;`).join('\n')}
      *) words='' ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _entra_aws_creds ${PROGRAM}
`;
}

function zsh(words: readonly CompletionWords[]): string {
  const described = (name: string, text: string) =>
    singleQuoted(`${name}:${text.replaceAll(':', '\\:')}`);
  return `#compdef ${PROGRAM}
# zsh completion of ${PROGRAM}
_entra_aws_creds() {
  local -a words_here
  if (( CURRENT == 2 )); then
    words_here=(${words.map(({ command, summary }) => described(command, summary)).join(' ')})
    _describe command words_here
    return
  fi
  case "$words[2]" in
${words
  .map(
    ({ command, flags }) =>
      `    ${command}) words_here=(${flags.map(({ name, means }) => described(`--${name}`, means)).join(' ')}) ;;`,
  )
  .join('\n')}
  esac
  _describe flag words_here
  _files
}
compdef _entra_aws_creds ${PROGRAM}
`;
}

function fish(words: readonly CompletionWords[]): string {
  const lines = words.flatMap(({ command, summary, flags }) => [
    `complete -c ${PROGRAM} -n __fish_use_subcommand -a ${command} -d ${singleQuoted(summary)}`,
    ...flags.map(
      ({ name, means }) =>
        `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${command}' -l ${name} -d ${singleQuoted(means)}`,
    ),
  ]);
  const noFiles = `complete -c ${PROGRAM} -n __fish_use_subcommand -f`;
  return `# fish completion of ${PROGRAM}\n${[noFiles, ...lines].join('\n')}\n`;
}

function powershell(words: readonly CompletionWords[]): string {
  const entries = words.map(
    (one) => `    '${one.command}' = @(${one.flags.map(({ name }) => `'--${name}'`).join(', ')})`,
  );
  return `# PowerShell completion of ${PROGRAM}
Register-ArgumentCompleter -Native -CommandName ${PROGRAM} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $flags = @{
${entries.join('\n')}
  }
  $elements = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $words = if ($elements.Count -gt 2 -or ($elements.Count -eq 2 -and $wordToComplete -eq '')) { $flags[$elements[1]] } else { $flags.Keys | Sort-Object }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
