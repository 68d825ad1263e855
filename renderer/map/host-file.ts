import workerFile from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';

const pauseMs = 1000;

/**
 * Resolves when the host has a file to give, with false when it is not wanted any more. A host that is being restarted
 * cannot answer, and the map library never asks twice: what it did not get stays away until the window is reloaded.
 *
 * @param method `GET` brings the file into the browser's cache, so that whoever asks next needs no host.
 */
export const hostFileArrives = async (url: string, method: 'GET' | 'HEAD', signal: AbortSignal): Promise<boolean> => {
  while (!signal.aborted) {
    const isHere = await fetch(url, { method, signal }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isHere) return true;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return false;
};

export const mapWorkerUrl = new URL(workerFile, document.baseURI).href;
