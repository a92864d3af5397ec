// Text that stands before what it follows in the page: above it, or left of it on the same line.
// Of cells side by side in one row the whole cells count, however many lines each has.
// With it, every text in order, to compare screen and paper.
() => {
  const read = [];
  const faults = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let last = null;
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const words = text.data.replace(/\s+/g, " ").trim();
    const hidden = !text.parentElement.checkVisibility({ visibilityProperty: true });
    if (!words || hidden || text.parentElement.closest(".visually-hidden, .skip-link, svg")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
    if (!boxes.length) continue;
    read.push(words);
    const cell = text.parentElement.closest("dt, dd, td, th");
    if (last) {
      const inRow = cell && last.cell && cell !== last.cell && cell.parentElement === last.cell.parentElement;
      const [before, first] = inRow
        ? [last.cell.getBoundingClientRect(), cell.getBoundingClientRect()]
        : [last.box, boxes[0]];
      const above = first.bottom <= before.top + 2;
      const sameLine = first.top < before.bottom - 2 && before.top < first.bottom - 2;
      if (above || (sameLine && first.right <= before.left + 1)) {
        faults.push(`stands before what it follows: ${last.words} | ${words}`);
      }
    }
    last = { box: boxes[0], cell, words };
  }
  return { read, faults };
}
