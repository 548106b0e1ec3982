/** After something was found wrong: to the first field that is marked, once it is. */
export function focusFirstWrong(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    form?.querySelector<HTMLElement>('[data-invalid] :is(input, textarea, button)')?.focus();
  });
}
