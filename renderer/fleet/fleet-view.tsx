export const FleetView = () => <h1>Fleet</h1>;
