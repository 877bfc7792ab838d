/** Where senders ask what became of a held message; a `Location` is this with the id of the attempt. */
export const ATTEMPTS = '/intake/attempts'
