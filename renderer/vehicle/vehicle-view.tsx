export const VehicleView = ({ vehicleId }: { readonly connectionId: string; readonly vehicleId: string }) => (
  <section aria-label="Vehicle">
    <h1>{vehicleId}</h1>
  </section>
);
