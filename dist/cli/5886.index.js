"use strict";exports.id=5886,exports.ids=[5886],exports.modules={75886:((e,o,n)=>{n.r(o),n.d(o,{completion:()=>d});var s=n(70261),r=n(97069);let a={bash:function(e){let o=t(e);return`# bash completion of ${r.RX}
_entra_aws_creds() {
  local word="$\{COMP_WORDS[COMP_CWORD]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${l(o)}'
  else
    case "$\{COMP_WORDS[1]}" in
${o.map(e=>"verbs"in e?`      ${e.command})
        if [ "$COMP_CWORD" -eq 2 ]; then
          words='${l(e.verbs)}'
        else
          case "$\{COMP_WORDS[2]}" in
${e.verbs.map(e=>`            ${e.command}) words='${m(e)}' ;;`).join("\n")}
            *) words='' ;;
          esac
        fi ;;`:`      ${e.command}) words='${m(e)}' ;;`).join("\n")}
      *) words='' ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _entra_aws_creds ${r.RX}
`},zsh:function(e){let o=(e,o)=>$(`${e}:${o.replaceAll(":","\\:")}`),n=e=>e.map(({command:e,summary:n})=>o(e,n)).join(" "),s=e=>e.flags.map(({name:e,means:n})=>o(`--${e}`,n)).join(" "),a=t(e);return`#compdef ${r.RX}
# zsh completion of ${r.RX}
_entra_aws_creds() {
  local -a words_here
  if (( CURRENT == 2 )); then
    words_here=(${n(a)})
    _describe command words_here
    return
  fi
  case "$words[2]" in
${a.map(e=>"verbs"in e?`    ${e.command})
      if (( CURRENT == 3 )); then
        words_here=(${n(e.verbs)})
        _describe command words_here
        return
      fi
      case "$words[3]" in
${e.verbs.map(e=>`        ${e.command}) words_here=(${s(e)}) ;;`).join("\n")}
      esac ;;`:`    ${e.command}) words_here=(${s(e)}) ;;`).join("\n")}
  esac
  _describe flag words_here
  _files
}
compdef _entra_aws_creds ${r.RX}
`},fish:function(e){let o=t(e),n=(e,o)=>`complete -c ${r.RX} -n ${e} ${o}`,s=(e,{flags:o})=>o.map(({name:o,means:s})=>n($(e),`-l ${o} -d ${$(s)}`)),a=e=>`__fish_seen_subcommand_from ${e}`,m=o.flatMap(e=>{let{command:r,summary:t}=e,m=n("__fish_use_subcommand",`-a ${r} -d ${$(t)}`);if(!("verbs"in e)){let n=o.filter(e=>"verbs"in e&&e.verbs.some(e=>e.command===r)).map(e=>`; and not ${a(e.command)}`).join("");return[m,...s(`${a(r)}${n}`,e)]}let i=`${a(r)}; and not ${a(l(e.verbs))}`;return[m,n($(i),"-f"),...e.verbs.map(e=>n($(i),`-a ${e.command} -d ${$(e.summary)}`)),...e.verbs.flatMap(e=>s(`${a(r)}; and ${a(e.command)}`,e))]}),i=`complete -c ${r.RX} -n __fish_use_subcommand -f`;return`# fish completion of ${r.RX}
${[i,...m].join("\n")}
`},powershell:function(e){let o=e=>`@(${e.map(e=>`'${e}'`).join(", ")})`,n=e.map(e=>`    '${e.command}' = ${o(e.flags.map(({name:e})=>`--${e}`))}`),s=t(e),a=s.flatMap(e=>"verbs"in e?[`    '${e.command}' = ${o(e.verbs.map(e=>e.command))}`]:[]);return`# PowerShell completion of ${r.RX}
Register-ArgumentCompleter -Native -CommandName ${r.RX} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $flags = @{
${n.join("\n")}
  }
  $verbs = @{
${a.join("\n")}
  }
  $elements = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $before = if ($wordToComplete -eq '') { $elements.Count - 1 } else { $elements.Count - 2 }
  $words = if ($before -lt 1) { ${o(s.map(({command:e})=>e).toSorted())} }
    elseif (-not $verbs.ContainsKey($elements[1])) { $flags[$elements[1]] }
    elseif ($before -eq 1) { $verbs[$elements[1]] }
    else { $flags["$($elements[1]) $($elements[2])"] }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`}};function t(e){let o=new Map;return e.flatMap(e=>{let[n="",s]=e.command.split(" ");if(void 0===s)return[e];let r=o.get(n)??[],a=1===r.push({...e,command:s});return o.set(n,r),a?[{command:n,summary:`several commands: ${s}, \u{2026}`,verbs:r}]:[]})}let m=({flags:e})=>e.map(({name:e})=>`--${e}`).join(" "),l=e=>e.map(({command:e})=>e).join(" ");function $(e){return`'${e.replaceAll("'","'\\''")}'`}var i=n(27552),c=n(12227);let d={examples:[{call:"completion bash >> ~/.bashrc",does:"bash"},{call:"completion zsh > ~/.zfunc/_entra-aws-creds",does:"zsh"},{call:"completion fish > ~/.config/fish/completions/entra-aws-creds.fish",does:"fish"},{call:"completion powershell >> $PROFILE",does:"PowerShell"}],description:"Prints a script that completes commands and flags in your shell.",flags:[],operands:Object.keys(a).join(" | "),run:async({operands:[e="",...o],terminal:n,commands:r})=>{let t=Object.hasOwn(a,e)?a[e]:void 0;if(void 0===t||o.length>0)throw new c.r(`completion takes one of ${Object.keys(a).join(", ")}.`);return n.print(t(await Promise.all(r.map(p)))),s.d.done}};async function p(e){let o=[...(await e.load()).flags,...i.g].map(({name:e,means:o})=>({name:e,means:o}));return{command:e.name,summary:e.summary,flags:o}}})};