// What the browser does beside the client, in a language that weighs less than WebAssembly: the keys of the search,
// drafts of what is typed, and the hint about a password on pages that the server writes. Everything that it says stands in
// the page already.

const PREFIX = 'draft ';
const MONTH = 30 * 24 * 3600 * 1000;
const MAC = /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** `strength` measures a password, from 0 (weak) to 3. */
export function start(strength) {
  // The style sheet tells the key that works here.
  document.documentElement.dataset.keys = MAC ? 'mac' : 'others';
  addEventListener('keydown', onKey);
  addEventListener('input', ({ target }) => target.dataset.strength && measure(target, strength));
  if (!storage) return;
  for (const key of drafts()) if (!(read(key)?.at > Date.now() - MONTH)) storage.removeItem(key);
  addEventListener('input', ({ target }) => target.form?.dataset.draft && keep(target.form));
  addEventListener('submit', ({ target }) => {
    if (target.getAttribute('action') === '/api/session/sign-out') drafts().forEach((key) => storage.removeItem(key));
  });
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}

// Ctrl K, on a Mac Command K: to the field; where there is none, as on a phone, to the page. Escape: back.
let before;
function onKey(event) {
  const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (key === 'Escape' && target.matches?.('.find input')) {
    target.blur();
    before?.focus();
  }
  const pressed = MAC ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  if (!pressed || altKey || shiftKey || key.toLowerCase() !== 'k' || document.querySelector(':modal')) return;
  const field = document.querySelector('main form.search input') ?? document.querySelector('.find input');
  if (!field) return;
  event.preventDefault();
  if (!field.offsetParent) return field.form.requestSubmit();
  if (document.activeElement !== field) before = document.activeElement;
  field.focus();
  field.select();
}

/** Says how hard a password is to guess, in the element that the field names; its words stand there, weak first. */
function measure({ dataset, value }, strength) {
  const hint = document.getElementById(dataset.strength);
  const step = strength(value);
  hint.hidden = !value;
  hint.dataset.step = step + 1;
  hint.textContent = `${hint.dataset.label}: ${hint.dataset.words.split('|')[step]}`;
}

// Drafts: what is typed into a form that has a name for it, until it was sent. They are the user's who typed them, and go
// when somebody else is here, or nobody.

// A browser may refuse to keep anything.
const storage = (() => {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
})();

const drafts = () => Object.keys(storage).filter((key) => key.startsWith(PREFIX));

function read(key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return undefined;
  }
}

const keyOf = (form) => PREFIX + form.dataset.draft;
const fields = (form) => [...form.elements].filter(({ name, type }) => name && !/^(hidden|file|password|submit|button)$/.test(type));
const isBox = ({ type }) => type === 'checkbox' || type === 'radio';
const typed = (form) => fields(form).filter((field) => !isBox(field) || field.checked).map(({ name, value }) => [name, value]);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What a form holds before anything is typed into it; of one that came back refused, nothing does. */
const empty = new WeakMap();

function keep(form) {
  const values = typed(form);
  if (same(values, empty.get(form))) return storage.removeItem(keyOf(form));
  try {
    storage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), token: form.elements.token?.value, values }));
  } catch {
    // It is full.
  }
}

/** Looks at what is new on the page: who is here, what was sent, which forms there are. */
function look() {
  const user = document.querySelector('.find')?.dataset.user;
  if (user) for (const key of drafts()) if (!key.startsWith(PREFIX + user)) storage.removeItem(key);
  for (const { dataset } of document.querySelectorAll('[data-made]')) {
    // The form that was sent gave its token to what it made.
    for (const key of drafts()) if (dataset.made.includes(read(key)?.token)) storage.removeItem(key);
  }
  for (const form of document.querySelectorAll('form[data-draft]')) if (!empty.has(form)) meet(form);
}

function meet(form) {
  const fresh = form.cloneNode(true);
  fresh.reset();
  const { kept } = form.dataset;
  empty.set(form, kept === undefined ? typed(fresh) : undefined);
  // What was typed meanwhile, or what the browser or the server kept, wins.
  if (kept !== undefined || !same(typed(form), typed(fresh))) return keep(form);
  const draft = read(keyOf(form));
  if (!draft) return;
  for (const field of fields(form)) {
    const values = draft.values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isBox(field)) field.checked = values.includes(field.value);
    // A choice may be gone.
    else if (values.length && !(field.options && ![...field.options].some(({ value }) => value === values[0]))) [field.value] = values;
  }
  const note = form.querySelector('.draft');
  note.hidden = false;
  note.querySelector('button').onclick = () => {
    storage.removeItem(keyOf(form));
    form.reset();
    note.hidden = true;
    fields(form)[0].focus();
  };
}
