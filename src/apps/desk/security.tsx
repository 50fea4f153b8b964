import { QRCode } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../../platform/client/i18n.ts';
import { SecurityView } from '../account/security.tsx';
import { accountWords } from '../account/words.ts';

export function SecurityPage() {
  const t = useWords(accountWords);
  return (
    <div className="jw-page desk-security">
      <h1>{t('account.security.title')}</h1>
      <SecurityView place="desk" draw={drawQr} />
    </div>
  );
}

export function drawQr(address: string): ReactNode {
  return <QRCode value={address} size={192} bordered={false} errorLevel="M" type="svg" color="#000" bgColor="#fff" />;
}
