export const id=5886;export const ids=[5886];export const modules={75886:((e,o,n)=>{n.r(o),n.d(o,{completion:()=>m});var s=n(70261),a=n(97069);let t={bash:function(e){return`# bash completion of ${a.RX}
_entra_aws_creds() {
  local word="$\{COMP_WORDS[COMP_CWORD]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${e.map(({command:e})=>e).join(" ")}'
  else
    case "$\{COMP_WORDS[1]}" in
${e.map(e=>`      ${e.command}) words='${(({flags:e})=>e.map(({name:e})=>`--${e}`).join(" "))(e)}' ;;`).join("\n")}
      *) words='' ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _entra_aws_creds ${a.RX}
`},zsh:function(e){let o=(e,o)=>r(`${e}:${o.replaceAll(":","\\:")}`);return`#compdef ${a.RX}
# zsh completion of ${a.RX}
_entra_aws_creds() {
  local -a words_here
  if (( CURRENT == 2 )); then
    words_here=(${e.map(({command:e,summary:n})=>o(e,n)).join(" ")})
    _describe command words_here
    return
  fi
  case "$words[2]" in
${e.map(({command:e,flags:n})=>`    ${e}) words_here=(${n.map(({name:e,means:n})=>o(`--${e}`,n)).join(" ")}) ;;`).join("\n")}
  esac
  _describe flag words_here
  _files
}
compdef _entra_aws_creds ${a.RX}
`},fish:function(e){let o=e.flatMap(({command:e,summary:o,flags:n})=>[`complete -c ${a.RX} -n __fish_use_subcommand -a ${e} -d ${r(o)}`,...n.map(({name:o,means:n})=>`complete -c ${a.RX} -n '__fish_seen_subcommand_from ${e}' -l ${o} -d ${r(n)}`)]),n=`complete -c ${a.RX} -n __fish_use_subcommand -f`;return`# fish completion of ${a.RX}
${[n,...o].join("\n")}
`},powershell:function(e){let o=e.map(e=>`    '${e.command}' = @(${e.flags.map(({name:e})=>`'--${e}'`).join(", ")})`);return`# PowerShell completion of ${a.RX}
Register-ArgumentCompleter -Native -CommandName ${a.RX} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $flags = @{
${o.join("\n")}
  }
  $elements = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $words = if ($elements.Count -gt 2 -or ($elements.Count -eq 2 -and $wordToComplete -eq '')) { $flags[$elements[1]] } else { $flags.Keys | Sort-Object }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`}};function r(e){return`'${e.replaceAll("'","'\\''")}'`}var l=n(27552),c=n(12227);let m={examples:[{call:"completion bash >> ~/.bashrc",does:"bash"},{call:"completion zsh > ~/.zfunc/_entra-aws-creds",does:"zsh"},{call:"completion fish > ~/.config/fish/completions/entra-aws-creds.fish",does:"fish"},{call:"completion powershell >> $PROFILE",does:"PowerShell"}],description:"Prints a script that completes commands and flags in your shell.",flags:[],operands:Object.keys(t).join(" | "),run:async({operands:[e="",...o],terminal:n,commands:a})=>{let r=Object.hasOwn(t,e)?t[e]:void 0;if(void 0===r||o.length>0)throw new c.r(`completion takes one of ${Object.keys(t).join(", ")}.`);return n.print(r(await Promise.all(a.map(i)))),s.d.done}};async function i(e){let o=[...(await e.load()).flags,...l.g].map(({name:e,means:o})=>({name:e,means:o}));return{command:e.name,summary:e.summary,flags:o}}})};