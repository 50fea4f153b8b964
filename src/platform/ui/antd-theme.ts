import { theme, type ThemeConfig } from 'antd';
import { fonts, radius, themes, type ThemeName } from './tokens.ts';

/** The same tokens in Ant Design's terms. */
export function antdTheme(name: ThemeName): ThemeConfig {
  const tokens = themes[name];
  return {
    algorithm: name === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontFamily: fonts, fontSize: 14, lineHeight: 20 / 14, borderRadius: radius, wireframe: false,
      colorPrimary: tokens.accent, colorLink: tokens.accent, colorLinkHover: tokens.accentHover,
      colorError: tokens.red, colorWarning: tokens.orange, colorInfo: tokens.blue, colorSuccess: tokens.accent,
      colorText: tokens.text, colorTextSecondary: tokens.text2, colorTextTertiary: tokens.text3,
      colorTextPlaceholder: tokens.text3, colorTextDisabled: tokens.text3, colorTextDescription: tokens.text2,
      colorBgLayout: tokens.background, colorBgContainer: tokens.surface, colorBgElevated: tokens.raised,
      colorBorder: tokens.lineStrong, colorBorderSecondary: tokens.line, colorSplit: tokens.line,
      controlItemBgActive: tokens.accentSoft, controlItemBgActiveHover: tokens.accentSoft,
      boxShadow: tokens.shadow, boxShadowSecondary: tokens.shadow,
      // A list that waits for the end of a motion, which base.css forbids, would never appear.
      motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      motionDurationFast: '0.05s', motionDurationMid: '0.1s', motionDurationSlow: '0.14s',
    },
    components: {
      Drawer: { paddingLG: 20 },
      Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px' },
      Table: { cellPaddingBlockSM: 7, cellPaddingInlineSM: 10, headerBg: tokens.sunken },
    },
  };
}
