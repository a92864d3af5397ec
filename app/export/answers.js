// Somebody's answers while this tab is open. Back, Forward and Refresh need them; nothing else has
// them: they are in no address, and leave this device by no way. docs/decisions says why here.

const LIFETIME = 24 * 60 * 60 * 1000;
const CLOCK_TOLERANCE = 5 * 60 * 1000;

/** @typedef {{link_id: string, chosen: Set<string>}} Attempt */

/** One self-check. Never changed: each answer makes another one. */
class Saved {
  /**
   * @param {number} started @param {Answers} answers
   * @param {Attempt | null} attempt @param {Choice | null} choice
   */
  constructor(started, answers = new Map(), attempt = null, choice = null) {
    this.started = started;
    this.answers = answers;
    this.attempt = attempt;
    this.choice = choice;
  }

  /** Where there is a new tick, what was said about the ticks is asked again. @param {Answers} given */
  withAnswers(given) {
    const answers = new Map([...this.answers, ...given]);
    for (const item of QUESTIONNAIRE.items) {
      const before = this.answers.get(item.asks_which || "");
      const now = given.get(item.asks_which || "");
      if (before && now && [...now].some((code) => !before.has(code))) {
        answers.delete(item.link_id);
      }
    }
    return new Saved(this.started, answers, null, this.choice);
  }

  /** @param {string} name @param {Set<string>} chosen */
  withAttempt(name, chosen) {
    return new Saved(this.started, this.answers, { link_id: name, chosen }, this.choice);
  }

  /** @param {Choice} choice */
  withChoice(choice) {
    return new Saved(this.started, this.answers, this.attempt, choice);
  }

  /** @returns {string} */
  written() {
    const { started, attempt, choice } = this;
    return JSON.stringify({
      content: QUESTIONNAIRE.digest,
      started,
      answers: [...this.answers].map(([name, codes]) => [name, [...codes]]),
      attempt: attempt && [attempt.link_id, [...attempt.chosen]],
      choice: choice && [[...choice.dropped], [...choice.first]],
    });
  }
}

/**
 * What was written, where this content wrote it within a day; else null. Never a part of it.
 * @param {string} text @param {number} now @returns {Saved | null}
 */
function readSaved(text, now) {
  try {
    const { content, started, answers, attempt, choice } = JSON.parse(text);
    const age = now - started;
    if (content !== QUESTIONNAIRE.digest || !(age >= -CLOCK_TOLERANCE && age < LIFETIME)) {
      return null;
    }
    const known = answers.every(
      (/** @type {[string, string[]]} */ [name, codes]) => codes.length && areOptions(name, codes),
    );
    if (!known || (attempt && !areOptions(attempt[0], attempt[1]))) {
      return null;
    }
    return new Saved(
      started,
      new Map(answers.map((/** @type {[string, string[]]} */ [name, codes]) => [name, new Set(codes)])),
      attempt && { link_id: attempt[0], chosen: new Set(attempt[1]) },
      choice && new Choice(choice[0], choice[1]),
    );
  } catch {
    return null;
  }
}

/** @param {string} name @param {string[]} codes */
function areOptions(name, codes) {
  const item = ITEMS.get(name);
  return codes.every((code) => item && item.answer_option.some((option) => option.code === code));
}

/** Keeps them with the tab, or where a browser does not let it, in memory. */
const store = {
  memory: "",

  /** @returns {string} */
  text() {
    try {
      return sessionStorage.getItem(QUESTIONNAIRE.id) || "";
    } catch {
      return this.memory;
    }
  },

  /** @param {string} text */
  keep(text) {
    this.memory = text;
    try {
      if (text) {
        sessionStorage.setItem(QUESTIONNAIRE.id, text);
      } else {
        sessionStorage.removeItem(QUESTIONNAIRE.id);
      }
    } catch {
      // a private window, or a frame that may keep nothing: until the page is closed
    }
  },
};
