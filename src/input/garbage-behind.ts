/** What stands behind the end of a packed file is none of it, nor the padding of a tape. */
export class GarbageBehind extends Error {}
