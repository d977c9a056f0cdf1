// Rows are dragged to another place in their column, or moved by Alt and an arrow. The buttons Upp and Ner do it without.
(() => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  let dragged = null;

  function move(item, place) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = item.dataset.move;
    for (const [name, value] of [["place", place], ["csrfmiddlewaretoken", token.value]]) {
      const field = document.createElement("input");
      [field.type, field.name, field.value] = ["hidden", name, value];
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }

  const placeOf = (item) => [...item.parentElement.querySelectorAll("[data-move]")].indexOf(item);

  for (const item of document.querySelectorAll("[data-move]")) {
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      item.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    item.addEventListener("dragend", () => item.classList.remove("dragged"));
    item.addEventListener("dragover", (event) => {
      if (dragged && dragged.parentElement === item.parentElement) {
        event.preventDefault();
        item.classList.add("over");
      }
    });
    item.addEventListener("dragleave", () => item.classList.remove("over"));
    item.addEventListener("drop", (event) => {
      event.preventDefault();
      if (dragged && dragged !== item) move(dragged, placeOf(item));
    });
    item.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (event.altKey && step) {
        event.preventDefault();
        move(item, Math.max(placeOf(item) + step, 0));
      }
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
