// Asks every second whether the file was saved, and then shows the page anew.
(function () {
  var saved = document.querySelector("[data-saved]").getAttribute("data-saved");
  setInterval(function () {
    fetch("/preview/saved", { cache: "no-store" })
      .then(function (response) { return response.text(); })
      .then(function (now) { if (now !== saved) { location.reload(); } })
      .catch(function () {});
  }, 1000);
})();
