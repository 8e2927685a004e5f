// 「すぐ閉じる」: the page that is left does not stay behind the back button.
document.addEventListener("click", function (event) {
  var link = event.target.closest && event.target.closest("[data-leave]");
  if (link) {
    event.preventDefault();
    location.replace(link.href);
  }
});
