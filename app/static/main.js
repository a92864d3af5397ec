// Small aids. Every page works without this file.
(function () {
  "use strict";

  // Older browsers pass over autofocus here. Once only: a page that Back brings out of the cache
  // runs no script again and keeps its focus.
  var summary = document.querySelector(".error-summary");
  if (summary) {
    summary.focus();
  }

  // Paper cannot be unfolded, and not every browser unfolds it by its style.
  addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (fold) {
      fold.open = true;
    });
  });

  // "None of these" and the other answers take each other's ticks away. What went is said, because
  // it may be a warning sign, ticked on purpose and lost by a slip.
  function labelOf(box) {
    return "“" + box.labels[0].textContent.trim() + "”";
  }

  document.querySelectorAll(".choices").forEach(function (choices) {
    if (!choices.querySelector("[data-exclusive]")) {
      return;
    }
    var status = document.createElement("div");
    status.setAttribute("role", "status");
    choices.after(status);
    choices.addEventListener("change", function (event) {
      var ticked = event.target;
      var alone = ticked.hasAttribute("data-exclusive");
      var lost = [];
      choices.querySelectorAll(":checked").forEach(function (box) {
        if (ticked.checked && box !== ticked && (alone || box.hasAttribute("data-exclusive"))) {
          box.checked = false;
          lost.push(labelOf(box));
        }
      });
      status.className = lost.length ? "inset-text" : "";
      status.textContent = lost.length
        ? "You ticked " + labelOf(ticked) + ", so we unticked " + lost.join(", ") + "."
        : "";
    });
  });

  // Made here, so that nobody has a button that does nothing.
  function addButton(place, words, act) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button button--secondary";
    button.textContent = words;
    button.addEventListener("click", act);
    place.append(button);
  }

  document.querySelectorAll("[data-print]").forEach(function (place) {
    if (window.print) {
      addButton(place, place.getAttribute("data-print"), function () {
        window.print();
      });
    }
  });

  // A status says what came of it, also to a screen reader.
  function withStatus(place, words, act) {
    var status = document.createElement("div");
    status.setAttribute("role", "status");
    function say(text) {
      return function () {
        status.textContent = text;
      };
    }
    addButton(place, words, function () {
      status.textContent = "";
      act(say);
    });
    place.append(status);
  }

  function textOf(place, name) {
    return document.getElementById(place.getAttribute(name)).textContent;
  }

  // Browsers let only pages from HTTPS copy.
  document.querySelectorAll("[data-copy]").forEach(function (place) {
    if (navigator.clipboard) {
      withStatus(place, "Copy the text", function (say) {
        navigator.clipboard
          .writeText(textOf(place, "data-copy"))
          .then(say("Copied."), say("It was not copied. Select the text and copy it."));
      });
    }
  });

  // To oneself or a carer, from this device: nothing goes through the server.
  document.querySelectorAll("[data-share]").forEach(function (place) {
    var text = textOf(place, "data-share");
    if (navigator.share) {
      withStatus(place, "Share", function (say) {
        navigator.share({ title: document.title, text: text }).catch(say("It was not shared."));
      });
    } else {
      var link = document.createElement("a");
      link.className = "button button--secondary";
      link.href = "mailto:?subject=" + encodeURIComponent(document.title) + "&body=" + encodeURIComponent(text);
      link.textContent = "E-mail";
      place.append(link);
    }
  });
})();
