import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
let calls = 0;

export const handler = async (event) => ({ calls: ++calls, event });
export const chatty = async (event) => {
  for (let line = 1; line <= 5; line++) console.log(`line ${line} of ${event.call}`);
  fs.writeSync(2, `stderr of ${event.call}\n`);
  return event.call;
};
export const flood = async () => {
  for (let line = 0; line < 4000; line++) console.log('x'.repeat(250));
  console.log('last line');
  return 'flooded';
};
export const throws = async () => {
  throw new TypeError('on purpose: ü');
};
export const environment = async () => ({
  process: process.env,
  child: execFileSync('/usr/bin/env', { encoding: 'utf8' }),
  cwd: process.cwd(),
  user: [process.getuid(), process.getgid()],
});
export const layers = async () => ({
  module: require('from-layer'),
  file: fs.readFileSync('/opt/data.txt', 'utf8'),
  link: fs.readFileSync('/var/task/link.txt', 'utf8'),
  target: fs.readlinkSync('/var/task/link.txt'),
  executable: (fs.statSync('/var/task/tool').mode & 0o777).toString(8),
  tool: execFileSync('/var/task/tool', { encoding: 'utf8' }),
});
export const big = async (event) => ({ length: event.text.length, text: event.text });
export const restarted = async () => ({ title: process.title, options: process.env.NODE_OPTIONS });
export const sandbox = async () => {
  const tries = {};
  for (const file of ['/etc/x', '/usr/lib/millirun/x', '/tmp/x', '/var/task/x']) {
    try {
      fs.writeFileSync(file, 'x');
      tries[file] = 'written';
    } catch (error) {
      tries[file] = error.code;
    }
  }
  return tries;
};
