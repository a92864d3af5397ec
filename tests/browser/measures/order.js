// Text that stands before what it follows in the page: above it, or left of it on the same line.
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
    const first = boxes[0];
    if (last) {
      const above = first.bottom <= last.box.top + 2;
      const sameLine = first.top < last.box.bottom - 2 && last.box.top < first.bottom - 2;
      if (above || (sameLine && first.right <= last.box.left + 1)) {
        faults.push(`stands before what it follows: ${last.words} | ${words}`);
      }
    }
    last = { box: first, words };
  }
  return { read, faults };
}
