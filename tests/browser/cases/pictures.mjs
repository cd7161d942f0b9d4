// Whole pictures against committed ones. Small canvases: they are drawn in software.
import { join } from 'node:path';
import { matchesPicture } from '../pictures.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson, spanId, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

const TOLERANCE = 0.01;  // of the pixels: other versions of Chromium round the edges of glyphs differently

async function show({ browser, site, later }, options) {
  const server = later(await serveSite(site));
  const viewer = later(await Viewer.open(browser, `${server.origin}/`, { timezoneId: 'UTC', ...options }));
  await viewer.page.clock.setFixedTime(new Date('2026-09-21T15:00:00Z'));
  await viewer.openText('six.json', otlpJson(6));
  return viewer;
}

const picture = (tools, name) => [join(tools.here, 'images', `${name}.png`), { update: tools.update, tolerance: TOLERANCE }];

export const cases = {
  async 'the list'(tools) {
    const viewer = await show(tools);
    await matchesPicture(viewer.page, ...picture(tools, 'list'));
  },

  async 'a trace in the light theme'(tools) {
    const viewer = await show(tools, { colorScheme: 'light' });
    await viewer.call('select', { trace: traceId(2), span: spanId(2, 2) });
    await viewer.idle();
    await matchesPicture(viewer.page, ...picture(tools, 'trace-light'));
  },
};
