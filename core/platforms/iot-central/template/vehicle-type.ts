import type { VehicleType } from '../../platform.ts';
import { commandDefinition } from '../../dtdl/commands.ts';
import type { TemplateModel } from '../../dtdl/model.ts';
import { telemetryRoutes } from './routes.ts';

/**
 * A template as a type of vehicle.
 *
 * @param topic pattern of the topics that the export is forwarded to; the preset's unless the connection has another.
 */
export const vehicleTypeOf = (model: TemplateModel, topic?: string): VehicleType => ({
  id: model.id,
  title: model.title,
  commands: model.commands.map(commandDefinition),
  routes: telemetryRoutes(model, topic),
  leftOut: model.leftOut,
});
