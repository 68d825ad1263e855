import { filterStatuses, type FilterStatus } from '../fleet/fleet-query.ts';
import { statusShapes } from '../fleet/status-shapes.ts';
import { mapPalettes, type Scheme } from './map-palette.ts';

export const imageName = (status: FilterStatus, scheme: Scheme): string => `${status}-${scheme}`;

export interface VehicleImage {
  readonly name: string;
  readonly data: ImageData;
  /** Image pixels a CSS pixel. */
  readonly pixelRatio: number;
}

/** Sharp on a screen of twice the density, and small enough for any. */
const pixelRatio = 2;
const shapeSizePx = 16;
/** Room for the halo. */
const marginPx = 3;
const sizePx = shapeSizePx + 2 * marginPx;

/** The table's shapes as images for the map, one a status and scheme. */
export const drawVehicleImages = (scheme: Scheme): readonly VehicleImage[] =>
  filterStatuses.map((status) => ({ name: imageName(status, scheme), data: draw(status, scheme), pixelRatio }));

const draw = (status: FilterStatus, scheme: Scheme): ImageData => {
  const canvas = document.createElement('canvas');
  canvas.width = sizePx * pixelRatio;
  canvas.height = sizePx * pixelRatio;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return new ImageData(canvas.width, canvas.height);

  const palette = mapPalettes[scheme];
  const shape = statusShapes[status];
  context.scale(pixelRatio, pixelRatio);
  context.translate(marginPx, marginPx);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  if (shape.stroke !== undefined) {
    const path = new Path2D(shape.stroke);
    context.lineWidth = 5;
    context.strokeStyle = palette.halo;
    context.stroke(path);
    context.lineWidth = 2;
    context.setLineDash(shape.isDashed === true ? [2.4, 2.4] : []);
    context.strokeStyle = palette[shape.tone];
    context.stroke(path);
  }
  if (shape.fill !== undefined) {
    const path = new Path2D(shape.fill);
    context.lineWidth = 3;
    context.strokeStyle = palette.halo;
    context.stroke(path);
    context.fillStyle = palette.halo;
    context.fill(path, 'nonzero');
    context.fillStyle = palette[shape.tone];
    context.fill(path, 'evenodd');
  }
  return context.getImageData(0, 0, canvas.width, canvas.height);
};
