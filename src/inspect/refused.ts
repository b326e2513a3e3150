/** What is asked cannot be given, and the message says why in words for whoever asks. */
export class Refused extends Error {}

/** What is asked for was kept once: the capture is deleted, or its result is of an older version. */
export class Gone extends Error {}
