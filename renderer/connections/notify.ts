import { notifications } from '@mantine/notifications';

const legible = {
  closeButtonProps: { 'aria-label': 'Close this message' },
  styles: { description: { color: 'var(--fd-text)' } },
} as const;

/** Something that was asked for has happened. */
export const tell = (title: string, message: string): void => {
  notifications.show({ ...legible, title, message });
};

/** Something that was asked for has not happened. It stays until it is read. */
export const tellFailure = (title: string, message: string): void => {
  notifications.show({ ...legible, title, message, color: 'red', autoClose: false });
};
