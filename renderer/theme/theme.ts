import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one hue of what can be pressed and is selected: a slate that stays out of the way of warnings. */
const slate: MantineColorsTuple = [
  '#f1f5f9',
  '#e2e8f0',
  '#cbd5e1',
  '#a9b8ca',
  '#8ba0b8',
  '#6b84a1',
  '#526e8d',
  '#3f5a78',
  '#2f4661',
  '#22344a',
];

/** Mantine's dark scale a little cooler and darker at the back, so that panels stand apart without lines of light. */
const dark: MantineColorsTuple = [
  '#d5d9df',
  '#bcc2cb',
  '#9aa3af',
  '#6f7884',
  '#474f5b',
  '#343b46',
  '#262c35',
  '#1c2129',
  '#161a21',
  '#101319',
];

export const theme = createTheme({
  primaryColor: 'slate',
  // White text on it in both schemes: Mantine picks the contrast colour by the light scheme's shade only.
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  colors: { slate, dark },
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.3' },
  spacing: { xs: '0.375rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.35' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    // Mantine makes them two pixels smaller than the field's text: ten, which nobody reads for eight hours.
    InputWrapper: {
      vars: () => ({
        description: { '--input-description-size': 'var(--mantine-font-size-xs)' },
        error: { '--input-error-size': 'var(--mantine-font-size-xs)' },
      }),
    },
    // Of the text's own colour, so that the line alone says what leads somewhere.
    Anchor: { defaultProps: { fz: 'inherit', underline: 'always' } },
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    ActionIcon: { defaultProps: { size: 28, variant: 'subtle' } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'sm' } },
    Tabs: { styles: { tab: { paddingInline: '0.625rem' } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
  },
});
