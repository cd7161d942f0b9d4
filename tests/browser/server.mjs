// Servers for the tests, on free ports of this machine: the site itself, another origin that may or may not allow to be
// read, a store that answers like Jaeger's api/v3, and a language model that says what it was told to say.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
  '.json': 'application/json', '.jsonl': 'application/jsonl', '.webmanifest': 'application/manifest+json',
};

function listen(handler) {
  return new Promise((resolve) => {
    const server = createServer(handler);
    server.listen(0, '127.0.0.1', () => resolve({
      origin: `http://127.0.0.1:${server.address().port}`,
      close: () => { server.closeAllConnections(); server.close(); },
    }));
  });
}

function sendFile(response, path) {
  let size;
  try {
    size = statSync(path).isFile() ? statSync(path).size : -1;
  } catch {
    size = -1;
  }
  if (size < 0) return void response.writeHead(404).end('no such file');
  response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream', 'Content-Length': size, 'Cache-Control': 'no-store' });
  createReadStream(path).pipe(response);
}

// The built site, and `extra` bodies by path.
export function serveSite(folder, extra = {}) {
  return listen((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    if (path in extra) return void response.writeHead(200, { 'Content-Type': 'application/json' }).end(extra[path]);
    sendFile(response, join(folder, normalize(path === '/' ? '/index.html' : path)));
  });
}

// Bodies by path on another origin: below /open/ with the header that lets everybody read them, else without.
export function serveBodies(bodies) {
  return listen((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const headers = path.startsWith('/open/') ? { 'Access-Control-Allow-Origin': '*' } : {};
    const body = bodies[path.replace(/^\/(open|shut)/, '')];
    if (body === undefined) return void response.writeHead(404, headers).end('nothing here');
    response.writeHead(200, { ...headers, 'Content-Type': 'application/json' }).end(body);
  });
}

// One body on another origin whose server gives parts of it, as /name: `asked` gets the Range header of each request ('' for
// the whole). `cut`: the first whole answer breaks off there.
export function serveRanges(name, body, { cut = 0 } = {}) {
  const asked = [];
  let tag = '"one"';
  const headers = {
    'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Range, ETag', 'Access-Control-Allow-Headers': 'Range',
    'Accept-Ranges': 'bytes', 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store',
  };
  return listen((request, response) => {
    if (request.method === 'OPTIONS') return void response.writeHead(204, headers).end();
    asked.push(request.headers.range ?? '');
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (range) {
      const [from, to] = [Number(range[1]), Number(range[2]) + 1];
      response.writeHead(206, { ...headers, ETag: tag, 'Content-Range': `bytes ${from}-${to - 1}/${body.length}`, 'Content-Length': to - from });
      return void response.end(body.subarray(from, to));
    }
    response.writeHead(200, { ...headers, ETag: tag, 'Content-Length': body.length });
    if (!cut) return void response.end(body);
    response.write(body.subarray(0, cut), () => setTimeout(() => response.destroy(), 300));
  }).then((server) => ({ ...server, url: `${server.origin}/${name}`, asked, change: () => { tag = '"two"'; } }));
}

// `otlp`: the body of the one trace that it has, `summary`: its row in a search.
export function serveJaeger({ service, summary, otlp }) {
  const answers = {
    '/api/v3/services': { services: [service] },
    '/api/v3/operations': { operations: [] },
    '/api/v3/trace-summaries': { summaries: [summary] },
    [`/api/v3/traces/${summary.traceId}`]: { result: JSON.parse(otlp) },
  };
  const asked = [];
  return listen((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    asked.push(request.url);
    const answer = answers[path];
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' });
    response.end(JSON.stringify(answer ?? { error: { httpCode: 404, message: 'not found' } }));
  }).then((server) => ({ ...server, asked }));
}

// Chat completions as OpenAI defined them: answers with `replies` one after the other, the last one again and again. `asked`
// gets the headers and the body of each question.
export function serveModel(replies) {
  const asked = [];
  const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*, Authorization', 'Access-Control-Allow-Methods': 'POST' };
  return listen((request, response) => {
    if (request.method === 'OPTIONS') return void response.writeHead(204, headers).end();
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return void response.writeHead(404, headers).end('{}');
      const content = replies[Math.min(asked.length, replies.length - 1)];
      asked.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(200, { ...headers, 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content } }] }));
    });
  }).then((server) => ({ ...server, asked }));
}
