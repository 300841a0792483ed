// The plainest SMTP server that takes everything, for measuring: it counts, and keeps nothing.
import { createServer } from 'node:net';

export class Sink {
  taken = 0;

  async start() {
    this.server = createServer((socket) => this.#talk(socket));
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
    this.url = `smtp://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  #talk(socket) {
    let rest = '';
    let content = false;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.write('220 sink\r\n');
    socket.setEncoding('latin1').on('data', (text) => {
      rest += text;
      for (;;) {
        const end = rest.indexOf(content ? '\r\n.\r\n' : '\r\n');
        if (end < 0) {
          // Of the content, only its end counts.
          if (content) rest = rest.slice(-4);
          return;
        }
        const line = rest.slice(0, end);
        rest = rest.slice(end + (content ? 5 : 2));
        if (content) {
          content = false;
          this.taken += 1;
          socket.write('250 taken\r\n');
        } else if (/^DATA/i.test(line)) {
          content = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) {
          socket.end('221 bye\r\n');
        } else {
          socket.write('250 ok\r\n');
        }
      }
    });
  }

  async stop() {
    await new Promise((done) => this.server.close(done));
  }
}
