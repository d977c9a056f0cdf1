// Saves a whole form while somebody writes in it, and before another form of the page is sent or a link of it is
// followed; warns whoever leaves before it is done. Without this script the form's own button does.
"use strict";
(() => {
  const PAUSE = 800, AGAIN = 5000; // milliseconds
  let leaving = false, waiting = false, told_so = false;
  const kept = new Map(); // form -> {timer, busy, dirty, going, save}

  for (const form of document.querySelectorAll("form[data-saves]")) {
    const now = { going: Promise.resolve(), save: () => (now.going = now.going.then(send)) }; // one at a time
    kept.set(form, now);
    const place = form.querySelector(".saved");
    const tell = (words, wrong) => {
      place.textContent = words;
      place.classList.toggle("error", wrong); // what is not saved must not look like what is
    };
    const later = (pause) => {
      clearTimeout(now.timer);
      now.dirty = true;
      now.timer = setTimeout(now.save, pause);
    };
    async function send() {
      if (!now.dirty) return;
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
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target, own = kept.get(form), button = event.submitter;
    const unsaved = () => [...kept].filter(([one, now]) => one !== form && (now.dirty || now.busy));
    clearTimeout(own?.timer);
    if (!own?.busy && !unsaved().length) {
      if (own) leaving = true;
      return;
    }
    if (told_so) return; // it could not be saved, and that was shown: now the browser asks
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    await Promise.all([own?.going, ...unsaved().map(([, now]) => now.save())]);
    waiting = false;
    const [left] = unsaved();
    if (!left) return form.requestSubmit(button);
    told_so = true;
    left[0].querySelector(".saved").scrollIntoView({ block: "center" });
  });

  const all = [...kept.values()], anyUnsaved = () => all.some((now) => now.dirty || now.busy);
  linksWait(anyUnsaved, () => Promise.all(all.map((now) => now.save())));

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && anyUnsaved()) event.preventDefault();
  });
})();
