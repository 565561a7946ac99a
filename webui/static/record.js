// Script for the toolbar of a record: share its address, and print it.
"use strict";

(() => {
  const share = document.getElementById("share");
  const print = document.getElementById("print");
  if (!share || !print || !window.toast) return;
  const address = document.querySelector('link[rel="canonical"]').href;
  share.hidden = print.hidden = false;
  share.addEventListener("click", async () => {
    if (!navigator.share) return window.toast.copy(address);
    try {
      await navigator.share({ title: share.dataset.title, url: address });
    } catch (error) {
      if (error.name !== "AbortError") window.toast.copy(address);
    }
  });
  print.addEventListener("click", () => window.print());
})();
