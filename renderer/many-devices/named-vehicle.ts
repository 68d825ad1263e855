/** A vehicle by the name that it has while it is still there. */
export interface NamedVehicle {
  readonly vehicleId: string;
  readonly name: string;
}
