// Forms as a client without a browser sees them: read from the HTML, filled in, posted.

const attribute = (tag, name) => {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s>/])`).exec(tag);
  return found ? (found[1] ?? '').replace(/&quot;/g, '"').replace(/&amp;/g, '&') : undefined;
};

/** The first form of a page with an input whose name matches: its address and its inputs. */
export function formIn(html, wanted) {
  for (const [, opening, body] of html.matchAll(/(<form\b[^>]*>)(.*?)<\/form>/gs)) {
    const inputs = [...body.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)].map(([tag]) => ({
      name: attribute(tag, 'name'),
      value: attribute(tag, 'value') ?? '',
      type: attribute(tag, 'type') ?? 'text',
      checked: attribute(tag, 'checked') !== undefined,
    }));
    if (inputs.some(({ name }) => name && wanted.test(name))) return { action: attribute(opening, 'action'), inputs };
  }
  throw new Error(`no form has an input like ${wanted}`);
}

/** The pairs that a form posts when these inputs (by the end of their names) are filled in. */
export function pairsOf(form, values) {
  const fits = (name, key) => name === key || name.endsWith(`[${key}]`);
  return form.inputs
    .filter(({ name, type, checked }) => name && (!['checkbox', 'radio'].includes(type) || checked))
    .map(({ name, value }) => {
      const key = Object.keys(values).find((key) => fits(name, key));
      return [name, key === undefined ? value : values[key]];
    });
}

/** A client that keeps cookies and posts forms as a browser without JavaScript does. */
export class Client {
  cookies = new Map();

  constructor(url, headers = {}) {
    this.url = url;
    this.headers = headers;
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async fetch(path, options = {}) {
    const answer = await fetch(new URL(path, this.url), {
      redirect: 'manual',
      ...options,
      headers: { origin: this.url, accept: 'text/html', cookie: this.cookie, ...this.headers, ...options.headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), value);
    }
    return answer;
  }

  async form(path, wanted) {
    const answer = await this.fetch(path);
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
    return formIn(await answer.text(), wanted);
  }

  async post(action, pairs, headers = {}) {
    return this.fetch(action, {
      method: 'POST',
      body: new URLSearchParams(pairs).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', referer: this.url, ...headers },
    });
  }

  /** Fills in the form on a page and posts it. */
  async submit(path, wanted, values) {
    const form = await this.form(path, wanted);
    return this.post(form.action, pairsOf(form, values));
  }

  async signIn(email, password) {
    const answer = await this.submit('/login', /password/, { email, password });
    if (answer.status >= 400 || /login/.test(answer.headers.get('location') ?? '')) {
      throw new Error(`${email} cannot sign in: ${answer.status} ${answer.headers.get('location')}`);
    }
    return this;
  }
}
