/** Where the platform's API lives on its host. */
export const apiPath = '/api/v0002';
