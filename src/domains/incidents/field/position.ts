/** Where the phone is, asked once and only on a tap; degrees, WGS-84. */
export type Position = { readonly longitude: number; readonly latitude: number; readonly accuracyMetres: number };
export type NoPosition = 'denied' | 'insecure' | 'unavailable' | 'timeout';

export function findPosition(): Promise<Position | NoPosition> {
  if (!window.isSecureContext || !('geolocation' in navigator)) return Promise.resolve('insecure');
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ longitude: coords.longitude, latitude: coords.latitude, accuracyMetres: Math.round(coords.accuracy) }),
      (error) => done(error.code === error.PERMISSION_DENIED ? 'denied' : error.code === error.TIMEOUT ? 'timeout' : 'unavailable'),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  });
}
