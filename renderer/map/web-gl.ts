/** Asks for what the map library will ask for, so that a refusal becomes words and not an exception. */
export const canDrawMaps = (): boolean => {
  const context = document.createElement('canvas').getContext('webgl2');
  // A page has few contexts; this one is given back at once.
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
};
