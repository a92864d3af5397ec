// Where the focus is: what has it, and whether any part of it is out of the window or covered.
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const name = `${element.localName} ${element.id || element.textContent.trim().slice(0, 60)}`;
  const inside = { left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
                   top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight) };
  const width = inside.right - inside.left;
  const height = inside.bottom - inside.top;
  const seen = [0.1, 0.5, 0.9].some((part) => {
    const hit = document.elementFromPoint(inside.left + width * part, inside.top + height / 2);
    return hit && (element.contains(hit) || hit.contains(element) || element.labels?.[0] === hit);
  });
  return {
    name,
    kind: element.className,
    fault: width <= 0 || height <= 0 ? `${name} is out of the window`
      : !seen ? `${name} is covered` : null,
    box: { x: box.x, y: box.y, width: box.width, height: box.height },
  };
}
