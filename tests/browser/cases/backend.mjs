// A trace store asked over HTTP: a canned one that answers like Jaeger's api/v3.
import { holds, matches, same } from '../expect.mjs';
import { serveJaeger, serveSite } from '../server.mjs';
import { otlpJson, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

const SUMMARY = {
  traceId: traceId(0), rootServiceName: 'shop', rootOperationName: 'agent-support', minStartTimeUnixNano: '1790000000000000000',
  maxEndTimeUnixNano: '1790000001000000000', spanCount: 4, errorSpanCount: 0, services: [{ name: 'shop', spanCount: 4, errorSpanCount: 0 }],
};

export const cases = {
  async 'connect, search, fetch, and a link that fetches again'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const jaeger = later(await serveJaeger({ service: 'shop', summary: SUMMARY, otlp: otlpJson(1) }));
    const options = { viewport: { width: 1280, height: 640 } };
    const viewer = later(await Viewer.open(browser, `${server.origin}/`, options));
    await viewer.click('open-backend');
    await viewer.click('backend-url');
    await viewer.press('Control+a');
    await viewer.type(jaeger.origin);
    await viewer.click('backend-connect');
    same((await viewer.state()).backend.services, ['shop'], 'services');
    await viewer.click('backend-service:shop');
    same((await viewer.state()).backend.hits, [traceId(0)], 'hits');
    const loaded = viewer.countLoaded(1);
    await viewer.click(`backend-hit:${traceId(0)}`);
    await loaded;
    await viewer.idle();
    same((await viewer.state()).traces, 1, 'traces');
    holds(jaeger.asked.some((url) => url.startsWith('/api/v3/trace-summaries')), 'it asked for summaries', jaeger.asked);
    const other = later(await Viewer.open(browser, await viewer.call('link'), options));
    same((await other.state()).traces, 1, 'traces behind the link');
  },

  async 'a store that is not there is told in a sentence'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`, { viewport: { width: 1280, height: 640 } }));
    viewer.expected.push(/Failed to load resource|ERR_CONNECTION_REFUSED/);
    await viewer.click('open-backend');
    await viewer.click('backend-url');
    await viewer.press('Control+a');
    await viewer.type('http://127.0.0.1:9');
    await viewer.press('Enter');
    matches((await viewer.state()).backend.message, /\S+ \S+ \S+ \S+/, 'the sentence');
    await viewer.press('Escape');
    same((await viewer.state()).backend.open, false, 'closed');
  },
};
