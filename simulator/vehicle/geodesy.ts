/** Degrees, WGS84. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** IUGG mean radius. On a sphere of it a drive of a few kilometres is right to half a percent. */
const earthRadiusM = 6_371_008.8;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** 0 (included) to 360 (not included). */
export const normalizeHeading = (heading: number): number => {
  const turned = ((heading % 360) + 360) % 360;
  return turned === 360 ? 0 : turned;
};

/** The shorter way round from one heading to another, -180 to 180; positive is clockwise. */
export const turnBetween = (from: number, to: number): number => {
  const turn = normalizeHeading(to - from);
  return turn > 180 ? turn - 360 : turn;
};

/** Great-circle destination, https://www.movable-type.co.uk/scripts/latlong.html#dest-point */
export const travel = (from: Position, headingDegrees: number, distanceM: number): Position => {
  const angle = distanceM / earthRadiusM;
  const heading = radians(headingDegrees);
  const latitude = radians(from.latitude);
  const sinLatitude = Math.sin(latitude) * Math.cos(angle) + Math.cos(latitude) * Math.sin(angle) * Math.cos(heading);
  const longitude =
    radians(from.longitude) +
    Math.atan2(
      Math.sin(heading) * Math.sin(angle) * Math.cos(latitude),
      Math.cos(angle) - Math.sin(latitude) * sinLatitude,
    );
  return { latitude: degrees(Math.asin(sinLatitude)), longitude: degrees(longitude) };
};

/** Haversine, metres. */
export const distanceBetween = (from: Position, to: Position): number => {
  const byLatitude = Math.sin(radians(to.latitude - from.latitude) / 2);
  const byLongitude = Math.sin(radians(to.longitude - from.longitude) / 2);
  const chord = byLatitude ** 2 + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * byLongitude ** 2;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(chord)));
};

/** Initial bearing, degrees from north. */
export const bearingBetween = (from: Position, to: Position): number => {
  const fromLatitude = radians(from.latitude);
  const toLatitude = radians(to.latitude);
  const byLongitude = radians(to.longitude - from.longitude);
  const east = Math.sin(byLongitude) * Math.cos(toLatitude);
  const north =
    Math.cos(fromLatitude) * Math.sin(toLatitude) -
    Math.sin(fromLatitude) * Math.cos(toLatitude) * Math.cos(byLongitude);
  return normalizeHeading(degrees(Math.atan2(east, north)));
};
