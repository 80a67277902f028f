// Sees to it that a page of ours says so when the network is away.

if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {
    // Not in this browser (a private window, say): it has a page of its own for that.
  });
}
