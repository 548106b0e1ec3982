/** Others put the focus back within a frame or two: a dialog to what opened it, a list to the row that took the place. */
const SETTLED_MS = 100;
/** What is disabled while it works is mostly back by then. */
const BUSY_MS = 400;

/** Where the focus was put for want of a better place. */
let given: Element | undefined;

/** Nobody has put the focus where it is. */
export function isFocusAdrift(): boolean {
  return document.activeElement === document.body || (given !== undefined && document.activeElement === given);
}

/**
 * Keeps the keyboard from falling to the top of the page when what has the focus goes away or is disabled: it comes back to a
 * button that was only busy, and else goes to the heading, or the list, of where it was. Call it once.
 */
export function keepFocus(): void {
  let last: HTMLElement | undefined;
  let around: readonly HTMLElement[] = [];
  let lost = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = () => {
    if (last === undefined || isThere(last) || !(isFocusAdrift() || document.activeElement === last)) return;
    const place = placeIn(around);
    given = place;
    if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  };
  const look = () => {
    if (last === undefined) return;
    if (!isThere(last)) {
      if (lost && last.isConnected) return;
      lost = true;
      clearTimeout(timer);
      timer = setTimeout(settle, last.isConnected ? BUSY_MS : SETTLED_MS);
      if (!last.isConnected) disconnected.disconnect();
    } else if (lost) {
      lost = false;
      clearTimeout(timer);
      if (isFocusAdrift()) last.focus({ preventScroll: true });
    }
  };
  const disconnected = new MutationObserver(look);
  const follow = () => disconnected.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });

  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || target === given) return;
    given = undefined;
    last = target;
    around = ancestorsOf(target);
    lost = false;
    clearTimeout(timer);
    follow();
  });
  document.addEventListener('focusout', ({ target }) => {
    // Somebody has left it, for nothing in particular: that is theirs to do.
    setTimeout(() => {
      if (document.activeElement === document.body && last === target && last !== undefined && isThere(last)) last = undefined;
    });
  });
}

function isThere(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled');
}

function ancestorsOf(element: HTMLElement): readonly HTMLElement[] {
  const all: HTMLElement[] = [];
  for (let each = element.parentElement; each !== null && each !== document.body; each = each.parentElement) all.push(each);
  return all;
}

/** The nearest list or heading that is still there; a dialog that is open keeps the focus in it. */
function placeIn(around: readonly HTMLElement[]): HTMLElement {
  const dialog = document.querySelector('[role="dialog"], [role="alertdialog"]');
  const allowed = around.filter((each) => each.isConnected && (dialog === null || dialog.contains(each)));
  for (const each of [...allowed, dialog ?? document.getElementById('root')]) {
    const place = each?.matches('[role="grid"]') ? each : each?.querySelector('h1, h2, h3');
    if (place instanceof HTMLElement) return place;
  }
  return document.getElementById('main') ?? document.body;
}
