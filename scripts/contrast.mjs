// Checks the colours of style/tokens.css: text on every surface it stands on, at least 4.5:1 (WCAG 2.2 §1.4.3), borders
// of inputs and marks at least 3:1 (§1.4.11), in light and dark, with our accent and with extreme ones.
import fs from 'node:fs';

const css = fs.readFileSync(new URL('../style/tokens.css', import.meta.url), 'utf8');
const declared = Object.fromEntries([...css.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));

function splitTop(text) {
  const parts = [''];
  let depth = 0;
  for (const c of text) {
    if (c === '(') depth += 1;
    if (c === ')') depth -= 1;
    if (c === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts.map((part) => part.trim());
}

function resolve(value, theme, accent) {
  value = value.trim();
  const inner = (name) => value.slice(name.length + 1, -1);
  if (value.startsWith('light-dark(')) return resolve(splitTop(inner('light-dark'))[theme], theme, accent);
  const relative = value.match(/^oklch\(from var\(--accent\) (.+)\)$/);
  if (relative) {
    const [l, c, h] = accent;
    const parts = [];
    let rest = relative[1];
    while (rest.trim()) {
      const part = rest.trim().match(/^(?:calc|min|max)\((?:[^()]|\([^()]*\))*\)|^\S+/)[0];
      parts.push(part);
      rest = rest.trim().slice(part.length);
    }
    const number = (text) => Function('l', 'c', 'h', 'min', 'max', `return ${text.replace(/calc/g, '')}`)(l, c, h, Math.min, Math.max);
    return parts.map(number);
  }
  return value.match(/^oklch\(([^/)]+)/)[1].trim().split(/\s+/).map(Number);
}

function luminance([l, c, hue]) {
  const h = (hue * Math.PI) / 180;
  const a = c * Math.cos(h);
  const b = c * Math.sin(h);
  const [L, M, S] = [l + 0.3963377774 * a + 0.2158037573 * b, l - 0.1055613458 * a - 0.0638541728 * b, l - 0.0894841775 * a - 1.291485548 * b].map((x) => x ** 3);
  const clip = (x) => Math.min(1, Math.max(0, x));
  const red = clip(4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S);
  const green = clip(-1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S);
  const blue = clip(-0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ['page', 'surface', 'raised'];
const pairs = [
  ...['text', 'muted', 'accent-text', 'bad'].flatMap((text) => surfaces.map((on) => [text, on, 4.5])),
  ...['good', 'info', 'warning', 'bad'].flatMap((tone) => [[tone, `${tone}-soft`, 4.5], ['text', `${tone}-soft`, 4.5]]),
  ['accent-text', 'accent-soft', 4.5],
  ['text', 'accent-soft', 4.5],
  ['muted', 'accent-soft', 4.5],
  ['on-accent', 'accent-fill', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['on-accent', 'bad-fill', 4.5],
  ['on-accent', 'bad-hover', 4.5],
  ...surfaces.map((on) => ['line-input', on, 3]),
];
const accents = { ours: resolve(declared.accent, 0, []), yellow: [0.95, 0.2, 105], black: [0.1, 0.02, 300], green: [0.8, 0.25, 145], red: [0.63, 0.26, 29] };

let failed = 0;
for (const [name, accent] of Object.entries(accents)) {
  for (const theme of [0, 1]) {
    for (const [text, on, least] of pairs) {
      const found = contrast(resolve(declared[text], theme, accent), resolve(declared[on], theme, accent));
      if (found < least) {
        failed += 1;
        console.log(`${['light', 'dark'][theme]}, accent ${name}: ${text} on ${on} ${found.toFixed(2)}, needs ${least}`);
      }
    }
  }
}
console.log(failed ? `${failed} pairs fail` : 'every pair has enough contrast');
process.exit(failed ? 1 : 0);
