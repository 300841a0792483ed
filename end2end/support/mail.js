// The emails that a test waits for, read where the demo keeps them.
import { until } from './server.js';

/** The text of HTML: its entities resolved. */
export const unescape = (html) =>
  html
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

/** The ids of all emails to an address, the newest first. */
export async function mails(server, to) {
  const page = await fetch(`${server.url}/dev/mailbox?to=${encodeURIComponent(to)}`);
  if (!page.ok) throw new Error(`the mailbox answers ${page.status}`);
  const html = await page.text();
  return [...new Set([...html.matchAll(/\/dev\/mailbox\/([0-9a-f-]{36})/g)].map((found) => found[1]))];
}

/** The page of one email, as text with its entities resolved. */
export async function mail(server, id) {
  const page = await fetch(`${server.url}/dev/mailbox/${id}`);
  return unescape(await page.text());
}

/** Waits for an email to that address that matches, and returns it. Those in `seen` do not count. */
export async function waitForMail(server, to, pattern, seen = []) {
  return until(`an email to ${to} that matches ${pattern}`, async () => {
    for (const id of await mails(server, to)) {
      if (seen.includes(id)) continue;
      const text = await mail(server, id);
      if (pattern.test(text)) return { id, text };
    }
    return false;
  });
}

/** Waits for an email with a link to that page, and returns the link. */
export async function waitForLink(server, to, path, seen = []) {
  const pattern = new RegExp(`${server.url.replace(/[.]/g, '\\.')}${path}[^\\s"'<>)]*`);
  const { text } = await waitForMail(server, to, pattern, seen);
  return pattern.exec(text)[0];
}
