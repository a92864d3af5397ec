// What the templates need when they run. Mirrors Jinja, and is as strict: what is not there fails.

/** Text that is HTML already. */
class Safe {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

/** @param {unknown} value @returns {string} HTML */
function out(value) {
  if (value instanceof Safe) {
    return value.text;
  }
  if (typeof value !== "string" && typeof value !== "number") {
    throw new TypeError(`a template puts out ${value}`);
  }
  return String(value).replace(/[&<>"']/g, (sign) => ENTITIES[/** @type {"&"} */ (sign)]);
}

/** As Python has it: nothing, zero and what is empty are false. @param {any} value */
function truthy(value) {
  if (value === undefined) {
    throw new TypeError("a template asks for what is not there");
  }
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  return value instanceof Set ? value.size > 0 : Boolean(value);
}

/** @param {any} left @param {() => any} right */
function and(left, right) {
  return truthy(left) ? right() : left;
}

/** @param {any} left @param {() => any} right */
function or(left, right) {
  return truthy(left) ? left : right();
}

/** @param {any} place @param {any} value */
function has(place, value) {
  if (Array.isArray(place)) {
    return place.includes(value);
  }
  return place instanceof Set ? place.has(value) : Object.prototype.hasOwnProperty.call(place, value);
}

/** @param {any} left @param {any} right */
function add(left, right) {
  return Array.isArray(left) ? [...left, ...right] : left + right;
}

/** @param {any[]} parts */
function concat(parts) {
  const safe = parts.some((part) => part instanceof Safe);
  return safe ? new Safe(parts.map(out).join("")) : parts.map(plainText).join("");
}

/** @param {unknown} value */
function plainText(value) {
  out(value); // fails where it must
  return String(value);
}

/** A number with a comma between thousands. @param {number} number */
function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * @param {Iterable<any>} items
 * @param {(item: any, loop: object) => Safe} body
 * @param {() => Safe} [otherwise]
 */
function loop(items, body, otherwise) {
  const all = [...items];
  if (!all.length && otherwise) {
    return otherwise().text;
  }
  return all
    .map((item, i) => {
      const place = { index: i + 1, index0: i, first: i === 0, last: i === all.length - 1 };
      return body(item, place).text;
    })
    .join("");
}

/**
 * @param {any[]} given @param {Record<string, any>} named @param {number} place
 * @param {string} name @param {() => any} [otherwise]
 */
function argument(given, named, place, name, otherwise) {
  const value = place < given.length ? given[place] : named[name];
  return value === undefined && otherwise ? otherwise() : value;
}

/** @param {any} value @param {string} name */
function testOf(name, value) {
  return (/** @type {any} */ one) => (name === "in" ? has(value, one) : truthy(one));
}

const filters = {
  /** @param {string} text */
  capitalize: (text) => text[0].toUpperCase() + text.slice(1).toLowerCase(),
  /** @param {any} value @param {any} other */
  default: (value, other) => (value === undefined ? other : value),
  /** @param {any[]} list */
  first: (list) => list[0],
  /** @param {string} text */
  int: (text) => parseInt(text, 10),
  /** @param {any[]} list @param {string} [between] */
  join: (list, between = "") => list.map(plainText).join(between),
  /** @param {any} value */
  length: (value) => lengthOf(value),
  /** @param {Iterable<any>} list */
  list: (list) => [...list],
  /** @param {any[]} list @param {{attribute: string}} of */
  map: (list, of) => list.map((one) => one[of.attribute]),
  /** @param {string} text @param {string} old @param {string} by */
  replace: (text, old, by) => text.split(old).join(by),
  /** @param {string} markup */
  safe: (markup) => new Safe(markup),
  /** @param {any[]} list @param {string} test @param {any} [value] */
  select: (list, test, value) => list.filter(testOf(test, value)),
  /** @param {any[]} list @param {string} name @param {string} [test] @param {any} [value] */
  selectattr: (list, name, test = "true", value = null) =>
    list.filter((one) => testOf(test, value)(one[name])),
  /** @param {any[]} list @param {{start: any}} of */
  sum: (list, of) => list.reduce(add, of.start),
};

/** Characters as Python counts them, or members. @param {any} value @returns {number} */
function lengthOf(value) {
  return (typeof value === "string" ? [...value] : value).length;
}

/** @typedef {Record<string, any>} Values */
/** @typedef {{parent: string | null, blocks: Record<string, Block>, run: (v: Values) => string}} Template */
/** @typedef {(v: Values, above: () => Safe) => Safe} Block */

/** @type {Values} What every template knows. */
const GLOBALS = { range: (/** @type {number} */ count) => [...Array(count).keys()] };

/** @type {Map<string, Values>} */
const modules = new Map();

/** The names that a template sets at its top. @param {string} name */
function imported(name) {
  const module = modules.get(name) || Object.create(GLOBALS);
  if (!modules.has(name)) {
    modules.set(name, module);
    TEMPLATES[name].run(module);
  }
  return module;
}

/** @param {Values} v @param {string} name */
function block(v, name, depth = 0) {
  return v.$blocks[name][depth](v, () => new Safe(block(v, name, depth + 1))).text;
}

/** The page of a template. @param {string} name @param {Values} values @returns {string} HTML */
function render(name, values) {
  const v = Object.assign(Object.create(GLOBALS), values, { $blocks: {} });
  const line = [];
  for (let next = /** @type {string | null} */ (name); next; next = TEMPLATES[next].parent) {
    line.push(TEMPLATES[next]);
    for (const [block, filled] of Object.entries(TEMPLATES[next].blocks)) {
      v.$blocks[block] = [...(v.$blocks[block] || []), filled];
    }
  }
  return line.map((template) => template.run(v))[line.length - 1];
}
