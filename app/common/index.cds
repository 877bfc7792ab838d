using from './labels';
using from './texts';
using from './value-helps';
using from './failures';
