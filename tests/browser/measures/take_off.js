() => { document.adoptedStyleSheets = []; }
