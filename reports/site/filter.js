"use strict";
// Filters and sorts the rows of a table that is complete without it. Reads nothing, keeps nothing, asks nobody.
for (const form of document.querySelectorAll("[data-filter]")) {
  const table = form.parentElement.querySelector("[data-rows]"), rows = [...table.tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const show = () => {
    const words = form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const is = (name, row) => !form[name] || !form[name].value || row.dataset[name] === form[name].value;
    let shown = 0;
    rows.forEach((row, n) => {
      row.hidden = !(words.every((word) => texts[n].includes(word)) && is("verdict", row) && is("country", row));
      shown += !row.hidden;
    });
    form.querySelector("output").value = `${shown} of ${rows.length} rows`;
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
}
for (const table of document.querySelectorAll("[data-sort]")) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  const value = (row, n) => row.cells[n].dataset.v ?? row.cells[n].textContent.trim();
  heads.forEach((head, n) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const order = (a, b) => {
        const [x, y] = [value(a, n), value(b, n)], known = (v) => v !== "" && !Number.isNaN(Number(v));
        return known(x) && known(y) ? x - y : known(x) ? -1 : known(y) ? 1 : x.localeCompare(y);
      };
      body.append(...[...body.rows].sort((a, b) => (down ? order(b, a) : order(a, b))));
    });
  });
}
