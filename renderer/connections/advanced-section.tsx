import { useState } from 'react';
import { isAdvancedField } from './advanced-fields.ts';
import { ProtocolFields, MappingSection, TopicsSection } from './broker-fields.tsx';
import { CertificateFields } from './certificate-fields.tsx';
import type { FieldsProps } from './editing.ts';
import { Section } from './section.tsx';
import classes from './platform.module.css';

/** What a platform's connection has from its preset and seldom needs otherwise. Open while something in it is wrong. */
export const AdvancedSection = (props: FieldsProps) => {
  const { form, origin, problems, keeping } = props;
  const [isOpened, setIsOpened] = useState(false);
  const isOpen = isOpened || Object.keys(problems).some(isAdvancedField);
  return (
    <details
      className={classes.advanced}
      open={isOpen}
      onToggle={(event) => {
        setIsOpened(event.currentTarget.open);
      }}
    >
      <summary>Certificates, protocol, topics and mapping</summary>
      <div className={classes.advancedParts}>
        <Section title="Certificates">
          <CertificateFields form={form} origin={origin} problems={problems} keeping={keeping} />
        </Section>
        <Section title="Protocol">
          <ProtocolFields form={form} />
        </Section>
        <TopicsSection form={form} problems={problems} />
        <MappingSection {...props} />
      </div>
    </details>
  );
};
