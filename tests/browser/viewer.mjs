// One page of the viewer in Chromium, for tests: opening it, real mouse and keys on named controls, dropping files.
// Waits are on spanorama.idle(), never on time.
import { chromium } from 'playwright-core';

const FLAGS = ['--headless=new', '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function launch(...more) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...FLAGS, ...more], ignoreDefaultArgs: ['--headless'] });
}

// A profile on the disk, as a person has one: what is stored lies in files.
export function launchProfile(folder) {
  return chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS, ignoreDefaultArgs: ['--headless'], serviceWorkers: 'block',
    viewport: { width: 800, height: 500 }, colorScheme: 'dark', reducedMotion: 'reduce',
  });
}

export class Viewer {
  // `url`: of the site, with query and fragment. `options`: of the browser context (viewport, deviceScaleFactor, …).
  static async open(browser, url, options = {}) {
    const viewer = await Viewer.blank(browser, options);
    await viewer.goto(url);
    return viewer;
  }

  // An empty page, for a test that expects errors from the start.
  static async blank(browser, options = {}) {
    const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 800, height: 500 }, colorScheme: 'dark', reducedMotion: 'reduce', ...options });
    return Viewer.of(context);
  }

  // Another tab of the same profile.
  static async of(context) {
    const viewer = new Viewer();
    viewer.context = context;
    viewer.page = await context.newPage();
    viewer.errors = [];
    viewer.expected = [];  // patterns of console errors that the test brings about
    viewer.page.on('console', (message) => { if (message.type() === 'error') viewer.errors.push(message.text()); });
    viewer.page.on('pageerror', (error) => viewer.errors.push(String(error)));
    return viewer;
  }

  async goto(url) {
    await this.page.goto(url);
    await this.idle();
  }

  async reload() {
    await this.page.reload();
    await this.idle();
  }

  close() { return this.context.close(); }

  // Console errors that no test expected.
  surprises() { return this.errors.filter((text) => !this.expected.some((pattern) => pattern.test(text))); }

  // The page's script API: call('traces', {limit: 3}).
  call(method, ...args) { return this.page.evaluate(([name, values]) => globalThis.spanorama[name](...values), [method, args]); }
  idle() { return this.call('idle'); }
  state() { return this.call('state'); }

  async rect(name) {
    const rect = await this.call('rect', name);
    if (!rect) {
      const known = Object.keys(await this.call('rects'));
      throw new Error(`nothing named ${name} is on the screen; there is: ${known.slice(0, 80).join(' ')}`);
    }
    return rect;
  }

  // A point inside a named rectangle; `at` in shares of its size.
  async point(name, at = [0.5, 0.5]) {
    const rect = await this.rect(name);
    return [rect.x + rect.width * at[0], rect.y + rect.height * at[1]];
  }

  async click(name, at) {
    await this.page.mouse.click(...await this.point(name, at));
    await this.idle();
  }

  // Presses at the first point, moves to the second, lets go.
  async drag([x0, y0], [x1, y1]) {
    await this.page.mouse.move(x0, y0);
    await this.page.mouse.down();
    await this.idle();
    await this.page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2);
    await this.page.mouse.move(x1, y1);
    await this.idle();
    await this.page.mouse.up();
    await this.idle();
  }

  async type(text) {
    await this.page.keyboard.type(text);
    await this.idle();
  }

  async press(key) {
    await this.page.keyboard.press(key);
    await this.idle();
  }

  // Files from the disk, dropped through the browser's own drag events, as a person would.
  async dropFiles(paths, at = [400, 250]) {
    const devtools = await this.context.newCDPSession(this.page);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    const loaded = this.countLoaded(paths.length);
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
      await devtools.send('Input.dispatchDragEvent', { type, x: at[0], y: at[1], data });
    }
    await devtools.detach();
    await loaded;
    await this.idle();
  }

  // Resolves when that many sources were read or refused.
  countLoaded(count) {
    return this.page.evaluate((wanted) => new Promise((resolve) => {
      let left = wanted;
      const done = () => { if (--left === 0) resolve(); };
      globalThis.spanorama.on('loaded', done);
      globalThis.spanorama.on('error', done);
    }), count);
  }

  // Text as a file, through the script API; the report.
  openText(name, text) {
    return this.page.evaluate(([n, t]) => globalThis.spanorama.open(new File([t], n)), [name, text]);
  }

  async screenshot(path) { return this.page.screenshot({ path }); }
}
