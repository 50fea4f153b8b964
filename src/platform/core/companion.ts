/** A cookie that pages can read, beside the session's own, which they cannot; it is worth nothing to whoever takes it. */
export const companionCookie = 'jingwei_in';
