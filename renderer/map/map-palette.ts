export type Scheme = 'light' | 'dark';

/** Colours of the map. The basemap stays behind: what is on it is what counts. */
export interface MapPalette {
  readonly water: string;
  readonly land: string;
  readonly coast: string;
  readonly border: string;
  readonly graticule: string;
  readonly place: string;
  readonly placeHalo: string;
  readonly placeDot: string;
  readonly strong: string;
  readonly calm: string;
  readonly caution: string;
  readonly abnormal: string;
  /** Around every vehicle, so that it stands off land, water and other vehicles. */
  readonly halo: string;
  readonly label: string;
  readonly cluster: string;
  readonly clusterText: string;
  readonly selection: string;
}

export const mapPalettes: Readonly<Record<Scheme, MapPalette>> = {
  light: {
    water: '#d3dae2',
    land: '#f0f1f2',
    coast: '#aeb8c3',
    border: '#b3b9c1',
    graticule: '#c4ccd6',
    place: '#59636f',
    placeHalo: '#f0f1f2',
    placeDot: '#8a939e',
    strong: '#1d232b',
    calm: '#565f6b',
    caution: '#8a4b00',
    abnormal: '#b3261e',
    halo: '#ffffff',
    label: '#1d232b',
    cluster: '#3f4a57',
    clusterText: '#ffffff',
    selection: '#1f5fae',
  },
  dark: {
    water: '#12161c',
    land: '#222831',
    coast: '#414b58',
    border: '#454f5c',
    graticule: '#2c343f',
    place: '#9aa3af',
    placeHalo: '#1c2129',
    placeDot: '#6f7884',
    strong: '#f0f3f7',
    calm: '#a6afbb',
    caution: '#f5b547',
    abnormal: '#ff8a80',
    halo: '#0b0e12',
    label: '#e6eaef',
    cluster: '#c6d0dc',
    clusterText: '#12161c',
    selection: '#7fb2f0',
  },
};
