/*
 * In a bundle of its own with React, so that React loads from here. It makes a few errors as it loads; a browser that is
 * watched by developer tools, as in the benchmark, parses all that is in each one's stack once more.
 */
export { createRoot } from 'react-dom/client';
