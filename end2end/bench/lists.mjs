// What the pages of the client area take with ten thousand rows in each list.
import { Client } from '../support/forms.js';
import { KAI, OWNER, PASSWORD } from '../support/people.js';
import { Server } from '../support/server.js';
import { figure } from './report.js';
import { wrk } from './wrk.mjs';

const rows = Number(process.env.ROWS ?? 10_000);
const account = `(SELECT id FROM accounts WHERE company = 'Northwind Studio')`;
/** Of PostgreSQL's larger whole numbers. */
const DAY = 'CAST(86400000 AS bigint)';

/** What of a copied row is its own; `n` is its number among the copies. Whatever else there is stays the same. */
const COPIES = {
  services: { name: `n || '-' || name` },
  domains: { name: `n || '-' || name` },
  invoices: { number: `'M' || n || '-' || number`, issued_at: `issued_at - n * ${DAY}` },
  quotes: { number: `'M' || n || '-' || number`, valid_until: `valid_until - n * ${DAY}` },
  tickets: { number: `n || '-' || number`, updated_at: `updated_at - n * ${DAY}` },
  orders: { number: `'M' || n || '-' || number`, placed_at: `placed_at - n * ${DAY}` },
  emails: { sent_at: `sent_at - n * ${DAY}` },
};

/** Repeats the demo's rows of a table until the account has that many. */
function fill(database, table, own) {
  const postgres = database.engine === 'postgres';
  const columns = database
    .sql(postgres ? `SELECT column_name FROM information_schema.columns WHERE table_name = '${table}' AND table_schema = 'public'` : `SELECT name FROM pragma_table_info('${table}')`)
    .split('\n');
  const copies = Math.ceil(rows / Number(database.sql(`SELECT count(*) FROM ${table} WHERE account_id = ${account}`)));
  const numbers = postgres
    ? `generate_series(1, ${copies}) AS s(n)`
    : `(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${copies}) SELECT n FROM s)`;
  const fresh = { id: postgres ? 'gen_random_uuid()' : 'randomblob(16)', ...own };
  const values = columns.map((column) => fresh[column] ?? column);
  database.sql(`INSERT INTO ${table} (${columns}) SELECT ${values} FROM ${table}, ${numbers} WHERE account_id = ${account};`);
}

const service = (name) => `(SELECT id FROM services WHERE account_id = ${account} AND name = '${name}')`;

/** Every invoice is of one line about a service: of one in a hundred, about that which Kai may see. */
function lines(database) {
  database.sql(`
    INSERT INTO invoice_lines (account_id, invoice_id, position, description, amount_minor, service_id)
      SELECT account_id, id, 0, 'A year', total_minor, CASE WHEN number LIKE 'M%00-%' THEN ${service('nw-app-01')} ELSE ${service('shop.northwind.test')} END
      FROM invoices WHERE account_id = ${account} AND number LIKE 'M%';
    ANALYZE;`);
}

/** Kai may see the invoices of one service. */
function limit(database) {
  const kai = `(SELECT id FROM contacts WHERE account_id = ${account} AND email_canonical = '${KAI}')`;
  database.sql(`
    INSERT INTO membership_permissions (account_id, contact_id, permission) VALUES (${account}, ${kai}, 'invoices');
    UPDATE memberships SET limited = TRUE WHERE account_id = ${account} AND contact_id = ${kai};
    INSERT INTO membership_scope (account_id, contact_id, subject_kind, subject_id) VALUES (${account}, ${kai}, 'service', ${service('nw-app-01')});`);
}

/** The places where the middle of a list begins. */
function middle(database, table, order) {
  const id = database.engine === 'postgres' ? 'id::text' : 'lower(hex(id))';
  const found = database.sql(`SELECT ${order}, ${id} FROM ${table} WHERE account_id = ${account} ORDER BY 1, 2 LIMIT 1 OFFSET ${rows / 2}`);
  const [value, digits] = found.split('|');
  const plain = digits.replaceAll('-', '');
  const uuid = [plain.slice(0, 8), plain.slice(8, 12), plain.slice(12, 16), plain.slice(16, 20), plain.slice(20)].join('-');
  return { place: `${value}.${uuid}`, uuid };
}

async function page(server, client, what, path) {
  const html = await (await client.fetch(path)).text();
  if (!/<tbody|class="tiles"|class="attention"|class="filters search"/.test(html)) throw new Error(`${path} shows no rows`);
  const headers = { cookie: client.cookie, accept: 'text/html' };
  const { p50, p99 } = await wrk(`${server.url}${path}`, { connections: 1, duration: 3, headers });
  figure(`  ${what}, p50`, p50, 'ms');
  figure(`  ${what}, p99`, p99, 'ms');
}

export async function measureLists(database, settings) {
  for (const [table, own] of Object.entries(COPIES)) fill(database, table, own);
  lines(database);
  limit(database);
  const server = await Server.start({ database, settings });
  const client = await new Client(server.url).signIn(OWNER, PASSWORD);
  console.log(`  lists with ${rows.toLocaleString('en')} rows each, 1 connection`);
  const pages = {
    Home: '/',
    'services': '/services',
    'services, from the middle': `/services?after=${middle(database, 'services', 'name').uuid}`,
    'services, a search that finds few': '/services?search=77-shop',
    'domains, from the middle': `/domains?after=${middle(database, 'domains', 'name').uuid}`,
    invoices: '/invoices',
    'invoices, unpaid, from the middle': `/invoices?filter=unpaid&after=${middle(database, 'invoices', 'issued_at').place}`,
    'tickets, from the middle': `/tickets?before=${middle(database, 'tickets', 'updated_at').place}`,
    quotes: '/quotes',
    emails: '/account/emails',
    order: '/order',
    'the search, few found': '/search?q=77-shop',
    'the search, nothing found': '/search?q=nowhere+at+all',
  };
  for (const [what, path] of Object.entries(pages)) await page(server, client, what, path);
  const kai = await new Client(server.url).signIn(KAI, PASSWORD);
  await page(server, kai, 'invoices of one service among those of others', '/invoices');
  await server.stop();
}
