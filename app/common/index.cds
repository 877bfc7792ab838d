using from './labels';
using from './texts';
using from './value-helps';
using from './value-helps-triage';
using from './failures';
