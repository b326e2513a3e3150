/** What is asked cannot be given, and the message says why in words for whoever asks. */
export class Refused extends Error {}
