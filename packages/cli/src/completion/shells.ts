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

/** What can stand first: a command, or the first word of some. */
type FirstWord =
  | CompletionWords
  | {
      readonly command: string;
      readonly summary: string;
      /** By their second words. */
      readonly verbs: readonly CompletionWords[];
    };

/** Commands of two words stand under their first one. */
function firstWords(words: readonly CompletionWords[]): readonly FirstWord[] {
  const groups = new Map<string, CompletionWords[]>();
  return words.flatMap((one): readonly FirstWord[] => {
    const [command = '', verb] = one.command.split(' ');
    if (verb === undefined) return [one];
    const verbs = groups.get(command) ?? [];
    const isFirst = verbs.push({ ...one, command: verb }) === 1;
    groups.set(command, verbs);
    return isFirst ? [{ command, summary: `several commands: ${verb}, …`, verbs }] : [];
  });
}

const flagsOf = ({ flags }: CompletionWords) => flags.map(({ name }) => `--${name}`).join(' ');
const namesOf = (words: readonly { readonly command: string }[]) =>
  words.map(({ command }) => command).join(' ');

function bash(words: readonly CompletionWords[]): string {
  const first = firstWords(words);
  const entry = (one: FirstWord) =>
    'verbs' in one
      ? `      ${one.command})
        if [ "$COMP_CWORD" -eq 2 ]; then
          words='${namesOf(one.verbs)}'
        else
          case "\${COMP_WORDS[2]}" in
${one.verbs.map((verb) => `            ${verb.command}) words='${flagsOf(verb)}' ;;`).join('\n')}
            *) words='' ;;
          esac
        fi ;;`
      : `      ${one.command}) words='${flagsOf(one)}' ;;`;
  return `# bash completion of ${PROGRAM}
_entra_aws_creds() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${namesOf(first)}'
  else
    case "\${COMP_WORDS[1]}" in
${first.map(entry).join('\n')}
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
  const commands = (all: readonly { readonly command: string; readonly summary: string }[]) =>
    all.map(({ command, summary }) => described(command, summary)).join(' ');
  const flags = (one: CompletionWords) =>
    one.flags.map(({ name, means }) => described(`--${name}`, means)).join(' ');
  const entry = (one: FirstWord) =>
    'verbs' in one
      ? `    ${one.command})
      if (( CURRENT == 3 )); then
        words_here=(${commands(one.verbs)})
        _describe command words_here
        return
      fi
      case "$words[3]" in
${one.verbs.map((verb) => `        ${verb.command}) words_here=(${flags(verb)}) ;;`).join('\n')}
      esac ;;`
      : `    ${one.command}) words_here=(${flags(one)}) ;;`;
  const first = firstWords(words);
  return `#compdef ${PROGRAM}
# zsh completion of ${PROGRAM}
_entra_aws_creds() {
  local -a words_here
  if (( CURRENT == 2 )); then
    words_here=(${commands(first)})
    _describe command words_here
    return
  fi
  case "$words[2]" in
${first.map(entry).join('\n')}
  esac
  _describe flag words_here
  _files
}
compdef _entra_aws_creds ${PROGRAM}
`;
}

function fish(words: readonly CompletionWords[]): string {
  const first = firstWords(words);
  const complete = (condition: string, rest: string) =>
    `complete -c ${PROGRAM} -n ${condition} ${rest}`;
  const flagsWhere = (condition: string, { flags }: CompletionWords) =>
    flags.map(({ name, means }) =>
      complete(singleQuoted(condition), `-l ${name} -d ${singleQuoted(means)}`),
    );
  const seen = (names: string) => `__fish_seen_subcommand_from ${names}`;
  const lines = first.flatMap((one) => {
    const { command, summary } = one;
    const own = complete('__fish_use_subcommand', `-a ${command} -d ${singleQuoted(summary)}`);
    if (!('verbs' in one)) {
      // The same word may come second as well.
      const others = first.filter(
        (other) => 'verbs' in other && other.verbs.some((verb) => verb.command === command),
      );
      const alone = others.map((other) => `; and not ${seen(other.command)}`).join('');
      return [own, ...flagsWhere(`${seen(command)}${alone}`, one)];
    }
    const open = `${seen(command)}; and not ${seen(namesOf(one.verbs))}`;
    return [
      own,
      complete(singleQuoted(open), '-f'),
      ...one.verbs.map((verb) =>
        complete(singleQuoted(open), `-a ${verb.command} -d ${singleQuoted(verb.summary)}`),
      ),
      ...one.verbs.flatMap((verb) =>
        flagsWhere(`${seen(command)}; and ${seen(verb.command)}`, verb),
      ),
    ];
  });
  const noFiles = `complete -c ${PROGRAM} -n __fish_use_subcommand -f`;
  return `# fish completion of ${PROGRAM}\n${[noFiles, ...lines].join('\n')}\n`;
}

function powershell(words: readonly CompletionWords[]): string {
  const list = (all: readonly string[]) => `@(${all.map((one) => `'${one}'`).join(', ')})`;
  const entries = words.map(
    (one) => `    '${one.command}' = ${list(one.flags.map(({ name }) => `--${name}`))}`,
  );
  const first = firstWords(words);
  const groups = first.flatMap((one) =>
    'verbs' in one ? [`    '${one.command}' = ${list(one.verbs.map((verb) => verb.command))}`] : [],
  );
  return `# PowerShell completion of ${PROGRAM}
Register-ArgumentCompleter -Native -CommandName ${PROGRAM} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $flags = @{
${entries.join('\n')}
  }
  $verbs = @{
${groups.join('\n')}
  }
  $elements = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $before = if ($wordToComplete -eq '') { $elements.Count - 1 } else { $elements.Count - 2 }
  $words = if ($before -lt 1) { ${list(first.map(({ command }) => command).toSorted())} }
    elseif (-not $verbs.ContainsKey($elements[1])) { $flags[$elements[1]] }
    elseif ($before -eq 1) { $verbs[$elements[1]] }
    else { $flags["$($elements[1]) $($elements[2])"] }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
