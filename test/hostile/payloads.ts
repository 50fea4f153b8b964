// Words that would do something if a screen took them for more than words. Each tells of itself by `__ran` or by an element
// with `data-jw`.

const run = 'window.__ran=1';

const markup = [
  `<script data-jw>${run}</script>`, `<img data-jw src=x onerror="${run}">`, `<svg data-jw onload="${run}">`, `<svg data-jw><script>${run}</script></svg>`, `<iframe data-jw srcdoc="<script>parent.__ran=1</script>">`, `<iframe data-jw src="javascript:parent.__ran=1">`,
  `<a data-jw href="javascript:${run}">点我</a>`, `<body data-jw onload="${run}">`, `<video data-jw><source onerror="${run}"></video>`, `<audio data-jw src onerror="${run}">`, `<details data-jw open ontoggle="${run}">`, `<input data-jw autofocus onfocus="${run}">`,
  `<select data-jw autofocus onfocus="${run}">`, `<textarea data-jw autofocus onfocus="${run}">`, `<marquee data-jw onstart="${run}">`, `<object data-jw data="javascript:${run}">`, `<embed data-jw src="javascript:${run}">`, `<form data-jw action="javascript:${run}"><button>交</button></form>`,
  `<math data-jw><mi xlink:href="javascript:${run}">x</mi></math>`, `<link data-jw rel=stylesheet href="javascript:${run}">`, `<meta data-jw http-equiv=refresh content="0;url=javascript:${run}">`, `<base data-jw href="//127.0.0.1:9/">`, `<style data-jw>*{display:none}</style>`, `<div data-jw style="position:fixed;inset:0;background:red">盖住</div>`,
  `"><script data-jw>${run}</script>`, `'><script data-jw>${run}</script>`, `</script><script data-jw>${run}</script>`, `</title><script data-jw>${run}</script>`, `</textarea><script data-jw>${run}</script>`, `--><script data-jw>${run}</script>`, `]]><script data-jw>${run}</script>`, `<scr<script>ipt data-jw>${run}</script>`,
  `<SCRIPT DATA-JW>${run}</SCRIPT>`, `<script/data-jw>${run}</script>`, `<img data-jw src=x onerror=${run}//`, `<svg/data-jw/onload=${run}>`, `<x data-jw onclick=${run}>点</x>`, `<template data-jw><script>${run}</script></template>`, `<noscript data-jw><p title="</noscript><img src=x onerror=${run}>">`, `<table data-jw background="javascript:${run}">`,
  `&lt;script data-jw&gt;${run}&lt;/script&gt;`, `&#60;script data-jw&#62;${run}&#60;/script&#62;`, `\\u003cscript data-jw\\u003e${run}\\u003c/script\\u003e`, `%3Cscript data-jw%3E${run}%3C/script%3E`, `\uff1cscript data-jw\uff1e${run}\uff1c/script\uff1e`, `<\u0000script data-jw>${run}</script>`.replaceAll('\u0000', '\u200b'),
];

const scripts = [
  `';${run};//`, `";${run};//`, `\`;${run};//`, `\${${run}}`, `{{${run}}}`, `{{constructor.constructor('${run}')()}}`, `<%= ${run} %>`, `#{${run}}`, `*{${run}}`, `[[${run}]]`, `javascript:${run}`, `JaVaScRiPt:${run}`, `java\tscript:${run}`, `data:text/html,<script>${run}</script>`, `data:text/html;base64,PHNjcmlwdD5wYXJlbnQuX19yYW49MTwvc2NyaXB0Pg==`,
  `vbscript:msgbox(1)`, `file:///etc/passwd`, `\\u0027;${run}//`, `</script>`, `<!--`, `-->`, `]]>`, `/*`, `*/`, `onerror=${run}`, `" onmouseover="${run}`, `' onfocus='${run}' autofocus='`, `$t(__proto__)`, `$t(incidents.state.closed)`, `{{count}} {{name}}`, `@incidents.state.closed`, `__proto__`, `constructor`, `toString`,
];

const sheets = [`=1+1`, `=cmd|'/c calc'!A1`, `+cmd|'/c calc'!A1`, `-2+3+cmd|'/c calc'!A1`, `@SUM(1+1)`, `\t=1+1`, `\r=1+1`, `=HYPERLINK("https://127.0.0.1:9/","点")`, `=IMPORTXML("https://127.0.0.1:9/","//a")`, `;=1+1`, `"=1+1"`, `％=1`];

const signs = [
  `\u202e倒过来的字\u202c`, `\u2066隔离\u2069`, `\u200b\u200c\u200d\ufeff零宽`, `a${'\u0301'.repeat(300)}`, `👨‍👩‍👧‍👦🏳️‍🌈`, `𠮷㐂𪚥`, `ﷺ`, `ཧཱུྃ`, `𝕳𝖊𝖑𝖑𝖔`, `１２３４５６７８９０`, `${'很'.repeat(400)}`, `${'x'.repeat(400)}`, `一\n二\r\n三\u2028四`, `\u001b[31m红\u001b[0m`.replaceAll('\u001b', '␛'),
  `'; drop table incidents.incident; --`, `" or 1=1 --`, `%' and 1=0 union select 1 --`, `\\'; select pg_sleep(9); --`, `*)(uid=*))(|(uid=*`, `../../../../etc/passwd`, `%00`, `%0d%0aSet-Cookie:a=b`, `\${jndi:ldap://127.0.0.1:9/a}`, `(a+)+$`, `[^`, `\\`, `%`, `_`,
];

export const payloads: readonly string[] = [...markup, ...scripts, ...sheets, ...signs];
