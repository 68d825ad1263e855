import type { PracticeCredentials } from './credentials.ts';
import type { Organisation } from './organisation.ts';
import type { DeviceAddress } from './topic-rules.ts';
import { typeMetadata } from './type-models.ts';

const types = [
  {
    id: 'refrigerated-truck',
    description: 'Refrigerated truck',
    deviceInfo: { manufacturer: 'Practice Trucks', model: 'Reefer 18', deviceClass: 'Truck', hwVersion: '2' },
  },
  {
    id: 'van',
    description: 'Van',
    deviceInfo: { manufacturer: 'Practice Vans', model: 'Parcel 3', deviceClass: 'Van', hwVersion: '1' },
  },
  {
    id: 'electric-bus',
    description: 'Electric bus',
    deviceInfo: { manufacturer: 'Practice Buses', model: 'City 12 E', deviceClass: 'Bus', hwVersion: '3' },
  },
] as const;

const depots = ['depot-north', 'depot-south'] as const;

/** Registers the practice fleet, its types and groups, and the device that nobody simulates. */
export const furnish = (
  organisation: Organisation,
  vehicles: readonly DeviceAddress[],
  spare: PracticeCredentials['device'],
): void => {
  const { registry, groups } = organisation;
  for (const type of types) registry.addType({ ...type, metadata: typeMetadata(type.id, type.description) });
  for (const name of depots) {
    groups.put({ name, description: `Vehicles of ${name.replace('-', ' ')}`, searchTags: ['depot'] });
  }
  vehicles.forEach((vehicle, index) => {
    const depot = depots[index % depots.length] ?? 'depot-north';
    registry.add({
      ...vehicle,
      deviceInfo: { serialNumber: `PF-${vehicle.deviceId}`, descriptiveLocation: depot.replace('-', ' ') },
      metadata: { fleet: 'practice' },
      token: null,
      registeredBy: 'practice',
    });
    groups.addTo(depot, vehicle);
  });
  registry.add({ ...spare, deviceInfo: { serialNumber: `PF-${spare.deviceId}` }, registeredBy: 'practice' });
};
