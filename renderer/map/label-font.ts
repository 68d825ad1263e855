/** Without a glyph server these are names of fonts on this machine, and "bold" in a name asks for the weight. */
export const labelFont = ['system-ui', 'sans-serif'] as const;
export const boldLabelFont = ['sans bold'] as const;
