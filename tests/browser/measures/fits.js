// What does not fit: a page that scrolls sideways, text that is cut off, text on top of other text.
() => {
  const faults = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    faults.push(`the page is ${page.scrollWidth} px wide, the window ${page.clientWidth}`);
  }
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !element.closest(".visually-hidden, .skip-link");
  const cuts = (element) => getComputedStyle(element).overflow !== "visible";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const placed = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const words = text.data.trim();
    if (!words || !shown(text.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
    const frames = [];
    for (let above = text.parentElement; above && above !== document.body; above = above.parentElement) {
      if (cuts(above)) frames.push(above.getBoundingClientRect());
    }
    for (const box of boxes) {
      if (box.left < -1 || box.right > page.clientWidth + 1) {
        faults.push(`beside the window: ${words}`);
      }
      if (frames.some((f) => box.left < f.left - 1 || box.right > f.right + 1 ||
                             box.top < f.top - 3 || box.bottom > f.bottom + 3)) {
        faults.push(`cut off: ${words}`);
      }
      placed.push({ box, words, parent: text.parentElement });
    }
  }
  placed.forEach((one, index) => {
    for (const other of placed.slice(index + 1)) {
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // Boxes of text are higher than its line: lines that follow each other may touch.
      const most = Math.min(one.box.height, other.box.height) / 3;
      if (width > 2 && height > most) faults.push(`on top of each other: ${one.words} | ${other.words}`);
    }
  });
  return [...new Set(faults)];
}
