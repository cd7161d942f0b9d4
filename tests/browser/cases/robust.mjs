// Broken input, lost contexts, idleness, sizes: what must not go wrong.
import { holds, matches, same } from '../expect.mjs';
import { differingShare } from '../pictures.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson, otlpJsonLines, traceId } from '../traces.mjs';
import { Viewer, launch } from '../viewer.mjs';

async function openEmpty({ browser, site, later }, options) {
  const server = later(await serveSite(site));
  return later(await Viewer.open(browser, `${server.origin}/`, options));
}

export const cases = {
  async 'a file that is cut off keeps its whole spans and says so'(tools) {
    const viewer = await openEmpty(tools);
    const text = otlpJson(6);
    const report = await viewer.openText('cut.json', text.slice(0, Math.floor(text.length * 0.6)));
    same(report.phase, 'done', 'phase');
    holds(report.spans > 4 && report.spans < 24, 'the spans before the cut', report.spans);
    holds(report.issues.length > 0, 'an issue', report.issues);
    matches(report.issues[0].help, /.{20,}/, 'a sentence of help');
    await viewer.rect('report-button');
  },

  async 'bad lines are skipped, the others are read'(tools) {
    const viewer = await openEmpty(tools);
    const lines = otlpJsonLines(4).trim().split('\n');
    lines.splice(2, 0, '{"resourceSpans": [{"scope', 'not json at all');
    const report = await viewer.openText('lines.jsonl', lines.join('\n'));
    same(report.spans, 16, 'spans');
    holds(report.issues.some((issue) => issue.severity !== 'info'), 'an issue', report.issues);
  },

  async 'a large file is read by several workers as by one'(tools) {
    const server = tools.later(await serveSite(tools.site));
    const lines = otlpJsonLines(6000).trim().split('\n');
    lines.splice(4000, 0, '{"resourceSpans": [{"scope');
    const text = lines.join('\n');
    const reports = [];
    for (const workers of [1, 3]) {
      const viewer = tools.later(await Viewer.open(tools.browser, `${server.origin}/?workers=${workers}`));
      const helpers = [];
      viewer.page.on('worker', (worker) => helpers.push(worker.url()));
      const { seconds, bytes_per_second, ...report } = await viewer.openText('large.jsonl', text);
      const pieces = helpers.filter((url) => url.endsWith('piece_worker.js')).length;
      same(pieces, workers > 1 ? workers : 0, `helpers of ${workers}`);
      reports.push(JSON.stringify(report));
    }
    holds(text.length > 10e6, 'long enough for pieces', text.length);
    same(reports[1], reports[0], 'reports');
    matches(reports[0], /"record":4001/, 'the damaged line');
  },

  async 'held chunks give the bytes of any piece, each part in memory of its own'(tools) {
    const viewer = await openEmpty(tools);
    const wrong = await viewer.page.evaluate(async () => {
      const { HeldChunks, SpareBuffers } = await import('./held_chunks.js');
      let seed = 1;
      const random = (below) => { seed = (seed * 48271) % 2147483647; return seed % below; };
      for (let round = 0; round < 200; ++round) {
        const held = new HeldChunks(new SpareBuffers(64));
        let added = 0, taken = 0;
        while (taken < 5000) {
          for (let i = random(4); i >= 0; --i) {
            const bytes = new Uint8Array(new ArrayBuffer(64), 0, 1 + random(64));
            for (let k = 0; k < bytes.length; ++k) bytes[k] = (added + k) % 251;
            held.add(added, bytes);
            added += bytes.length;
          }
          taken += random(20) === 0 ? random(added - taken + 1) : 0;  // bytes that somebody else read
          const size = random(added - taken + 1);
          if (size === 0) continue;
          const parts = held.take(taken, size);
          const all = parts.flatMap((part) => [...part]);
          if (all.length !== size || all.some((byte, k) => byte !== (taken + k) % 251)) return `round ${round}: ${size} bytes from ${taken}`;
          if (new Set([...parts, ...held.chunks.map(({ bytes }) => bytes)].map(({ buffer }) => buffer)).size !== parts.length + held.chunks.length)
            return `round ${round}: shared memory`;
          taken += size;
        }
        if (taken > 0 && held.take(0, 1) !== null) return 'bytes that were let go';
        if (held.take(added, 1) !== null) return 'bytes that did not come yet';
      }
      return '';
    });
    same(wrong, '', 'what is wrong');
  },

  async 'compiled code may be kept for the next visit, and a server need not know its type'(tools) {
    const server = tools.later(await serveSite(tools.site));
    for (const type of ['application/wasm', 'application/octet-stream']) {
      const viewer = tools.later(await Viewer.blank(tools.browser));
      await viewer.page.route('**/*.wasm', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, headers: { ...answer.headers(), 'content-type': type } });
      });
      await viewer.page.addInitScript(() => {
        const compile = WebAssembly.compileStreaming;
        globalThis.compiledFrom = [];
        WebAssembly.compileStreaming = (response) => {
          globalThis.compiledFrom.push(new URL(response.url || 'made:up').pathname);
          return compile.call(WebAssembly, response);
        };
      });
      await viewer.goto(`${server.origin}/`);
      const from = await viewer.page.evaluate(() => globalThis.compiledFrom.sort());
      // An answer that is not the network's own has no address, and its code is not kept.
      same(from, type === 'application/wasm' ? ['/app.wasm', '/ingest.wasm'] : ['up', 'up'], `answers of type ${type}`);
    }
  },

  // Chromium collects the stream of a file that nothing holds but who waits for its bytes: the reading would never end.
  async 'a file is read to its end while memory is collected'(tools) {
    const browser = tools.later(await launch('--js-flags=--expose-gc'));
    const viewer = await openEmpty({ ...tools, browser });
    const reader = viewer.page.workers().find((worker) => worker.url().endsWith('/ingest_worker.js'));
    let report = null;
    const opened = viewer.openText('large.jsonl', otlpJsonLines(6000)).then((done) => { report = done; });
    for (let i = 0; i < 400 && !report; ++i) await reader.evaluate(() => globalThis.gc());
    await Promise.race([opened, new Promise((resolve) => { setTimeout(resolve, 10_000); })]);
    same(report?.spans, 24000, 'spans');
  },

  async 'what is no trace file is refused in a sentence, and the rest stays'(tools) {
    const viewer = await openEmpty(tools);
    await viewer.openText('good.json', otlpJson(2));
    for (const [name, text] of [['photo.png', '\x89PNG\r\n\x1a\n0000'], ['notes.txt', 'Dear diary'], ['empty.json', ''], ['list.json', '{"hello": 1}']]) {
      const report = await viewer.openText(name, text);
      same(report.phase, 'failed', `phase of ${name}`);
      matches(report.error, /\S+ \S+ \S+/, `sentence for ${name}`);
    }
    same((await viewer.state()).traces, 2, 'traces');
  },

  async 'nothing is drawn while nothing happens'(tools) {
    const viewer = await openEmpty(tools);
    await viewer.openText('six.json', otlpJson(6));
    await viewer.call('select', { trace: traceId(1) });
    await viewer.idle();
    await viewer.page.waitForTimeout(1500);  // tooltips and notices have had their time
    await viewer.call('resetStats');
    await viewer.page.waitForTimeout(2000);  // the measurement itself
    const { frames, slices } = await viewer.call('stats');
    same([frames, slices.count], [0, 0], 'frames, and pieces of work between them, in two seconds');
    await viewer.page.mouse.move(100, 100);
    await viewer.idle();
    holds((await viewer.call('stats')).frames > 0, 'frames after the mouse moved');
  },

  async 'a lost graphics context comes back'(tools) {
    const viewer = await openEmpty(tools);
    await viewer.openText('six.json', otlpJson(6));
    const before = await viewer.page.screenshot();
    await viewer.page.evaluate(() => new Promise((resolve) => {
      const canvas = document.getElementById('canvas');
      const extension = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
      canvas.addEventListener('webglcontextlost', () => setTimeout(() => extension.restoreContext(), 0), { once: true });
      canvas.addEventListener('webglcontextrestored', resolve, { once: true });
      extension.loseContext();
    }));
    await viewer.idle();
    const share = await differingShare(viewer.page, before, await viewer.page.screenshot());
    holds(share < 0.005, 'the same picture as before', share);
  },

  async 'two pixels per point: the canvas has twice the pixels'(tools) {
    const viewer = await openEmpty(tools, { viewport: { width: 500, height: 400 }, deviceScaleFactor: 2 });
    const size = await viewer.page.evaluate(() => [document.getElementById('canvas').width, document.getElementById('canvas').height]);
    same(size, [1000, 800], 'canvas pixels');
    await viewer.openText('six.json', otlpJson(3));
    await viewer.click('trace-row-0');
    same((await viewer.state()).trace, traceId(2), 'a click hits the row');
  },

  async 'a phone: everything else is among the commands, a tap away'(tools) {
    const viewer = await openEmpty(tools, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });
    await viewer.page.touchscreen.tap(...await viewer.point('commands-button'));
    await viewer.idle();
    await viewer.type('theme light');
    await viewer.press('Enter');
    same((await viewer.state()).theme, 'light', 'theme');
  },

  async 'a phone: taps open a trace and lead back'(tools) {
    const viewer = await openEmpty(tools, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });
    await viewer.openText('six.json', otlpJson(6));
    await viewer.page.touchscreen.tap(...await viewer.point('trace-row-1'));
    await viewer.idle();
    same((await viewer.state()).trace, traceId(4), 'tapped trace');
    await viewer.page.touchscreen.tap(...await viewer.point('back'));
    await viewer.idle();
    same((await viewer.state()).trace, null, 'back');
  },

  async 'a phone: all values of a trace are offered, inside the screen'(tools) {
    const viewer = await openEmpty(tools, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });
    await viewer.openText('six.json', otlpJson(6));
    await viewer.page.touchscreen.tap(...await viewer.point('trace-row-1'));
    await viewer.idle();
    await viewer.press('v');
    const rects = Object.entries(await viewer.call('rects')).filter(([name]) => /^value-menu-\d+$/.test(name));
    holds(rects.length > 8, 'entries', rects.length);
    for (const [name, rect] of rects) holds(rect.x >= 0 && rect.x + rect.width <= 390 && rect.y + rect.height <= 844, `${name} on the screen`, JSON.stringify(rect));
    await viewer.page.touchscreen.tap(...await viewer.point('value-menu-1'));
    await viewer.idle();
    matches((await viewer.state()).filter, /:/, 'a filter by the first value');
  },

  async 'a worker that dies is replaced, and what was open is read again'(tools) {
    const viewer = await openEmpty(tools);
    await viewer.openText('good.json', otlpJson(3));
    viewer.expected.push(/the test's crash/);
    const [worker] = viewer.page.workers();
    await worker.evaluate(() => { setTimeout(() => { throw new Error("the test's crash"); }, 0); });
    await new Promise((resolve) => worker.once('close', resolve));
    const report = await viewer.openText('more.json', otlpJson(5).replaceAll('abc00', 'abd00'));
    same([report.phase, (await viewer.state()).traces], ['done', 8], 'phase and traces');
    same((await viewer.call('sources')).map((source) => source.phase), ['done', 'done'], 'both are open');
  },

  async 'screen readers find the rows and the status'(tools) {
    const viewer = await openEmpty(tools);
    await viewer.openText('six.json', otlpJson(6));
    await viewer.page.waitForFunction(() => document.querySelectorAll('#mirror [role=option]').length === 6);
    await viewer.call('select', { trace: traceId(2) });
    await viewer.page.waitForFunction(() => document.querySelectorAll('#mirror [role=treeitem]').length === 4);
    matches(await viewer.page.textContent('#mirror-status'), /6 of 6 traces/, 'status');
    const text = await viewer.page.textContent('#mirror [role=option][aria-selected=true]');
    matches(text, /agent-support, error/, 'the selected row');
  },

  async 'nothing is asked of the network beyond the site'(tools) {
    const { browser, site, later } = tools;
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.blank(browser));
    const asked = [];
    viewer.page.on('request', (request) => asked.push(request.url()));
    await viewer.goto(`${server.origin}/`);
    await viewer.openText('six.json', otlpJson(6));
    await viewer.click('trace-row-0');
    same(asked.filter((url) => !url.startsWith(server.origin) && !url.startsWith('data:') && !url.startsWith('blob:')), [], 'other addresses');
  },
};
