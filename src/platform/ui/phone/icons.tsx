// Drawn here in a few strokes: an icon font is half the size of the app.

type Props = { readonly size?: string };

function Icon({ size = '1.5rem', d }: Props & { d: string }) {
  return (
    <svg className="ph-icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

export const BackIcon = (props: Props) => <Icon {...props} d="M15 5l-7 7 7 7" />;
export const NextIcon = (props: Props) => <Icon {...props} d="M9 5l7 7-7 7" />;
export const TodayIcon = (props: Props) => <Icon {...props} d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01" />;
export const ReportIcon = (props: Props) => <Icon {...props} d="M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 100 7 3.5 3.5 0 000-7z" />;
export const GridIcon = (props: Props) => <Icon {...props} d="M4 4h16v16H4zM4 10h16M10 4v16" />;
export const PersonIcon = (props: Props) => <Icon {...props} d="M12 4a4 4 0 100 8 4 4 0 000-8zM4 21c.8-4 4-6 8-6s7.2 2 8 6" />;
export const CameraIcon = ReportIcon;
export const AlbumIcon = (props: Props) => <Icon {...props} d="M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 8.5h.01" />;
export const PlaceIcon = (props: Props) => <Icon {...props} d="M12 21c5-6 7-9 7-12a7 7 0 10-14 0c0 3 2 6 7 12zM12 6.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z" />;
export const CallIcon = (props: Props) => <Icon {...props} d="M6 3h3l2 5-2.5 2a12 12 0 005.5 5.5l2-2.5 5 2v3a2 2 0 01-2 2C11 20 4 13 4 5a2 2 0 012-2z" />;
export const CloseIcon = (props: Props) => <Icon {...props} d="M6 6l12 12M18 6L6 18" />;
export const CheckIcon = (props: Props) => <Icon {...props} d="M5 12.5l5 5L19 7" />;
export const CopyIcon = (props: Props) => <Icon {...props} d="M9 9h11v11H9zM5 15H4V4h11v1" />;
export const PlusIcon = (props: Props) => <Icon {...props} d="M12 5v14M5 12h14" />;
export const MinusIcon = (props: Props) => <Icon {...props} d="M5 12h14" />;
export const UploadIcon = (props: Props) => <Icon {...props} d="M12 16V5M7 10l5-5 5 5M5 20h14" />;
export const WarnIcon = (props: Props) => <Icon {...props} d="M12 4L2.5 20h19zM12 10v4M12 17h.01" />;
