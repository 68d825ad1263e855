/** Whether a field stands among those that a platform's connection has from its preset. */
export const isAdvancedField = (field: string): boolean =>
  /^(?:protocolVersion|clientId|caPem|clientCertificatePem|clientKeyPem|topics|mapping)/.test(field);
