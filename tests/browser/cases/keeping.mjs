// What is kept for the next time: after a reload, in a new tab, switched off, damaged, too large; and several tabs at once.
import { holds, matches, same } from '../expect.mjs';
import { serveBodies, serveSite } from '../server.mjs';
import { otlpJson, otlpJsonLines, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

const ANSWER = 'A long answer. '.repeat(400).trim();

// Another tab of the same browser profile.
async function newTab(viewer, url) {
  const other = await Viewer.of(viewer.context);
  await other.goto(url);
  return other;
}

// Names and sizes of the kept files, as the file system has them.
const keptFiles = (viewer) => viewer.page.evaluate(async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('spanorama-kept', { create: true });
  const files = [];
  for await (const [name, handle] of folder.entries()) files.push([name, (await handle.getFile()).size]);
  return files.sort();
});

async function answerOf(viewer, trace) {
  const chat = (await viewer.call('spans', trace)).find((span) => span.name === 'chat');
  return JSON.stringify(await viewer.call('show', trace, chat.span_id));
}

const sourcesOf = async (viewer) => (await viewer.call('sources')).map(({ name, phase, kept }) => [name, phase, kept]).sort();

export const cases = {
  async 'a reload opens what was open, with its prompts, without reading it again'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await viewer.openText('six.json', otlpJson(6, { answer: ANSWER }));
    await viewer.call('select', { trace: traceId(4) });
    await viewer.call('setFilter', 'model:gpt-4o');
    const before = await viewer.call('traces');
    const [kept] = await viewer.call('kept');
    same([kept.names, kept.traces, kept.spans], [['six.json'], 6, 24], 'what is kept');
    await viewer.idle();
    await viewer.reload();
    same(await sourcesOf(viewer), [['six.json', 'done', true]], 'the source was kept, not read');
    same(await viewer.call('traces'), before, 'traces');
    const state = await viewer.state();
    same([state.trace, state.filter, state.spans], [traceId(4), 'model:gpt-4o', 24], 'what the address names');
    holds((await answerOf(viewer, traceId(4))).includes(ANSWER), 'the whole answer');
    matches(viewer.page.url(), /src=file(:|%3A)[0-9a-f]{16}/, 'the source in the address');
  },

  async 'two files come back as two, and are closed together'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await viewer.openText('a.json', otlpJson(2, { answer: ANSWER }));
    await viewer.openText('b.jsonl', otlpJsonLines(5, { answer: ANSWER }));
    same((await viewer.call('kept')).map((load) => load.names), [['a.json', 'b.jsonl']], 'kept together');
    await viewer.reload();
    same(await sourcesOf(viewer), [['a.json', 'done', true], ['b.jsonl', 'done', true]], 'sources');
    same((await viewer.state()).traces, 5, 'traces');
    const [, second] = await viewer.call('sources');
    await viewer.call('close', second.id);
    await viewer.page.waitForFunction(() => globalThis.spanorama.sources().length === 0);
    await viewer.page.waitForFunction(() => globalThis.spanorama.state().traces === 0);
  },

  async 'a new tab offers what is kept, and a file that is added is kept with it'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await viewer.openText('six.json', otlpJson(6, { answer: ANSWER }));
    await viewer.call('kept');
    const other = later(await newTab(viewer, `${server.origin}/`));
    same((await other.state()).traces, 0, 'nothing is open by itself');
    await other.click('kept:0');
    await other.page.waitForFunction(() => globalThis.spanorama.state().traces === 6);
    await other.idle();
    holds((await answerOf(other, traceId(1))).includes(ANSWER), 'the whole answer');
    await other.openText('more.json', otlpJson(8, { answer: ANSWER }));
    same((await other.call('kept')).map((load) => load.names).sort(), [['six.json'], ['six.json', 'more.json']], 'both loads');
    await other.reload();
    same((await other.state()).traces, 8, 'traces of both');
    holds((await answerOf(other, traceId(7))).includes(ANSWER), 'an answer of the added file');
  },

  async 'switched off, nothing is kept and what was kept is gone'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await viewer.openText('six.json', otlpJson(6));
    same((await viewer.call('kept')).length, 1, 'kept');
    const other = later(await newTab(viewer, `${server.origin}/`));
    await other.click('keeping-off');
    same([(await other.call('kept')).length, await keptFiles(other)], [0, []], 'nothing is left');
    await other.openText('more.json', otlpJson(3));
    same([(await other.call('kept')).length, await keptFiles(other)], [0, []], 'nothing is added');
    await other.goto(`${server.origin}/?again`);
    await other.click('keeping-on');
    await other.openText('more.json', otlpJson(3));
    same((await other.call('kept')).length, 1, 'kept again');
  },

  async 'forgotten while a tab reads it: offered no more, and gone with the tab'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await viewer.openText('six.json', otlpJson(6, { answer: ANSWER }));
    await viewer.call('kept');
    await viewer.reload();
    const other = later(await newTab(viewer, `${server.origin}/`));
    await other.click('keeping-forget');
    same((await other.call('kept')).length, 0, 'not offered');
    holds((await answerOf(viewer, traceId(4))).includes(ANSWER), 'the tab that has it open still reads it');
    await viewer.page.goto('about:blank');
    await other.reload();
    same(await keptFiles(other), [], 'the leftover');
  },

  async 'a .spano file by its address opens as it is, though its long values are passed over'({ browser, site, later }) {
    const long = 'word '.repeat(30_000).trim();
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await viewer.openText('six.json', otlpJson(6, { answer: long }));
    await viewer.call('kept');
    const text = await viewer.page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('spanorama-kept');
      for await (const [name, handle] of folder.entries()) {
        if (name.endsWith('.spano')) return [...new Uint8Array(await (await handle.getFile()).arrayBuffer())].map((byte) => String.fromCharCode(byte)).join('');
      }
      return '';
    });
    const other = later(await serveBodies({ '/six.spano': Buffer.from(text, 'latin1') }));
    await viewer.goto(`${server.origin}/?url=${encodeURIComponent(`${other.origin}/open/six.spano`)}`);
    same(await sourcesOf(viewer), [['six.spano', 'done', false]], 'the source');
    same((await viewer.state()).traces, 6, 'traces');
    holds((await answerOf(viewer, traceId(5))).includes(long), 'the whole answer');
  },

  async 'a damaged file is removed with a sentence'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await viewer.openText('six.json', otlpJson(6));
    await viewer.call('kept');
    await viewer.page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('spanorama-kept');
      for await (const [name, handle] of folder.entries()) {
        if (!name.endsWith('.spano')) continue;
        const file = await handle.createWritable({ keepExistingData: true });
        await file.write({ type: 'write', position: 500, data: new Uint8Array(64).fill(255) });
        await file.close();
      }
    });
    await viewer.reload();
    await viewer.call('kept');
    await viewer.idle();
    same(await sourcesOf(viewer), [['six.json', 'wanted', false]], 'the file is asked for again');
    matches((await viewer.state()).notice, /What was kept of six\.json was damaged/, 'the sentence');
    same(await keptFiles(viewer), [], 'files');
  },

  async 'half-written files and notes of other versions are removed'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await viewer.page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('spanorama-kept', { create: true });
      for (const [name, text] of [['half.spano', 'x'], ['old.spano', 'x'], ['old.json', '{"version":99}'], ['junk.json', '{{']]) {
        const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await file.write(text);
        await file.close();
      }
    });
    await viewer.reload();
    same([(await viewer.call('kept')).length, await keptFiles(viewer)], [0, []], 'nothing is left');
  },

  async 'the oldest goes where no more may be kept, and what is too large says so'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?keep=1`));
    const answers = (letter) => otlpJson(10, { answer: letter.repeat(60_000) });
    const first = await viewer.openText('first.json', answers('a'));
    same((await viewer.call('kept')).map((load) => load.names[0]), ['first.json'], 'the first');
    await viewer.call('close', first.id);
    const second = await viewer.openText('second.json', answers('b'));
    same((await viewer.call('kept')).map((load) => load.names[0]), ['second.json'], 'the second in its place');
    await viewer.call('close', second.id);
    await viewer.openText('large.json', otlpJson(30, { answer: 'c'.repeat(60_000) }));
    same((await viewer.call('kept')).map((load) => load.names[0]), ['second.json'], 'the large one is not kept');
    await viewer.idle();
    matches((await viewer.state()).notice, /large\.json is not kept for the next time: it needs 2 MB, and 1 MB may be used/, 'the sentence');
  },

  async 'nothing is kept of what came with credentials'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const other = later(await serveBodies({ '/t.json': otlpJson(4) }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`));
    await viewer.call('open', `${other.origin}/open/t.json?access_token=abc`);
    same([(await viewer.state()).traces, (await viewer.call('kept')).length], [4, 0], 'with a key in the address');
    await viewer.openText('file.json', otlpJson(2));
    same((await viewer.call('kept')).length, 0, 'nor what is open together with it');
  },

  async 'without private files the page works and offers nothing'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.blank(browser));
    await viewer.page.addInitScript(() => {
      StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('not in private windows', 'SecurityError'));
    });
    await viewer.goto(`${server.origin}/`);
    await viewer.openText('six.json', otlpJson(6));
    same([(await viewer.call('kept')).length, (await viewer.state()).keeping.available], [0, false], 'keeping');
    same((await viewer.state()).traces, 6, 'traces');
  },
};
