// Saves each field of a form as it is written, and before a link is followed. Without this script the form's own button does.
"use strict";
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const PAUSE = 800, AGAIN = 5000; // milliseconds
  const fields = new Map(); // name -> {timer, busy, dirty, going}
  const control = (name) => form.elements[name];
  const state = (name) => fields.get(name) || fields.set(name, {}).get(name);

  function tell(name, words, link, wrong = true) {
    const place = form.querySelector(`.saved[data-for="${CSS.escape(name)}"]`);
    place.textContent = words;
    place.classList.toggle("error", wrong); // what is not saved must not look like what is
    if (link) {
      const a = document.createElement("a");
      a.href = link;
      a.textContent = form.dataset.chooseLink;
      place.append(" ", a);
    }
  }

  function later(name, pause) {
    clearTimeout(state(name).timer);
    state(name).dirty = true;
    state(name).timer = setTimeout(begin, pause, name);
  }

  function begin(name) {
    const now = state(name);
    return now.busy ? later(name, PAUSE) : (now.going = save(name));
  }

  async function save(name) {
    const now = state(name);
    now.busy = true;
    now.dirty = false;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("name", name);
    body.set("text", control(name).value);
    body.set("seen", control(`${name}-seen`).value);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
      if (!told) throw new Error("signed out or down");
      if (told.saved) {
        control(`${name}-seen`).value = told.seen;
        control(`${name}-was`).value = told.was;
        tell(name, `${form.dataset.saved} ${told.saved}`, "", false);
      } else if (told.choose) {
        now.stopped = true; // both are kept; whatever is written now would be a third
        tell(name, form.dataset.choose, told.choose);
      } else {
        now.dirty = true; // nothing is stored: warn whoever leaves
        tell(name, told.error);
      }
    } catch {
      tell(name, form.dataset.failed);
      later(name, AGAIN);
    } finally {
      now.busy = false;
    }
  }

  form.addEventListener("input", (event) => {
    const name = event.target.name;
    if (!name || !form.elements[`${name}-seen`]) return;
    if (state(name).stopped) state(name).dirty = true; // not saved until the choice is made: warn whoever leaves
    else later(name, PAUSE);
  });
  form.addEventListener("submit", () => fields.forEach((one) => { clearTimeout(one.timer); one.dirty = false; }));
  const unsaved = () => [...fields].filter(([, one]) => one.dirty || one.busy);
  async function finish([name, now]) {
    await now.going;
    if (now.dirty && !now.stopped) await begin(name);
  }
  linksWait(() => unsaved().length > 0, () => Promise.all(unsaved().map(finish)));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved().length) event.preventDefault();
  });
}
