/** A cookie that pages can read, beside the session's own, which they cannot; it is worth nothing to whoever takes it. */
export const companionCookie = 'jingwei_in';

/** As every cookie of ours: over HTTPS bound to this very host. */
export function companionName(isOverTls: boolean): string {
  return isOverTls ? `__Host-${companionCookie}` : companionCookie;
}
