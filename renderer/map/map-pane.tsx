export default function MapPane() {
  return <p>Map</p>;
}
