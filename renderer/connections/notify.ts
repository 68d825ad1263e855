import { notifications } from '@mantine/notifications';

/** Something that was asked for has happened. */
export const tell = (title: string, message: string): void => {
  notifications.show({ title, message });
};

/** Something that was asked for has not happened. It stays until it is read. */
export const tellFailure = (title: string, message: string): void => {
  notifications.show({ title, message, color: 'red', autoClose: false });
};
