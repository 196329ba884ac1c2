// A page of our own as it is, in an SVG: browsers lay it out where the picture is shown, light or dark as they are.
import { escaped } from './terminal-lines.mjs';

const BAR = 30;

/**
 * @param title what stands in the bar above the page
 * @param page HTML whose elements are all closed
 * @param height of the page, in pixels at this width
 */
export function framedPage({ label, title, page, width, height }) {
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
  const whole = height + BAR;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" role="img" aria-label="${escaped(label)}">
<style>
:root{color-scheme:light dark;color:#1f2328}
.frame{fill:#fff;stroke:#d0d7de}.bar{fill:#f6f8fa}.dot{fill:#afb8c1}.address{font:12px system-ui,sans-serif;fill:#57606a}
@media (prefers-color-scheme:dark){:root{color:#e6edf3}.frame{fill:#0d1117;stroke:#30363d}.bar{fill:#161b22}.dot{fill:#484f58}.address{fill:#9198a1}}
${style.trim()}
body{margin:0 auto!important}
</style>
<rect class="frame" x=".5" y=".5" width="${width - 1}" height="${whole - 1}" rx="8"/>
<path class="bar" d="M1 ${BAR}V9a8 8 0 0 1 8-8H${width - 9}a8 8 0 0 1 8 8V${BAR}z"/>
${[16, 32, 48].map((x) => `<circle class="dot" cx="${x}" cy="15" r="5"/>`).join('')}
<text class="address" x="68" y="19">${escaped(title)}</text>
<foreignObject x="1" y="${BAR}" width="${width - 2}" height="${height - 1}">
<body xmlns="http://www.w3.org/1999/xhtml">${bodyOf(page)}</body>
</foreignObject>
</svg>
`;
}

/** What is seen of a page. A picture has no links. */
function bodyOf(page) {
  return page
    .replace(/^[\s\S]*<\/style>(?:<\/head><body>)?/, '')
    .replace(/(?:<\/body>)?\s*<\/html>\s*$/, '')
    .replaceAll(/ href="[^"]*"/g, ' href="#"')
    .trim();
}
