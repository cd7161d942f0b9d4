// Ways in: nothing open, drop, script, URL; and what stands in the address afterwards.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holds, matches, same } from '../expect.mjs';
import { serveBodies, serveSite } from '../server.mjs';
import { otlpJson, otlpJsonLines, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

async function withFiles(files, use) {
  const folder = mkdtempSync(join(tmpdir(), 'spanorama-test-'));
  try {
    const paths = Object.entries(files).map(([name, text]) => {
      const path = join(folder, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, text);
      return path;
    });
    return await use(paths, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// A tar archive of small text files.
function tarOf(files) {
  const blocks = [];
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(body.length.toString(8).padStart(11, '0'), 124);
    header.write('0', 156);
    header.write('ustar', 257);
    blocks.push(header, body, Buffer.alloc((512 - body.length % 512) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export const cases = {
  async 'the empty state shows ways in and no boot screen'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    same((await viewer.state()).traces, 0, 'traces');
    holds(await viewer.page.isHidden('#boot'), 'the boot screen is gone');
    await viewer.rect('open-files');
    await viewer.rect('drop-area');
  },

  async 'a prompt file and a price file dropped beside traces change what is known of their calls'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    const attribute = (key, stringValue) => ({ key, value: { stringValue } });
    const count = (key, intValue) => ({ key, value: { intValue } });
    const traces = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{
      traceId: traceId(1), spanId: '00000000000000b1', name: 'chat', startTimeUnixNano: '1785542400000000000', endTimeUnixNano: '1785542401000000000',
      attributes: [attribute('gen_ai.operation.name', 'chat'), attribute('gen_ai.provider.name', 'openai'), attribute('gen_ai.request.model', 'gpt-4o'),
        attribute('scope.prompt.name', 'greet'), attribute('scope.prompt.version', '2'), attribute('gen_ai.prompt', 'Greet Ada in Thai.'),
        count('gen_ai.usage.input_tokens', '1000000'), count('gen_ai.usage.output_tokens', '0')],
    }] }] }] });
    const prompts = '[{"name": "greet", "version": 2, "content": "Greet {{name}} in {{language}}."}]';
    const prices = '{"format": "spanorama-prices", "version": 1, "providers": [{"name": "openai", "models": [{"model": "gpt-4o", "input": 1, "output": 2}]}]}';
    await withFiles({ 'a.json': traces, 'prompts.json': prompts, 'prices.json': prices }, async ([tracesPath, promptsPath, pricesPath]) => {
      await viewer.dropFiles([tracesPath]);
      const shown = () => viewer.page.evaluate((id) => window.spanorama.show(id, '00000000000000b1'), traceId(1));
      const before = await shown();
      same([before.cost_microcents, before.cost_source, before.prompt], ['250000000', 'estimated', null], 'before');
      await viewer.dropFiles([promptsPath, pricesPath]);
      const after = await shown();
      same([after.cost_microcents, after.cost_source, after.prompt.template_from, after.prompt.agrees], ['100000000', 'estimated', 'file', true], 'after');
      same(after.prompt.variables.map((variable) => variable.value), ['Ada', 'Thai'], 'values');
      same((await viewer.call('sources')).map((source) => source.phase), ['done', 'done', 'done'], 'all were understood');
    });
  },

  async 'two files dropped with the mouse are one list'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await withFiles({ 'a.json': otlpJson(3), 'b.jsonl': otlpJsonLines(5) }, async (paths) => {
      await viewer.dropFiles(paths);
      const state = await viewer.state();
      same([state.traces, state.spans], [5, 20], 'traces and spans, those of both files once');
      same((await viewer.call('sources')).map((source) => [source.name, source.phase]), [['a.json', 'done'], ['b.jsonl', 'done']], 'sources');
    });
  },

  async 'a dropped folder is read with what lies below'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await withFiles({ 'run/one.json': otlpJson(2), 'run/deep/two.jsonl': otlpJsonLines(4) }, async (paths, folder) => {
      const devtools = await viewer.context.newCDPSession(viewer.page);
      const loaded = viewer.countLoaded(2);
      const data = { items: [], files: [join(folder, 'run')], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop']) await devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 200, data });
      await loaded;
      await viewer.idle();
      same((await viewer.call('sources')).map((source) => source.name), ['two.jsonl', 'one.json'], 'sources');
      same((await viewer.state()).traces, 4, 'traces');
    });
  },

  async 'rows on the screen are those of traces()'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await viewer.openText('six.json', otlpJson(6));
    const traces = await viewer.call('traces', { limit: 3 });
    same(traces.map((trace) => trace.trace_id), [traceId(5), traceId(4), traceId(3)], 'newest first');
    const rects = await viewer.call('rects');
    for (let i = 0; i < 3; ++i) {
      const byId = rects[`trace-row:${traces[i].trace_id}`], byPlace = rects[`trace-row-${i}`];
      holds(byId && byPlace && Math.abs(byId.y - byPlace.y) < 1, `row ${i} is trace ${traces[i].trace_id}`, [byId, byPlace]);
    }
  },

  async 'text, bytes and lists open through the script API'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    const reports = await viewer.page.evaluate(([a, b]) => globalThis.spanorama.open([
      new TextEncoder().encode(a).buffer, new Blob([b])], { name: ['bytes.json', 'blob.jsonl'] }), [otlpJson(2), otlpJsonLines(3)]);
    same(reports.map((report) => [report.phase, report.format, report.spans]), [['done', 'otlp-json', 8], ['done', 'otlp-jsonl', 12]], 'reports');
    same((await viewer.state()).traces, 3, 'traces');
  },

  async 'gzip is unpacked, and its payloads can be read'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    const answer = 'A long answer. '.repeat(400);
    const packed = [...gzipSync(otlpJson(2, { answer }))];
    const report = await viewer.page.evaluate((bytes) => globalThis.spanorama.open(new File([new Uint8Array(bytes)], 't.json.gz')), packed);
    same([report.phase, report.spans], ['done', 8], 'report');
    const chat = (await viewer.call('spans', traceId(0))).find((span) => span.name === 'chat');
    holds(JSON.stringify(await viewer.call('show', traceId(0), chat.span_id)).includes(answer.trim()), 'the whole answer');
  },

  async 'an archive gives all its files, and what is no trace is passed over'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    const answer = 'A long answer. '.repeat(400);
    const tar = tarOf({ 'notes.txt': 'only words', 'one.json': otlpJson(2, { answer }) });
    const packed = [...gzipSync(tar)];
    const report = await viewer.page.evaluate((bytes) => globalThis.spanorama.open(new File([new Uint8Array(bytes)], 't.tar.gz')), packed);
    same([report.phase, report.spans, report.encoding], ['done', 8, 'gzip'], 'report');
    same(report.issues.map((issue) => issue.kind), ['other_file'], 'issues');
    const chat = (await viewer.call('spans', traceId(0))).find((span) => span.name === 'chat');
    holds(JSON.stringify(await viewer.call('show', traceId(0), chat.span_id)).includes(answer.trim()), 'the whole answer');
  },

  async '?url= of the same origin'({ browser, site, later }) {
    const server = later(await serveSite(site, { '/here/t.json': otlpJson(4) }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=${encodeURIComponent('/here/t.json')}`));
    same((await viewer.state()).traces, 4, 'traces');
    const address = new URL(viewer.page.url());
    same(address.search, '', 'the short form is gone from the address');
    matches(address.hash, /src=/, 'the source stands behind #');
  },

  async '?url= of another origin that allows it'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const other = later(await serveBodies({ '/t.json': otlpJson(4) }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=${encodeURIComponent(`${other.origin}/open/t.json`)}`));
    same((await viewer.state()).traces, 4, 'traces');
    const chat = (await viewer.call('spans', traceId(1))).find((span) => span.name === 'chat');
    matches(JSON.stringify(await viewer.call('show', traceId(1), chat.span_id)), /Answer number 1\./, 'payloads of a fetched body');
  },

  async '?url= of another origin that does not allow it says which header is missing'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const other = later(await serveBodies({ '/t.json': otlpJson(4) }));
    const viewer = later(await Viewer.blank(browser));
    viewer.expected.push(/CORS|Failed to load resource/);
    await viewer.goto(`${server.origin}/?url=${encodeURIComponent(`${other.origin}/shut/t.json`)}`);
    const [source] = await viewer.call('sources');
    same(source.phase, 'failed', 'phase');
    matches(source.error, new RegExp(`Access-Control-Allow-Origin: ${server.origin}`), 'the sentence');
  },

  async '?url= of a server that is not there'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const other = await serveBodies({});
    other.close();
    const viewer = later(await Viewer.blank(browser));
    viewer.expected.push(/Failed to load resource|ERR_CONNECTION_REFUSED/);
    await viewer.goto(`${server.origin}/?url=${encodeURIComponent(`${other.origin}/t.json`)}`);
    const [source] = await viewer.call('sources');
    matches(source.error, /could not be reached/, 'the sentence');
  },

  async 'closing a source takes its traces away'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    const report = await viewer.openText('one.json', otlpJson(2));
    await viewer.openText('more.json', otlpJson(5));
    await viewer.call('close', report.id);
    await viewer.page.waitForFunction(() => globalThis.spanorama.sources().length === 1);
    await viewer.idle();
    same([(await viewer.call('sources')).length, (await viewer.state()).traces], [1, 5], 'sources and traces');
  },
};
