// A real SMTP server that keeps what it receives, and can be away, hang or refuse.
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { freePort, until } from './server.js';

export class Mailserver {
  received = [];
  connections = 0;
  /** What to do with a message: 'accept', 'hang' before answering, 'later' (4xx), 'never' (5xx). */
  mode = 'accept';

  constructor(options = {}) {
    this.options = options;
  }

  async start(port) {
    this.port = port ?? this.port ?? (await freePort());
    this.server = new SMTPServer({
      authOptional: !this.options.user,
      allowInsecureAuth: true,
      disabledCommands: this.options.tls ? [] : ['STARTTLS'],
      closeTimeout: 100,
      onConnect: (session, done) => {
        this.connections += 1;
        done();
      },
      onAuth: ({ username, password }, session, done) => {
        const known = username === this.options.user && password === this.options.password;
        done(known ? null : new Error('wrong user or password'), known ? { user: username } : undefined);
      },
      onData: (stream, { envelope }, done) => {
        const chunks = [];
        stream.on('data', (chunk) => chunks.push(chunk));
        stream.on('end', async () => {
          if (this.mode === 'hang') return;
          if (this.mode !== 'accept') {
            const error = new Error(this.mode === 'later' ? 'try again later' : 'no such mailbox');
            error.responseCode = this.mode === 'later' ? 451 : 550;
            return done(error);
          }
          const raw = Buffer.concat(chunks);
          this.received.push({ envelope, raw: raw.toString(), ...(await simpleParser(raw)) });
          done();
        });
      },
    });
    this.server.on('error', () => {});
    await new Promise((done, fail) => {
      this.server.once('error', fail);
      this.server.listen(this.port, '127.0.0.1', done);
    });
    return this;
  }

  async stop() {
    await new Promise((done) => this.server.close(done));
  }

  get url() {
    const who = this.options.user ? `${encodeURIComponent(this.options.user)}:${encodeURIComponent(this.options.password)}@` : '';
    return `smtp://${who}127.0.0.1:${this.port}${this.options.tls ? `?tls=${this.options.tls}` : ''}`;
  }

  to(address) {
    return this.received.filter(({ envelope }) => envelope.rcptTo.some((rcpt) => rcpt.address === address));
  }

  async waitFor(address, count = 1) {
    return until(`${count} email(s) to ${address}`, () => {
      const found = this.to(address);
      return found.length >= count ? found : false;
    });
  }
}
