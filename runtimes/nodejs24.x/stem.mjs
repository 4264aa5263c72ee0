// The Node.js stem: brings the language up, waits for an assignment (environment and code of one
// function version), then becomes that function under the official Runtime Interface Client.
// The protocol is described in ../README.md.
import fs from 'node:fs';
import http from 'node:http';
import { createRequire, Module } from 'node:module';
import path from 'node:path';

// The official client, loaded but not started; see client/build.
import { formatTextMessage, ignition, UserFunctionLoader } from '/usr/lib/millirun/client/node_modules/aws-lambda-ric/deferred.mjs';

const require = createRequire(import.meta.url);
const api = process.env.AWS_LAMBDA_RUNTIME_API;
const CLIENT = '/usr/lib/millirun/client/node_modules/aws-lambda-ric/index.mjs';
const ALLOWED = ['/var/task/', '/opt/'];
const MAX_FAILURES = 10;
const EX_SOFTWARE = 70;
const { readAtStart } = JSON.parse(fs.readFileSync('/usr/lib/millirun/runtime.json', 'utf8'));

/** An answer that is not an assignment, with its status. */
class NoAssignment extends Error {
  constructor(status) {
    super(`assignment answered ${status}`);
    this.status = status;
  }
}

/** Walks the code path of the first call, so that its modules are loaded and its functions compiled. */
async function warmUp() {
  for (const name of ['async_hooks', 'buffer', 'child_process', 'crypto', 'dns', 'events', 'fs/promises', 'https', 'net', 'os',
    'perf_hooks', 'process', 'querystring', 'stream', 'stream/promises', 'string_decoder', 'timers/promises', 'tls', 'url',
    'util', 'worker_threads', 'zlib']) {
    require(`node:${name}`);
  }
  require(path.join(path.dirname(CLIENT), 'rapid-client.node'));

  // Logs go to a TCP connection, which Node.js writes asynchronously once it is full. The answer must
  // not overtake the lines printed before it.
  process.stdout._handle?.setBlocking?.(true);
  process.stderr._handle?.setBlocking?.(true);
  formatTextMessage(new Date().toISOString(), '-', { name: 'INFO' }, 'warm %j', { up: true });

  const folder = fs.mkdtempSync('/tmp/.millirun-');
  try {
    await rehearse(folder);
    for (const name of ['a', 'b', 'c']) {
      const { handler } = await UserFunctionLoader.load(folder, `${name}.handler`);
      await handler(JSON.parse('{"a":[1,"b",null]}'), {});
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Receives a first assignment from itself, over a loopback connection. */
async function rehearse(folder) {
  const sources = {
    'a.mjs': 'export const handler = async (event, context) => ({ ok: event, context });',
    'b.cjs': 'exports.handler = async (event) => event;',
    // Detecting the module syntax of a plain .js file loads a parser of its own.
    'c.js': 'export const handler = async (event) => event;',
  };
  const files = Object.entries(sources).map(([name, text]) => ({ path: `${folder}/${name}`, mode: 0o644, size: text.length, link: null }));
  const body = Buffer.concat([encode({ environment: {}, files, reexec: false }), Buffer.from(Object.values(sources).join(''))]);
  const server = http.createServer((_, response) => response.end(body));
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const header = await poll(agent, `127.0.0.1:${server.address().port}`, [`${folder}/`]);
    needsFreshStart(header.environment);
  } finally {
    agent.destroy();
    server.close();
  }
}

/** An assignment's bytes without files, as the Runtime API would send them. */
function encode(header) {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json]);
}

function checkPath(file, roots) {
  if (!roots.some((root) => file.startsWith(root)) || path.posix.normalize(file) !== file || file.includes('\0')) {
    throw new Error(`refused path ${JSON.stringify(file)}`);
  }
}

/**
 * Takes an assignment's bytes piece by piece and writes its files as they come, never holding more
 * than one piece: packages are larger than the memory of a small function.
 */
