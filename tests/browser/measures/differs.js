// How many pixels of two pictures differ from each other by a contrast of 3 to 1 or more.
// The picture before is that of the last time where it is empty.
async ([before, after, x, y]) => {
  const decoded = async (picture) =>
    createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
  const pixels = (bitmap, left, top, width, height) => {
    const canvas = new OffscreenCanvas(width ?? bitmap.width, height ?? bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, -left, -top);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  };
  if (before) globalThis.before = await decoded(before);
  const now = pixels(await decoded(after), 0, 0);
  const then = pixels(globalThis.before, x, y, now.width, now.height);
  const linear = (value) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = (data, i) =>
    0.2126 * linear(data[i]) + 0.7152 * linear(data[i + 1]) + 0.0722 * linear(data[i + 2]);
  let count = 0;
  for (let i = 0; i < now.data.length; i += 4) {
    const [a, b] = [light(now.data, i), light(then.data, i)];
    if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) >= 3) count += 1;
  }
  return count;
}
