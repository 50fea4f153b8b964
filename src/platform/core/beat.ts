// How a stream that is open and one that only seems to be are told apart: the server says something at least every
// `beatMs`, and whoever has heard nothing for `silenceMs` takes another line. Together they stay within fifteen seconds.

export const beatMs = 6_000;
export const silenceMs = 13_000;