function receiver(roots) {
  const made = new Set();
  const links = [];
  let pending = Buffer.alloc(0);
  let header;
  let next = 0;
  let file;
  let left = 0;

  function open(entry) {
    checkPath(entry.path, roots);
    const parent = path.posix.dirname(entry.path);
    if (!made.has(parent)) {
      fs.mkdirSync(parent, { recursive: true, mode: 0o755 });
      made.add(parent);
    }
    if (entry.link != null) {
      // Made last, so that no file of the package is written through a link.
      links.push(entry);
      return;
    }
    file = fs.openSync(entry.path, 'w', entry.mode & 0o777);
    left = entry.size;
    closeWhenComplete();
  }

  function closeWhenComplete() {
    if (left === 0) {
      fs.closeSync(file);
      file = undefined;
    }
  }

  /** Opens files until one wants bytes. */
  function advance() {
    while (file === undefined && next < header.files.length) open(header.files[next++]);
  }

  return {
    push(piece) {
      let at = 0;
      if (header === undefined) {
        pending = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
        if (pending.length < 4 || pending.length < 4 + pending.readUInt32BE()) return;
        at = 4 + pending.readUInt32BE();
        header = JSON.parse(pending.toString('utf8', 4, at));
        piece = pending;
        pending = undefined;
        advance();
      }
      while (at < piece.length) {
        if (file === undefined) throw new Error('more bytes than files');
        const written = fs.writeSync(file, piece, at, Math.min(left, piece.length - at));
        at += written;
        left -= written;
        closeWhenComplete();
        advance();
      }
    },
    finish() {
      if (header === undefined || file !== undefined || next < header.files.length) {
        throw new Error('the assignment ended too early');
      }
      for (const { path: at, link } of links) fs.symlinkSync(link, at);
      return header;
    },
  };
}

/** One long poll. Rejects with NoAssignment or a connection error while nothing was received yet. */
function poll(agent, address, roots) {
  return new Promise((resolve, reject) => {
    const request = http.get(`http://${address}/millirun/v1/assignment`, { agent }, (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        response.on('end', () => reject(new NoAssignment(response.statusCode)));
        return;
      }
      const umask = process.umask(0);
      const assignment = receiver(roots);
      // From the first byte on there is no way back: part of the code may be written.
      const fail = (error) => {
        response.removeAllListeners().on('error', () => {}).destroy();
        abandon(error);
      };
      response.on('data', (piece) => {
        try {
          assignment.push(piece);
        } catch (error) {
          fail(error);
        }
      });
      response.on('error', fail);
      response.on('end', () => {
        try {
          const header = assignment.finish();
          process.umask(umask);
          resolve(header);
        } catch (error) {
          fail(error);
        }
      });
    });
    request.on('error', reject);
    request.on('socket', (socket) => socket.setKeepAlive(true, 30_000));
  });
}

async function nextAssignment() {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (let failures = 0; failures < MAX_FAILURES; ) {
    try {
      const header = await poll(agent, api, ALLOWED);
      agent.destroy();
      return header;
    } catch (error) {
      if (error.status === 410) process.exit(0);
      // 204: the server ended an idle poll; that is no failure.
      failures = error.status === 204 ? 0 : failures + 1;
      if (failures > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** failures, 1000)));
    }
  }
  process.exit(0);
}

/** The platform gave something unusable (or the disk is full): says so and ends; nothing of the tenant has run. */
function abandon(error) {
  const body = JSON.stringify({ errorType: 'Millirun.AssignmentFailed', errorMessage: String(error.message), stackTrace: [] });
  const request = http.request(`http://${api}/2018-06-01/runtime/init/error`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'Lambda-Runtime-Function-Error-Type': 'Millirun.AssignmentFailed',
    },
  });
  request.on('response', () => process.exit(EX_SOFTWARE));
  request.on('error', () => process.exit(EX_SOFTWARE));
  request.end(body);
}

/** Whether a variable that the language reads only at its start has another value than this process started with. */
function needsFreshStart(environment) {
  const concerns = (name) =>
    readAtStart.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern)) &&
    // The client adds this folder list to Module by itself; see become().
    name !== 'NODE_PATH';
  const names = new Set([...Object.keys(environment), ...Object.keys(process.env)].filter(concerns));
  return [...names].some((name) => environment[name] !== process.env[name]);
}

/** Starts Node.js afresh in this process. */
function startAfresh(environment) {
  const command = [process.execPath, CLIENT];
  if (environment.AWS_LAMBDA_EXEC_WRAPPER) command.unshift(environment.AWS_LAMBDA_EXEC_WRAPPER);
  // execve is still marked experimental; its warning would be the first line of the function's log.
  process.emitWarning = () => {};
  process.execve(command[0], command, environment);
}

/** Turns this process into the function: environment, folder, module paths, then the official client. */
function become(environment) {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  Module._initPaths(); // NODE_PATH is otherwise read only at start.
  process.argv = [process.execPath, CLIENT];
  // As in the client's own file, nobody awaits it: a rejection ends the process with its message.
  ignition();
}

await warmUp();
const { environment, reexec } = await nextAssignment();
try {
  process.chdir(environment.LAMBDA_TASK_ROOT);
  if (reexec || needsFreshStart(environment)) startAfresh(environment);
} catch (error) {
  abandon(error);
  await new Promise(() => {});
}
become(environment);
