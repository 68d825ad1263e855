export { preview, stable, withoutDocuments } from '../practice-iot-central/openapi.ts';
export { previewVersion, stableVersion } from '../practice-iot-central/api.ts';
