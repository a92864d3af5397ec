// Runs the script of the exported file on states that come as JSON, a line each, and says what it
// makes of each. `node engine.js FILE`; without a page around it the script shows nothing.

"use strict";

const { readFileSync } = require("node:fs");
const { createInterface } = require("node:readline");
const { runInThisContext } = require("node:vm");

const [, script] = /<script>([\s\S]*?)<\/script>/.exec(readFileSync(process.argv[2], "utf8"));
runInThisContext(script, { filename: "self-check.html" });
const { assess, makeSheet, roomOf, sheetText, shownAt, formatTime, packed, unpacked, qrOf, Choice, Saved } =
  globalThis.selfCheck;

function answersOf(state) {
  return new Map(Object.entries(state.answers).map(([name, codes]) => [name, new Set(codes)]));
}

function factsOf(state) {
  const found = assess(answersOf(state));
  const choice = state.choice && new Choice(state.choice.dropped, state.choice.first);
  const asked = (one) => [one.question.id, one.because, one.follow_ups];
  const facts = {
    path: found.journey.path.map((item) => item.link_id),
    open: found.journey.open?.link_id ?? null,
    unanswered: [...found.journey.unanswered].sort(),
    ended_by: found.journey.ended_by?.id ?? null,
    level: found.level,
    signs: found.signs.map((one) => [one.sign.id, one.status, one.counts]),
    features: found.features.map((one) => [one.feature.id, one.holds]),
    outcome: found.outcome?.id ?? null,
    band: found.band?.id ?? null,
    points: found.points,
    overlays: found.overlays.map((one) => [
      one.overlay.id, one.gate, one.gate_as_given, one.holds, one.shows, one.leads,
    ]),
    notes: found.notes.map((note) => note.id),
    gp_questions: found.gp_questions.map(asked),
    gp_questions_cut: found.gp_questions_cut.map(asked),
  };
  if (!found.outcome?.sheet_title) {
    return facts;
  }
  const sheet = makeSheet(found, choice);
  return {
    ...facts,
    sheet: {
      ...sheet,
      cards: sheet.cards.map((card) => ({ ...card, level: card.level.value })),
      come_back: sheet.come_back.map((help) => ({ ...help, level: help.level.value })),
    },
    room: roomOf(sheet, false),
    room_large: roomOf(sheet, true),
    text: sheetText(sheet, state.made, state.notice),
  };
}

function pageOf(state) {
  const choice = state.choice && new Choice(state.choice.dropped, state.choice.first);
  const attempt = state.attempt && { link_id: state.attempt[0], chosen: new Set(state.attempt[1]) };
  const saved = new Saved(Date.now(), answersOf(state), attempt, choice);
  return shownAt(state.address, { saved: state.nobody ? null : saved, found: false });
}

function handedOver(state) {
  if ("letters" in state) {
    return unpacked(state.letters, state.at)?.written() ?? null;
  }
  const choice = state.choice && new Choice(state.choice.dropped, state.choice.first);
  return packed(new Saved(0, answersOf(state), null, choice), state.at);
}

function saidOf(state) {
  if ("at" in state) {
    return handedOver(state);
  }
  if ("code" in state) {
    return qrOf(state.code);
  }
  if ("moment" in state) {
    return formatTime(new Date(state.moment));
  }
  return "address" in state ? pageOf(state) : factsOf(state);
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const state = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(saidOf(state))}\n`);
});
