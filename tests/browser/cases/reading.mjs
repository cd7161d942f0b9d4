// Reading what a step says: links of Markdown, trees of JSON, two fingers on the timeline.
import { holds, same } from '../expect.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson, request, spanId, spansOf, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

const WIDE = { viewport: { width: 1280, height: 800 } };
const LINKS = '[the page](https://example.org/page)\n\n[trouble](javascript:alert(1))\n';
const ROWS = JSON.stringify({ rows: Array.from({ length: 20_000 }, (_, id) => ({ id, tags: ['a', 'b'] })), needle: { deep: 'here it is' } });

async function conversation({ browser, site, later }, answer) {
  const server = later(await serveSite(site, { '/one.json': otlpJson(1, { answer }) }));
  const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/one.json`, WIDE));
  await viewer.call('select', { trace: traceId(0), tab: 'conversation' });
  await viewer.idle();
  return viewer;
}

// Two fingers, `from` and then `to` apart, around a point.
async function pinch(viewer, [x, y], from, to) {
  const devtools = await viewer.context.newCDPSession(viewer.page);
  const fingers = (apart) => [{ x: x - apart / 2, y, id: 1 }, { x: x + apart / 2, y, id: 2 }];
  const send = async (type, touchPoints) => {
    await devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
    await viewer.idle();
  };
  await send('touchStart', fingers(from).slice(0, 1));
  await send('touchStart', fingers(from));
  for (const share of [0.25, 0.5, 0.75, 1]) await send('touchMove', fingers(from + (to - from) * share));
  await send('touchEnd', []);
}

export const cases = {
  async 'characters of other scripts are drawn a few a frame, however long the browser takes to find them'({ browser, site, later }) {
    const han = Array.from({ length: 60 }, (_, i) => String.fromCodePoint(0x4e00 + 13 * i));
    const server = later(await serveSite(site, { '/han.json': otlpJson(1, { answer: han.join('') }) }));
    const viewer = later(await Viewer.blank(browser, WIDE));
    await viewer.page.addInitScript(() => {
      const measured = globalThis.measured = [];  // by frame
      let frame = 0;
      const count = () => { ++frame; requestAnimationFrame(count); };
      requestAnimationFrame(count);
      const { prototype } = CanvasRenderingContext2D;
      const { measureText } = prototype;
      prototype.measureText = function slow(text) {
        measured[frame] = (measured[frame] ?? '') + text;
        for (const until = performance.now() + 12; performance.now() < until;);
        return measureText.call(this, text);
      };
    });
    await viewer.goto(`${server.origin}/?url=/han.json`);
    await viewer.call('select', { trace: traceId(0), tab: 'conversation' });
    await viewer.idle();
    const frames = (await viewer.page.evaluate(() => globalThis.measured)).filter(Boolean);
    // Two a frame; the count of frames goes up before or behind the program, so that two of its frames may fall into one.
    holds(Math.max(...frames.map((texts) => [...texts].length)) <= 4, `a few a frame: ${frames.join(' ')}`);
    same(han.filter((text) => !frames.join('').includes(text)).join(''), '', 'characters that were never drawn');
  },

  async 'a link opens outside of the viewer, and only one to the web'(tools) {
    const viewer = await conversation(tools, LINKS);
    await viewer.context.route('https://example.org/**', (route) => route.fulfill({ body: 'the page' }));
    const opened = [];
    viewer.context.on('page', (page) => opened.push(page));
    const coming = viewer.context.waitForEvent('page');
    const rect = await viewer.rect('conversation-1-0');
    await viewer.page.mouse.click(rect.x + 20, rect.y + 10);
    const page = await coming;
    await page.waitForURL('https://example.org/page');
    same(await page.evaluate(() => globalThis.opener), null, 'the other page knows nothing of this one');
    await viewer.page.bringToFront();
    await viewer.page.mouse.click(rect.x + 20, rect.y + rect.height - 10);
    await viewer.idle();
    same(opened.length, 1, 'pages opened');
  },

  async 'JSON of half a megabyte is a tree: it folds, and what is looked for is found'(tools) {
    const viewer = await conversation(tools, ROWS);
    const nodes = async () => Object.keys(await viewer.call('rects')).filter((name) => /^conversation-1-0#\d+$/.test(name)).length;
    holds(await nodes() > 2, 'nodes');
    await viewer.click('conversation-1-0-search');
    await viewer.type('here it is');
    await viewer.press('Enter');
    holds(await viewer.call('rect', 'conversation-1-0-search'), 'the field stays');
    const before = await nodes();
    await viewer.click('conversation-1-0#0', [0.02, 0.5]);
    holds(await nodes() < before, 'fewer nodes after folding the first', await nodes());
  },

  async 'two fingers that part zoom the timeline'({ browser, site, later }) {
    const server = later(await serveSite(site, { '/one.json': otlpJson(1) }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/one.json`, { ...WIDE, hasTouch: true }));
    await viewer.call('select', { trace: traceId(0), tab: 'timeline' });
    await viewer.idle();
    same((await viewer.state()).visible_time, null, 'all of it');
    await pinch(viewer, await viewer.point('timeline-rows', [0.5, 0.5]), 60, 240);
    const { begin_ms, end_ms } = (await viewer.state()).visible_time ?? {};
    holds((await viewer.state()).visible_time, 'zoomed', `${begin_ms} ${end_ms}`);
  },

  async 'the costs of input and output stand in the metadata, and whether they add up'({ browser, site, later }) {
    const told = (input, output) => [['total_cost', 0.003], ['input_cost', input], ['output_cost', output]].map(([name, doubleValue]) => ({ key: `gen_ai.usage.${name}`, value: { doubleValue } }));
    const spans = [spansOf(0), spansOf(1)];
    spans[0][1].attributes.push(...told(0.001, 0.002));
    spans[1][1].attributes.push(...told(0.001, 0.0005));
    const server = later(await serveSite(site, { '/two.json': JSON.stringify(request(spans.flat())) }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/two.json`, WIDE));
    for (const n of [0, 1]) {
      await viewer.call('select', { trace: traceId(n), span: spanId(n, 1) });
      await viewer.idle();
      await viewer.click('detail-tab-metadata');
      await viewer.idle();
      holds(await viewer.rect('meta-Cost'), 'the cost');
      holds(await viewer.rect('meta-Input'), 'that of the input, without tokens');
      same(Boolean(await viewer.call('rect', 'meta-Its parts')), n === 1, 'told that the parts do not add up');
    }
  },

  async 'what a step answered is copied as it was recorded, by its button and by selecting it'({ browser, site, later }) {
    const answer = '**PID**\tNAME\n\n```\na\tbcd\n```\n';
    const server = later(await serveSite(site, { '/one.json': otlpJson(1, { answer }) }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/one.json`, { viewport: { width: 1280, height: 1300 } }));
    await viewer.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = () => viewer.page.evaluate(() => navigator.clipboard.readText());
    await viewer.call('select', { trace: traceId(0), span: spanId(0, 2) });
    await viewer.idle();
    await viewer.click('output-copy');
    same(await copied(), answer, 'by the button');
    const code = await viewer.rect('output0-0-code1');
    const text = await viewer.rect('output0-0');
    const y = code.y + code.height / 2;
    await viewer.drag([text.x + 2, y], [code.x, y]);
    await viewer.press('Control+c');
    same(await copied(), 'a\tbcd', 'by selecting it');
  },

  async 'a retriever whose input is its query says it once'({ browser, site, later }) {
    const spans = [spansOf(0), spansOf(1)].map((of, n) => {
      of[1].attributes = [['openinference.span.kind', 'RETRIEVER'], ['gen_ai.retrieval.query.text', 'opening hours'], ['input.value', n ? 'something else' : 'opening hours']]
        .map(([key, stringValue]) => ({ key, value: { stringValue } }));
      return of;
    });
    const server = later(await serveSite(site, { '/two.json': JSON.stringify(request(spans.flat())) }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/two.json`, WIDE));
    for (const n of [0, 1]) {
      await viewer.call('select', { trace: traceId(n), span: spanId(n, 1) });
      await viewer.idle();
      holds(await viewer.rect('retrieval-query-copy'), 'the query');
      same(Boolean(await viewer.call('rect', 'input-copy')), n === 1, 'the input beside it');
    }
  },

  async 'the session in the head of a trace leads to its conversation, and so does the palette'({ browser, site, later }) {
    const server = later(await serveSite(site, { '/two.json': otlpJson(2) }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/two.json`, WIDE));
    const whole = async () => {
      const names = Object.keys(await viewer.call('rects'));
      return [0, 1].every((n) => names.some((name) => name.startsWith(`talk-${traceId(n)}-`)));
    };
    await viewer.call('select', { trace: traceId(0), tab: 'timeline' });
    await viewer.idle();
    await viewer.click('session');
    await viewer.idle();
    same([(await viewer.state()).tab, await whole()], ['conversation', true], 'both traces are said');
    await viewer.click('talk-trace');
    await viewer.call('select', { trace: traceId(1), tab: 'tree' });
    await viewer.press('Control+k');
    await viewer.type("open the session's");
    await viewer.press('Enter');
    await viewer.idle();
    same([(await viewer.state()).tab, await whole()], ['conversation', true], 'by the palette');
  },
};
