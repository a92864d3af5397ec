// An address as a QR code, drawn on this device: byte mode, the lowest correction, versions 1 to 9.
// A test compares every square with those of the library that the app uses.

const CODEWORDS = [26, 44, 70, 100, 134, 172, 196, 242, 292];
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2];
const ALIGNED = [[], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46]];

/** Powers of 2 in the field with 256 members that QR codes count in. */
const POWERS = [1];
while (POWERS.length < 255) {
  const next = POWERS[POWERS.length - 1] << 1;
  POWERS.push(next > 255 ? next ^ 0x11d : next);
}

/** @param {number} a @param {number} b */
function product(a, b) {
  return a && b ? POWERS[(POWERS.indexOf(a) + POWERS.indexOf(b)) % 255] : 0;
}

/** What is left of a block over the generator: its correction. @param {number[]} block @param {number} length */
function correctionOf(block, length) {
  let generator = [1];
  for (let i = 0; i < length; i++) {
    const shifted = [...generator, 0];
    generator.forEach((factor, at) => (shifted[at + 1] ^= product(factor, POWERS[i])));
    generator = shifted;
  }
  const rest = [...block, ...Array(length).fill(0)];
  block.forEach((_, i) => {
    const lead = rest[i];
    generator.forEach((factor, at) => (rest[i + at] ^= product(factor, lead)));
  });
  return rest.slice(block.length);
}

/** What the code holds: the text with its correction, blocks by turns. @param {number[]} bytes @param {number} version */
function codewords(bytes, version) {
  const count = BLOCKS[version - 1];
  const correction = CORRECTION[version - 1];
  const room = CODEWORDS[version - 1] - count * correction;
  // 4 bits of mode, 8 of length, the text, 4 bits of end: so everything lies half a byte aside
  const half = [4, bytes.length >> 4, bytes.length & 15, ...bytes.flatMap((b) => [b >> 4, b & 15]), 0];
  const data = half.flatMap((high, i) => (i % 2 ? [] : [(high << 4) | half[i + 1]]));
  // readers pass over the filling; the empty byte before it is as the library of the app has it
  data.push(0);
  while (data.length < room) {
    data.push(0xec, 0x11);
  }
  const short = Math.floor(room / count);
  const blocks = [...Array(count).keys()].map((i) => {
    const extra = count - (room % count);
    const from = i * short + Math.max(0, i - extra);
    return data.slice(0, room).slice(from, from + short + (i >= extra ? 1 : 0));
  });
  const byTurns = (/** @type {number[][]} */ lists) =>
    [...Array(Math.max(...lists.map((list) => list.length))).keys()].flatMap((i) =>
      lists.flatMap((list) => (i < list.length ? [list[i]] : [])),
    );
  return [...byTurns(blocks), ...byTurns(blocks.map((block) => correctionOf(block, correction)))];
}

/** A number with its check bits. @param {number} value @param {number} bits @param {number} generator */
function withCheck(value, bits, generator) {
  let rest = value << bits;
  for (let i = 31; i >= bits; i--) {
    if ((rest >>> i) & 1) {
      rest ^= generator << (i - bits);
    }
  }
  return (value << bits) | rest;
}

/** The squares, row by row: 1 is dark. @param {string} text @returns {number[][]} */
function qrOf(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const fits = (/** @type {number} */ i) =>
    CODEWORDS[i] - BLOCKS[i] * CORRECTION[i] >= bytes.length + 2;
  const version = CODEWORDS.findIndex((_, i) => fits(i)) + 1;
  if (!version) {
    throw new RangeError("the address is too long for a code");
  }
  const size = 17 + 4 * version;
  /** @type {(number | undefined)[][]} */
  const fixed = Array.from({ length: size }, () => Array(size).fill(undefined));
  /** @param {number} y @param {number} x @param {boolean | number} dark */
  const set = (y, x, dark) => {
    if (y >= 0 && y < size && x >= 0 && x < size) {
      fixed[y][x] = dark ? 1 : 0;
    }
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  const places = [6, ...ALIGNED[version - 1]];
  for (const cy of version > 1 ? places : []) {
    for (const cx of places) {
      if (![`6 6`, `6 ${size - 7}`, `${size - 7} 6`].includes(`${cy} ${cx}`)) {
        square(2, (y, x, ring) => set(cy + y, cx + x, ring !== 1));
      }
    }
  }
  for (const [cy, cx] of [[3, 3], [3, size - 4], [size - 4, 3]]) {
    square(4, (y, x, ring) => set(cy + y, cx + x, ring !== 2 && ring !== 4));
  }
  if (version > 6) {
    const number = withCheck(version, 12, 0x1f25);
    for (let i = 0; i < 18; i++) {
      const [long, short] = [Math.floor(i / 3), size - 11 + (i % 3)];
      set(long, short, (number >> i) & 1);
      set(short, long, (number >> i) & 1);
    }
  }
  format(0);

  /** Say the level and the mask, twice. @param {number} mask */
  function format(mask) {
    const number = withCheck(8 | mask, 10, 0x537) ^ 0x5412;
    for (let i = 0; i < 15; i++) {
      const dark = (number >> i) & 1;
      set(i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, 8, dark);
      set(8, i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i, dark);
    }
    set(size - 8, 8, 1);
  }

  const bits = codewords(bytes, version).flatMap((word) =>
    [7, 6, 5, 4, 3, 2, 1, 0].map((i) => (word >> i) & 1),
  );
  return filled(fixed, bits);
}

/** Go through a square around a middle. @param {number} reach @param {(y: number, x: number, ring: number) => void} each */
function square(reach, each) {
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      each(y, x, Math.max(Math.abs(y), Math.abs(x)));
    }
  }
}

/** The code with its bits, up and down in pairs of columns from the right, masked like a chessboard. @param {(number | undefined)[][]} fixed @param {number[]} bits */
function filled(fixed, bits) {
  const size = fixed.length;
  const rows = fixed.map((row) => [...row]);
  let next = 0;
  let up = true;
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let i = 0; i < size; i++) {
      const y = up ? size - 1 - i : i;
      for (const x of [right, right - 1]) {
        if (fixed[y][x] === undefined) {
          rows[y][x] = (bits[next++] || 0) ^ ((y + x) % 2 === 0 ? 1 : 0);
        }
      }
    }
    up = !up;
  }
  return rows.map((row) => row.map((dark) => dark || 0));
}

/** The code as a drawing with the white border that readers need, a bar for each run of dark squares. @param {string} text */
function qrDrawing(text) {
  const rows = qrOf(text);
  const bars = rows.map((row, y) =>
    row.map((dark, x) => {
      const end = row.indexOf(0, x);
      const long = (end < 0 ? row.length : end) - x;
      return dark && !row[x - 1] ? `M${x + 4} ${y + 4}h${long}v1h-${long}z` : "";
    }),
  );
  return { size: rows.length + 8, dark: bars.map((row) => row.join("")).join("") };
}
