/** How the page looks, on a screen and on paper. Grades are told by their words as well as by colour. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d0d7de; --soft: #57606a;
  --high: #b3261e; --medium: #9a5b00; --low: #0b5cad; --fine: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --soft: #9198a1;
  --high: #ff7b72; --medium: #e3a03b; --low: #6cb6ff; --fine: #56d364; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto;
  max-width: 60rem; padding: 1.5rem; display: flex; flex-direction: column; }
header { order: 0; } #summary { order: 1; } main { order: 2; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; }
h3 { font: 600 .95rem ui-monospace, monospace; margin: 0; overflow-wrap: anywhere; }
.soft, footer { color: var(--soft); } p { margin: .25rem 0; }
article { border: 1px solid var(--line); border-left: .4rem solid var(--fine); border-radius: .4rem;
  padding: .7rem 1rem; margin: .6rem 0; break-inside: avoid; }
article.high { border-left-color: var(--high); } article.medium { border-left-color: var(--medium); }
article.low { border-left-color: var(--low); }
.grade { font-weight: 700; text-transform: uppercase; font-size: .8rem; }
.grade.high { color: var(--high); } .grade.medium { color: var(--medium); } .grade.low { color: var(--low); }
.grade.fine { color: var(--fine); } ul { margin: .3rem 0; padding-left: 1.2rem; } li { margin: .35rem 0; }
pre { background: color-mix(in srgb, var(--line) 30%, transparent); padding: .5rem .7rem; border-radius: .3rem;
  white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; font-size: .82rem; }
.accepted { text-decoration: line-through; text-decoration-color: var(--soft); }
.chart { width: 100%; height: auto; font: 12px system-ui, sans-serif; } .chart text { fill: currentColor; }
.chart .high { fill: var(--high); } .chart .medium { fill: var(--medium); } .chart .low { fill: var(--low); }
table { border-collapse: collapse; } td, th { padding: .15rem .8rem .15rem 0; text-align: left; }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10pt; }
  a { color: inherit; } a::after { content: " (" attr(href) ")"; font-size: 8pt; } }
`;
