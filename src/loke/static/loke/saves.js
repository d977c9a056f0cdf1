// Saves a whole form while somebody writes in it, and warns whoever leaves before it is done.
// Without this script the form's own button does.
"use strict";
(() => {
  const PAUSE = 800, AGAIN = 5000; // milliseconds
  let leaving = false;
  const kept = new Map(); // form -> {timer, busy, dirty}

  for (const form of document.querySelectorAll("form[data-saves]")) {
    const now = {};
    kept.set(form, now);
    const place = form.querySelector(".saved");
    const tell = (words, wrong) => {
      place.textContent = words;
      place.classList.toggle("error", wrong); // what is not saved must not look like what is
    };
    const later = (pause) => {
      clearTimeout(now.timer);
      now.dirty = true;
      now.timer = setTimeout(save, pause);
    };
    async function save() {
      if (now.busy) return later(PAUSE);
      now.busy = true;
      now.dirty = false;
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
        const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
        if (!told) throw new Error("signed out or down");
        if (told.saved) {
          form.elements.seen.value = told.seen;
          form.elements.submission.value = told.submission;
          for (const one of document.querySelectorAll(`[data-follows="${form.id}"]`)) one.value = told.seen;
          tell(`${form.dataset.saved} ${told.saved}`, false);
        } else {
          now.dirty = true; // nothing is stored: warn whoever leaves
          tell(told.error, true);
        }
      } catch {
        tell(form.dataset.failed, true);
        later(AGAIN);
      } finally {
        now.busy = false;
      }
    }
    form.addEventListener("input", () => later(PAUSE));
    form.addEventListener("submit", () => { clearTimeout(now.timer); leaving = true; });
  }

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && [...kept.values()].some((one) => one.dirty || one.busy)) event.preventDefault();
  });
})();
