export * from './dispatch-areas.js';
export * from './distance.js';
export * from './district-index.js';
export * from './districts-file.js';
export * from './districts.js';
export * from './h3-cell.js';
export * from './seats.js';
