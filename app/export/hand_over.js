// Answers in an address, for a device that has a printer: behind the #, which no browser sends.

const USABLE_FOR = 60;
/** Minutes by which the clock of the other device may be behind. */
const BEHIND = 5;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** Begins what is no address of a page. */
const HANDED_OVER = "#=";
/** So that the longest answers still have room in a code. */
const LONGEST_PLACE = 120;

/** @param {number} value @param {number} count */
function bitsOf(value, count) {
  return [...Array(count).keys()].map((i) => (value >>> (count - 1 - i)) & 1);
}

/** @param {number[]} bits */
function numberOf(bits) {
  return bits.reduce((number, bit) => number * 2 + bit, 0);
}

/** How many bits tell so many things apart. @param {number} count */
function width(count) {
  return Math.ceil(Math.log2(count));
}

/** 24 bits that tell a whole code from one that was cut or misread. @param {number[]} bits */
function checkOf(bits) {
  const hash = bits.reduce((sum, bit) => Math.imul(sum ^ bit, 16777619) >>> 0, 2166136261);
  return bitsOf(hash >>> 8, 24);
}

/** What begins every code: of which content it is, and the minute it was made. @param {number} now */
function headOf(now) {
  const content = parseInt(QUESTIONNAIRE.digest.slice(0, 8), 16);
  return [...bitsOf(content, 32), ...bitsOf(Math.floor(now / 60000), 32)];
}

/** The answers on the path and the choice as letters. @param {Saved} saved @param {number} now */
function packed(saved, now) {
  const { answers } = follow(saved.answers);
  const bits = headOf(now);
  for (const item of QUESTIONNAIRE.items) {
    const codes = item.answer_option.map((option) => option.code);
    const given = answers.get(item.link_id);
    bits.push(given ? 1 : 0);
    if (given && item.repeats) {
      bits.push(...codes.map((code) => (given.has(code) ? 1 : 0)));
    } else if (given) {
      bits.push(...bitsOf(codes.findIndex((code) => given.has(code)), width(codes.length)));
    }
  }
  const { choice } = saved;
  const ids = QUESTIONNAIRE.gp_questions.map((question) => question.id);
  bits.push(choice ? 1 : 0);
  for (const chosen of choice ? [choice.dropped, choice.first] : []) {
    bits.push(...ids.map((id) => (chosen.has(id) ? 1 : 0)));
  }
  bits.push(...checkOf(bits));
  while (bits.length % 6) {
    bits.push(0);
  }
  return bits.flatMap((_, i) => (i % 6 ? [] : LETTERS[numberOf(bits.slice(i, i + 6))])).join("");
}

/** What was packed, where this content packed it within the hour; else null. @param {string} letters @param {number} now @returns {Saved | null} */
function unpacked(letters, now) {
  if ([...letters].some((letter) => !LETTERS.includes(letter))) {
    return null;
  }
  const bits = [...letters].flatMap((letter) => bitsOf(LETTERS.indexOf(letter), 6));
  let at = 0;
  const take = (/** @type {number} */ count) => bits.slice(at, (at += count));
  const [content, made] = [take(32), numberOf(take(32))];
  const age = Math.floor(now / 60000) - made;
  if (content.join("") !== headOf(now).slice(0, 32).join("") || age < -BEHIND || age > USABLE_FOR) {
    return null;
  }
  /** @type {Answers} */
  const answers = new Map();
  for (const item of QUESTIONNAIRE.items) {
    const codes = item.answer_option.map((option) => option.code);
    if (take(1)[0]) {
      const said = take(item.repeats ? codes.length : width(codes.length));
      const chosen = (/** @type {number} */ i) => (item.repeats ? said[i] : i === numberOf(said));
      answers.set(item.link_id, new Set(codes.filter((_, i) => chosen(i))));
    }
  }
  const ids = QUESTIONNAIRE.gp_questions.map((question) => question.id);
  const masks = take(1)[0] ? [take(ids.length), take(ids.length)] : [];
  const [dropped, first] = masks.map((mask) => ids.filter((_, i) => mask[i]));
  const check = checkOf(bits.slice(0, at)).join("");
  const isWhole = take(24).join("") === check;
  const filling = bits.slice(at);
  const fits = [...answers].every(([name, given]) => !faultOfAnswer(found(ITEMS, name), given));
  if (!isWhole || !fits || filling.length > 5 || filling.includes(1)) {
    return null;
  }
  return new Saved(now, answers, null, dropped ? new Choice(dropped, first) : null);
}
