import type { Page } from 'playwright-core';

/** More things than any screen has to stop at. */
const AT_MOST = 400;
/** Of several tools or radio buttons one is stopped at; arrows lead to the others. */
const USABLE = ['a[href]', 'button', 'input', 'select', 'textarea', 'summary', '[tabindex="0"]']
  .map(
    (each) =>
      `${each}:not(:disabled, [type=hidden], [type=radio], [tabindex="-1"], [role=toolbar] *, [role=radiogroup] *, [aria-hidden=true] *)`,
  )
  .join();

/**
 * What is wrong where the Tab key stops, from the top of the page until it is there again (WCAG 2.1.2, 2.4.7, 2.4.11): a stop
 * without a mark, one that other things cover or that the window does not show, one that Tab does not leave, and what can be
 * used by mouse and is not stopped at.
 */
export async function wrongByTab(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate((usable) => {
    const isThere = (each: Element) => each.checkVisibility({ visibilityProperty: true });
    const first = document.querySelector<HTMLElement>('.skip');
    first?.focus();
    Object.assign(window, { stops: [first], usable: [...document.querySelectorAll(usable)].filter(isThere) });
  }, USABLE);
  const wrong: string[] = [];
  for (let stops = 0; stops < AT_MOST; stops++) {
    await page.keyboard.press('Tab');
    const { what, isAgain, problems } = await page.evaluate(lookAtStop);
    wrong.push(...problems.map((problem) => `${problem}: ${what}`));
    if (isAgain) break;
  }
  return [...wrong, ...(await page.evaluate(lookForPassedOver))];
}

/** In the page: what is focused now. */
async function lookAtStop() {
  const { stops } = window as unknown as { stops: Element[] };
  const active = document.activeElement;
  if (active === null) return { what: '', isAgain: false, problems: ['nothing focused'] };
  const isAgain = stops.includes(active);
  if (isAgain || active === document.body) {
    if (!isAgain) stops.push(active);
    return { what: active.className, isAgain, problems: isAgain && active !== stops[0] ? ['Tab does not leave'] : [] };
  }
  stops.push(active);
  const label = active.closest('label');
  const isMarked = (each: Element | null) => {
    if (each === null) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
  };
  const look = () => {
    const problems: string[] = [];
    // A hidden control is drawn by the label around it.
    if (![active, label, active.closest('[data-focus-visible]')].some(isMarked)) problems.push('no mark');
    const shown = active.getBoundingClientRect().width > 2 ? active : (label ?? active);
    const { left, right, top, bottom } = shown.getBoundingClientRect();
    const [x0, x1] = [Math.max(0, left), Math.min(innerWidth, right)];
    const [y0, y1] = [Math.max(0, top), Math.min(innerHeight, bottom)];
    if (x1 <= x0 || y1 <= y0) return [...problems, 'outside the window'];
    const at = [0.1, 0.5, 0.9];
    const points = at.flatMap((x) => at.map((y) => document.elementFromPoint(x0 + (x1 - x0) * x, y0 + (y1 - y0) * y)));
    if (!points.some((there) => there !== null && (shown.contains(there) || there.contains(shown)))) problems.push('covered');
    return problems;
  };
  let problems = look();
  // A list scrolls to it with the next frame.
  for (let frames = 0; problems.length > 0 && frames < 10; frames++) {
    await new Promise((drawn) => requestAnimationFrame(drawn));
    problems = look();
  }
  const name = active.textContent || active.getAttribute('aria-label');
  return { what: `${active.tagName} ${active.getAttribute('class')} “${name?.slice(0, 50)}”`, isAgain, problems };
}

/** In the page: what was there to be used all the time and was not stopped at. */
function lookForPassedOver() {
  const { stops, usable } = window as unknown as { stops: Element[]; usable: Element[] };
  const passed = usable.filter((each) => {
    if (!each.isConnected || each.matches(':disabled, [tabindex="-1"]')) return false;
    // A list's row stands for the list.
    return !stops.some((stop) => stop === each || (each.matches('[role=grid]') && each.contains(stop)));
  });
  return passed.map((each) => `not stopped at: ${each.tagName} ${each.className} “${each.textContent?.slice(0, 50)}”`);
}
