// What the activity log's pages take at a million entries.
import { Client } from '../support/forms.js';
import { OWNER, PASSWORD } from '../support/people.js';
import { Server } from '../support/server.js';
import { figure } from './report.js';
import { wrk } from './wrk.mjs';

const entries = Number(process.env.ENTRIES ?? 1_000_000);

/** Repeats the demo's log until the account has that many entries. The copies are chained to nothing: nobody checks them here. */
function fill(database) {
  const account = `(SELECT id FROM accounts WHERE company = 'Northwind Studio')`;
  const own = Number(database.sql(`SELECT count(*) FROM activity WHERE account_id = ${account}`));
  const copies = Math.ceil(entries / own);
  const numbers =
    database.engine === 'postgres'
      ? `generate_series(1, ${copies}) AS s(n)`
      : `(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${copies}) SELECT n FROM s)`;
  const same = 'actor_user_id, actor_name, actor_email, subject_contact_id, subject_name, subject_email, kind, event, address, hash';
  database.sql(`
    CREATE TEMP TABLE first AS SELECT * FROM activity WHERE account_id = ${account};
    INSERT INTO activity (account_id, number, at, ${same}) SELECT account_id, number + n * ${own}, at, ${same} FROM first, ${numbers};
    UPDATE activity_heads SET number = number + ${own * copies} WHERE account_id = ${account};
    ANALYZE;`);
}

/** The pages: the newest, one person's, one kind, both, and from the middle of the log. */
const QUERIES = {
  'the newest entries': '',
  "one person's": '?person=sam@codeworks.test',
  'one kind': '?kind=sign-in',
  "one person's of one kind": '?person=sam@codeworks.test&kind=sign-in',
  'from the middle': `?before=${entries / 2}`,
};

export async function measureLog(database, settings) {
  fill(database);
  const server = await Server.start({ database, settings });
  const client = await new Client(server.url).signIn(OWNER, PASSWORD);
  const headers = { cookie: client.cookie, accept: 'text/html' };
  console.log(`  the activity log with ${entries.toLocaleString('en')} entries, 1 connection, p99 of`);
  for (const [what, query] of Object.entries(QUERIES)) {
    const page = await (await client.fetch(`/account/activity${query}`)).text();
    if (!page.includes('<time')) throw new Error(`the log shows nothing: ${what}`);
    const { p99 } = await wrk(`${server.url}/account/activity${query}`, { connections: 1, duration: 3, headers });
    figure(`  ${what}`, p99, 'ms');
  }
  await server.stop();
}
