// Lets a link wait until what is written has been saved, for the scripts that save; of several the last one is followed.
"use strict";
function linksWait(unsaved, save) {
  const LONGEST = 3000; // milliseconds
  let there = "";
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || link?.target; // this page stays as it is
    if (!link || elsewhere || event.defaultPrevented || !(there || unsaved())) return;
    event.preventDefault();
    const waiting = there;
    there = link.href;
    if (waiting) return;
    try {
      await Promise.race([save(), new Promise((done) => setTimeout(done, LONGEST))]);
    } finally {
      location.assign(there); // what is still not saved makes the browser ask
      there = "";
    }
  });
}
