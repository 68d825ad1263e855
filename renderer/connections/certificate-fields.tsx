import type { UseFormReturnType } from '@mantine/form';
import type { ConnectionFormValues, FormOrigin, FormProblems } from './connection-form.ts';
import { secretWords } from './connection-words.ts';
import { PemField } from './pem-field.tsx';

interface CertificateFieldsProps {
  readonly form: UseFormReturnType<ConnectionFormValues>;
  readonly origin: FormOrigin;
  readonly problems: FormProblems;
  /** Where the key will be kept, in words. */
  readonly keeping: string | undefined;
}

export const CertificateFields = ({ form, origin, problems, keeping }: CertificateFieldsProps) => {
  const { values } = form;
  return (
    <>
      <PemField
        label="CA file"
        description="Only for a broker whose certificate no public authority has signed."
        present={describe(values.caPem)}
        error={problems.caPem}
        onFile={(fileName, text) => {
          form.setFieldValue('caPem', { fileName, text });
        }}
        onRemove={
          values.caPem === null
            ? null
            : () => {
                form.setFieldValue('caPem', null);
              }
        }
      />
      <PemField
        label="Client certificate"
        description="Only for a broker that asks for one. Its key belongs with it."
        present={describe(values.clientCertificatePem)}
        error={problems.clientCertificatePem}
        onFile={(fileName, text) => {
          form.setFieldValue('clientCertificatePem', { fileName, text });
        }}
        onRemove={
          values.clientCertificatePem === null
            ? null
            : () => {
                form.setFieldValue('clientCertificatePem', null);
              }
        }
      />
      <PemField
        label="Client key"
        description={keeping ?? ''}
        present={describeKey(values, origin)}
        error={problems.clientKeyPem}
        onFile={(fileName, text) => {
          form.setFieldValue('clientKeyPem', { action: 'replace', fileName, text });
        }}
        onRemove={
          values.clientKeyPem.action === 'replace' ||
          (values.clientKeyPem.action === 'keep' && origin.storedSecrets.clientKeyPem !== 'absent')
            ? () => {
                form.setFieldValue('clientKeyPem', {
                  action: origin.storedSecrets.clientKeyPem === 'absent' ? 'keep' : 'remove',
                });
              }
            : null
        }
      />
    </>
  );
};

const describe = (file: ConnectionFormValues['caPem']): string | null =>
  file === null ? null : (file.fileName ?? 'Stored. Choose a file to replace it');

const describeKey = ({ clientKeyPem }: ConnectionFormValues, { storedSecrets }: FormOrigin): string | null => {
  if (clientKeyPem.action === 'replace') return clientKeyPem.fileName ?? 'Chosen';
  if (clientKeyPem.action === 'remove') return 'Will be removed when you save';
  return storedSecrets.clientKeyPem === 'absent' ? null : secretWords('A key', storedSecrets.clientKeyPem);
};
