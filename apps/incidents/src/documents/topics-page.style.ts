/** The style of the page of topics: one column, for narrow screens too, light or dark. */
export const style = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 0 auto; padding: 0 1rem 3rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
pre { overflow-x: auto; overflow-wrap: normal; padding: .75rem; border: 1px solid #8886; border-radius: .25rem; }
section { border-top: 1px solid #8886; margin-top: 2rem; }
details { border-bottom: 1px solid #8886; }
summary { padding: .75rem 0; cursor: pointer; }
dt { margin-top: .75rem; }
dt small { opacity: .75; }
dd { margin: 0 0 0 1rem; }
`;
