// A day that does not exist is sent as nothing, and what was typed would be gone: the form stays, with what to do beside
// the field. Without this script the answer says that the day is lacking.
"use strict";
{
  const { wrong } = document.currentScript.dataset;
  const tell = (field) => {
    const id = `${field.id}_error`;
    document.getElementById(id)?.remove();
    const said = document.createElement("p");
    said.className = "error";
    said.textContent = wrong;
    const place = document.createElement("div");
    place.id = id;
    place.append(said);
    field.before(place);
    field.closest(".field")?.classList.add("field-error");
    field.setAttribute("aria-invalid", "true");
    const about = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    field.setAttribute("aria-describedby", [...about, id].join(" "));
  };
  document.addEventListener("submit", (event) => {
    if (event.submitter?.formNoValidate) return; // it throws away what is typed
    const impossible = [...event.target.elements].filter((one) => one.type === "date" && one.validity.badInput);
    if (!impossible.length) return;
    event.preventDefault();
    event.stopPropagation(); // nothing else says that it is sent
    impossible.forEach(tell);
    impossible[0].focus();
  }, true);
}
