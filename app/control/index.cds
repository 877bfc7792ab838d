using from '../common/index';
using from './capabilities';
using from './field-control';
using from './layouts';
using from './policies';
using from './changelog';
using from './phases';
using from './operations';
